//! Documents: folders and files in spaces. What a space is, who reads and keeps it, and every way in which a document is
//! looked up, placed, thrown away: for pages and for network drives alike. It draws no page and reads no byte.

pub mod bin;
pub mod bound;
pub mod grants;
pub mod handing_in;
pub mod names;
pub mod past;
pub mod placing;
pub mod policy;
pub mod store;
pub mod uses;
pub mod versions;

use super::{
    Class, Person, Pupil,
    media::Media,
    permit::{May, Rule, Ties},
    viewer::Viewer,
};
use crate::base::{
    clock::Instant,
    db::Id,
    files::Hash,
    images::{self, sniff},
};
use grants::{Gives, Grant, Profile};
use past::Past;
use std::ops::Deref;

/// Folders in folders: no further.
pub const DEEPEST: usize = 40;
/// How long the bin keeps.
pub const BIN_KEPT: i64 = 30 * Instant::DAY;

/// Where documents stand together under the same rights. It has no row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Space {
    /// A person's alone.
    Own(Id<Person>),
    Class(Id<Class>),
    Staff,
    /// What the school says to all.
    School,
    /// A class's casier: families and pupils put something in, the teacher takes it out.
    HandIn(Id<Class>),
}

/// A space as a path names it: one's own has no number, so that no path tells whose it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    Mine,
    Of(Space),
}

impl Space {
    /// In its rows, with [`Space::owner`].
    pub fn kind(self) -> &'static str {
        match self {
            Space::Own(_) => "own",
            Space::Class(_) => "class",
            Space::Staff => "staff",
            Space::School => "school",
            Space::HandIn(_) => "hand_in",
        }
    }

    pub fn owner(self) -> i64 {
        match self {
            Space::Own(person) => person.number(),
            Space::Class(class) | Space::HandIn(class) => class.number(),
            Space::Staff | Space::School => 0,
        }
    }

    pub fn of(kind: &str, owner: i64) -> Option<Space> {
        Some(match kind {
            "own" => Space::Own(Id::new(owner)),
            "class" => Space::Class(Id::new(owner)),
            "staff" => Space::Staff,
            "school" => Space::School,
            "hand_in" => Space::HandIn(Id::new(owner)),
            _ => return None,
        })
    }

    /// In paths.
    pub fn word(self) -> String {
        match self {
            Space::Own(_) => "moi".to_owned(),
            Space::Class(class) => format!("classe-{class}"),
            Space::Staff => "equipe".to_owned(),
            Space::School => "ecole".to_owned(),
            Space::HandIn(class) => format!("casier-{class}"),
        }
    }

    pub fn class(self) -> Option<Id<Class>> {
        match self {
            Space::Class(class) | Space::HandIn(class) => Some(class),
            Space::Own(_) | Space::Staff | Space::School => None,
        }
    }

    pub fn key(self) -> Key {
        if let Space::Own(_) = self { Key::Mine } else { Key::Of(self) }
    }

    /// What `viewer` is to all that stands here.
    fn ties(self, grants: &[Grant], past: &Past, viewer: &Viewer) -> Ties {
        let here = match self {
            Space::Class(class) | Space::HandIn(class) => viewer.ties_to_class(class),
            _ => viewer.ties_to_school(),
        };
        let is = |who: Ties| here.meets(who);
        let aide = self.class().is_some_and(|class| is(Ties::AIDE) || viewer.accompanies_in(class));
        let (holds, keeps, reads) = match self {
            Space::Own(person) => {
                let own = viewer.person == person && viewer.is_of_the_school();
                (own, own, own)
            }
            Space::Class(_) => {
                let holds = is(Ties::TEACHER.or(Ties::DIRECTOR));
                let was = past.is_of(viewer) && self.class().is_some_and(|class| !viewer.closed().contains(&class));
                (holds, holds, holds || aide || was || is(Ties::GUARDIAN.or(Ties::PUPIL)))
            }
            Space::Staff => {
                (is(Ties::DIRECTOR), is(Ties::STAFF.or(Ties::DIRECTOR)), is(Ties::STAFF.or(Ties::DIRECTOR)))
            }
            Space::School => (is(Ties::DIRECTOR), is(Ties::DIRECTOR), viewer.is_of_the_school()),
            Space::HandIn(_) => (is(Ties::TEACHER), false, is(Ties::TEACHER)),
        };
        let given = |gives: Gives| {
            let has = |profile: Profile| match profile {
                Profile::Families => is(Ties::GUARDIAN) || self.class().is_none() && viewer.is_guardian(),
                Profile::Pupils => is(Ties::PUPIL) || self.class().is_none() && viewer.pupil.is_some(),
                Profile::Aides => aide,
                Profile::Staff => is(Ties::STAFF),
            };
            grants
                .iter()
                .any(|grant| grant.gives >= gives && self.may_give(grant.profile, grant.gives) && has(grant.profile))
        };
        let deposits = matches!(self, Space::HandIn(_)) && is(Ties::GUARDIAN.or(Ties::PUPIL));
        Ties::SELF.when(holds)
            | Ties::KEEPER.when(keeps || given(Gives::Write))
            | Ties::READER.when(reads || given(Gives::Read))
            | Ties::DEPOSITOR.when(deposits)
            | Ties::STAFF.when(is(Ties::STAFF | Ties::DIRECTOR))
    }
}

