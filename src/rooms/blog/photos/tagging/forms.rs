//! What comes back from the page of a series, photo by photo.

use super::media_and_pupil;
use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    school::{Class, Pupil, media::Media},
};
use std::collections::{BTreeSet, HashMap};

/// The most that is kept of a description.
const ALT: usize = 300;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gesture {
    Earlier,
    Later,
    Remove,
}

/// What was said of one photo.
#[derive(Default, Debug)]
pub struct Looked {
    pub pupils: BTreeSet<Id<Pupil>>,
    pub nobody: bool,
    /// The same as on the photo before.
    pub as_before: bool,
    pub alt: String,
}

pub struct Series {
    looked: HashMap<Id<Media>, Looked>,
    pub gesture: Option<(Gesture, Id<Media>)>,
    class: Option<Id<Class>>,
}

impl Series {
    pub fn of(&self, media: Id<Media>) -> Option<&Looked> {
        self.looked.get(&media)
    }

    /// The list that was open stays open.
    pub fn query(&self) -> String {
        self.class.map_or(String::new(), |class| format!("?classe={class}"))
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
        for (media, one) in &mut looked {
            let media = media.to_string();
            one.nobody = fields.holds("personne", &media);
            one.as_before = fields.holds("memes", &media);
            one.alt = fields.get(&format!("alt-{media}")).chars().take(ALT).collect();
        }
        Ok(Series { looked, gesture: gesture(fields.get("geste")), class: fields.get("classe").parse().ok() })
    }
}

fn gesture(text: &str) -> Option<(Gesture, Id<Media>)> {
    let (what, media) = text.split_once('-')?;
    let what = match what {
        "avant" => Gesture::Earlier,
        "apres" => Gesture::Later,
        "retirer" => Gesture::Remove,
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
        assert_eq!(one.pupils, BTreeSet::from([Id::new(7), Id::new(8)]));
        assert_eq!((one.nobody, one.as_before, one.alt.as_str()), (false, false, "Un jardin"));
        assert!(series.of(Id::new(2)).unwrap().as_before);
        assert!(series.of(Id::new(9)).is_none());
        assert_eq!(series.gesture, Some((Gesture::Earlier, Id::new(2))));
        assert_eq!(gesture("voler-2"), None);
    }
}
