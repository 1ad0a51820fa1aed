//! What comes back from the page of a series, photo by photo.

use super::media_and_pupil;
use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::blog::photos::path::FROM_GATE,
    school::{Class, Pupil, media::Media},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::{BTreeSet, HashMap};

/// The most that is kept of a description.
const ALT: usize = 300;
/// Letters of a name that is looked for.
const NAME: usize = 60;
/// The field in which a child of another class is looked for.
pub const ELSEWHERE: &str = "autre";

/// The field that says whence one comes.
pub const FROM: &str = "depuis";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gesture {
    Earlier,
    Later,
    Remove,
    /// To all whom the post is for, as far as consents allow.
    ShowAgain,
    /// To where a face is drawn over: who was named so far is listed there.
    Blur,
}

/// What was said of one photo, and what the page showed of it: only the difference was said. What a colleague has written down
/// meanwhile, or the same person elsewhere, stays.
#[derive(Default, Debug)]
pub struct Looked {
    pupils: BTreeSet<Id<Pupil>>,
    nobody: bool,
    /// The same as on the photo before.
    as_before: bool,
    alt: String,
    shown: Shown,
}

/// What stood on the page.
#[derive(Default, Debug)]
struct Shown {
    pupils: BTreeSet<Id<Pupil>>,
    nobody: bool,
    alt: String,
}

impl Looked {
    /// Who is on it now. `before`: who is on the photo before.
    pub fn wanted(&self, standing: &BTreeSet<Id<Pupil>>, before: &BTreeSet<Id<Pupil>>) -> BTreeSet<Id<Pupil>> {
        let said = if self.as_before { before } else { &self.pupils };
        let is_taken_off = |pupil: &&Id<Pupil>| self.shown.pupils.contains(pupil) && !said.contains(pupil);
        let is_added = |pupil: &&Id<Pupil>| self.as_before || !self.shown.pupils.contains(pupil);
        let kept = standing.iter().filter(|pupil| !is_taken_off(pupil));
        kept.chain(said.iter().filter(is_added)).copied().collect()
    }

    /// « Personne de reconnaissable », where it was ticked or unticked.
    pub fn says_nobody(&self, standing: bool) -> bool {
        if self.nobody == self.shown.nobody { standing } else { self.nobody }
    }

    /// The description, where it was written.
    pub fn alt<'a>(&'a self, standing: &'a str) -> &'a str {
        if self.alt == self.shown.alt { standing } else { &self.alt }
    }
}

pub struct Series {
    looked: HashMap<Id<Media>, Looked>,
    pub gesture: Option<(Gesture, Id<Media>)>,
    class: Option<Id<Class>>,
    /// A child of another class, looked for by name.
    elsewhere: String,
    /// Another list is to be opened, or another name looked for.
    pub turns: bool,
    /// Said at the gate, of one file: there it goes on.
    pub is_from_gate: bool,
}

impl Series {
    pub fn of(&self, media: Id<Media>) -> Option<&Looked> {
        self.looked.get(&media)
    }

    /// The list that was open stays open, and who was found stays found.
    pub fn query(&self) -> String {
        let class = self.class.map(|class| format!("classe={class}"));
        let wanted = utf8_percent_encode(&self.elsewhere, NON_ALPHANUMERIC);
        let elsewhere = (!self.elsewhere.is_empty()).then(|| format!("{ELSEWHERE}={wanted}"));
        let said: Vec<String> = class.into_iter().chain(elsewhere).collect();
        if said.is_empty() { String::new() } else { format!("?{}", said.join("&")) }
    }
}

