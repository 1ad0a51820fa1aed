//! Boxes ticked, codes typed, what is taken back. `discret`: sent by the page itself, which stays where it is.

use super::{super::store::Answer, pages};
use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::liaison::questions::Sent,
    school::{Person, Pupil, login},
};

/// More than any school has pupils.
const MOST: usize = 2000;

/// Whose answer a box stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whose {
    /// One of them; which, is not told.
    Family,
    Guardian(Id<Person>),
    /// « Les deux ont signé ».
    All,
}

pub struct Ticked {
    pub slips: Vec<(Id<Pupil>, Whose)>,
    /// The text that was on the screen.
    pub version: i64,
    pub is_quiet: bool,
}

impl Form for Ticked {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Ticked, Faults> {
        let slips: Option<Vec<_>> = fields.all("rendu").map(slip).collect();
        let is_quiet = fields.has("discret");
        match (slips, fields.get("version").parse()) {
            (Some(slips), _) if slips.is_empty() => Err(Faults::one("rendu", pages::TICK_ONE)),
            (Some(slips), Ok(version)) if slips.len() <= MOST => Ok(Ticked { slips, version, is_quiet }),
            _ => Err(Faults::one("", pages::RELOAD)),
        }
    }
}

/// `12`, `12-34` or `12-tous`.
fn slip(value: &str) -> Option<(Id<Pupil>, Whose)> {
    match value.split_once('-') {
        None => Some((value.parse().ok()?, Whose::Family)),
        Some((pupil, "tous")) => Some((pupil.parse().ok()?, Whose::All)),
        Some((pupil, guardian)) => Some((pupil.parse().ok()?, Whose::Guardian(guardian.parse().ok()?))),
    }
}

pub struct Code {
    pub code: String,
    pub is_quiet: bool,
}

impl Form for Code {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Code, Faults> {
        let is_quiet = fields.has("discret");
        // A scanned picture may hold anything: what is no code at all is answered like a code that we do not know.
        match login::normalise_code(fields.get("code")) {
            Some(code) => Ok(Code { code, is_quiet }),
            None if is_quiet => Ok(Code { code: String::new(), is_quiet }),
            None => Err(Faults::one("code", pages::EIGHT)),
        }
    }
}

/// What a talon says beside its signature, and whose it is.
pub struct Copied {
    pub sent: Sent,
    pub guardian: Option<Id<Person>>,
    /// It goes with a text that was corrected since, and the answer was asked for anew.
    pub is_old: bool,
}

impl Form for Copied {
    fn check(fields: &Fields, uploads: &[Upload]) -> Result<Copied, Faults> {
        let (guardian, is_old) = (fields.get("de").parse().ok(), fields.has(pages::OLD));
        Ok(Copied { sent: Sent::check(fields, uploads)?, guardian, is_old })
    }
}

pub struct Cancelled {
    pub pupil: Id<Pupil>,
    pub answer: Id<Answer>,
    pub is_quiet: bool,
}

impl Form for Cancelled {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Cancelled, Faults> {
        let pair = fields.get("annuler").split_once('-');
        let pair = pair.and_then(|(pupil, answer)| Some((pupil.parse().ok()?, answer.parse().ok()?)));
        let (pupil, answer) = pair.ok_or_else(|| Faults::one("", pages::RELOAD))?;
        Ok(Cancelled { pupil, answer, is_quiet: fields.has("discret") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_says_whose_answer_it_is() {
        assert_eq!(slip("12"), Some((Id::new(12), Whose::Family)));
        assert_eq!(slip("12-34"), Some((Id::new(12), Whose::Guardian(Id::new(34)))));
        assert_eq!(slip("12-tous"), Some((Id::new(12), Whose::All)));
        for wrong in ["", "-", "12-", "x-3", "12-3-4"] {
            assert_eq!(slip(wrong), None, "{wrong}");
        }
    }
}
