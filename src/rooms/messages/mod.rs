//! Messages: threads between the adults of the school, and pupils where that is opened. Only who takes part reads one, for
//! as long as the tie through which they came holds; the director of the school reads nobody else's. No sign of who has read,
//! is writing or is there.

pub mod addressing;
pub mod answering;
pub mod delivering;
mod demo;
mod erasing;
mod finder;
mod finding;
mod home;
mod list;
mod pages;
mod pause;
pub mod pieces;
pub mod policy;
mod reading;
pub mod reports;
mod routes;
pub mod sending;
pub mod store;
mod takeaway;
pub mod telling;
pub mod writing;

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
    school::{Person, Pupil, correspondence, viewer::Viewer},
};
use addressing::Said;
use std::ops::Deref;

pub const ROOM: Room = Room {
    service: Some(SERVICE),
    menu,
    summary: home::summary,
    search: finding::search,
    shelf: Some(finding::SHELF),
    notices: &[telling::FAMILIES, telling::STAFF],
    digest: telling::digest,
    rewrite: telling::rewrite,
    reply: telling::reply,
    restored: telling::store::revoke_all,
    erase: erasing::erase,
    unname: erasing::store::unname_reports,
    forgets: &[erasing::THREADS],
    jobs: &[delivering::RUNS, telling::RUNS],
    every: &[writing::SWEEP, telling::FORGET],
    demo: Some(demo::year),
    takeaway: Some(takeaway::PART),
    ..Room::new("messages", routes::routes)
};

const SERVICE: Service = Service {
    title: "Messages",
    gives: "Écrire entre familles et enseignants, et dans l’équipe, aux heures qui ne dérangent personne.",
    by_class: true,
};

/// Whoever may write to somebody, or was written to. Before it is opened to them, pupils and the town find no such place.
fn menu(rx: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    let place = Place { href: path::LIST.into(), label: "Messages", icon: Icon::MessagesSquare, rank: 15 };
    let has_use = begins(rx, viewer)? || viewer.is_of_the_school() && list::store::takes_part(rx, viewer)?;
    Ok(has_use.then_some(place).into_iter().collect())
}

/// Whether there is anybody to write to. Families and staff always have the direction.
fn begins(rx: &Rx, viewer: &Viewer) -> Result<bool> {
    Ok(viewer.is_guardian()
        || viewer.is_director
        || viewer.is_staff
        || correspondence::store::reaches_staff(rx, viewer)?)
}

/// Where things are; every link and form of the room is made here.
pub(crate) mod path {
    use super::{Message, Thread};
    use crate::{
        base::db::Id,
        school::media::{Media, Size},
    };

    pub const LIST: &str = "/messages";
    pub const ARCHIVE: &str = "/messages?archive";
    pub const DRAFTS: &str = "/messages?brouillons";
    /// Where a new one is begun.
    pub const NEW: &str = "/messages/nouveau";

    pub fn thread(thread: Id<Thread>) -> String {
        format!("{LIST}/{thread}")
    }

    pub fn of(thread: Id<Thread>, what: &str) -> String {
        format!("{LIST}/{thread}/{what}")
    }

    /// The composer.
    pub fn draft(message: Id<Message>) -> String {
        format!("{LIST}/brouillons/{message}")
    }

    pub fn of_draft(message: Id<Message>, what: &str) -> String {
        format!("{LIST}/brouillons/{message}/{what}")
    }

    pub fn piece(message: Id<Message>, media: Id<Media>, size: Size) -> String {
        format!("{LIST}/pieces/{message}/{media}/{}", size_word(size))
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

/// Who reads what is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answers {
    /// Every member reads everybody's.
    All,
    /// They go to the opener alone, and members do not know each other.
    Opener,
    Nobody,
}

impl Answers {
    pub const ALL: [Answers; 3] = [Answers::All, Answers::Opener, Answers::Nobody];

    pub fn as_str(self) -> &'static str {
        match self {
            Answers::All => "all",
            Answers::Opener => "opener",
            Answers::Nobody => "none",
        }
    }