impl Form for Series {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Series, Faults> {
        // Only what the page showed is changed: a photo that came meanwhile was not looked at.
        let mut looked: HashMap<Id<Media>, Looked> =
            fields.all("photo").filter_map(|id| Some((id.parse().ok()?, Looked::default()))).collect();
        for (media, pupil) in fields.all("eleve").filter_map(media_and_pupil) {
            if let Some(one) = looked.get_mut(&media) {
                one.pupils.insert(pupil);
            }
        }
        for (media, pupil) in fields.all("etait").filter_map(media_and_pupil) {
            if let Some(one) = looked.get_mut(&media) {
                one.shown.pupils.insert(pupil);
            }
        }
        for (media, one) in &mut looked {
            let media = media.to_string();
            one.nobody = fields.holds("personne", &media);
            one.as_before = fields.holds("memes", &media);
            one.alt = fields.get(&format!("alt-{media}")).chars().take(ALT).collect();
            one.shown.nobody = fields.holds("etait_personne", &media);
            one.shown.alt = fields.get(&format!("etait-alt-{media}")).to_owned();
        }
        let pressed = fields.get("geste");
        let asked = pressed.strip_prefix("liste-").and_then(|class| class.parse().ok());
        let elsewhere: String = fields.get(ELSEWHERE).chars().take(NAME).collect();
        Ok(Series {
            looked,
            gesture: gesture(pressed),
            class: asked.or(fields.get("classe").parse().ok()),
            turns: asked.is_some() || pressed == "chercher" || elsewhere != fields.get("cherche"),
            elsewhere,
            is_from_gate: fields.get(FROM) == FROM_GATE,
        })
    }
}

fn gesture(text: &str) -> Option<(Gesture, Id<Media>)> {
    let (what, media) = text.split_once('-')?;
    let what = match what {
        "avant" => Gesture::Earlier,
        "apres" => Gesture::Later,
        "retirer" => Gesture::Remove,
        "montrer" => Gesture::ShowAgain,
        "flouter" => Gesture::Blur,
        _ => return None,
    };
    Some((what, media.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_shown_is_changed() {
        let fields = Fields::parse(
            b"photo=1&photo=2&eleve=1-7&eleve=1-8&eleve=9-7&eleve=x&memes=2&personne=9&alt-1=+Un+jardin+&geste=avant-2",
        );
        let series = Series::check(&fields, &[]).unwrap_or_else(|_| panic!("a series always checks"));
        let one = series.of(Id::new(1)).unwrap();
        let nobody = BTreeSet::new();
        assert_eq!(one.wanted(&nobody, &nobody), pupils(&[7, 8]));
        assert_eq!((one.says_nobody(false), one.alt("")), (false, "Un jardin"));
        assert_eq!(series.of(Id::new(2)).unwrap().wanted(&nobody, &pupils(&[5])), pupils(&[5]));
        assert!(series.of(Id::new(9)).is_none());
        assert_eq!(series.gesture, Some((Gesture::Earlier, Id::new(2))));
        assert_eq!(gesture("voler-2"), None);
        assert!(!series.turns);
    }

    #[test]
    fn what_others_said_meanwhile_stays() {
        let fields = Fields::parse(
            b"photo=1&photo=2&etait=1-7&etait=1-8&eleve=1-8&eleve=1-9&etait-alt-1=Avant&alt-1=Avant&etait_personne=2&personne=2&etait=2-4&memes=2",
        );
        let series = Series::check(&fields, &[]).unwrap_or_else(|_| panic!("a series always checks"));
        let (one, two) = (series.of(Id::new(1)).unwrap(), series.of(Id::new(2)).unwrap());
        // 7 was taken off here, 9 named here; 5 was named elsewhere meanwhile, and 8 taken off.
        assert_eq!(one.wanted(&pupils(&[5, 7]), &BTreeSet::new()), pupils(&[5, 9]));
        assert_eq!(one.alt("Meanwhile"), "Meanwhile");
        assert!(!two.says_nobody(false), "unticked elsewhere, untouched here");
        assert_eq!(two.wanted(&pupils(&[4, 6]), &pupils(&[9])), pupils(&[6, 9]));
    }

    #[test]
    fn another_list_is_opened_with_what_was_ticked() {
        let series = |text: &str| Series::check(&Fields::parse(text.as_bytes()), &[]).ok().unwrap();
        assert_eq!(series("classe=3&geste=liste-4").query(), "?classe=4");
        let found = series("classe=3&autre=Zo%C3%A9+d&cherche=");
        assert!(found.turns);
        assert_eq!(found.query(), "?classe=3&autre=Zo%C3%A9%20d");
        assert!(!series("classe=3&autre=tom&cherche=tom").turns);
    }

    fn pupils(ids: &[i64]) -> BTreeSet<Id<Pupil>> {
        ids.iter().copied().map(Id::new).collect()
    }
}
