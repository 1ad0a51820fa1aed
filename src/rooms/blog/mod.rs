//! The class blog: what a class lives, shown to its families. No child is shown against their guardians' will: whoever reads
//! a photo holds a permit that has judged the consents of all who are on it, that very moment. No likes, no counters.

mod book;
mod categories;
pub mod comments;
pub mod contributors;
mod demo;
mod erasing;
pub mod feed;
mod finding;
mod history;
mod keepsakes;
mod pages;
pub mod period;
pub mod photos;
pub mod policy;
mod public;
pub mod publishing;
mod reading;
mod reviewing;
mod routes;
pub mod store;
mod takeaway;
mod telling;
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
    school::{
        Class, Person,
        audience::{Audience, Reached},
        consent::{Purpose, Showing},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use std::ops::Deref;

pub const ROOM: Room = Room {
    service: Some(SERVICE),
    menu,
    summary: feed::summary,
    search: finding::search,
    shelf: Some(finding::SHELF),
    notices: &[telling::POST, telling::REVIEW],
    anyway: &[photos::hidden::HIDDEN],
    digest: telling::digest,
    rewrite: telling::rewrite,
    erase: erasing::erase,
    going: erasing::going,
    bears: erasing::bears,
    unname: erasing::unname,
    forgets: &[writing::DRAFTS, erasing::POSTS, erasing::CONSENTS],
    jobs: &[publishing::RUNS, telling::RUNS, photos::hidden::RUNS],
    every: &[contributors::SWEEP],
    demo: Some(demo::year),
    takeaway: Some(takeaway::PART),
    ..Room::new("blog", routes::routes)
};

const SERVICE: Service =
    Service { title: "Blog", gives: "La vie de la classe, racontée et montrée aux familles.", by_class: true };

fn menu(_: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    let reads = viewer.is_guardian() || viewer.pupil.is_some();
    if !reads && !viewer.is_director && !viewer.is_staff {
        return Ok(Vec::new());
    }
    Ok(vec![Place { href: path::BLOG.into(), label: "Blog", icon: Icon::Newspaper, rank: 20 }])
}

/// Where things are; every link and form of the room is made here.
pub(crate) mod path {
    use super::Post;
    use crate::{base::db::Id, school::Class};

    pub const BLOG: &str = "/blog";
    /// Where a new one is begun.
    pub const POSTS: &str = "/blog/articles";
    pub const CATEGORIES: &str = "/blog/rubriques";

    pub fn post(post: Id<Post>) -> String {
        format!("{POSTS}/{post}")
    }

    pub fn of(post: Id<Post>, what: &str) -> String {
        format!("{POSTS}/{post}/{what}")
    }

    pub fn helpers(class: Id<Class>) -> String {
        format!("{BLOG}/classes/{class}/aides")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Its author's alone.
    Draft,
    /// Waits for who may publish it.
    Submitted,
    /// Back in its author's hands, with remarks.
    Returned,
    /// Leaves by itself at its hour.
    Scheduled,
    Published,
    Withdrawn,
}

impl State {
    pub const ALL: [State; 6] =
        [State::Draft, State::Submitted, State::Returned, State::Scheduled, State::Published, State::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Scheduled => "scheduled",
            State::Published => "published",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> State {
        State::ALL.into_iter().find(|state| state.as_str() == text).unwrap_or(State::Withdrawn)
    }
}

/// Why it did not leave at its hour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// Whoever set the hour may no longer publish there, or the blog is off.
    Right,
    /// Something was missing by then: a consent, a text, a class with pupils.
    Problem,
}

impl Stopped {
    pub fn as_str(self) -> &'static str {
        match self {
            Stopped::Right => "right",
            Stopped::Problem => "problem",
        }
    }

    pub fn parse(text: &str) -> Option<Stopped> {
        [Stopped::Right, Stopped::Problem].into_iter().find(|why| why.as_str() == text)
    }
}

/// For whom its author means it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Target {
    School,
    Class(Id<Class>),
}

/// A post's row.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Id<Post>,
    pub author: Id<Person>,
    /// « Mme Benali ».
    pub author_name: String,
    pub state: State,
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub category: Option<String>,
    pub category_id: Option<i64>,
    /// Empty, or the occasion whose consents count beside the year's.
    pub occasion: String,
    pub audience: Option<Id<Audience>>,
    /// The consent that its audience needs.
    pub purpose: Purpose,
    pub version: i64,
    pub changed_at: Instant,
    /// Whose words the text is now, when not its author's.
    pub changed_by: Option<Id<Person>>,
    pub submitted_at: Option<Instant>,
    pub leaves_at: Option<Instant>,
    pub published_at: Option<Instant>,
    /// The school's day of it.
    pub published_on: Option<Date>,
    pub pinned_at: Option<Instant>,
    pub has_comments: bool,
    pub public_at: Option<Instant>,
    /// Changed since by another than the director, it left the public page and waits for her.
    pub public_left_at: Option<Instant>,
    pub withdrawn_at: Option<Instant>,
    /// Its hour came and it could not leave.
    pub stopped: Option<(Instant, Stopped)>,
    _row: (),
}

/// A post, for whom it is meant, and whom it reached once it was published.
#[derive(Clone, Debug)]
pub struct Post {
    facts: Facts,
    pub targets: Vec<Target>,
    pub reached: Vec<Reached>,
}

impl Deref for Post {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Facts {
    /// Under which consents its photos are shown to its audience.
    pub fn showing(&self, today: Date) -> Showing<'_> {
        Showing { purpose: self.purpose, occasion: &self.occasion, on: self.published_on.unwrap_or(today) }
    }
}

/// Which consent the families of these need. What was agreed to for the class names the child's own: families of another
/// class are more than that.
pub fn purpose_for<'a>(targets: impl IntoIterator<Item = &'a Target>) -> Purpose {
    let targets: Vec<&Target> = targets.into_iter().collect();
    match targets.as_slice() {
        [] | [Target::Class(_)] => Purpose::Class,
        _ => Purpose::School,
    }
}

impl Post {
    pub fn is_for_school(&self) -> bool {
        self.targets.contains(&Target::School)
    }

    /// Shown to families once already, now or before it was withdrawn: its text is kept when it changes.
    pub fn was_shown(&self) -> bool {
        self.published_at.is_some()
    }

    /// In its author's hands, for whom it may still be meant otherwise.
    pub fn is_in_hand(&self) -> bool {
        matches!(self.state, State::Draft | State::Returned)
    }
}
