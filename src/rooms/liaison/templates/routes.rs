//! Ready-made words: listed, filled, written, changed, hidden.

use super::{
    Listed, Model, Template, filling,
    forms::{Typed, Which},
    image, listed, pages, shipped, store,
};
use crate::{
    base::{
        db::{Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Fields, Page, Routes, form::Nothing},
    rooms::liaison::{
        path,
        policy::{AddTemplate, ChangeTemplate, CorrectNote, KeepTemplates, WriteWord},
        questions, store as notes, writing,
    },
    school::permit::May,
};
use std::borrow::Borrow;

pub fn routes(r: &mut Routes) {
    r.get("/cahier-de-liaison/modeles", list);
    r.get("/cahier-de-liaison/modeles/remplir", fill);
    r.form("/cahier-de-liaison/modeles/nouveau", blank, add);
    r.form("/cahier-de-liaison/modeles/fourni", shipped_page, change_shipped);
    r.post("/cahier-de-liaison/modeles/fourni/cacher", hide);
    r.post("/cahier-de-liaison/modeles/fourni/montrer", show);
    r.post("/cahier-de-liaison/modeles/fourni/retablir", restore);
    r.form("/cahier-de-liaison/modeles/{template}", own_page, change);
    r.post("/cahier-de-liaison/modeles/{template}/supprimer", remove);
}

/// The composer's fields from the model that its address names, filled with what was typed on the page before.
pub fn chosen(cx: &Cx, book: &May<WriteWord>) -> Result<Option<Fields>> {
    if !cx.ask.query.has("modele") {
        return Ok(None);
    }
    if cx.ask.query.get("modele") == image::KEY {
        return image::chosen(&cx.db, &cx.ask.query);
    }
    let model = one(cx, book)?.model;
    Ok(Some(filling::fill(&model, |at| cx.ask.query.get(&pages::field_name(at)).to_owned())))
}

fn list(cx: &Cx, book: May<WriteWord>) -> Result<Page> {
    let mut all = listed(store::all(&cx.db, &book)?);
    let keeps = book.also::<KeepTemplates>().is_some();
    all.retain(|one| keeps || !one.is_hidden);
    let mut may_change = Vec::new();
    for one in all.iter().filter_map(|one| one.own) {
        may_change.extend(cx.may_perhaps::<ChangeTemplate>(one)?);
    }
    Ok(pages::list(&all, &may_change, keeps, book.also::<AddTemplate>().is_some()))
}

fn fill(cx: &Cx, book: May<WriteWord>) -> Result<Page> {
    let chosen = one(cx, &book)?;
    let draft = writing::store::saved(&cx.db, &book)?;
    Ok(pages::fill(&chosen, &filling::fields(&chosen.model), draft.as_ref().map(|draft| draft.fields.get("titre"))))
}

/// The one that the query names; a hidden one is there for the director alone.
fn one(cx: &Cx, book: &May<WriteWord>) -> Result<Listed> {
    let keeps = book.also::<KeepTemplates>().is_some();
    let key = cx.ask.query.get("modele");
    let found = listed(store::all(&cx.db, book)?).into_iter().find(|one| one.key == key);
    found.filter(|one| keeps || !one.is_hidden).ok_or(Error::NotFound)
}

/// A blank one, or one made of a word of the viewer's.
fn blank(cx: &Cx, _: &May<AddTemplate>, draft: &Draft) -> Result<Page> {
    let mut draft = draft.clone();
    if draft.is_blank()
        && let Ok(note) = cx.ask.query.get("mot").parse()
        && let Some(note) = cx.may_perhaps::<CorrectNote>(note)?
    {
        let text = notes::text(&cx.db, &note, note.version)?;
        let questions = questions::store::of_note(&cx.db, &note)?.iter().map(|asked| (**asked).clone()).collect();
        let name = text.title.clone();
        let model =
            Model { name, title: text.title, body: text.body, category: note.category, asks: note.asks, questions };
        draft.fields = pages::standing(&model);
    }
    Ok(pages::edit("Nouveau modèle", &format!("{}/nouveau", path::TEMPLATES), &draft))
}

fn add(cx: &Cx<Tx>, book: May<AddTemplate>, typed: Typed) -> Result<Page> {
    store::add(&cx.db, &book, &typed.0, cx.now)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::ADDED))
}

fn own_page(_: &Cx, template: &May<ChangeTemplate>, draft: &Draft) -> Result<Page> {
    let action = format!("{}/{}", path::TEMPLATES, template.id);
    Ok(pages::edit("Modifier le modèle", &action, &or_standing(draft, &template.model)))
}

fn change(cx: &Cx<Tx>, template: May<ChangeTemplate>, typed: Typed) -> Result<Page> {
    store::change(&cx.db, &template, &typed.0, cx.now)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::CHANGED))
}

fn remove(cx: &Cx<Tx>, template: May<ChangeTemplate>, _: Nothing) -> Result<Page> {
    store::remove(&cx.db, &template)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::REMOVED))
}

fn shipped_page(cx: &Cx, book: &May<KeepTemplates>, draft: &Draft) -> Result<Page> {
    let key = cx.ask.query.get("modele");
    let (model, _) = standing(cx, book, key)?;
    let action = format!("{}/fourni?modele={key}", path::TEMPLATES);
    Ok(pages::edit("Modifier le modèle", &action, &or_standing(draft, &model)))
}

fn change_shipped(cx: &Cx<Tx>, book: May<KeepTemplates>, typed: Typed) -> Result<Page> {
    let key = cx.ask.query.get("modele");
    let (_, is_hidden) = standing(cx, &book, key)?;
    store::put(&cx.db, &book, key, &typed.0, is_hidden, cx.now)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::CHANGED))
}

fn hide(cx: &Cx<Tx>, book: May<KeepTemplates>, which: Which) -> Result<Page> {
    set_hidden(cx, &book, &which.0, true)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::HIDDEN))
}

fn show(cx: &Cx<Tx>, book: May<KeepTemplates>, which: Which) -> Result<Page> {
    set_hidden(cx, &book, &which.0, false)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::SHOWN))
}

fn set_hidden(cx: &Cx<Tx>, book: &May<KeepTemplates>, key: &str, is_hidden: bool) -> Result<()> {
    let (model, _) = standing(cx, book, key)?;
    store::put(&cx.db, book, key, &model, is_hidden, cx.now)
}

fn restore(cx: &Cx<Tx>, book: May<KeepTemplates>, which: Which) -> Result<Page> {
    standing(cx, &book, &which.0)?;
    store::restore(&cx.db, &book, &which.0)?;
    Ok(Page::go(path::TEMPLATES).saying(pages::RESTORED))
}

/// A shipped one as the school has it, and whether it is hidden.
fn standing<D: Borrow<Rx>>(cx: &Cx<D>, book: &May<KeepTemplates>, key: &str) -> Result<(Model, bool)> {
    let shipped = shipped::of(key).ok_or(Error::NotFound)?;
    let reads = book.also::<WriteWord>().ok_or(Error::Forbidden)?;
    let row = store::all(cx.db.borrow(), &reads)?.into_iter().find(|row| row.shipped.as_deref() == Some(key));
    Ok(row.map_or((shipped, false), |Template { model, is_hidden, .. }| (model, is_hidden)))
}

fn or_standing(draft: &Draft, model: &Model) -> Draft {
    if draft.is_blank() { Draft { fields: pages::standing(model), ..Draft::default() } } else { draft.clone() }
}
