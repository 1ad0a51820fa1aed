//! What people send to be shown: photos, sounds, videos, documents. Its bytes are made safe by the darkroom, later and off
//! the write path; until then nothing of it is served. Who may see one is the room's business, and the consents'.

pub mod queue;
pub mod store;

pub use crate::base::images::Shape;

use super::{Person, Pupil, consent, permit::Resource};
use crate::base::{clock::Instant, darkroom, db::Id, files::Hash, images};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Photo,
    Sound,
    Video,
    Document,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Photo => "photo",
            Kind::Sound => "sound",
            Kind::Video => "video",
            Kind::Document => "document",
        }
    }

    /// What one is called that must not bear its own name any more.
    pub fn called(self) -> &'static str {
        match self {
            Kind::Photo => "photo",
            Kind::Sound => "son",
            Kind::Video => "vidéo",
            Kind::Document => "document",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        [Kind::Photo, Kind::Sound, Kind::Video, Kind::Document].into_iter().find(|kind| kind.as_str() == text)
    }

    /// By what the bytes are; `None` for what is not taken.
    pub fn of(media: images::Media) -> Option<Kind> {
        match media {
            _ if media.is_picture() || media == images::Media::Heic => Some(Kind::Photo),
            _ if media.is_sound() => Some(Kind::Sound),
            _ if media.is_video() => Some(Kind::Video),
            _ if media.is_document() => Some(Kind::Document),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// In the darkroom's queue.
    Waiting,
    Ready,
    /// It could not be made safe: its fault says why.
    Refused,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Ready => "ready",
            State::Refused => "refused",
        }
    }

    pub fn parse(text: &str) -> State {
        match text {
            "ready" => State::Ready,
            "waiting" => State::Waiting,
            _ => State::Refused,
        }
    }
}

/// The sizes in which a thing is kept. Sounds, videos and documents have only the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Size {
    /// At most 400 pixels on its longest side.
    Small,
    /// At most 960.
    Medium,
    /// At most 1,920.
    Large,
    /// As it was sent, upright or said upright, without metadata.
    Whole,
}

impl Size {
    pub const ALL: [Size; 4] = [Size::Small, Size::Medium, Size::Large, Size::Whole];

    pub fn as_str(self) -> &'static str {
        match self {
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
            Size::Whole => "whole",
        }
    }

    /// The size whose longest side is that; the whole has none.
    pub fn of(side: Option<u32>) -> Size {
        match side {
            Some(side) if side <= darkroom::SIDES[0] => Size::Small,
            Some(side) if side <= darkroom::SIDES[1] => Size::Medium,
            Some(_) => Size::Large,
            None => Size::Whole,
        }
    }

    pub fn parse(text: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.as_str() == text)
    }
}

/// A row of `media`.
#[derive(Clone, Debug)]
pub struct Media {
    pub id: Id<Media>,
    pub owner: Id<Person>,
    pub kind: Kind,
    /// As the sender called it: to show, never a path.
    pub name: String,
    pub state: State,
    /// Refused: why. Ready: what to know of it. The code of a [`darkroom::Fault`], which has the sentence.
    pub fault: String,
    pub taken_at: Option<Instant>,
    /// Upright.
    pub width: u32,
    pub height: u32,
    pub seconds: Option<i64>,
    /// 3 × 2 colours « rrggbb », row by row; empty when there are none.
    pub tints: String,
    pub alt: String,
    /// Somebody looked and said that nobody can be recognised.
    pub is_of_nobody: bool,
    _row: (),
}

/// One size of it, on the shelf.
#[derive(Clone, Debug)]
pub struct Rendition {
    pub size: Size,
    pub file: Hash,
    pub media_type: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub bytes: u64,
}

/// A child who can be recognised in it.
#[derive(Clone, Debug)]
pub struct Tag {
    pub pupil: Id<Pupil>,
    /// Drawn over: cannot be recognised any more.
    pub is_blurred: bool,
}

/// A thing through which one child may be named: the child, or the child as a room sees them.
pub trait Named: Resource {
    fn pupil(&self) -> Id<Pupil>;
}

impl Named for Pupil {
    fn pupil(&self) -> Id<Pupil> {
        self.id
    }
}

/// For whom it may be shown, by who is on it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Faces {
    /// Can be recognised.
    pub seen: Vec<Id<Pupil>>,
    /// Of these, without a consent that covers this showing.
    pub without_consent: Vec<Id<Pupil>>,
    /// Nobody is tagged, and nobody said that nobody can be recognised: it is shown to no family.
    pub is_unlooked: bool,
}

impl Faces {
    /// A document as well as a photo: a PDF may be full of faces.
    pub fn of(is_of_nobody: bool, tags: &[Tag], known: &consent::Known, showing: &consent::Showing) -> Faces {
        let seen: Vec<_> = tags.iter().filter(|tag| !tag.is_blurred).map(|tag| tag.pupil).collect();
        let without_consent = seen.iter().copied().filter(|pupil| !known.allows(*pupil, showing)).collect();
        Faces { is_unlooked: tags.is_empty() && !is_of_nobody, seen, without_consent }
    }

    /// To everybody for whom the thing is meant.
    pub fn may_be_shown_to_all(&self) -> bool {
        !self.is_unlooked && self.without_consent.is_empty()
    }

    /// To who has these children, and to no other: one of them is on it, and every other child on it agrees to be shown.
    pub fn may_be_given_to(&self, own: &[Id<Pupil>]) -> bool {
        self.seen.iter().any(|pupil| own.contains(pupil))
            && self.without_consent.iter().all(|pupil| own.contains(pupil))
    }
}

/// « jpg »; nothing for what is neither photo, sound nor video.
pub fn extension(media_type: &str) -> Option<&'static str> {
    Some(match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "video/mp4" => "mp4",
        "video/webm" => "webm",
        "audio/mp4" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/wav" => "wav",
        "audio/ogg" => "ogg",
        _ => return None,
    })
}
