//! Following up a word: who has answered, reminding the others, correcting, withdrawing.
//! A teacher sees the pupils of the classes taught today, a leader those reached through the groups led today, the director
//! all: having written the word opens nobody's answers.

mod correcting;
mod filter;
pub mod pages;
pub mod proof;
mod reminding;
pub mod store;
pub mod tally;

pub use correcting::{correct, correct_page};
pub use proof::{csv, pdf};
pub use reminding::{REMINDERS, choose, remind};

use super::{
    Note, by_mail, letters, paper, path,
    policy::{FollowUp, WithdrawNote},
    questions::sums,
    sharing, store as notes,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Page, form::Nothing},
    school::{
        Person, Pupil,
        audience::{self, Reached},
        permit::May,
        viewer::Viewer,
    },
};
use filter::{Counts, Filter};
use maud::Markup;
use std::{borrow::Borrow, collections::HashMap};
use tally::{Line, Tally};

/// The part of the word that the viewer follows up, and what a colleague who shared it does.
pub fn seen<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>) -> Result<Vec<Reached>> {
    let lenders = sharing::lenders(cx, note)?;
    let eyes: Vec<&Viewer> = std::iter::once(cx.viewer()?).chain(&lenders).collect();
    let is_seen = |one: &&Reached| eyes.iter().any(|viewer| follows(viewer, one));
    Ok(note.reached.iter().filter(is_seen).cloned().collect())
}

/// The viewer's own part alone: what families write to the teacher is lent to nobody.
pub fn seen_by(note: &May<FollowUp>, viewer: &Viewer) -> Vec<Reached> {
    note.reached.iter().filter(|one| follows(viewer, one)).cloned().collect()
}

fn follows(viewer: &Viewer, one: &Reached) -> bool {
    viewer.is_director || viewer.teaches.contains(&one.class) || audience::is_led(one, viewer)
}

pub fn lines<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>, reached: &[Reached]) -> Result<Vec<Line>> {
    let rx = cx.db.borrow();
    Ok(tally::lines(note.asks, reached, &store::ties(rx, note, cx.today)?, &store::answers(rx, note)?))
}

/// « 19 sur 23 », of what the viewer follows up.
pub fn count<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>) -> Result<Tally> {
    Ok(tally::tally(&lines(cx, note, &seen(cx, note)?)?))
}

/// How many families the whole word reached.
pub fn families<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>) -> Result<usize> {
    Ok(tally::tally(&lines(cx, note, &note.reached)?).families)
}

/// How many families of the whole word have not answered.
fn left<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>) -> Result<usize> {
    Ok(tally::tally(&lines(cx, note, &note.reached)?).left())
}

/// What the page of the follow-up draws.
pub struct Grid {
    pub title: String,
    pub lines: Vec<Line>,
    pub pupils: Vec<store::PupilName>,
    pub guardians: HashMap<Id<Person>, String>,
    pub tally: Tally,
    /// Families that a reminder reaches: all that have not answered, those of others' classes too.
    pub to_remind: usize,
    pub filter: Filter,
    pub counts: Counts,
    pub reminded_at: Option<Instant>,
    /// Who noted what came back on paper: of a pupil, and of a guardian where it is theirs.
    pub noted: Noted,
    /// What is to print, and the way to what came back.
    pub paper: maud::Markup,
    /// Replies by mail that signed nothing.
    pub incoming: Markup,
    /// Pupils who are erased since, and how many of them had been answered for.
    pub gone: (i64, i64),
    /// The answers to the slip, summed.
    pub slip: maud::Markup,
}

pub type Noted = HashMap<(Id<Pupil>, Option<Id<Person>>), String>;

fn noted(cx: &Cx, note: &May<FollowUp>) -> Result<Noted> {
    let mut noted = Noted::new();
    // The newest first, and it is the one that counts.
    for one in paper::store::recorded(&cx.db, note)? {
        noted.entry((one.pupil, one.guardian)).or_insert(one.by);
    }
    Ok(noted)
}

pub fn show(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let reached = seen(cx, &note)?;
    let lines = lines(cx, &note, &reached)?;
    let to_remind = match reached.len() == note.reached.len() {
        true => tally::tally(&lines).left(),
        false => left(cx, &note)?,
    };
    let grid = Grid {
        title: notes::text(&cx.db, &note, note.version)?.title,
        tally: tally::tally(&lines),
        to_remind,
        pupils: store::pupils(&cx.db, &note)?,
        guardians: store::guardians(&cx.db, &note)?.into_iter().collect(),
        filter: Filter::parse(cx.ask.query.get("voir")),
        counts: Counts::of(&lines),
        reminded_at: notes::last_reminder(&cx.db, &note)?,
        noted: noted(cx, &note)?,
        paper: paper::steps(cx, &note)?,
        incoming: by_mail::incoming::section(cx, &note)?,
        gone: store::gone(&cx.db, &note)?,
        slip: sums::section(cx, &note, &reached)?,
        lines,
    };
    Ok(pages::grid(cx, &note, &grid))
}

pub fn withdraw_page(cx: &Cx, note: &May<WithdrawNote>, _: &Draft) -> Result<Page> {
    must_stand(note)?;
    let text = notes::text(&cx.db, note, note.version)?;
    Ok(pages::withdraw(note, &text.title))
}

pub fn withdraw(cx: &Cx<Tx>, note: May<WithdrawNote>, _: Nothing) -> Result<Page> {
    must_stand(&note)?;
    notes::withdraw(&cx.db, &note, cx.now)?;
    letters::withdraw(&cx.db, note.id)?;
    Ok(Page::go(path::note(note.id)).saying(pages::WITHDRAWN))
}

/// What was withdrawn is over: nothing more is done to it.
fn must_stand(note: &Note) -> Result<()> {
    if note.is_withdrawn() { Err(Error::NotFound) } else { Ok(()) }
}