impl Key {
    pub fn parse(word: &str) -> Option<Key> {
        let class = |number: &str| number.parse().ok().filter(|number: &Id<Class>| number.number() > 0);
        Some(match word {
            "moi" => Key::Mine,
            "equipe" => Key::Of(Space::Staff),
            "ecole" => Key::Of(Space::School),
            _ => match word.split_once('-')? {
                ("classe", number) => Key::Of(Space::Class(class(number)?)),
                ("casier", number) => Key::Of(Space::HandIn(class(number)?)),
                _ => return None,
            },
        })
    }

    /// The space that it is for this person.
    pub fn space(self, person: Id<Person>) -> Space {
        match self {
            Key::Mine => Space::Own(person),
            Key::Of(space) => space,
        }
    }
}

/// A space, loaded to be judged.
#[derive(Clone, Debug)]
pub struct Shelf {
    pub key: Key,
    /// « CM1 »; empty for a space of no class.
    pub class_name: String,
    pub grants: Vec<Grant>,
    /// Whose it was, once its year is over.
    past: Past,
    _row: (),
}

impl Shelf {
    /// Of no class, with nothing given.
    fn default_of(key: Key) -> Shelf {
        Shelf { key, class_name: String::new(), grants: Vec::new(), past: Past::default(), _row: () }
    }

    pub(in crate::school) fn ties_of(&self, viewer: &Viewer) -> Ties {
        self.ties_at(self.key.space(viewer.person), viewer)
    }

    /// The same for what stands in it, whose space is known.
    fn ties_at(&self, space: Space, viewer: &Viewer) -> Ties {
        space.ties(&self.grants, &self.past, viewer)
    }

    pub fn space_of(&self, person: Id<Person>) -> Space {
        self.key.space(person)
    }

    /// Of a class: a child of theirs was in it to the end of its year.
    pub fn was_of_family(&self, viewer: &Viewer) -> bool {
        self.past.is_of_family(viewer)
    }

    pub fn grant(&self, profile: Profile) -> Option<Gives> {
        self.grants.iter().find(|grant| grant.profile == profile).map(|grant| grant.gives)
    }
}

/// The space on which a permit stands.
pub fn space<R: Rule<On = Shelf>>(shelf: &May<R>) -> Space {
    shelf.key.space(shelf.by())
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Folder,
    File,
}

/// Whose hand it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// « Mme Benali ».
    pub name: String,
    /// Works at the school, or did.
    pub is_staff: bool,
}

impl Who {
    /// Who works here is named to all, and everybody to them; families are not named to each other.
    pub fn is_named_to(&self, viewer: &Viewer) -> bool {
        self.is_staff || viewer.is_staff || viewer.is_director
    }
}

/// Of a file: what its shown version holds.
#[derive(Clone, Debug)]
pub struct Content {
    pub file: Hash,
    pub media_type: String,
    /// Made safe by the darkroom, for a picture, a sound, a video.
    pub media: Option<Id<Media>>,
}

/// A row: a folder or a file.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Id<Entry>,
    pub space: Space,
    pub folder: Option<Id<Entry>>,
    pub kind: Kind,
    pub name: String,
    pub version: i64,
    pub bytes: u64,
    /// In a casier: for whom.
    pub pupil: Option<Id<Pupil>>,
    pub made_at: Instant,
    pub changed_at: Instant,
    pub changed_by: Option<Who>,
    /// None for a folder.
    pub content: Option<Content>,
    _row: (),
}

impl Facts {
    pub fn is_folder(&self) -> bool {
        self.kind == Kind::Folder
    }
}

/// A folder or a file that is not in the bin, with the rights of its space.
#[derive(Clone, Debug)]
pub struct Entry {
    facts: Facts,
    shelf: Shelf,
}

impl Deref for Entry {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Entry {
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }
}

/// The same in the bin: what was thrown away, not what went with it.
#[derive(Clone, Debug)]
pub struct Binned {
    facts: Facts,
    shelf: Shelf,
}

impl Deref for Binned {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// Kept bytes on their way into a document: they have their row.
#[derive(Clone, Debug)]
pub struct Bytes<'a> {
    pub hash: &'a Hash,
    pub size: u64,
    /// The first of them, enough to tell what they are.
    pub head: &'a [u8],
}

impl Bytes<'_> {
    pub fn media(&self) -> images::Media {
        sniff(self.head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_is_known_again_by_its_word() {
        for space in [Space::Class(Id::new(12)), Space::Staff, Space::School, Space::HandIn(Id::new(3))] {
            assert_eq!(Key::parse(&space.word()), Some(Key::Of(space)));
            assert_eq!(Space::of(space.kind(), space.owner()), Some(space));
        }
        let me = Id::new(7);
        assert_eq!(Key::parse(&Space::Own(me).word()).map(|key| key.space(me)), Some(Space::Own(me)));
        for word in ["", "classe", "classe-", "classe-0", "classe--1", "classe-x", "casier-1-2", "own-3", "../ecole"] {
            assert_eq!(Key::parse(word), None, "{word}");
        }
    }
}
