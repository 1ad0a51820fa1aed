//! Choices as they are ticked.

use crate::{
    door::{
        Faults, Fields, Form,
        form::{Checked, ONE_CLICK},
        upload::Upload,
    },
    school::notice::How,
};

/// Of the fields that hold one kind's choice.
pub const PREFIX: &str = "avis-";

/// One's own page: every kind at once, and the hour of the digest.
pub struct Choices {
    pub chosen: Vec<(String, How)>,
    /// Minute of the day, where the page asked for it.
    pub minute: Option<u16>,
}

impl Form for Choices {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Choices> {
        let minute = Some(fields.get("heure")).filter(|typed| !typed.is_empty());
        let minute = minute.map(|typed| typed.parse().ok().filter(|minute: &u16| *minute < 24 * 60));
        let of = |(name, how): &(String, String)| Some((name.strip_prefix(PREFIX)?.to_owned(), How::parse(how)));
        let chosen: Option<Vec<_>> =
            fields.pairs().iter().filter_map(of).map(|(kind, how)| how.map(|how| (kind, how))).collect();
        match (chosen, minute) {
            (Some(chosen), None) => Ok(Choices { chosen, minute: None }),
            (Some(chosen), Some(Some(minute))) => Ok(Choices { chosen, minute: Some(minute) }),
            (_, Some(None)) => Err(Faults::one("heure", "Choisissez une heure dans la liste.")),
            (None, _) => Err(Faults::one("", "Pour chaque sorte d’avis, choisissez une des trois réponses.")),
        }
    }
}

/// By the link of a letter: one choice; or the mail program's one click, which means never.
pub struct Choice {
    pub how: How,
    pub is_one_click: bool,
}

impl Form for Choice {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Choice> {
        if fields.holds(ONE_CLICK.0, ONE_CLICK.1) {
            return Ok(Choice { how: How::Never, is_one_click: true });
        }
        let how = How::parse(fields.get("avis")).map(|how| Choice { how, is_one_click: false });
        how.ok_or_else(|| Faults::one("avis", "Choisissez une des trois réponses."))
    }
}
