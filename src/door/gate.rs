//! What stands before every handler. Sealed: a room cannot invent an open door.

use super::cx::Cx;
use crate::{
    base::{
        db::Rx,
        error::{Error, Result},
        secret::{self, Token},
    },
    school::{
        permit::{self, May, Resource, Rule},
        settings,
        viewer::Viewer,
    },
};
use std::{borrow::Borrow, ops::Deref, sync::Arc};

pub trait Gate: Sized + sealed::Sealed {
    /// Passed before the school is set up, too.
    const BEFORE_SET_UP: bool = false;
    fn name() -> &'static str;
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Self>;
    /// What the door's journal line is about: thing and number. `None`: the handler writes its own lines.
    fn thing(&self) -> Option<(&'static str, Option<i64>)>;
}

/// Anybody, once the school is set up. The list of these may only shrink.
pub struct Public;
/// Anybody at any time: the trust page, the legal pages.
pub struct Always;
/// Whoever has an account and is signed in; the handler sees to it that it touches what is the viewer's own.
pub struct SignedIn(Arc<Viewer>);
/// The same, and whoever is held at the door until a required second factor stands: to set it, and to go out.
pub struct AtTheDoor(Arc<Viewer>);
/// The page that asks for the set-up code; gone once the school is set up.
pub struct SetUpCode(());
/// Whoever gave the set-up code in this browser; gone once the school is set up.
pub struct SettingUp(());

impl Deref for SignedIn {
    type Target = Viewer;
    fn deref(&self) -> &Viewer {
        &self.0
    }
}

impl Deref for AtTheDoor {
    type Target = Viewer;
    fn deref(&self) -> &Viewer {
        &self.0
    }
}

impl SettingUp {
    /// The set-up acts for the house: there is no director yet.
    pub fn house(&self) -> crate::base::jobs::System {
        crate::base::jobs::System::at_the_console()
    }
}

impl Gate for Public {
    fn name() -> &'static str {
        "Public"
    }
    fn open<D: Borrow<Rx>>(_: &Cx<D>) -> Result<Public> {
        Ok(Public)
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        None
    }
}

impl Gate for Always {
    const BEFORE_SET_UP: bool = true;
    fn name() -> &'static str {
        "Always"
    }
    fn open<D: Borrow<Rx>>(_: &Cx<D>) -> Result<Always> {
        Ok(Always)
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        None
    }
}

impl Gate for SignedIn {
    fn name() -> &'static str {
        "SignedIn"
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<SignedIn> {
        cx.viewer.clone().map(SignedIn).ok_or(Error::SignIn)
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        None
    }
}

impl Gate for AtTheDoor {
    fn name() -> &'static str {
        "AtTheDoor"
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<AtTheDoor> {
        cx.viewer.clone().or(cx.held.clone()).map(AtTheDoor).ok_or(Error::SignIn)
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        None
    }
}

impl Gate for SetUpCode {
    const BEFORE_SET_UP: bool = true;
    fn name() -> &'static str {
        "SetUpCode"
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<SetUpCode> {
        if cx.school.set_up_at.is_some() { Err(Error::NotFound) } else { Ok(SetUpCode(())) }
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        Some(("school", None))
    }
}

impl Gate for SettingUp {
    const BEFORE_SET_UP: bool = true;
    fn name() -> &'static str {
        "SettingUp"
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<SettingUp> {
        if cx.school.set_up_at.is_some() {
            return Err(Error::NotFound);
        }
        let known = settings::store::set_up_visitor(cx.db.borrow())?;
        match (&cx.ask.set_up, known) {
            (Some(token), Some(known)) if secret::is_same(&Token::presented(token).digest(), &known) => {
                Ok(SettingUp(()))
            }
            _ => Err(Error::SignIn),
        }
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        Some(("school", None))
    }
}

impl<R: Rule> Gate for May<R> {
    fn name() -> &'static str {
        R::NAME
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<May<R>> {
        // Signed in first: else a path that leads nowhere would tell what exists.
        let viewer = cx.viewer.as_deref().ok_or(Error::SignIn)?;
        let key = R::On::key(&*cx.ask).ok_or(Error::NotFound)?;
        permit::admit::<R>(cx.db.borrow(), viewer, key)
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        Some((R::On::NAME, self.number()))
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Public {}
    impl Sealed for super::Always {}
    impl Sealed for super::SignedIn {}
    impl Sealed for super::AtTheDoor {}
    impl Sealed for super::SetUpCode {}
    impl Sealed for super::SettingUp {}
    impl<R: crate::school::permit::Rule> Sealed for crate::school::permit::May<R> {}
}
