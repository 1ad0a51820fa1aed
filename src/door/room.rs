//! What a room offers the house: a plain struct, one line of which in `app` makes the room exist.

use super::{
    cx::Cx,
    demo::Demo,
    erasing::Going,
    found::{Found, Shelf},
    routes::Routes,
    takeaway::Takeaway,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::Result,
        jobs::{System, runner::Runs},
        mail::Incoming,
        search::{Named, Query},
        ui::Icon,
    },
    school::{
        Person, Pupil,
        departure::Departure,
        erasure::Subject,
        notice::{self, Entry, Notice},
        retention::Terms,
        viewer::Viewer,
    },
};
use maud::Markup;

pub struct Room {
    pub name: &'static str,
    /// Set for a room that the director may turn off.
    pub service: Option<Service>,
    pub routes: fn(&mut Routes),
    /// Its places in the menu, for this viewer. Asked on every page: it reads little.
    pub menu: fn(&Rx, &Viewer) -> Result<Vec<Place>>,
    /// What it shows on the home page, for this viewer.
    pub summary: fn(&Cx) -> Result<Vec<Summary>>,
    /// What of its things answers to this, among those that the viewer may see.
    pub search: fn(&Cx, &Query) -> Result<Vec<Found>>,
    /// The index behind it, when one is kept.
    pub shelf: Option<Shelf>,
    /// What it tells people of, by letter.
    pub notices: &'static [notice::Kind],
    /// And of what it tells them whatever they chose.
    pub anyway: &'static [notice::Anyway],
    /// What it says of them in a digest, each judged anew: the thing may be gone, or the person's no more.
    pub digest: Digest,
    /// Writes one of its letters anew, which waited while the person's address became another one: told by what it is about.
    /// False when the letter is none of its own. It only enqueues: other letters wait behind this one.
    pub rewrite: Rewrite,
    /// Takes an answer to one of its letters; false when the letter is none of its own.
    pub reply: fn(&Tx, &System, &Incoming, Instant) -> Result<bool>,
    /// Takes back what it gave out (links, reply addresses): the school was restored, and stands on another day than its letters.
    pub restored: fn(&Tx, &System) -> Result<()>,
    /// What people take away of it: a person what concerns them, the direction the school's.
    pub takeaway: Option<Takeaway>,
    /// What it must do before a person's rows go: those that hang on the person by a key of the database go by themselves, and
    /// those that must name somebody name nobody from then on.
    pub erase: fn(&Tx, &Subject) -> Result<()>,
    /// What others lose of it when that person is erased: said before.
    pub going: fn(&Cx, Id<Person>) -> Result<Option<Going>>,
    /// Where else than a search looks it bears that person's name: a file's name, the description of a photo. Of what the
    /// director may read, said before.
    pub bears: fn(&Cx, &Departure, &Named) -> Result<Vec<Found>>,
    /// The name goes from what no author can correct any more: older versions, what was taken away. It comes back with them.
    pub unname: fn(&Tx, &Subject, &Named) -> Result<()>,
    /// What it forgets when its term is over.
    pub forgets: &'static [Forgets],
    pub jobs: &'static [Runs],
    pub every: &'static [Every],
    /// What it puts into a fictive school; called once a school year, in the order of the list of rooms.
    pub demo: Option<fn(&mut Demo) -> Result<()>>,
}

pub type Rewrite = fn(&Tx, &System, &str, Id<Person>, Instant) -> Result<bool>;

pub type Digest = fn(&Tx, &System, &[Notice], Instant) -> Result<Vec<Entry>>;

impl Room {
    /// A room with routes and nothing else; the others are said over it: `Room { menu, ..Room::new("x", routes) }`.
    pub const fn new(name: &'static str, routes: fn(&mut Routes)) -> Room {
        Room {
            name,
            service: None,
            routes,
            menu: |_, _| Ok(Vec::new()),
            summary: |_| Ok(Vec::new()),
            search: |_, _| Ok(Vec::new()),
            shelf: None,
            notices: &[],
            anyway: &[],
            digest: |_, _, _, _| Ok(Vec::new()),
            rewrite: |_, _, _, _, _| Ok(false),
            reply: |_, _, _, _| Ok(false),
            restored: |_, _| Ok(()),
            takeaway: None,
            erase: |_, _| Ok(()),
            going: |_, _| Ok(None),
            bears: |_, _, _| Ok(Vec::new()),
            unname: |_, _, _| Ok(()),
            forgets: &[],
            jobs: &[],
            every: &[],
            demo: None,
        }
    }
}

/// How a room that may be turned off is told on the director's page.
#[derive(Clone, Copy)]
pub struct Service {
    pub title: &'static str,
    pub gives: &'static str,
    /// It may be off for some classes only.
    pub by_class: bool,
}

/// A place that the menu leads to.
pub struct Place {
    pub href: String,
    pub label: &'static str,
    pub icon: Icon,
    /// Lower comes first.
    pub rank: u8,
}

/// One piece of the home page.
pub struct Summary {
    /// Lower comes first: what waits before what is only good to know.
    pub rank: i64,
    pub about: About,
    /// How many things wait for the viewer here; they are told in the title of the page.
    pub waits: usize,
    pub markup: Markup,
}

/// By whom or what the home page groups.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    Me,
    /// One or several of the viewer's children.
    Child(Id<Pupil>),
    School,
}

/// Takes away a handful of what is older than the school keeps it; how many. Asked again until there is none.
#[derive(Clone, Copy)]
pub struct Forgets {
    pub name: &'static str,
    pub run: fn(&Tx, &System, &Terms, Instant) -> Result<usize>,
}

/// Work done again and again by the house.
#[derive(Clone, Copy)]
pub struct Every {
    pub name: &'static str,
    /// Seconds between two runs.
    pub seconds: i64,
    pub run: fn(&Tx, &System, Instant) -> Result<()>,
}
