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
        follow_up::seen,
        letters::{self, REPLY},
        path,
        policy::FollowUp,
        store as notes,
    },
    school::{
        Person,
        notice::{self, How},
        permit::{May, Params},
        settings,
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
    store::to_read(cx.db.borrow(), note, &seen(note, viewer))
}

/// Kept once however often it is read from the mailbox.
pub fn keep(
    tx: &Tx,
    by: &System,
    letter: &letters::store::Row,
    word: &Facts,
    incoming: &Incoming,
    why: Why,
    now: Instant,
) -> Result<()> {
    if store::add(tx, letter, incoming, why, now, by)? { tell(tx, by, letter, word, now) } else { Ok(()) }
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
        if notice::store::how(tx, person, &REPLY, by)? != How::Never
            && !outbox::is_waiting(tx, &about, person.number())?
        {
            let title = notes::text_told(tx, word, by)?.title;
            let address = Some(school.public_address.trim_end_matches('/')).filter(|address| !address.is_empty());
            let told = mail::to_read(&school.name, &title, address, word.id);
            outbox::post(tx, &Letter { to: email, person: Some(person.number()), about, ..told }, now)?;
        }
        return Ok(());
    }
    Ok(())
}

fn follows_up(tx: &Tx, by: &System, person: Id<Person>, word: &Facts, today: Date) -> Result<bool> {
    match gate::on_behalf::<FollowUp>(tx, by, person, ROOM.name, word.id, today) {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Forbidden) => Ok(false),
        Err(error) => Err(error),
    }
}
