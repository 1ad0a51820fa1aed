//! A word that waits: written, and delivered at a moment to come, chosen by its author or by the quiet hours. Until then it is
//! its author's alone; the right to write there is judged anew when it leaves.

mod forms;
mod jobs;
pub mod leaving;
pub mod pages;
mod rewriting;
pub mod store;

pub use forms::{When, day};
pub use jobs::{DeliverNote, RUNS};
pub use leaving::leaves;
pub use rewriting::{change, change_page};

use super::{
    Facts, Note, follow_up, letters, path,
    policy::{ChangeWaiting, FollowUp, OpenBook, PassQuietHours},
    store as notes, writing,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Page, form::Nothing},
    school::{
        audience,
        permit::{May, Ties},
        quiet,
    },
};
use forms::{Moment, Pressed};
use maud::Markup;

/// Why a word could not leave when its moment came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// Its author may no longer write there, or the book is off.
    Right,
    /// It would have reached nobody.
    Nobody,
    /// The day until which an answer was asked for had passed.
    Late,
}

impl Stopped {
    pub fn as_str(self) -> &'static str {
        match self {
            Stopped::Right => "right",
            Stopped::Nobody => "nobody",
            Stopped::Late => "late",
        }
    }

    pub fn parse(text: &str) -> Option<Stopped> {
        [Stopped::Right, Stopped::Nobody, Stopped::Late].into_iter().find(|why| why.as_str() == text)
    }
}

/// Delivered at once when its instant has come; else it waits for it.
pub fn send(cx: &Cx<Tx>, note: Id<Note>, leaves_at: Instant) -> Result<Page> {
    if leaves_at > cx.now {
        crate::base::jobs::store::enqueue(&cx.db, &DeliverNote::of(note, leaves_at), leaves_at)?;
        return Ok(Page::go(path::note(note)).saying(pages::waits_until(cx, leaves_at)));
    }
    notes::deliver(&cx.db, note, cx.viewer()?.closed(), cx.now, cx.today)?;
    letters::announce(&cx.db, note, cx.now)?;
    let families = follow_up::families(cx, &cx.may::<FollowUp>(note)?)?;
    Ok(Page::go(path::of(note, "suivi")).saying(writing::pages::sent(families)))
}

/// The right to deliver in quiet hours, and its own line in the journal.
pub fn press(cx: &Cx<Tx>, note: Id<Note>) -> Result<()> {
    cx.may::<PassQuietHours>(())?;
    cx.journal("PassQuietHours", "note", Some(note.number()))
}

/// What the page of a waiting word says above it, for its author.
pub fn above(cx: &Cx, note: &May<ChangeWaiting>) -> Result<Markup> {
    let quiet = quiet::store::quiet(&cx.db)?;
    let may_press = cx.may_perhaps::<PassQuietHours>(())?.is_some();
    Ok(pages::above(cx, note, &quiet, may_press))
}

/// « Remettre maintenant ».
pub fn hand_over(cx: &Cx<Tx>, note: May<ChangeWaiting>, pressed: Pressed) -> Result<Page> {
    let quiet = quiet::store::quiet(&cx.db)?;
    if pressed.is_urgent {
        cx.may::<PassQuietHours>(())?;
    } else if quiet.is_quiet(cx.now) {
        return Ok(Page::again(Faults::one("", pages::quiet_now(&quiet, cx.now))));
    }
    if let Some(fault) = hindrance(cx, &note, cx.now)? {
        return Ok(Page::again(Faults::one("", fault)));
    }
    if pressed.is_urgent {
        store::press(&cx.db, &note)?;
        press(cx, note.id)?;
    }
    send(cx, note.id, cx.now)
}

