//! The small phrases that the pages of messages share.

use super::{Thread, addressing::sentences};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        french,
    },
    door::Cx,
    school::account::Account,
};
use std::borrow::Borrow;

pub const TITLE: &str = "Messages";

/// How the reader of a page is spoken to: « vous » to adults, « tu » to pupils.
#[derive(Clone, Copy)]
pub struct You {
    is_pupil: bool,
}

impl You {
    pub fn of<D>(cx: &Cx<D>) -> You {
        You { is_pupil: cx.viewer.as_ref().is_some_and(|viewer| viewer.pupil.is_some()) }
    }

    pub fn said(self, to_adults: &'static str, to_pupils: &'static str) -> &'static str {
        if self.is_pupil { to_pupils } else { to_adults }
    }
}

pub fn moment<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    french::moment(at.timestamp(), cx.now.timestamp(), &cx.zone)
}

/// « mardi 17 novembre 2026 à 16 h 05 ».
pub fn dated<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    let zoned = at.zoned(&cx.zone);
    format!("{} à {}", french::day_year(zoned.date()), french::time(zoned.time()))
}

/// Whose browser may keep what is typed while the school cannot be reached: nobody's at a shared computer.
pub fn keeps_here<D: Borrow<Rx>>(cx: &Cx<D>) -> Option<Id<Account>> {
    let is_own = cx.session.is_some_and(|session| !session.is_shared);
    cx.viewer.as_ref().filter(|_| is_own).map(|viewer| viewer.account)
}

/// A subject, or that there is none.
pub fn subject(subject: &str) -> &str {
    if subject.is_empty() { "Sans objet" } else { subject }
}

/// To whom it was addressed, as the viewer may know it: « à vous », « aux familles de CE1 » with no name of theirs.
pub fn to_whom(thread: &Thread, shows_all: bool, you: You) -> String {
    if shows_all {
        return sentences::list_to(&thread.said);
    }
    let open = sentences::told_to_members(&thread.said);
    if open.is_empty() { format!("à {}", you.said("vous", "toi")) } else { open }
}
