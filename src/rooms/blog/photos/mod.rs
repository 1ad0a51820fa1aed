//! The photos of a post, its sounds, videos and documents: who is on them, for whom they are shown, how they are shown. Each
//! request judges the consents of that moment; nothing here is remembered as « allowed ».

pub mod attaching;
pub mod blur;
pub mod gallery;
pub mod gate;
pub mod hidden;
pub mod policy;
pub mod routes;
pub mod seen;
pub mod sending;
mod serving;
pub mod store;
pub mod tagging;

pub use attaching::{attach, desk};

use super::{Facts, Post};
use crate::{
    base::{db::Id, french},
    school::{
        Pupil,
        consent::{Gathered, Known, Purpose, Showing},
        media::{Faces, Kind, Media, Rendition, Size, State, Tag},
    },
};
use jiff::civil::Date;

/// For whom its author shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Shown {
    /// Whom the post is for.
    All,
    /// The guardians of the children on it, and no other.
    Private,
    /// Nobody but who may change the post.
    Out,
}

impl Shown {
    pub const ALL: [Shown; 3] = [Shown::All, Shown::Private, Shown::Out];

    pub fn as_str(self) -> &'static str {
        match self {
            Shown::All => "all",
            Shown::Private => "private",
            Shown::Out => "out",
        }
    }

    /// What cannot be read is shown to nobody.
    pub fn parse(text: &str) -> Shown {
        Shown::ALL.into_iter().find(|shown| shown.as_str() == text).unwrap_or(Shown::Out)
    }
}

/// One thing of a post, loaded alone to be judged.
pub struct Picture {
    pub post: Post,
    pub shot: Bare,
    consents: Gathered,
}

/// The same without what the consents say of it.
#[derive(Clone, Debug)]
pub struct Bare {
    pub media: Media,
    pub shown: Shown,
    pub place: i64,
    pub tags: Vec<Tag>,
    /// Of these, children of none of the classes that the post is for.
    pub strangers: Vec<Id<Pupil>>,
}

impl Picture {
    pub fn faces(&self, today: Date) -> Faces {
        self.shot.faces(&self.post, &self.consents.on(today), today)
    }
}

impl Bare {
    pub fn faces(&self, post: &Facts, known: &Known, today: Date) -> Faces {
        let showing = post.showing(today);
        let mut faces = Faces::of(self.media.is_of_nobody, &self.tags, known, &showing);
        if showing.purpose == Purpose::Class && !self.strangers.is_empty() {
            // « Sa classe », in what was agreed to, is the child's own: to the families of another it takes the school's consent.
            let wider = Showing { purpose: Purpose::School, ..showing.clone() };
            let of = |pupil: &Id<Pupil>| if self.strangers.contains(pupil) { &wider } else { &showing };
            faces.without_consent =
                faces.seen.iter().copied().filter(|pupil| !known.allows(*pupil, of(pupil))).collect();
        }
        faces
    }
}

/// One of a post's things as a page shows it, judged today.
#[derive(Clone, Debug)]
pub struct Shot {
    pub bare: Bare,
    pub faces: Faces,
    /// From the smallest to the whole; none while it waits.
    pub sizes: Vec<Rendition>,
    /// The viewer sees it because their child is on it, and others do not.
    pub is_private: bool,
}

impl Shot {
    pub fn id(&self) -> Id<Media> {
        self.bare.media.id
    }

    pub fn is_ready(&self) -> bool {
        self.bare.media.state == State::Ready && !self.sizes.is_empty()
    }

    /// It has its place on the post's page: for all whom the post is for, or for the families of who is on it.
    pub fn is_shown(&self) -> bool {
        match self.bare.shown {
            Shown::All => self.faces.may_be_shown_to_all(),
            Shown::Private => !self.faces.seen.is_empty(),
            Shown::Out => false,
        }
    }

    /// One of those that the gallery shows, and that its places count.
    pub fn is_in_gallery(&self) -> bool {
        self.is_photo() && self.is_shown()
    }

    pub fn is_refused(&self) -> bool {
        self.bare.media.state == State::Refused
    }

    /// It waits, and will be looked at.
    pub fn is_waiting(&self) -> bool {
        self.bare.media.state == State::Waiting
    }

    pub fn is_photo(&self) -> bool {
        self.bare.media.kind == Kind::Photo
    }

    pub fn is_document(&self) -> bool {
        self.bare.media.kind == Kind::Document
    }

