//! A word that waits, in the composer again: all of it may change.

use super::{pages, press, send, store};
use crate::{
    base::{db::Rx, error::Result},
    door::{Beats, Cx, Draft, Faults, Fields, Form, Page, upload::Upload},
    rooms::liaison::{
        pieces,
        policy::ChangeWaiting,
        writing::{self, To, Written},
    },
    school::{
        audience::{self, Part},
        permit::May,
        quiet,
    },
};
use std::{borrow::Borrow, collections::BTreeSet};

/// Everything that the composer sends, and the pieces that go.
pub struct Rewritten {
    written: Written,
    removed: BTreeSet<i64>,
}

impl Form for Rewritten {
    const FILE_LIMIT: u64 = pieces::FILE_LIMIT;
    const FILES: usize = pieces::FILES;

    fn check(fields: &Fields, uploads: &[Upload]) -> std::result::Result<Rewritten, Faults> {
        let removed = writing::removed(fields);
        Ok(Rewritten { written: Written::check(fields, uploads)?, removed })
    }
}

pub fn change_page(cx: &Cx, note: &May<ChangeWaiting>, draft: &Draft) -> Result<Page> {
    let mut draft = draft.clone();
    if draft.is_blank() {
        draft.fields = standing(cx, note)?;
    }
    let kept = pieces::store::of_note(&cx.db, note)?;
    let sheet = writing::pages::Sheet::again(note.id, &kept);
    writing::compose(cx, &cx.may(())?, &sheet, &draft)
}

/// Judged in one transaction, files put in their place outside of any, written in another.
pub fn change(beats: &Beats, new: Rewritten) -> Result<Page> {
    let Rewritten { mut written, removed } = new;
    let (mut faults, leaves_at) = beats.read(|cx, note: May<ChangeWaiting>| {
        let (mut faults, leaves_at) = writing::late_faults(cx, &written)?;
        let standing = pieces::store::of_note(&cx.db, &note)?;
        let left = standing.iter().filter(|piece| !removed.contains(&piece.id)).count();
        if left + written.pieces.len() > pieces::FILES {
            faults.add("pieces", writing::pages::TOO_MANY);
        }
        Ok((faults, leaves_at))
    })?;
    if !faults.is_empty() {
        if !written.pieces.is_empty() && faults.of("pieces").is_none() {
            faults.add("pieces", writing::pages::CHOOSE_AGAIN);
        }
        return Ok(Page::again(faults));
    }
    let kept = pieces::keep(&beats.house.files, std::mem::take(&mut written.pieces))?;
    beats.write(|cx, note: May<ChangeWaiting>| {
        let to = writing::addressed(cx, &written.to)?;
        store::rewrite(&cx.db, &note, &to, &written.new, leaves_at, cx.now)?;
        pieces::store::rewrite(&cx.db, &note, &removed, &kept, cx.now)?;
        cx.refers("note", note.id.number(), &written.new.body)?;
        if written.new.is_urgent {
            press(cx, note.id)?;
        }
        let page = send(cx, note.id, leaves_at)?;
        Ok(if leaves_at > cx.now { page.saying(pages::changed(cx, leaves_at)) } else { page })
    })
}

/// The word as the composer's fields say it.
pub fn standing<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<ChangeWaiting>) -> Result<Fields> {
    let rx = cx.db.borrow();
    let mut fields = writing::content(rx, note)?;
    let mut push = |name: &str, value: String| fields.push(name, value);
    for (name, day) in
        [("avant_le", note.deadline_on), ("evenement_le", note.event_on), ("affiche_jusqu_au", note.shown_until)]
    {
        push(name, day.map(|day| day.to_string()).unwrap_or_default());
    }
    for (name, is_so) in [("texte_dans_mail", note.text_in_mail), ("rappels", note.reminds), ("urgent", note.is_urgent)]
    {
        if is_so {
            push(name, "oui".to_owned());
        }
    }
    let leaves = note.sent_at.zoned(&quiet::store::quiet(rx)?.zone);
    push("sauf", note.id.to_string());
    push("quand", "plus_tard".to_owned());
    push("quand_le", leaves.date().to_string());
    push("quand_a", leaves.strftime("%H:%M").to_string());
    for (name, value) in recipients(&audience::store::parts(rx, note.audience)?) {
        push(name, value);
    }
    Ok(fields)
}

/// Whom it is for, as the composer's fields say it.
pub fn recipients(parts: &[Part]) -> Vec<(&'static str, String)> {
    let kind = match To::of(parts) {
        To::School => "ecole",
        To::Classes(_) => "classes",
        To::Groups(_) => "groupes",
        To::Pupils(_) => "eleves",
    };
    let ticked = parts.iter().filter_map(|part| match part {
        Part::School => None,
        Part::Class(class) => Some(("classe", class.to_string())),
        Part::Group(group) => Some(("groupe", group.to_string())),
        Part::Pupil(pupil) => Some(("eleve", pupil.to_string())),
    });
    std::iter::once(("a_qui", kind.to_owned())).chain(ticked).collect()
}
