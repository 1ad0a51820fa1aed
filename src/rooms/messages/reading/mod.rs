//! A thread, read by one of its members: who takes part as far as they may know, what was said to them, and how to answer.
//! That it was read is noted for the reader alone, by a request of its own: no page that is only looked at writes anything.

pub mod pages;
pub mod store;

use super::{
    Answers, Facts, Message, State, Thread, answering, path,
    pieces::{self, Enclosed},
    policy::{AnswerThread, CloseThread, PutAwayThread, ReadThread},
    reports, store as messages,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
    },
    door::{Cx, Draft, Fields, Page, form::Nothing},
    school::{Person, Pupil, permit::May},
};
use std::collections::{BTreeSet, HashMap};

/// So many messages on a page.
const PAGE: usize = 60;

/// What the page draws.
pub struct Drawn {
    /// Oldest first.
    pub messages: Vec<Facts>,
    pub older: Option<Id<Message>>,
    pub names: HashMap<Id<Person>, String>,
    /// For who may know: « Léa », through whom they take part.
    pub about: HashMap<Id<Person>, Vec<String>>,
    pub pieces: HashMap<Id<Message>, Vec<Enclosed>>,
    pub is_unread: bool,
    pub is_archived: bool,
    pub me: Id<Person>,
    /// Whom the opener may answer alone.
    pub choices: Vec<(Id<Person>, String)>,
    /// The answer in the making, with what goes with it already.
    pub draft: Option<(Id<Message>, usize)>,
    pub may_answer: bool,
    /// How many of these messages the viewer has sent.
    pub sent: usize,
    /// The viewer's own, and when the direction has seen to them.
    pub reports: HashMap<Id<Message>, Option<Instant>>,
}

pub fn show(cx: &Cx, thread: May<ReadThread>) -> Result<Page> {
    page(cx, &thread, &Draft::default())
}

/// The same with what was typed at its foot.
pub fn page(cx: &Cx, thread: &May<ReadThread>, draft: &Draft) -> Result<Page> {
    let me = thread.by();
    let before = cx.ask.query.get("avant").parse().ok();
    let mut rows = store::messages(&cx.db, thread, before, PAGE + 1)?;
    let has_older = rows.len() > PAGE;
    rows.truncate(PAGE);
    let older = rows.last().filter(|_| has_older).map(|row| row.id);
    rows.reverse();
    let ids: Vec<Id<Message>> = rows.iter().map(|row| row.id).collect();
    let standing = answering::draft(cx, thread)?;
    let mut pieces = pieces::store::of(&cx.db, &ids)?;
    let (names, about) = known(cx, thread, &rows)?;
    let (is_unread, is_archived) = store::noted(&cx.db, thread)?;
    let standing_pieces = match &standing {
        Some(one) => pieces::store::of(&cx.db, &[one.id])?.remove(&one.id).map_or(0, |all| all.len()),
        None => 0,
    };
    let drawn = Drawn {
        pieces: std::mem::take(&mut pieces),
        messages: rows,
        older,
        names,
        about,
        is_unread,
        is_archived,
        me,
        choices: answering::choices(cx, thread)?,
        draft: standing.as_ref().map(|one| (one.id, standing_pieces)),
        reports: reports::store::own(&cx.db, thread)?,
        sent: answering::store::sent(&cx.db, thread)?,
        may_answer: thread.also::<AnswerThread>().is_some_and(|may| may.takes_answers_of(me)),
    };
    let draft =
        if draft.is_blank() { Draft { fields: typed(cx, standing.as_ref()), ..draft.clone() } } else { draft.clone() };
    Ok(pages::thread(cx, thread, &drawn, &draft))
}

fn typed(cx: &Cx, standing: Option<&Facts>) -> Fields {
    let mut fields = Fields::default();
    fields.push("texte", standing.map_or("", |one| one.body.as_str()));
    let chosen = cx.ask.query.get("a").parse().ok().or(standing.and_then(|one| one.sheet.only_to));
    fields.push("pour", chosen.map(|person: Id<Person>| person.to_string()).unwrap_or_default());
    fields
}