/// Another moment for it.
pub fn put_off(cx: &Cx<Tx>, note: May<ChangeWaiting>, moment: Moment) -> Result<Page> {
    let quiet = quiet::store::quiet(&cx.db)?;
    let leaves_at = match leaves(&When { at: Some(moment.at), is_urgent: note.is_urgent }, &quiet, cx.now) {
        Ok(leaves_at) => leaves_at,
        Err(fault) => return Ok(Page::again(Faults::one("quand_le", fault))),
    };
    if let Some(fault) = hindrance(cx, &note, leaves_at)? {
        return Ok(Page::again(Faults::one("", fault)));
    }
    store::leave_at(&cx.db, &note, leaves_at)?;
    send(cx, note.id, leaves_at)
}

/// What hinders it from leaving then: its recipients, judged anew, or its own date.
fn hindrance(cx: &Cx<Tx>, note: &May<ChangeWaiting>, leaves_at: Instant) -> Result<Option<String>> {
    let parts = audience::store::parts(&cx.db, note.audience)?;
    let to = match writing::addressed(cx, &writing::To::of(&parts)) {
        Ok(to) => to,
        Err(Error::NotFound | Error::Forbidden) => return Ok(Some(pages::NOT_YOURS.to_owned())),
        Err(error) => return Err(error),
    };
    if audience::store::size(&cx.db, &to)? == 0 {
        return Ok(Some(writing::pages::NOBODY.to_owned()));
    }
    let late = note.deadline_on.filter(|day| *day < leaves_at.date(&cx.zone));
    Ok(late.map(|day| pages::before_it_leaves(day, leaves_at.date(&cx.zone), cx.today)))
}

pub fn cancel_page(cx: &Cx, note: &May<ChangeWaiting>, _: &Draft) -> Result<Page> {
    let text = notes::text(&cx.db, note, note.version)?;
    let has_draft = writing::store::saved(&cx.db, &cx.may(())?)?.is_some();
    Ok(pages::cancel(note, &text.title, has_draft))
}

/// Back to the draft; of the word only its number stays.
pub fn cancel(cx: &Cx<Tx>, note: May<ChangeWaiting>, _: Nothing) -> Result<Page> {
    let fields = rewriting::standing(cx, &note)?;
    writing::store::keep(&cx.db, &cx.may(())?, &writing::kept_of(&fields), cx.now)?;
    store::cancel(&cx.db, &note, cx.now)?;
    Ok(Page::go(path::BOOK).saying(pages::CANCELLED))
}

/// The viewer's own that wait, and to the director how many others' do and which of them could not leave.
pub fn on_book(cx: &Cx, book: &May<OpenBook>) -> Result<Markup> {
    let own = store::of_author(&cx.db, book)?;
    let (mut others, mut stopped) = (0, Vec::new());
    if book.ties().meets(Ties::DIRECTOR) {
        others = store::of_others(&cx.db, book)?;
        stopped = stopped_lately(cx, book)?;
    }
    Ok(pages::on_book(cx, &own, others, &stopped))
}

/// So long the director is told of a word that could not leave.
const TOLD_DAYS: i64 = 14;

pub fn stopped_lately(cx: &Cx, book: &May<OpenBook>) -> Result<Vec<store::StoppedWord>> {
    store::stopped_of_others(&cx.db, book, cx.now.plus(-TOLD_DAYS * Instant::DAY))
}

impl Facts {
    pub fn is_waiting(&self) -> bool {
        self.delivered_at.is_none()
    }
}

/// « sera remis demain à 7 h », for what is chosen so far; nothing when it would leave at once, or is not said whole.
pub fn leaves_line(rx: &Rx, fields: &Fields, now: Instant) -> Result<Option<String>> {
    let quiet = quiet::store::quiet(rx)?;
    let when = When::read(fields, &mut Faults::default());
    if fields.get("quand") == "plus_tard" && when.at.is_none() {
        return Ok(None);
    }
    let leaves_at = leaves(&when, &quiet, now).ok().filter(|at| *at > now);
    Ok(leaves_at.map(|at| format!("sera remis {}", quiet.said(at, now))))
}
