//! Writing: a draft is made first, so that what is sent with it has a place from the first second on; it is kept while it is
//! typed. Whom it is for is judged each time: a draft holds words, never a right.

pub mod forms;
pub mod pages;
pub mod store;

pub use forms::{Gesture, Kept, Sheet, Written};

use super::{
    Answers, Message, State,
    addressing::{self, Addressed, Part},
    answering, finder, path, pieces,
    policy::{BeginMessage, PassQuietHours, WriteMessage},
    sending,
};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Tx},
        error::{Error, Result},
        jobs::System,
        search::Query,
    },
    door::{Cx, Draft, Fields, Form, Page, form::Nothing, room::Every, upload::Upload},
    school::{
        correspondence::{self, Party, Profile, limits},
        permit::May,
        quiet,
    },
};
use jiff::tz::TimeZone;
use std::{borrow::Borrow, collections::BTreeSet};

pub const SWEEP: Every = Every { name: "empty messages", seconds: 3_600, run: sweep };
/// An empty draft waits so long for its first word.
const EMPTY: i64 = Instant::DAY;
/// Who wrote too much is forgotten after so long.
const MONTH: i64 = 30 * Instant::DAY;

/// « Nouveau message », to somebody perhaps.
pub struct Begun(Option<Part>);

impl Form for Begun {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Begun, crate::door::Faults> {
        Ok(Begun(Part::parse(fields.get("a"))))
    }
}

pub fn begin(cx: &Cx<Tx>, mailbox: May<BeginMessage>, begun: Begun) -> Result<Page> {
    let id = match store::untouched(&cx.db, &mailbox)? {
        Some(id) => id,
        None => store::begin(&cx.db, &mailbox, cx.now)?,
    };
    if let Some(part) = begun.0 {
        let message = cx.may::<WriteMessage>(id)?;
        let to = without_barred(cx, [part].into())?;
        let sheet = Sheet { to, ..Sheet::default() };
        store::write(&cx.db, &message, &Written::blank(sheet), cx.now)?;
    }
    Ok(Page::go(path::draft(id)))
}

/// The composer: of a new thread, or of an answer with what goes with it.
pub fn show(cx: &Cx, message: &May<WriteMessage>, draft: &Draft) -> Result<Page> {
    if message.state != State::Draft {
        return Err(Error::NotFound);
    }
    let mut draft = draft.clone();
    if draft.is_blank() {
        draft.fields = standing(message);
    }
    let desk = pieces::desk(cx, message)?;
    if let Some(thread) = &message.within {
        let names = answering::choices(cx, thread)?;
        return Ok(pages::answer(cx, message, thread, &names, desk, &draft));
    }
    let parts = forms::parts(&draft.fields);
    let from = party(cx)?;
    let addressed = addressing::addressed(&cx.db, &from, &parts, forms::about(&draft.fields), cx.today)?;
    let kept: BTreeSet<Part> = parts.iter().copied().filter(|part| !addressed.barred.contains(part)).collect();
    let query = Query::read(cx.ask.query.get("q"));
    let around = pages::Around {
        said: addressing::store::said(&cx.db, &kept)?,
        has_barred: !addressed.barred.is_empty(),
        found: finder::found(cx, &query, &kept)?,
        suggested: if kept.is_empty() { finder::suggested(cx)? } else { Vec::new() },
        leaves: leaves(cx, &from, &addressed)?,
        away: away(cx, &addressed)?,
        is_frozen: is_frozen(cx)?,
        may_press: cx.may_perhaps::<PassQuietHours>(())?.is_some(),
        decides: from.is_of_staff(),
        query,
        desk,
    };
    Ok(pages::write(cx, message, &around, &draft))
}

/// When it would be handed over, said only where it is not at once.
fn leaves(cx: &Cx, from: &Party, to: &Addressed) -> Result<Option<String>> {
    if to.recipients.is_empty() {
        return Ok(None);
    }
    let at = correspondence::store::leaves_at(&cx.db, from, &to.parties(), cx.now)?;
    let quiet = quiet::store::quiet(&cx.db)?;
    Ok((at > cx.now).then(|| quiet.said(at, cx.now)))
}

