//! Writing a word: from a draft to the families. Recipients are permits, one for each box ticked.

mod forms;
pub mod pages;
pub mod store;

pub use forms::{ASK_FOR_THE_SLIP, Corrected, Kept, New, To, Written, body, title};

use super::{
    follow_up, path, pieces,
    policy::{FollowUp, WriteWord},
    store as notes, templates,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::Result,
    },
    door::{Beats, Cx, Draft, Faults, Page, SignedIn, form::Nothing},
    school::{
        Class, Pupil,
        audience::{self, Addressed},
        class, group,
        permit::{May, Ties},
        person,
        policy::{SeeClass, WriteToClass, WriteToGroup, WriteToPupil, WriteToSchool},
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
    let model = templates::chosen(cx, book)?.filter(|_| draft.is_blank());
    if draft.is_blank()
        && (model.is_none() || cx.ask.query.get("brouillon") != "remplacer")
        && let Some(saved) = store::saved(&cx.db, book)?
    {
        // Asked first: typing on a blank page would write over what was kept.
        if cx.ask.query.get("brouillon") != "reprendre" {
            return Ok(pages::resume(cx, &saved));
        }
        draft.fields = saved.fields;
    } else if let Some(model) = model {
        draft.fields = model;
    }
    let draft = draft.or_standing(&asked_group(cx)?);
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
    Ok(pages::write(cx, &pages::Recipients { classes: choices, groups, is_director }, &draft))
}

/// Come from a group's page: that group is ticked already. A number that is none of the viewer's ticks nothing.
fn asked_group(cx: &Cx) -> Result<Vec<(&'static str, &str)>> {
    let asked = cx.ask.query.get("groupe");
    let Ok(id) = asked.parse() else { return Ok(Vec::new()) };
    Ok(match cx.may_perhaps::<WriteToGroup>(id)? {
        Some(_) => vec![("a_qui", "groupes"), ("groupe", asked)],
        None => Vec::new(),
    })
}

/// Judged in one transaction, files put in their place outside of any, written in another.
pub fn publish(beats: &Beats, written: Written) -> Result<Page> {
    let faults = beats.read(|cx, _: May<WriteWord>| late_faults(cx, &written))?;
    if !faults.is_empty() {
        return Ok(Page::again(faults));
    }
    let Written { new, to, pieces: taken } = written;
    let kept = pieces::keep(&beats.house.files, taken)?;
    beats.write(|cx, book: May<WriteWord>| {
        let to = addressed(cx, &to)?;
        let note = notes::add(&cx.db, &book, &to, &new, cx.now, cx.now)?;
        notes::deliver(&cx.db, note, cx.viewer()?.closed(), cx.now, cx.today)?;
        pieces::store::add(&cx.db, &book, note, &kept, cx.now)?;
        store::forget(&cx.db, &book)?;
        cx.journal("SendNote", "note", Some(note.number()))?;
        let families = follow_up::families(cx, &cx.may::<FollowUp>(note)?)?;
        Ok(Page::go(path::of(note, "suivi")).saying(pages::sent(families)))
    })
}

fn late_faults(cx: &Cx, written: &Written) -> Result<Faults> {
    let mut faults = Faults::default();
    if written.new.deadline_on.is_some_and(|day| day < cx.today) {
        faults.add("avant_le", pages::DAY_IS_PAST);
    }
    if audience::store::size(&cx.db, &addressed(cx, &written.to)?)? == 0 {
        faults.add("a_qui", pages::NOBODY);
    }
    if !faults.is_empty() && !written.pieces.is_empty() {
        faults.add("pieces", pages::CHOOSE_AGAIN);
    }
    Ok(faults)
}

/// A permit on each, or a refusal of the whole.
fn addressed<D: Borrow<Rx>>(cx: &Cx<D>, to: &To) -> Result<Addressed> {
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

/// A draft is its author's alone and changes nothing for anybody: no journal line, hence the plain gate.
pub fn keep(cx: &Cx<Tx>, _: SignedIn, kept: Kept) -> Result<Page> {
    let book = cx.may::<WriteWord>(())?;
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