    pub fn read(text: &str) -> Option<Answers> {
        Answers::ALL.into_iter().find(|answers| answers.as_str() == text)
    }

    /// What cannot be read shows nothing to anybody.
    pub fn parse(text: &str) -> Answers {
        Answers::read(text).unwrap_or(Answers::Opener)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Its author's alone.
    Draft,
    /// Sent, and leaves at its hour: its author's alone still.
    Waiting,
    Delivered,
}

impl State {
    pub fn parse(text: &str) -> State {
        match text {
            "delivered" => State::Delivered,
            "waiting" => State::Waiting,
            _ => State::Draft,
        }
    }
}

/// By which way it came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    Application,
    Mail,
    Automatic,
}

impl How {
    pub fn as_str(self) -> &'static str {
        match self {
            How::Application => "application",
            How::Mail => "mail",
            How::Automatic => "automatic",
        }
    }

    pub fn parse(text: &str) -> How {
        [How::Mail, How::Automatic].into_iter().find(|how| how.as_str() == text).unwrap_or(How::Application)
    }
}

/// A thread and who takes part.
#[derive(Clone, Debug)]
pub struct Thread {
    pub id: Id<Thread>,
    pub opener: Id<Person>,
    pub subject: String,
    pub answers: Answers,
    /// To whom it was addressed, as it was said then.
    pub said: Vec<Said>,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    /// Its opener too. Nobody else until its first message is delivered.
    pub members: Vec<Member>,
    /// Nothing of it was delivered yet.
    pub is_waiting: bool,
    _row: (),
}

#[derive(Clone, Debug)]
pub struct Member {
    pub person: Id<Person>,
    /// The children in whose respect they take part; none: as oneself.
    pub through: Vec<Id<Pupil>>,
}

impl Thread {
    pub fn is_opener(&self, person: Id<Person>) -> bool {
        self.opener == person
    }

    /// Two people alone: nothing to hide from anybody.
    pub fn is_between_two(&self) -> bool {
        self.members.len() <= 2
    }

    /// Whether this member knows who else takes part.
    pub fn shows_members_to(&self, person: Id<Person>) -> bool {
        self.is_opener(person) || self.answers == Answers::All
    }

    /// Whether something may be added by this member. Its opener may, as long as it stands.
    pub fn takes_answers_of(&self, person: Id<Person>) -> bool {
        !self.is_waiting && (self.is_opener(person) || (self.closed_at.is_none() && self.answers != Answers::Nobody))
    }

    /// To whom alone an answer goes: what the opener chose among the members, and of the others the opener, where they do
    /// not read each other.
    pub fn addressee(&self, by: Id<Person>, chosen: Option<Id<Person>>) -> Option<Id<Person>> {
        let is_member = |person: &Id<Person>| *person != by && self.members.iter().any(|one| one.person == *person);
        match self.answers {
            _ if self.is_between_two() => None,
            Answers::All => None,
            _ if self.is_opener(by) => chosen.filter(is_member),
            Answers::Opener | Answers::Nobody => Some(self.opener),
        }
    }
}

/// A message's row.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Id<Message>,
    pub author: Id<Person>,
    pub thread: Option<Id<Thread>>,
    pub state: State,
    /// Nothing: every member.
    pub only_to: Option<Id<Person>>,
    /// Clean HTML.
    pub body: String,
    /// What its author has said of it so far, while it is a draft.
    pub sheet: writing::Sheet,
    pub text_in_mail: bool,
    pub how: How,
    pub changed_at: Instant,
    pub sent_at: Option<Instant>,
    pub leaves_at: Option<Instant>,
    pub delivered_at: Option<Instant>,
    _row: (),
}

/// A message, and the thread in which it stands.
#[derive(Clone, Debug)]
pub struct Message {
    facts: Facts,
    /// None: the draft of a new one.
    pub within: Option<Thread>,
}

impl Deref for Message {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Facts {
    /// Whom it is for sees it: every member, or one alone; its author always.
    pub fn is_for(&self, person: Id<Person>) -> bool {
        self.author == person || self.only_to.is_none_or(|only| only == person)
    }
}
