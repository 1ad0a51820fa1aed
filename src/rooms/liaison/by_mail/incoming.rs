//! Replies that signed nothing: kept for who follows the word up, told to the nearest of them, put away once read.

use super::{
    mail, pages,
    store::{self, Why},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
        jobs::System,
        mail::{Incoming, Letter, is_address, store as outbox},
    },
    door::{Cx, Page, form::Nothing, gate},
    rooms::liaison::{
        Facts, ROOM,
        follow_up::seen_by,
        letters::{self, REPLY},
        path,
        policy::FollowUp,
        store as notes,
    },
    school::{
        Person,
        notice::{self, Entry, Notice, Told},
        permit::{May, Params},
        quiet, settings,
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use maud::Markup;
use std::borrow::Borrow;

/// What the follow-up shows of them; nothing when there is none.
pub fn section(cx: &Cx, note: &May<FollowUp>) -> Result<Markup> {
    Ok(pages::section(cx, note, &to_read(cx, note, cx.viewer()?)?))
}

/// « C'est lu ».
pub fn put_away(cx: &Cx<Tx>, note: May<FollowUp>, _: Nothing) -> Result<Page> {
    let asked = cx.ask.id("reply").ok_or(Error::NotFound)?;
    let replies = to_read(cx, &note, cx.viewer()?)?;
    let reply = replies.iter().find(|reply| reply.id == asked).ok_or(Error::NotFound)?;
    store::put_away(&cx.db, &note, reply, cx.now)?;
    Ok(Page::go(path::of(note.id, "suivi")).saying(pages::PUT_AWAY))
}

fn to_read<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>, viewer: &Viewer) -> Result<Vec<store::ToRead>> {
    store::to_read(cx.db.borrow(), note, &seen_by(note, viewer))
}

/// Kept once however often it is read from the mailbox; whether this was the first time.
pub fn keep(
    tx: &Tx,
    by: &System,
    letter: &letters::store::Row,
    word: &Facts,
    incoming: &Incoming,
    why: Why,
    now: Instant,
) -> Result<bool> {
    let is_new = store::add(tx, letter, incoming, why, now, by)?;
    if is_new {
        tell(tx, by, letter, word, now)?;
    }
    Ok(is_new)
}

/// To the nearest who may follow it up and has an address; one letter however many replies wait.
fn tell(tx: &Tx, by: &System, letter: &letters::store::Row, word: &Facts, now: Instant) -> Result<()> {
    let school = settings::store::facts(tx)?;
    let today = now.date(&school.zone_of_time());
    let about = format!("replies {}", word.id);
    for person in store::readers(tx, letter, today, by)? {
        let email = store::email(tx, person, by)?;
        if !is_address(&email) || !follows_up(tx, by, person, word, today)? {
            continue;
        }
        let quiet = quiet::store::quiet(tx)?;
        let notice = Notice { person, kind: REPLY.name.to_owned(), pupil: None, thing: word.id.number() };
        let is_at_once = notice::store::tell(tx, &notice, &quiet, now, by)? == Told::AtOnce;
        if is_at_once && !outbox::is_waiting(tx, &about, person.number())? {
            let title = title(tx, by, word)?;
            let told = mail::to_read(&school.name, title.as_deref(), school.address_from_home(), word.id);
            let told = Letter { to: email, person: Some(person.number()), about, is_calm: true, ..told };
            outbox::post_for(tx, &told, quiet.next_for_staff(now), now)?;
        }
        return Ok(());
    }
    Ok(())
}

/// What a digest says of them, while any is still to be read.
pub fn entry(tx: &Tx, by: &System, notice: &Notice, now: Instant) -> Result<Option<Entry>> {
    let school = settings::store::facts(tx)?;
    let today = now.date(&school.zone_of_time());
    let Some(word) = notes::facts(tx, Id::new(notice.thing), by)? else { return Ok(None) };
    if !store::any_to_read(tx, word.id, by)? || !follows_up(tx, by, notice.person, &word, today)? {
        return Ok(None);
    }
    let title = title(tx, by, &word)?;
    Ok(Some(mail::entry(title.as_deref(), school.address_from_home(), word.id)))
}

/// Nothing for a word that letters only announce: a colleague's mailbox is no safer than a family's.
fn title(tx: &Tx, by: &System, word: &Facts) -> Result<Option<String>> {
    match letters::announces(tx, word, by)? {
        Some(_) => Ok(None),
        None => Ok(Some(notes::text_told(tx, word, by)?.title)),
    }
}

fn follows_up(tx: &Tx, by: &System, person: Id<Person>, word: &Facts, today: Date) -> Result<bool> {
    match gate::on_behalf::<FollowUp>(tx, by, person, ROOM.name, word.id, today) {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Forbidden) => Ok(false),
        Err(error) => Err(error),
    }
}
