//! Writing a word: from a draft to the families. Recipients are permits, one for each box ticked.

mod forms;
pub mod pages;
mod recipients;
pub mod store;

pub use forms::{ASK_FOR_THE_SLIP, Corrected, Kept, New, To, Written, body, kept_of, removed, title};

use super::{
    Note, budget, path, pieces,
    policy::{CopyNote, PassQuietHours, WriteWord},
    questions::{self, Question, blocks},
    store as notes, templates, waiting,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Beats, Cx, Draft, Faults, Fields, Page, SignedIn, form::Nothing},
    school::{
        Class, Pupil,
        audience::{self, Addressed},
        class,
        consent::{Asking, policy::AskForYear},
        group,
        permit::{May, Rule, Ties},
        person,
        policy::{SeeClass, WriteToClass, WriteToGroup, WriteToPupil, WriteToSchool},
        quiet,
    },
};
use std::borrow::Borrow;

/// A class that the viewer may write to, with its pupils.
pub struct Choice {
    pub class: Id<Class>,
    pub name: String,
    pub pupils: Vec<Pupil>,
}

pub fn show(cx: &Cx, book: &May<WriteWord>, draft: &Draft) -> Result<Page> {
    let mut draft = draft.clone();
    let copied = copied(cx)?;
    let copied_from = copied.as_ref().map(|(note, _)| *note);
    let begun = copied.map(|(_, fields)| fields).or(templates::chosen(cx, book)?);
    let replaces = begun.is_some() && cx.ask.query.get("brouillon") == "remplacer";
    if draft.is_blank()
        && !replaces
        && let Some(saved) = store::saved(&cx.db, book)?
    {
        // Asked first: typing on a blank page would write over what was kept.
        if cx.ask.query.get("brouillon") != "reprendre" {
            return Ok(pages::resume(cx, &saved, copied_from));
        }
        draft.fields = saved.fields;
    } else if let (true, Some(mut begun)) = (draft.is_blank(), begun) {
        begun.push("rappels", "oui");
        draft.fields = begun;
    }
    let draft = draft.or_standing(&asked_group(cx)?);
    compose(cx, book, &pages::Sheet::blank(), &draft)
}

/// Begun from an older word: its text and what it asks, not its dates nor whom it was for.
fn copied(cx: &Cx) -> Result<Option<(Id<Note>, Fields)>> {
    let Ok(id) = cx.ask.query.get("copie").parse() else { return Ok(None) };
    let Some(note) = cx.may_perhaps::<CopyNote>(id)? else { return Ok(None) };
    let fields = content(&cx.db, &note)?;
    Ok(Some((note.id, fields)))
}

/// What a word says and asks, as the composer's fields say it.
pub fn content<R: Rule<On = Note>>(rx: &Rx, note: &May<R>) -> Result<Fields> {
    let text = notes::text(rx, note, note.version)?;
    let mut fields = Fields::default();
    fields.push("titre", text.title.as_str());
    fields.push("texte", text.body.as_str());
    fields.push("categorie", note.category.as_str());
    fields.push("demande", note.asks.as_str());
    let asked = questions::store::of_note(rx, note)?;
    let questions: Vec<Question> = asked.iter().map(|asked| (**asked).clone()).collect();
    blocks::put(&questions, &mut fields);
    Ok(fields)
}

/// The pupils to tick, asked by the composer when the word turns out to be for single ones.
pub fn pupils(cx: &Cx, book: May<WriteWord>) -> Result<Page> {
    Ok(Page::document(recipients(cx, &book)?.pupils(&Draft::default())))
}

/// The composer, for a new word or one that waits.
pub fn compose(cx: &Cx, book: &May<WriteWord>, sheet: &pages::Sheet, draft: &Draft) -> Result<Page> {
    let to = recipients(cx, book)?;
    let around = pages::Around {
        leaves: waiting::leaves_line(&cx.db, &draft.fields, cx.now)?,
        received: budget::of_fields(cx, book, &draft.fields)?,
        may_press: book.also::<PassQuietHours>().is_some(),
        sent: store::sent(&cx.db, book)?,
    };
    Ok(pages::write(cx, &to, sheet, &around, draft))
}

/// The classes, groups and pupils to whom the viewer may write.
fn recipients(cx: &Cx, book: &May<WriteWord>) -> Result<recipients::Recipients> {
    let is_director = book.ties().meets(Ties::DIRECTOR);
    let classes: Vec<(Id<Class>, String)> = if is_director {
        class::store::classes_of(&cx.db, cx.today)?.into_iter().map(|class| (class.id, class.name)).collect()
    } else {
        class::store::taught_by(&cx.db, cx.viewer()?)?.into_iter().map(|class| (class.id, class.name)).collect()
    };
    let mut choices = Vec::new();
    for (class, name) in classes {
        // Not a class for which the book is off.
        if let Some(seen) = cx.may_perhaps::<SeeClass>(class)? {
            let pupils = person::store::pupils_in(&cx.db, &seen)?;
            choices.push(Choice { class, name, pupils });
        }
    }
    let mut groups = Vec::new();
    for line in group::store::standing(&cx.db, cx.viewer()?)? {
        if cx.may_perhaps::<WriteToGroup>(line.id)?.is_some() {
            groups.push(line);
        }
    }
    Ok(recipients::Recipients { classes: choices, groups, is_director })
}

