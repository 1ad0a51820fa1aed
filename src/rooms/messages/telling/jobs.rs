//! The work behind letters: each reader judged when theirs is written, as they chose to be told, and not in quiet hours.

use super::{FAMILIES, STAFF, about, mail, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::{Job, System, runner::Runs, store as queue},
        mail::{Letter, store as outbox},
        secret::Token,
    },
    door::{gate::on_behalf, room::Every},
    rooms::messages::{Message, ROOM, policy::ReadMessage, store as messages},
    school::{
        Person, Pupil,
        notice::{self, Kind, Notice, Told},
        permit::May,
        quiet::{self, Quiet},
        settings,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: TellMessage::NAME, run };
pub const FORGET: Every = Every { name: "old letters of messages", seconds: 86_400, run: forget };

/// Readers a transaction.
const AT_ONCE: usize = 50;
/// A reply is taken for so long.
const ANSWERED: i64 = 60 * Instant::DAY;
/// In a lively conversation one letter says that it is one, until it was opened.
const SAID_ONCE: i64 = 30 * Instant::MINUTE;

#[derive(Serialize, Deserialize)]
pub struct TellMessage {
    pub message: i64,
    pub readers: Vec<i64>,
}

impl Job for TellMessage {
    const NAME: &'static str = "tell_message";
}

/// What all letters of a message share.
pub struct Telling {
    pub school: String,
    pub author: String,
    /// Where links begin, when the school is reached from home.
    pub address: Option<String>,
    pub takes_replies: bool,
    pub quiet: Quiet,
    pub today: Date,
}

impl Telling {
    pub fn read(tx: &Tx, author: Id<Person>, now: Instant) -> Result<Telling> {
        let school = settings::store::facts(tx)?;
        let author = messages::names(tx, &[author])?.remove(&author);
        Ok(Telling {
            author: author.unwrap_or_else(|| mail::SOMEBODY.to_owned()),
            address: school.address_from_home().map(str::to_owned),
            takes_replies: settings::store::takes_replies(tx)?,
            quiet: quiet::store::quiet(tx)?,
            today: now.date(&school.zone_of_time()),
            school: school.name,
        })
    }
}

fn run(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let mut job: TellMessage = serde_json::from_str(payload)?;
    let later = job.readers.split_off(job.readers.len().min(AT_ONCE));
    if !later.is_empty() {
        queue::enqueue(tx, &TellMessage { message: job.message, readers: later }, now)?;
    }
    let Some(message) = messages::told(tx, Id::new(job.message), by)? else { return Ok(()) };
    let telling = Telling::read(tx, message.author, now)?;
    for reader in job.readers {
        tell(tx, by, &telling, message.id, Id::new(reader), now)?;
    }
    Ok(())
}

/// One letter to one reader, or a line in their digest, or nothing.
fn tell(tx: &Tx, by: &System, telling: &Telling, message: Id<Message>, reader: Id<Person>, now: Instant) -> Result<()> {
    let Some(to) = store::addressee(tx, reader, by)? else { return Ok(()) };
    let Some(message) = readable(tx, by, reader, message, telling.today)? else { return Ok(()) };
    let (kind, pupil) = kind_for(&message, reader);
    let notice = Notice { person: reader, kind: kind.name.to_owned(), pupil, thing: message.id.number() };
    if notice::store::tell_usually(tx, &notice, kind.usual, &telling.quiet, now, by)? != Told::AtOnce {
        return Ok(());
    }
    if !message.text_in_mail && store::was_told_since(tx, &message, reader, now.plus(-SAID_ONCE), by)? {
        return Ok(());
    }
    let answers = message.within.as_ref().is_some_and(|thread| thread.takes_answers_of(reader));
    let token = (telling.takes_replies && answers && !to.is_shared).then(Token::draw).transpose()?;
    store::add(tx, &message, &to, token.as_ref(), now, now.plus(ANSWERED), by)?;
    let enclosed = store::enclosed(tx, &message, by)?;
    let letter = mail::letter(telling, &message, reader, &enclosed, token.is_some());
    let leaves_at =
        if kind == STAFF { telling.quiet.next_for_staff(now) } else { telling.quiet.opens_at(now).unwrap_or(now) };
    let letter = Letter {
        to: to.email,
        kind: kind.name,
        person: Some(reader.number()),
        reply: token.map(|token| token.reveal().to_owned()).unwrap_or_default(),
        about: about(message.id),
        is_calm: true,
        ..letter
    };
    outbox::post_for(tx, &letter, leaves_at, now).map(drop)
}

/// The message, while it is this person's to read.
pub fn readable(
    tx: &Tx,
    by: &System,
    reader: Id<Person>,
    message: Id<Message>,
    today: Date,
) -> Result<Option<May<ReadMessage>>> {
    match on_behalf::<ReadMessage>(tx, by, reader, ROOM.name, message, today) {
        Ok(message) => Ok(Some(message)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// As a parent, of the child when it is one alone; else at work.
fn kind_for(message: &Message, reader: Id<Person>) -> (Kind, Option<Id<Pupil>>) {
    let member =
        message.within.as_ref().and_then(|thread| thread.members.iter().find(|member| member.person == reader));
    match member.map(|member| member.through.as_slice()) {
        Some([only]) => (FAMILIES, Some(*only)),
        Some([_, ..]) => (FAMILIES, None),
        _ => (STAFF, None),
    }
}

fn forget(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    store::forget_old(tx, now, by).map(drop)
}