/// Who takes no message for a while.
fn away(cx: &Cx, to: &Addressed) -> Result<Vec<String>> {
    let reached = correspondence::store::reached(&cx.db, &to.people(), cx.today)?;
    Ok(reached.away().map(|(who, pause)| correspondence::sentences::away(who, pause)).collect())
}

/// The direction has stopped all messages of people like the viewer.
pub fn is_frozen(cx: &Cx) -> Result<bool> {
    let freeze = correspondence::freeze::store::freeze(&cx.db)?;
    Ok(freeze.holds(Profile::of(cx.viewer()?)))
}

/// What stands, as the composer's fields say it.
fn standing(message: &Message) -> Fields {
    let (sheet, mut fields) = (&message.sheet, Fields::default());
    fields.push("objet", sheet.subject.as_str());
    fields.push("texte", message.body.as_str());
    for part in &sheet.to {
        fields.push("a", part.word());
    }
    fields.push("au_sujet_de", sheet.about.map(|pupil| pupil.to_string()).unwrap_or_default());
    fields.push("reponses", sheet.answers.map(Answers::as_str).unwrap_or_default());
    fields.push("pour", sheet.only_to.map(|person| person.to_string()).unwrap_or_default());
    if message.text_in_mail {
        fields.push("texte_dans_mail", "oui");
    }
    fields
}

/// What the viewer is to others.
pub fn party<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Party> {
    let viewer = cx.viewer()?;
    let own = correspondence::store::parties(cx.db.borrow(), &[viewer.person], cx.today)?.into_iter().next();
    Ok(own.unwrap_or(Party::none(viewer.person)))
}

/// A draft keeps nobody to whom its author may not write: not even a name is told by it.
fn without_barred<D: Borrow<Rx>>(cx: &Cx<D>, mut parts: BTreeSet<Part>) -> Result<BTreeSet<Part>> {
    let addressed = addressing::addressed(cx.db.borrow(), &party(cx)?, &parts, None, cx.today)?;
    parts.retain(|part| !addressed.barred.contains(part));
    Ok(parts)
}

pub fn save(cx: &Cx<Tx>, message: May<WriteMessage>, mut written: Written) -> Result<Page> {
    if message.state != State::Draft {
        return Err(Error::Conflict);
    }
    if message.within.is_some() {
        return answering::save_draft(cx, &message, &written);
    }
    if written.gesture != Gesture::Send {
        written.sheet.to = without_barred(cx, written.sheet.to)?;
    }
    store::write(&cx.db, &message, &written, cx.now)?;
    let composer = path::draft(message.id);
    match written.gesture {
        Gesture::Send => sending::send(cx, message.id, &written),
        Gesture::Keep if !written.query.is_empty() => Ok(Page::go(finder::path_of(&composer, &written.query))),
        Gesture::Keep => Ok(Page::go(composer).saying(pages::KEPT)),
        Gesture::Address | Gesture::Attach => Ok(Page::go(composer)),
    }
}

/// While it is typed.
pub fn keep(cx: &Cx<Tx>, message: May<WriteMessage>, mut kept: forms::Kept) -> Result<Page> {
    if message.state != State::Draft {
        return Err(Error::Conflict);
    }
    let written = &mut kept.written;
    written.sheet.to = without_barred(cx, std::mem::take(&mut written.sheet.to))?;
    store::write(&cx.db, &message, written, cx.now)?;
    Ok(pages::kept())
}

pub fn throw_away_page(_: &Cx, message: &May<WriteMessage>, _: &Draft) -> Result<Page> {
    if message.state == State::Draft { Ok(pages::throw_away(message)) } else { Err(Error::NotFound) }
}

pub fn throw_away(cx: &Cx<Tx>, message: May<WriteMessage>, _: Nothing) -> Result<Page> {
    store::throw_away(&cx.db, &message)?;
    let back = message.thread.map_or(path::LIST.to_owned(), path::thread);
    Ok(Page::go(back).saying(pages::THROWN_AWAY))
}

fn sweep(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    limits::store::forget(tx, now.plus(-MONTH).date(&TimeZone::UTC))?;
    store::sweep(tx, now.plus(-EMPTY), by).map(drop)
}
