//! Where the book bears somebody's name beside what a search finds: what is joined to a word, the choices of its slip, a word
//! that was taken back, a ready-made one. Each word is judged by its own permit.

mod store;

pub use store::unname;

use crate::{
    base::{error::Result, rich_text, search::Named},
    door::{
        Cx,
        found::{Found, Kind, MOST},
    },
    rooms::liaison::{
        path,
        policy::{OpenBook, ReadNote, WriteWord},
        store as notes, templates,
    },
    school::departure::Departure,
};
use std::collections::HashSet;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Where {
    Piece,
    Choice,
    TakenBack,
}

impl Where {
    fn said(self) -> &'static str {
        match self {
            Where::Piece => "Le nom d’une pièce jointe",
            Where::Choice => "Un choix du talon",
            Where::TakenBack => "Un mot retiré",
        }
    }
}

pub fn bears(cx: &Cx, _: &Departure, name: &Named) -> Result<Vec<Found>> {
    let Some(book) = cx.may_perhaps::<OpenBook>(())? else { return Ok(Vec::new()) };
    let mut places = store::pieces(&cx.db, &book, name)?;
    places.extend(store::choices(&cx.db, &book, name)?);
    places.extend(store::taken_back(&cx.db, &book, name)?);
    let (mut found, mut told) = (Vec::new(), HashSet::new());
    for (note, about) in places {
        if found.len() >= MOST || !told.insert((note, about)) {
            continue;
        }
        if let Some(note) = cx.may_perhaps::<ReadNote>(note)? {
            let title = notes::text(&cx.db, &note, note.version)?.title;
            found.push(Found::new(Kind::Word, path::note(note.id), title, about.said()));
        }
    }
    if let Some(writes) = cx.may_perhaps::<WriteWord>(())? {
        let named = templates::store::all(&cx.db, &writes)?.into_iter().filter(|one| {
            let model = &one.model;
            let asked = serde_json::to_string(&model.questions).unwrap_or_default();
            [&model.name, &model.title, &rich_text::to_plain(&model.body), &asked].iter().any(|text| name.is_in(text))
        });
        found.extend(named.map(|one| Found::new(Kind::Word, path::TEMPLATES, one.model.name, "Un mot tout prêt")));
    }
    Ok(found)
}
