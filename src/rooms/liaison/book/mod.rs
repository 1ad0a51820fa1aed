//! The book as each opens it: families by child with what waits first, the staff by class and by group, a pupil her own.

pub mod home;
pub mod pages;
pub mod store;

pub use home::summary;

use super::{
    Asks,
    follow_up::{self, tally::Tally},
    policy::{FollowUp, OpenBook, ReadNote, WriteWord},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        error::{Error, Result},
    },
    door::{Cx, Page},
    school::{
        Pupil,
        class::years::store as years,
        permit::{May, Ties},
        viewer::Child,
    },
};
use maud::html;
use std::cmp::Reverse;
use store::{After, ForFamily, ForStaff, Waiting};

/// Words on one page of the book.
const PAGE: usize = 20;

/// One word with all of the viewer's children whom it reached.
pub struct Grouped<T> {
    pub word: T,
    pub children: Vec<Child>,
    /// The groups through which it came to them.
    pub groups: Vec<String>,
}

/// A page of a list, and where the next one begins.
pub struct Listed<T> {
    pub rows: Vec<T>,
    pub next: Option<After>,
}

pub fn open(cx: &Cx, book: May<OpenBook>) -> Result<Page> {
    let viewer = cx.viewer()?;
    let after = after(cx)?;
    let chosen = match cx.ask.query.get("enfant") {
        "" => None,
        // A child of the viewer's or nothing: the list of children came with the session.
        id => Some(id.parse().ok().and_then(|id| viewer.child(id)).ok_or(Error::NotFound)?),
    };
    let is_staff = book.ties().meets(Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER).or(Ties::AIDE));
    let wants_children = chosen.is_some() || cx.ask.query.get("vue") == "enfants";
    if is_staff && !(wants_children && viewer.is_guardian()) {
        return staff(cx, &book, after);
    }
    if viewer.is_guardian() {
        return family(cx, &book, chosen, after);
    }
    let (pupil, _) = viewer.pupil.ok_or(Error::NotFound)?;
    let rows = store::of_pupil(&cx.db, &book, pupil, after, PAGE as i64 + 1)?;
    Ok(pages::pupil(cx, &cut(rows, |row| After(row.sent_at, row.note.number())), &past_years(cx)?))
}

fn staff(cx: &Cx, book: &May<OpenBook>, after: After) -> Result<Page> {
    let limit = PAGE as i64 + 1;
    let mut rows = if book.ties().meets(Ties::DIRECTOR) {
        store::all(&cx.db, book, after, limit)?
    } else {
        of_staff(cx, book, after, limit)?
    };
    rows.sort_by_key(|row| Reverse((row.sent_at, row.note)));
    rows.dedup_by_key(|row| row.note);
    let all = cut(rows, |row| After(row.sent_at, row.note.number()));
    let mut listed = Listed { rows: Vec::new(), next: all.next };
    let mut counted = Vec::new();
    for row in all.rows {
        // Nothing of a class for which the book is off.
        if let Some(note) = cx.may_perhaps::<ReadNote>(row.note)? {
            counted.push(counted_row(cx, &note, &row)?);
            listed.rows.push(row);
        }
    }
    let writes = book.also::<WriteWord>();
    let draft = match &writes {
        Some(book) => super::writing::store::saved(&cx.db, book)?,
        None => None,
    };
    let waiting = if cx.ask.query.has("avant") {
        html! {}
    } else {
        super::waiting::on_book(cx, book)?
    };
    Ok(pages::staff(
        cx,
        &listed,
        &counted,
        writes.is_some(),
        draft.map(|draft| draft.saved_at),
        waiting,
        &past_years(cx)?,
    ))
}

/// What the viewer wrote, what reached the classes taught and the groups led, and to who helps what all were told.
fn of_staff(cx: &Cx, book: &May<OpenBook>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    let viewer = cx.viewer()?;
    let mut rows = Vec::new();
    if book.also::<WriteWord>().is_some() {
        rows.extend(store::by_author(&cx.db, book, after, limit)?);
    }
    for class in &viewer.teaches {
        rows.extend(store::of_class(&cx.db, book, *class, after, limit)?);
    }
    for group in &viewer.leads {
        rows.extend(store::of_group(&cx.db, book, *group, after, limit)?);
    }
    rows.extend(aide(cx, book, after, limit)?);
    rows.extend(store::shared(&cx.db, book, after, limit)?);
    Ok(rows)
}

/// What was told to everybody in the classes helped in, and with the pupils accompanied.
pub fn aide(cx: &Cx, book: &May<OpenBook>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    let viewer = cx.viewer()?;
    let mut rows = Vec::new();
    for class in &viewer.helps_in {
        rows.extend(store::told_to_class(&cx.db, book, *class, after, limit)?);
    }
    for pupil in &viewer.accompanies {
        rows.extend(store::told_with(&cx.db, book, *pupil, after, limit)?);
    }
    rows.sort_by_key(|row| Reverse((row.sent_at, row.note)));
    rows.dedup_by_key(|row| row.note);
    Ok(rows)
}

/// « 19 sur 23 », where something is asked and still stands.
fn counted_row(cx: &Cx, note: &May<ReadNote>, row: &ForStaff) -> Result<Option<Tally>> {
    if row.asks == Asks::Nothing || row.is_withdrawn {
        return Ok(None);
    }
    note.also::<FollowUp>().map(|note| follow_up::count(cx, &note)).transpose()
}