/// Come from a group's page: that group is ticked already. A number that is none of the viewer's ticks nothing.
fn asked_group(cx: &Cx) -> Result<Vec<(&'static str, &str)>> {
    let mut standing = vec![("rappels", "oui")];
    let asked = cx.ask.query.get("groupe");
    if let Ok(id) = asked.parse()
        && cx.may_perhaps::<WriteToGroup>(id)?.is_some()
    {
        standing.extend([("a_qui", "groupes"), ("groupe", asked)]);
    }
    Ok(standing)
}

/// Judged in one transaction, files put in their place outside of any, written in another.
pub fn publish(beats: &Beats, written: Written) -> Result<Page> {
    let (faults, leaves_at) = beats.read(|cx, _: May<WriteWord>| late_faults(cx, &written))?;
    if !faults.is_empty() {
        return Ok(Page::again(faults));
    }
    let Written { new, to, pieces: taken, .. } = written;
    let kept = pieces::keep(&beats.house.files, taken)?;
    beats.write(|cx, book: May<WriteWord>| {
        let to = addressed(cx, &to)?;
        let note = notes::add(&cx.db, &book, &to, &new, leaves_at, cx.now)?;
        pieces::store::add(&cx.db, &book, note, &kept, cx.now)?;
        cx.refers("note", note.number(), &new.body)?;
        store::forget(&cx.db, &book)?;
        cx.journal("SendNote", "note", Some(note.number()))?;
        if new.is_urgent {
            waiting::press(cx, note)?;
        }
        waiting::send(cx, note, leaves_at)
    })
}

/// What is wrong with it today, and the instant at which it would leave.
pub fn late_faults(cx: &Cx, written: &Written) -> Result<(Faults, Instant)> {
    let mut faults = Faults::default();
    if written.new.is_urgent {
        cx.may::<PassQuietHours>(())?;
    }
    let quiet = quiet::store::quiet(&cx.db)?;
    let leaves_at = waiting::leaves(&written.when, &quiet, cx.now).unwrap_or_else(|fault| {
        faults.add("quand_le", fault);
        cx.now
    });
    if faults.is_empty() {
        waiting::leaving::judge_dates(&written.new, &quiet, leaves_at, cx.now, &mut faults);
    }
    let for_year = |question: &Question| question.image.as_ref().is_some_and(Asking::is_for_year);
    if written.new.questions.iter().any(for_year) && cx.may_perhaps::<AskForYear>(())?.is_none() {
        faults.add("", pages::YEAR_IS_THE_DIRECTOR_S);
    }
    if audience::store::size(&cx.db, &addressed(cx, &written.to)?)? == 0 {
        faults.add("a_qui", pages::NOBODY);
    }
    if !faults.is_empty() && !written.pieces.is_empty() {
        faults.add("pieces", pages::CHOOSE_AGAIN);
    }
    Ok((faults, leaves_at))
}

/// A permit on each, or a refusal of the whole.
pub fn addressed<D: Borrow<Rx>>(cx: &Cx<D>, to: &To) -> Result<Addressed> {
    let mut all = Addressed::by(cx.viewer()?);
    match to {
        To::School => all.school(&cx.may::<WriteToSchool>(())?),
        To::Classes(classes) => {
            for class in classes {
                all.class(&cx.may::<WriteToClass>(*class)?);
            }
        }
        To::Groups(groups) => {
            for group in groups {
                all.group(&cx.may::<WriteToGroup>(*group)?);
            }
        }
        To::Pupils(pupils) => {
            for pupil in pupils {
                all.pupil(&cx.may::<WriteToPupil>(*pupil)?);
            }
        }
    }
    Ok(all)
}

/// A draft is its author's alone and changes nothing for anybody: no journal line, hence the plain gate. What was on its way
/// while its page sent the word comes too late: it would be a draft of what was said.
pub fn keep(cx: &Cx<Tx>, _: SignedIn, kept: Kept) -> Result<Page> {
    let book = cx.may::<WriteWord>(())?;
    let sent = store::sent(&cx.db, &book)?;
    if kept.sent.is_some_and(|known| known != sent) {
        return Err(Error::Conflict);
    }
    if kept.fields.get("titre").is_empty() && kept.fields.get("texte").is_empty() {
        store::forget(&cx.db, &book)?;
    } else {
        store::keep(&cx.db, &book, &kept.fields, cx.now)?;
    }
    // The page itself is answered on the spot: sent elsewhere, it could not tell « gardé » from « reconnectez-vous ».
    Ok(if kept.is_silent { pages::kept() } else { Page::go(path::BOOK).saying(pages::KEPT) })
}

pub fn throw_away(cx: &Cx<Tx>, _: SignedIn, _: Nothing) -> Result<Page> {
    let book = cx.may::<WriteWord>(())?;
    store::forget(&cx.db, &book)?;
    Ok(Page::go(path::WRITE))
}
