//! When a word leaves, as it is typed.

use super::pages;
use crate::door::{Faults, Fields, Form, upload::Upload};
use jiff::civil::{Date, DateTime, Time};

/// « Quand ? »
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct When {
    /// On the school's own clock; nothing for now.
    pub at: Option<DateTime>,
    /// In quiet hours too: the director's alone.
    pub is_urgent: bool,
}

impl When {
    pub fn read(fields: &Fields, faults: &mut Faults) -> When {
        let at = if fields.get("quand") == "plus_tard" { moment(fields, faults) } else { None };
        let is_urgent = fields.has("urgent");
        if is_urgent && !fields.has("confirmer_urgent") {
            faults.add("confirmer_urgent", pages::CONFIRM_URGENT);
        }
        When { at, is_urgent }
    }
}

fn moment(fields: &Fields, faults: &mut Faults) -> Option<DateTime> {
    let (day, time) = (fields.get("quand_le").parse::<Date>(), fields.get("quand_a").parse::<Time>());
    if day.is_err() {
        faults.add("quand_le", pages::WHICH_DAY);
    }
    if time.is_err() {
        faults.add("quand_a", pages::WHICH_HOUR);
    }
    Some(day.ok()?.to_datetime(time.ok()?))
}

/// A day that a word may name: absent, or one that exists.
pub fn day(fields: &Fields, name: &'static str, faults: &mut Faults) -> Option<Date> {
    let typed = fields.get(name);
    let day = typed.parse().ok();
    if !typed.is_empty() && day.is_none() {
        faults.add(name, pages::NO_SUCH_DAY);
    }
    day
}

/// Another moment for a word that waits.
pub struct Moment {
    pub at: DateTime,
}

impl Form for Moment {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Moment, Faults> {
        let mut faults = Faults::default();
        match moment(fields, &mut faults) {
            Some(at) => Ok(Moment { at }),
            None => Err(faults),
        }
    }
}

/// « Remettre maintenant », urgent or not.
pub struct Pressed {
    pub is_urgent: bool,
}

impl Form for Pressed {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Pressed, Faults> {
        let mut faults = Faults::default();
        let When { is_urgent, .. } = When::read(fields, &mut faults);
        faults.or(Pressed { is_urgent })
    }
}
