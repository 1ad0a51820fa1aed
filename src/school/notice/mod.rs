//! How each person wants to be told of what happens: at once, in one digest a day, or never. Rooms say what happened and to
//! whom; nothing here knows what a word or a message is. What a digest says is asked of the rooms when it leaves.

mod link;
pub mod store;

pub use link::{DIGEST, opened_by, unsubscribe_address};

use super::{Person, Pupil, quiet::Quiet, viewer::Viewer};
use crate::base::{clock::Instant, db::Id};
use jiff::ToSpan;

/// A kind of thing that people are told of, as its room names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// As stored, and in the address that turns it off.
    pub name: &'static str,
    /// « Les mots du cahier de liaison ».
    pub title: &'static str,
    pub to: Whom,
    /// For who never chose.
    pub usual: How,
}

/// A letter that comes whatever is chosen, with why, as the page of choices says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Anyway {
    pub sentence: &'static str,
    pub to: Whom,
}

/// Whose page of choices shows a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    Families,
    Staff,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum How {
    #[default]
    AtOnce,
    Digest,
    Never,
}

impl How {
    pub const ALL: [How; 3] = [How::AtOnce, How::Digest, How::Never];

    pub fn as_str(self) -> &'static str {
        match self {
            How::AtOnce => "at_once",
            How::Digest => "digest",
            How::Never => "never",
        }
    }

    pub fn parse(text: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.as_str() == text)
    }
}

/// What becomes of a thing that somebody is to be told of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// The caller writes a letter of its own.
    AtOnce,
    /// It waits for the digest that leaves then; no letter is written.
    InDigest(Instant),
    Never,
}

/// Proof that it is one's own choices that one makes: signed in, or by the link of one's own letter.
pub struct Chooser(Id<Person>);

impl Chooser {
    pub fn signed_in(viewer: &Viewer) -> Chooser {
        Chooser(viewer.person)
    }

    pub fn person(&self) -> Id<Person> {
        self.0
    }
}

/// The minute of the day of a digest, for who never chose one.
pub const USUAL_HOUR: u16 = 18 * 60;

/// When the next digest of who chose this minute leaves: at that hour, or once the school opens where it is quiet then.
pub fn next_digest(quiet: &Quiet, minute: u16, now: Instant) -> Instant {
    quiet.next_for_staff(next_hour(quiet, minute, now))
}

/// That hour alone: what is written down, so that a day opened meanwhile counts.
fn next_hour(quiet: &Quiet, minute: u16, now: Instant) -> Instant {
    let today = now.date(&quiet.zone);
    let hour = super::quiet::minute_of(minute);
    let hours = (0..=2_i64)
        .filter_map(|days| today.checked_add(days.days()).ok())
        .filter_map(|day| day.to_datetime(hour).to_zoned(quiet.zone.clone()).ok())
        .map(|at| Instant::from(at.timestamp()));
    hours.into_iter().find(|at| *at >= now).unwrap_or(now)
}

/// What waits for somebody's digest.
#[derive(Clone, Debug)]
pub struct Notice {
    pub person: Id<Person>,
    pub kind: String,
    pub pupil: Option<Id<Pupil>>,
    /// The number of the room's own thing.
    pub thing: i64,
}

/// What a room says of a notice in a digest; nothing when the thing is gone, or the person's no more.
pub struct Entry {
    pub pupil: Option<Id<Pupil>>,
    pub title: String,
    /// « À signer avant vendredi 27 novembre ».
    pub line: String,
    /// Clean HTML, where the letter may hold the text.
    pub body: Option<String>,
    /// Label and address, where the school is reached from home.
    pub links: Vec<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::quiet::Window;
    use jiff::tz::TimeZone;

    fn next(minute: u16, now: &str) -> String {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let quiet = Quiet {
            window: Window { from: 20 * 60, until: 7 * 60, week_end: true, days_off: true },
            works_on_saturday: false,
            holidays: Vec::new(),
            open_days: Vec::new(),
            zone: zone.clone(),
        };
        let now = now.parse::<jiff::Timestamp>().unwrap().into();
        next_digest(&quiet, minute, now).zoned(&zone).datetime().to_string()
    }

    #[test]
    fn a_digest_leaves_at_its_hour_and_never_in_the_quiet() {
        assert_eq!(next(USUAL_HOUR, "2026-11-17T08:30:00+01:00"), "2026-11-17T18:00:00");
        assert_eq!(next(USUAL_HOUR, "2026-11-17T18:00:00+01:00"), "2026-11-17T18:00:00");
        assert_eq!(next(USUAL_HOUR, "2026-11-17T18:00:01+01:00"), "2026-11-18T18:00:00");
        // Friday after its hour: Saturday's would be, and Monday morning it is.
        assert_eq!(next(USUAL_HOUR, "2026-11-20T18:30:00+01:00"), "2026-11-23T07:00:00");
        // An hour chosen before the window grew over it.
        assert_eq!(next(21 * 60, "2026-11-17T08:30:00+01:00"), "2026-11-18T07:00:00");
        // An hour that the spring leaves out.
        assert_eq!(next(150, "2026-03-28T12:00:00+01:00"), "2026-03-30T07:00:00");
    }
}
