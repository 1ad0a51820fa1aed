//! What the composer sends. While a post is in hand it may be half written: what is missing is told when it is to leave.

use super::pages;
use crate::{
    base::{db::Id, french, rich_text},
    door::{Faults, Fields, Form, upload::Upload},
    rooms::blog::Target,
    school::Class,
};
use jiff::civil::{Date, DateTime, Time};
use std::collections::BTreeSet;

pub const TITLE_LETTERS: usize = 140;
pub const OCCASION_LETTERS: usize = 80;
/// More than any school has.
const CLASSES: usize = 100;

/// A post's content, as typed.
pub struct Text {
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub category: Option<i64>,
    pub occasion: String,
}

/// What who may publish decides beside the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Terms {
    /// On the school's own clock; nothing for at once.
    pub at: Option<DateTime>,
    pub is_pinned: bool,
    pub has_comments: bool,
}

/// Which button was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gesture {
    Keep,
    Show,
    Submit,
    Publish,
}

/// Everything that the composer sends. Each class still needs its permit.
pub struct Written {
    pub text: Text,
    pub targets: BTreeSet<Target>,
    pub terms: Terms,
    pub gesture: Gesture,
}

impl Form for Written {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Written, Faults> {
        let mut faults = Faults::default();
        let gesture = match fields.get("geste") {
            "garder" => Gesture::Keep,
            "voir" => Gesture::Show,
            "proposer" => Gesture::Submit,
            "publier" => Gesture::Publish,
            _ => {
                faults.add("", pages::WHICH_BUTTON);
                Gesture::Keep
            }
        };
        let text = text(fields, &mut faults);
        let at = if fields.get("quand") == "plus_tard" { moment(fields, &mut faults) } else { None };
        let terms = Terms { at, is_pinned: fields.has("epingle"), has_comments: fields.has("commentaires") };
        faults.or(Written { text, targets: targets(fields), terms, gesture })
    }
}

/// What is typed so far, sent by the page itself.
pub struct Kept {
    pub text: Text,
    pub targets: BTreeSet<Target>,
    pub terms: Terms,
}

impl Form for Kept {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Kept, Faults> {
        let mut faults = Faults::default();
        let text = text(fields, &mut faults);
        faults.or(())?;
        // Half a date is no date yet.
        let at = if fields.get("quand") == "plus_tard" { moment(fields, &mut Faults::default()) } else { None };
        let terms = Terms { at, is_pinned: fields.has("epingle"), has_comments: fields.has("commentaires") };
        Ok(Kept { text, targets: targets(fields), terms })
    }
}

fn text(fields: &Fields, faults: &mut Faults) -> Text {
    let title = fields.get("titre");
    if title.chars().count() > TITLE_LETTERS {
        faults.add("titre", pages::LONG_TITLE);
    }
    let occasion = fields.get("occasion");
    if occasion.chars().count() > OCCASION_LETTERS {
        faults.add("occasion", pages::LONG_OCCASION);
    }
    let body = rich_text::typed(fields.get("texte")).unwrap_or_else(|too_long| {
        faults.add("texte", too_long.to_string());
        String::new()
    });
    let is_blank = rich_text::to_plain(&body).trim().is_empty();
    Text {
        // No title breaks before its colon, on any screen.
        title: french::typeset(title),
        body: if is_blank { String::new() } else { body },
        category: fields.get("rubrique").parse().ok(),
        occasion: occasion.to_owned(),
    }
}

fn targets(fields: &Fields) -> BTreeSet<Target> {
    let of = |value: &str| match value {
        "ecole" => Some(Target::School),
        id => id.parse::<Id<Class>>().ok().map(Target::Class),
    };
    fields.all("pour").filter_map(of).take(CLASSES).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Written, Faults> {
        Written::check(&Fields::parse(text.as_bytes()), &[])
    }

    #[test]
    fn half_a_post_is_kept_and_nothing_in_it_runs() {
        let kept =
            check("geste=garder&titre=Potager&texte=%3Cp%20onclick%3Dx%3ESemis%3Cscript%3Ea%3C/script%3E%3C/p%3E");
        let kept = kept.ok().unwrap();
        assert_eq!((kept.text.title.as_str(), kept.text.body.as_str()), ("Potager", "<p>Semis</p>"));
        assert!(kept.targets.is_empty() && kept.terms == Terms::default());
        assert_eq!(check("geste=garder&texte=%3Cp%3E%3Cbr%3E%3C/p%3E").ok().unwrap().text.body, "");
    }

    #[test]
    fn a_button_is_pressed_and_a_moment_is_whole() {
        assert!(check("titre=Potager").err().unwrap().of("").is_some());
        let faults = check("geste=publier&quand=plus_tard&quand_le=demain").err().unwrap();
        assert!(faults.of("quand_le").is_some() && faults.of("quand_a").is_some());
        let later = check("geste=publier&quand=plus_tard&quand_le=2026-11-20&quand_a=16:30&epingle=oui").ok().unwrap();
        assert!(later.terms.at.is_some() && later.terms.is_pinned && !later.terms.has_comments);
        assert!(
            check("geste=garder&quand=maintenant&quand_le=2026-11-20&quand_a=16:30").ok().unwrap().terms.at.is_none()
        );
    }

    #[test]
    fn classes_and_the_school_are_told_apart() {
        let written = check("geste=garder&pour=3&pour=ecole&pour=3&pour=x").ok().unwrap();
        assert_eq!(written.targets, BTreeSet::from([Target::School, Target::Class(Id::new(3))]));
    }
}
