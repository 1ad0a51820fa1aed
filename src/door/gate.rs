//! What stands before every handler. Sealed: a room cannot invent an open door.

use super::{cx::Cx, house::House, near};
use crate::{
    base::{
        db::{Id, Rx},
        error::{Error, Result},
        jobs::System,
        secret::{self, Token},
    },
    school::{
        Class, Person,
        account::pupil,
        permit::{self, May, OpenedByLink, Resource, Rule},
        services, settings,
        viewer::{self, Viewer},
    },
};
use jiff::civil::Date;
use std::{borrow::Borrow, ops::Deref, sync::Arc};

pub trait Gate: Sized + sealed::Sealed {
    /// Passed before the school is set up, too.
    const BEFORE_SET_UP: bool = false;
    fn name() -> &'static str;
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Self>;
    /// What the door's journal line is about: thing and number. `None`: the handler writes its own lines.
    fn thing(&self) -> Option<(&'static str, Option<i64>)>;
    /// Who acts, when it is not who is signed in.
    fn by(&self) -> Option<Id<Person>> {
        None
    }
}

/// Anybody, once the school is set up. The list of these may only shrink.
pub struct Public;
/// Anybody at any time: the trust page, the legal pages.
pub struct Always;
/// Whoever has an account and is signed in; the handler sees to it that it touches what is the viewer's own.
pub struct SignedIn(Arc<Viewer>);
/// The same, and whoever is held at the door until a required second factor stands: to set it, and to go out.
pub struct AtTheDoor(Arc<Viewer>);
/// Whoever holds the link of a letter: the right of the one to whom it went, to this one thing, judged as if signed in, today.
/// No session comes of it. The token is the path's `{link}`.
pub struct ByLink<R: Rule>(May<R>);
/// Whoever stands inside the school, or holds a tablet that the school knows, once a class comes in by pictures. To all others
/// the page does not exist.
pub struct AtSchool {
    is_inside: bool,
    tablets: Vec<(Id<Class>, i64)>,
}
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

impl AtSchool {
    /// Whether the pupils of a class may come in here; and on which of its tablets, if it is one.
    pub fn reaches(&self, class: Id<Class>) -> Option<Option<i64>> {
        let tablet = self.tablets.iter().find(|(of, _)| *of == class).map(|(_, tablet)| *tablet);
        (self.is_inside || tablet.is_some()).then_some(tablet)
    }

    /// The one class whose tablet this is.
    pub fn own_class(&self) -> Option<Id<Class>> {
        if let [(class, _)] = self.tablets.as_slice() { Some(*class) } else { None }
    }

    /// The same question for a page that only shows the way there.
    pub fn perhaps<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Option<AtSchool>> {
        let rx = cx.db.borrow();
        if !pupil::store::has_pictures(rx, cx.today)? {
            return Ok(None);
        }
        let tablets = match &cx.ask.tablet {
            Some(tablet) => pupil::tablet::store::classes_of(rx, &Token::presented(tablet), cx.now, cx.today)?,
            None => Vec::new(),
        };
        let is_inside = near::is_inside(&cx.house, rx, &cx.ask)?;
        Ok((is_inside || !tablets.is_empty()).then_some(AtSchool { is_inside, tablets }))
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

impl Gate for AtSchool {
    fn name() -> &'static str {
        "AtSchool"
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<AtSchool> {
        AtSchool::perhaps(cx)?.ok_or(Error::NotFound)
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

/// The same for what a person said outside of a page, by answering a letter, or asked for beforehand: their right in this
/// room, today, judged while the house acts. `Error::NotFound` or `Forbidden` when it is theirs no more.
pub fn on_behalf<R: Rule>(
    rx: &Rx,
    _: &System,
    person: Id<Person>,
    room: &str,
    key: <R::On as Resource>::Key,
    today: Date,
) -> Result<May<R>> {
    let off = services::store::off(rx)?;
    let viewer = viewer::store::of_person(rx, person, today)?.filter(|_| !off.is_off(room)).ok_or(Error::NotFound)?;
    permit::admit::<R>(rx, &viewer.without(&off.classes(room)), key)
}

/// What this person would see now, room by room ([`Cx::within`]): for what is gathered for them while nobody waits. `None`
/// without an open account.
pub fn in_the_name_of(house: &Arc<House>, person: Id<Person>, _: &System) -> Result<Option<Cx>> {
    let rx = house.db.read()?;
    let school = settings::store::facts(&rx)?;
    let today = house.clock.now().date(&school.zone_of_time());
    let viewer = viewer::store::of_person(&rx, person, today)?;
    viewer.map(|viewer| Cx::of(house, viewer, school, rx)).transpose()
}

/// Another's eyes: what `lender`, who let the viewer see what they see of this thing, is to the room's things today. The
/// viewer's own permit on the thing says that it was lent.
pub fn eyes_of<R: Rule, D: Borrow<Rx>>(cx: &Cx<D>, _: &May<R>, lender: Id<Person>) -> Result<Option<Viewer>> {
    let viewer = viewer::store::of_person(cx.db.borrow(), lender, cx.today)?;
    Ok(viewer.map(|viewer| viewer.without(&cx.closed)))
}

impl<R: Rule> ByLink<R> {
    pub fn into_may(self) -> May<R> {
        self.0
    }
}

impl<R: Rule> Deref for ByLink<R> {
    type Target = May<R>;
    fn deref(&self) -> &May<R> {
        &self.0
    }
}

impl<R: Rule<On: OpenedByLink>> Gate for ByLink<R> {
    fn name() -> &'static str {
        R::BY_LINK
    }
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<ByLink<R>> {
        let rx = cx.db.borrow();
        let token = Token::presented(cx.ask.text("link").ok_or(Error::NotFound)?);
        // Whatever is wrong with it, it is answered in the same words.
        let found = R::On::behind(rx, &token, cx.now, cx.today)?;
        let (person, key) = found.ok_or(Error::DeadLink)?;
        let viewer = viewer::store::of_person(rx, person, cx.today)?.ok_or(Error::DeadLink)?;
        match permit::admit::<R>(rx, &viewer.without(&cx.closed), key) {
            Err(Error::NotFound | Error::Forbidden) => Err(Error::DeadLink),
            judged => judged.map(ByLink),
        }
    }
    fn thing(&self) -> Option<(&'static str, Option<i64>)> {
        Some((R::On::NAME, self.number()))
    }
    fn by(&self) -> Option<Id<Person>> {
        Some(self.0.by())
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Public {}
    impl Sealed for super::Always {}
    impl Sealed for super::AtSchool {}
    impl Sealed for super::SignedIn {}
    impl Sealed for super::AtTheDoor {}
    impl Sealed for super::SetUpCode {}
    impl Sealed for super::SettingUp {}
    impl<R: crate::school::permit::Rule> Sealed for crate::school::permit::May<R> {}
    impl<R: crate::school::permit::Rule> Sealed for super::ByLink<R> {}
}