type Known = (HashMap<Id<Person>, String>, HashMap<Id<Person>, Vec<String>>);

/// The names that this member may know: of all who take part, or of who wrote to them and the opener. And for the opener and
/// those who work here, the children in whose respect guardians take part.
fn known(cx: &Cx, thread: &Thread, rows: &[Facts]) -> Result<Known> {
    let viewer = cx.viewer()?;
    let mut people: BTreeSet<Id<Person>> = rows.iter().map(|row| row.author).collect();
    people.insert(thread.opener);
    if thread.shows_members_to(viewer.person) {
        people.extend(thread.members.iter().map(|member| member.person));
    }
    let shown: Vec<Id<Person>> = people.iter().copied().collect();
    let names = messages::names(&cx.db, &shown)?;
    let mut about: HashMap<Id<Person>, Vec<String>> = HashMap::new();
    if viewer.is_staff || viewer.is_director {
        let members = || thread.members.iter().filter(|member| people.contains(&member.person));
        let pupils: Vec<Id<Pupil>> = members().flat_map(|member| member.through.iter().copied()).collect();
        let first_names = messages::first_names(&cx.db, &pupils)?;
        for member in members().filter(|member| !member.through.is_empty()) {
            let own = member.through.iter().filter_map(|pupil| first_names.get(pupil).cloned());
            about.insert(member.person, own.collect());
        }
    }
    Ok((names, about))
}

/// Whether the opener reads a thread whose answers came one by one.
pub fn is_apart(thread: &Thread, me: Id<Person>) -> bool {
    thread.is_opener(me) && thread.answers == Answers::Opener && !thread.is_between_two()
}

/// With whom alone this message was exchanged, in a thread whose answers come one by one.
pub fn other_side(thread: &Thread, row: &Facts) -> Option<Id<Person>> {
    if row.author == thread.opener { row.only_to } else { Some(row.author) }
}

pub fn mark_read(cx: &Cx<Tx>, thread: May<PutAwayThread>, _: Nothing) -> Result<Page> {
    store::mark_read(&cx.db, &thread)?;
    Ok(Page::go(path::LIST))
}

pub fn mark_unread(cx: &Cx<Tx>, thread: May<PutAwayThread>, _: Nothing) -> Result<Page> {
    store::mark_unread(&cx.db, &thread)?;
    Ok(Page::go(path::LIST).saying(pages::UNREAD))
}

/// What is put away was read.
pub fn archive(cx: &Cx<Tx>, thread: May<PutAwayThread>, _: Nothing) -> Result<Page> {
    store::mark_read(&cx.db, &thread)?;
    store::archive(&cx.db, &thread, Some(cx.now))?;
    Ok(Page::go(path::LIST).saying(pages::ARCHIVED))
}

pub fn bring_back(cx: &Cx<Tx>, thread: May<PutAwayThread>, _: Nothing) -> Result<Page> {
    store::archive(&cx.db, &thread, None)?;
    Ok(Page::go(path::thread(thread.id)).saying(pages::BROUGHT_BACK))
}

pub fn close(cx: &Cx<Tx>, thread: May<CloseThread>, _: Nothing) -> Result<Page> {
    store::close(&cx.db, &thread, Some(cx.now))?;
    Ok(Page::go(path::thread(thread.id)).saying(pages::CLOSED))
}

pub fn reopen(cx: &Cx<Tx>, thread: May<CloseThread>, _: Nothing) -> Result<Page> {
    store::close(&cx.db, &thread, None)?;
    Ok(Page::go(path::thread(thread.id)).saying(pages::REOPENED))
}

/// What of it is still on its way.
pub fn waits(row: &Facts) -> bool {
    row.state == State::Waiting
}