    /// The size, or the largest that there is.
    pub fn at(&self, size: Size) -> Option<&Rendition> {
        self.sizes.iter().find(|one| one.size == size).or(self.sizes.last())
    }
}

/// A child who may be tagged there: enough of the name to tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    /// Where it is another than the list that is open.
    pub class: Option<String>,
}

/// « Léa », or « Léa M. » where there are two, and as much more as it takes; « Léa (CE1) » who is not of the list.
pub fn told_apart(faces: &[Face]) -> Vec<String> {
    let alike = |one: &Face| -> Vec<&Face> {
        let key = french::fold(&one.first_name);
        faces.iter().filter(|other| other.pupil != one.pupil && french::fold(&other.first_name) == key).collect()
    };
    let name = |one: &Face| {
        let alike = alike(one);
        if alike.is_empty() {
            return one.first_name.clone();
        }
        let start = |face: &Face, length: usize| face.last_name.chars().take(length).collect::<String>();
        let whole = one.last_name.chars().count();
        let length = (1..whole).find(|n| alike.iter().all(|other| start(other, *n) != start(one, *n)));
        match length {
            Some(length) => format!("{} {}.", one.first_name, start(one, length)),
            None => format!("{} {}", one.first_name, one.last_name),
        }
    };
    let placed = |one: &Face| match &one.class {
        Some(class) => format!("{} ({class})", name(one)),
        None => name(one),
    };
    faces.iter().map(placed).collect()
}

/// Where things are; every link and form of the photos is made here.
pub(crate) mod path {
    use super::{Media, Post};
    use crate::{base::db::Id, school::media::Size};

    pub const HIDDEN: &str = "/blog/photos-masquees";
    pub const FROM_GATE: &str = "verifier";

    pub fn post(post: Id<Post>) -> String {
        format!("/blog/articles/{post}")
    }

    pub fn write(post: Id<Post>) -> String {
        format!("/blog/articles/{post}/ecrire")
    }

    pub fn publish(post: Id<Post>) -> String {
        format!("/blog/articles/{post}/publier")
    }

    /// Where its files come in.
    pub fn send(post: Id<Post>) -> String {
        format!("/blog/articles/{post}/envois")
    }

    /// Who is on the photos.
    pub fn faces(post: Id<Post>) -> String {
        format!("/blog/articles/{post}/photos")
    }

    pub fn gate(post: Id<Post>) -> String {
        format!("/blog/articles/{post}/verifier")
    }

    /// The page of one photo.
    pub fn media(post: Id<Post>, media: Id<Media>) -> String {
        format!("/blog/articles/{post}/medias/{media}")
    }

    /// Where a face is drawn over, for who comes from the gate and goes back there.
    pub fn blur_from_gate(post: Id<Post>, media: Id<Media>) -> String {
        format!("{}?depuis={FROM_GATE}", of(post, media, "flouter"))
    }

    pub fn of(post: Id<Post>, media: Id<Media>, what: &str) -> String {
        format!("/blog/articles/{post}/medias/{media}/{what}")
    }

    pub fn size(post: Id<Post>, media: Id<Media>, size: Size) -> String {
        of(post, media, size_word(size))
    }

    pub fn size_word(size: Size) -> &'static str {
        match size {
            Size::Small => "petite",
            Size::Medium => "moyenne",
            Size::Large => "grande",
            Size::Whole => "originale",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(id: i64, first: &str, last: &str) -> Face {
        Face { pupil: Id::new(id), first_name: first.into(), last_name: last.into(), class: None }
    }

    #[test]
    fn homonyms_are_told_apart_by_as_little_as_it_takes() {
        let class = [
            face(1, "Léa", "Martin"),
            face(2, "Lea", "Moreau"),
            face(3, "Tom", "Öztürk"),
            face(4, "Zoé", "Roy"),
            face(5, "Zoé", "Roy"),
        ];
        assert_eq!(told_apart(&class), ["Léa Ma.", "Lea Mo.", "Tom", "Zoé Roy", "Zoé Roy"]);
        assert_eq!(told_apart(&class[1..3]), ["Lea", "Tom"]);
        let visitor = Face { class: Some("CE1".into()), ..face(6, "Tom", "Petit") };
        assert_eq!(told_apart(&[class[2].clone(), visitor]), ["Tom Ö.", "Tom P. (CE1)"]);
    }

    #[test]
    fn what_cannot_be_read_is_shown_to_nobody() {
        assert_eq!(Shown::parse("everybody"), Shown::Out);
        for shown in Shown::ALL {
            assert_eq!(Shown::parse(shown.as_str()), shown);
        }
    }
}
