//! The liaison book: words from the school to families, what each asks, who has answered, corrections kept.
//! A guardian's answer is shown to that guardian and to the staff, never to another guardian. Nothing here is ever deleted.

pub mod answers;
mod book;
mod budget;
mod by_mail;
mod demo;
mod erasing;
mod finding;
mod follow_up;
pub mod letters;
mod one_tap;
mod pages;
pub mod paper;
pub mod pieces;
pub mod policy;
pub mod questions;
mod routes;
mod sharing;
pub mod store;
mod takeaway;
pub mod templates;
pub mod waiting;
pub mod writing;

pub use writing::New;

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        error::Result,
        ui::Icon,
    },
    door::{
        Room,
        room::{Place, Service},
    },
    school::{
        Person, Pupil,
        audience::{Audience, Reached},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use std::ops::Deref;

pub const ROOM: Room = Room {
    service: Some(SERVICE),
    menu,
    summary: book::summary,
    search: finding::search,
    shelf: Some(finding::SHELF),
    notices: &[letters::WORD, letters::REMINDER, letters::REPLY],
    digest: letters::digest,
    rewrite: letters::rewrite,
    reply: by_mail::reply,
    restored: letters::store::revoke_all,
    erase: erasing::erase,
    bears: erasing::bears,
    unname: erasing::unname,
    forgets: &[erasing::WORDS],
    jobs: &[letters::RUNS, letters::JOINED, waiting::RUNS],
    every: &[letters::FORGET, follow_up::REMINDERS],
    demo: Some(demo::year),
    takeaway: Some(takeaway::PART),
    ..Room::new("liaison", routes::routes)
};

const SERVICE: Service = Service {
    title: "Cahier de liaison",
    gives: "Les mots aux familles, leurs signatures et leur suivi.",
    by_class: true,
};

fn menu(_: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    let reads = viewer.is_guardian() || viewer.pupil.is_some();
    let writes = viewer.is_director || !viewer.teaches.is_empty() || !viewer.leads.is_empty();
    if !reads && !writes && !viewer.is_aide() {
        return Ok(Vec::new());
    }
    Ok(vec![Place { href: path::BOOK.into(), label: "Cahier", icon: Icon::BookOpenText, rank: 10 }])
}

/// Where things are; every link and form of the room is made here.
pub(crate) mod path {
    use super::{Note, Pupil};
    use crate::base::db::Id;

    pub const BOOK: &str = "/cahier-de-liaison";
    pub const WRITE: &str = "/cahier-de-liaison/nouveau";
    pub const TEMPLATES: &str = "/cahier-de-liaison/modeles";
    pub const DRAFT: &str = "/cahier-de-liaison/brouillon";
    /// What the composer asks while recipients are chosen.
    pub const FAMILIES: &str = "/cahier-de-liaison/nouveau/familles";
    /// The pupils to tick, once the word is for single ones.
    pub const PUPILS: &str = "/cahier-de-liaison/nouveau/eleves";

    pub fn note(note: Id<Note>) -> String {
        format!("{BOOK}/{note}")
    }

    pub fn of(note: Id<Note>, what: &str) -> String {
        format!("{BOOK}/{note}/{what}")
    }

    /// Behind the link of a letter.
    pub fn behind(link: &str) -> String {
        format!("/mot/{link}")
    }

    pub fn piece_behind(link: &str, piece: i64) -> String {
        format!("/mot/{link}/pieces/{piece}")
    }

    pub fn file_behind(link: &str, answer: i64, question: i64) -> String {
        format!("/mot/{link}/fichiers/{answer}/{question}")
    }

    pub fn for_pupil(note: Id<Note>, pupil: Id<Pupil>, what: &str) -> String {
        format!("{BOOK}/{note}/eleves/{pupil}/{what}")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Category {
    Canteen,
    Outing,
    Event,
    Health,
    Office,
    Other,
}

impl Category {
    pub const ALL: [Category; 6] =
        [Category::Outing, Category::Event, Category::Canteen, Category::Health, Category::Office, Category::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Category::Canteen => "cantine",
            Category::Outing => "sortie",
            Category::Event => "evenement",
            Category::Health => "sante",
            Category::Office => "administratif",
            Category::Other => "divers",
        }
    }

    pub fn parse(text: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.as_str() == text)
    }
}

/// What a word asks of the families.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    Nothing,
    /// « J'ai lu », by one guardian of each pupil.
    Read,
    /// One guardian's signature for each pupil.
    One,
    /// The signature of every guardian who may sign.
    All,
}

impl Asks {
    pub const ALL: [Asks; 4] = [Asks::Nothing, Asks::Read, Asks::One, Asks::All];

    pub fn as_str(self) -> &'static str {
        match self {
            Asks::Nothing => "nothing",
            Asks::Read => "read",
            Asks::One => "one",
            Asks::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Asks> {
        Asks::ALL.into_iter().find(|asks| asks.as_str() == text)
    }

    pub fn is_signed(self) -> bool {
        matches!(self, Asks::One | Asks::All)
    }
}

/// A word's row, its text apart.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Id<Note>,
    pub author: Id<Person>,
    /// « Mme Benali ».
    pub author_name: String,
    pub audience: Id<Audience>,
    pub category: Category,
    pub asks: Asks,
    pub deadline_on: Option<Date>,
    /// The day that it is about.
    pub event_on: Option<Date>,
    /// The last day on the front pages.
    pub shown_until: Option<Date>,
    /// Its letters hold the whole text even where they would only announce it.
    pub text_in_mail: bool,
    /// The director let it through the quiet hours.
    pub is_urgent: bool,
    /// Families are reminded by itself before the deadline.
    pub reminds: bool,
    /// A reminder that waits for the quiet hours to end.
    pub remind_at: Option<Instant>,
    /// It has questions to answer.
    pub has_slip: bool,
    /// The one shown.
    pub version: i64,
    /// Answers to an older version no longer count.
    pub asks_since: i64,
    /// While it waits: when it will leave.
    pub sent_at: Instant,
    /// `None` while it waits: it has reached nobody yet.
    pub delivered_at: Option<Instant>,
    /// Its moment came and it could not leave.
    pub stopped: Option<waiting::Stopped>,
    pub withdrawn_at: Option<Instant>,
    _row: (),
}

/// A word, and whom it reached.
#[derive(Clone, Debug)]
pub struct Note {
    facts: Facts,
    pub reached: Vec<Reached>,
    /// Colleagues with whom its follow-up is shared.
    pub shared: Vec<sharing::Share>,
}

/// This word for this pupil.
#[derive(Clone, Debug)]
pub struct NoteFor {
    facts: Facts,
    pub pupil: Reached,
}

impl Deref for Note {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Deref for NoteFor {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// One version of a word's text.
#[derive(Clone, Debug)]
pub struct Text {
    pub version: i64,
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub deadline_on: Option<Date>,
    pub event_on: Option<Date>,
    pub written_at: Instant,
}
