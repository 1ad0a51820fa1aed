//! What is told of a post, a few families at a time: each piece of work enqueues the next one in its own transaction.

use super::{
    News, POST, REVIEW, about, mail,
    store::{self, Child},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::{Job, System, runner::Runs, store as queue},
        mail::{self as letters, Letter, is_address},
    },
    door::gate::on_behalf,
    rooms::blog::{
        Post, ROOM, State,
        policy::{PublishPost, ReadPost},
    },
    school::{
        Person, Pupil,
        notice::{self, Kind, Notice, Told},
        permit::{May, Rule},
        quiet::{self, Quiet},
        services, settings,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: TellOf::NAME, run: told };

/// Guardians a transaction.
const AT_ONCE: usize = 50;

#[derive(Serialize, Deserialize)]
pub struct TellOf {
    pub post: i64,
    pub news: News,
    /// The last guardian who was told.
    pub after: i64,
    /// Nobody else than this one.
    pub only: Option<i64>,
}

impl Job for TellOf {
    const NAME: &'static str = "tell_of_post";
}

/// What every letter of a post says.
pub struct Telling {
    pub news: News,
    pub only: Option<i64>,
    pub school: String,
    pub address: Option<String>,
    pub row: store::Row,
    pub quiet: Quiet,
    pub today: Date,
}

impl Telling {
    fn is_for(&self, person: Id<Person>) -> bool {
        self.only.is_none_or(|only| only == person.number())
    }
}

fn told(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let job: TellOf = serde_json::from_str(payload)?;
    let off = services::store::off(tx)?;
    let Some(row) = store::row(tx, Id::new(job.post), by)?.filter(|_| !off.is_off(ROOM.name)) else { return Ok(()) };
    let school = settings::store::facts(tx)?;
    let telling = Telling {
        news: job.news,
        only: job.only,
        address: school.address_from_home().map(str::to_owned),
        today: now.date(&school.zone_of_time()),
        school: school.name,
        quiet: quiet::store::quiet(tx)?,
        row,
    };
    match (job.news, telling.row.state) {
        (News::Published, State::Published) => families(tx, by, &telling, &job, now),
        (News::Submitted, State::Submitted) => reviewers(tx, by, &telling, now),
        (News::Returned, State::Returned) => author(tx, by, &telling, now),
        // Something else happened meanwhile, and is told by its own job.
        _ => Ok(()),
    }
}

fn families(tx: &Tx, by: &System, telling: &Telling, job: &TellOf, now: Instant) -> Result<()> {
    let Some(audience) = telling.row.audience else { return Ok(()) };
    let closed: Vec<i64> = services::store::off(tx)?.classes(ROOM.name).iter().map(|class| class.number()).collect();
    let mut families = store::families(tx, audience, job.after, &closed, telling.today, by)?;
    let is_last = families.len() <= AT_ONCE;
    families.truncate(AT_ONCE);
    let after = families.last().map_or(job.after, |(guardian, _)| guardian.number());
    for (guardian, children) in families.iter().filter(|(_, children)| !children.is_empty()) {
        // Its own author has read it.
        if *guardian != telling.row.author && telling.is_for(*guardian) {
            family(tx, by, telling, *guardian, children, now)?;
        }
    }
    if is_last { Ok(()) } else { queue::enqueue(tx, &TellOf { after, ..*job }, now) }
}

fn family(
    tx: &Tx,
    by: &System,
    telling: &Telling,
    guardian: Id<Person>,
    children: &[Child],
    now: Instant,
) -> Result<()> {
    let mut at_once = false;
    for child in children {
        at_once |= is_at_once(tx, by, telling, guardian, &POST, Some(child.id), now)?;
    }
    let letter = || mail::published(telling, children);
    if at_once { send(tx, by, telling, guardian, &POST, letter(), now) } else { Ok(()) }
}

fn reviewers(tx: &Tx, by: &System, telling: &Telling, now: Instant) -> Result<()> {
    for person in store::who_may_publish(tx, telling.row.id, telling.today, by)? {
        let may = permitted::<PublishPost>(tx, by, person, telling.row.id, telling.today)?.is_some();
        if may
            && person != telling.row.author
            && telling.is_for(person)
            && is_at_once(tx, by, telling, person, &REVIEW, None, now)?
        {
            send(tx, by, telling, person, &REVIEW, mail::submitted(telling), now)?;
        }
    }
    Ok(())
}

/// A guardian who lends a hand is told as families are, a colleague as staff.
fn author(tx: &Tx, by: &System, telling: &Telling, now: Instant) -> Result<()> {
    let kind = if store::works_here(tx, telling.row.author, telling.today, by)? { &REVIEW } else { &POST };
    let author = telling.row.author;
    let is_theirs = permitted::<ReadPost>(tx, by, author, telling.row.id, telling.today)?.is_some();
    if is_theirs && telling.is_for(author) && is_at_once(tx, by, telling, author, kind, None, now)? {
        send(tx, by, telling, author, kind, mail::returned(telling), now)?;
    }
    Ok(())
}

fn is_at_once(
    tx: &Tx,
    by: &System,
    telling: &Telling,
    person: Id<Person>,
    kind: &Kind,
    pupil: Option<Id<Pupil>>,
    now: Instant,
) -> Result<bool> {
    let notice = Notice { person, kind: kind.name.to_owned(), pupil, thing: telling.row.id.number() };
    Ok(notice::store::tell_usually(tx, &notice, kind.usual, &telling.quiet, now, by)? == Told::AtOnce)
}

fn send(
    tx: &Tx,
    by: &System,
    telling: &Telling,
    person: Id<Person>,
    kind: &Kind,
    letter: Letter,
    now: Instant,
) -> Result<()> {
    let Some(to) = store::address(tx, person, by)?.filter(|to| is_address(to)) else { return Ok(()) };
    let letter = Letter {
        to,
        kind: kind.name,
        person: Some(person.number()),
        about: about(telling.row.id, telling.news),
        is_calm: true,
        ..letter
    };
    letters::store::post_for(tx, &letter, telling.quiet.opens_at(now).unwrap_or(now), now).map(drop)
}

/// Nothing where it is refused.
pub fn permitted<R: Rule<On = Post>>(
    tx: &Tx,
    by: &System,
    person: Id<Person>,
    post: Id<Post>,
    today: Date,
) -> Result<Option<May<R>>> {
    match on_behalf::<R>(tx, by, person, ROOM.name, post, today) {
        Ok(may) => Ok(Some(may)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}