fn family(cx: &Cx, book: &May<OpenBook>, chosen: Option<&Child>, after: After) -> Result<Page> {
    let viewer = cx.viewer()?;
    let children: Vec<&Child> = match chosen {
        Some(child) => vec![child],
        None => viewer.children.iter().collect(),
    };
    let waiting = waiting(cx, book, &children)?;
    let mut rows = Vec::new();
    for child in &children {
        rows.extend(store::of_pupil(&cx.db, book, child.id, after, (PAGE + waiting.len()) as i64 + 1)?);
    }
    rows.retain(|row| !waiting.iter().any(|one| one.word.word.note == row.note));
    let mut grouped = group(rows, &children, family_key);
    grouped.sort_by_key(|one| Reverse((one.word.sent_at, one.word.note)));
    let listed = cut(grouped, |one| After(one.word.sent_at, one.word.note.number()));
    Ok(pages::family(cx, chosen, &waiting, &listed, &past_years(cx)?))
}

/// What waits for the viewer: late first, then by deadline, then newest.
pub fn waiting(cx: &Cx, book: &May<OpenBook>, children: &[&Child]) -> Result<Vec<Grouped<Waiting>>> {
    let mut rows = Vec::new();
    for child in children {
        let unanswered = store::unanswered(&cx.db, book, child.id, cx.now, cx.today)?;
        rows.extend(unanswered.into_iter().filter(|one| is_for(one.word.asks, child)));
    }
    let mut grouped = group(rows, children, |one: &Waiting| family_key(&one.word));
    grouped.sort_by_key(|one| {
        let word = &one.word.word;
        (word.deadline_on.is_none(), word.deadline_on, Reverse(word.sent_at))
    });
    Ok(grouped)
}

/// A signature waits only for who may sign.
pub fn is_for(asks: Asks, child: &Child) -> bool {
    match asks {
        Asks::Nothing => false,
        Asks::Read => child.given.reads,
        Asks::One | Asks::All => child.given.signs,
    }
}

/// Words that reached several children are one, with all of them.
fn group<T>(
    rows: Vec<T>,
    children: &[&Child],
    key: impl Fn(&T) -> (Id<super::Note>, Id<Pupil>, Option<String>),
) -> Vec<Grouped<T>> {
    let mut grouped: Vec<Grouped<T>> = Vec::new();
    for row in rows {
        let (note, pupil, group) = key(&row);
        let child = children.iter().find(|child| child.id == pupil).map(|child| (*child).clone());
        match grouped.iter_mut().find(|one| key(&one.word).0 == note) {
            Some(one) => {
                one.children.extend(child);
                one.groups.extend(group.filter(|name| !one.groups.contains(name)));
            }
            None => grouped.push(Grouped {
                word: row,
                children: child.into_iter().collect(),
                groups: group.into_iter().collect(),
            }),
        }
    }
    grouped
}

fn family_key(word: &ForFamily) -> (Id<super::Note>, Id<Pupil>, Option<String>) {
    (word.note, word.pupil, word.group.clone())
}

fn cut<T>(mut rows: Vec<T>, key: impl Fn(&T) -> After) -> Listed<T> {
    let next = if rows.len() > PAGE { rows.get(PAGE - 1).map(&key) } else { None };
    rows.truncate(PAGE);
    Listed { rows, next }
}

/// The years that are over, and where each one's words begin in the list: all words are there, from the newest on.
pub fn past_years(cx: &Cx<Rx>) -> Result<Vec<(String, After)>> {
    let over = years::years(&cx.db)?.into_iter().filter(|year| year.ends_on < cx.today);
    let begin = over.filter_map(|year| {
        let morning_after = year.ends_on.tomorrow().ok()?.to_zoned(cx.zone.clone()).ok()?;
        Some((year.label, After(morning_after.timestamp().into(), 0)))
    });
    Ok(begin.collect())
}

/// `?avant=SECONDS-NUMBER`, as the link to older words says it.
fn after(cx: &Cx<Rx>) -> Result<After> {
    let text = cx.ask.query.get("avant");
    if text.is_empty() {
        return Ok(After::START);
    }
    let (at, note) = text.split_once('-').ok_or(Error::NotFound)?;
    match (at.parse(), note.parse()) {
        (Ok(at), Ok(note)) => Ok(After(Instant(at), note)),
        _ => Err(Error::NotFound),
    }
}

/// Words lately dealt with, for the home page: signed, read, or with nothing to do.
pub fn recent(
    cx: &Cx,
    book: &May<OpenBook>,
    children: &[&Child],
    waiting: &[Grouped<Waiting>],
    most: i64,
) -> Result<Vec<Grouped<ForFamily>>> {
    let mut rows = Vec::new();
    for child in children {
        let lately = store::of_pupil(&cx.db, book, child.id, After::START, most + 3)?;
        let lately = lately.into_iter().filter(|row| row.is_shown(cx.today));
        rows.extend(lately.filter(|row| row.answered_at.is_some() || !is_for(row.asks, child)));
    }
    // Signed for one child and waiting for another: it is told once, where it waits.
    rows.retain(|row| !waiting.iter().any(|one| one.word.word.note == row.note));
    let mut grouped = group(rows, children, family_key);
    grouped.sort_by_key(|one| Reverse((one.word.sent_at, one.word.note)));
    grouped.truncate(usize::try_from(most).unwrap_or(0));
    Ok(grouped)
}
