//! The page of an unknown file, and what becomes of its answers. The file itself waits in the session's pocket, in memory.

use super::{
    Setting,
    forms::{Explained, FILE, KIND},
    pages, store, words,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{
        Cx, Draft, Faults, Page, Routes,
        form::Nothing,
        pocket::{Files, Owner},
        routes::Beats,
    },
    rooms::people::import::{mapping, routes::take_in},
    school::{permit::May, policy::ManageSchool},
};

pub fn routes(r: &mut Routes) {
    r.slow_form_in_beats(pages::PATH, show, explain);
    r.post("/ecole/import/colonnes/oublier", drop_files);
    r.post("/ecole/import/reglages/{mapping}/oublier", forget);
}

fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let Some(files) = cx.house.pockets.files(Owner::of(cx)?, cx.now) else { return Ok(pages::lost()) };
    let settings = store::all(&cx.db, school)?;
    let said = |name| [draft.fields.get(name), cx.ask.query.get(name)].into_iter().find(|value| !value.is_empty());
    let asked = said(FILE).and_then(|place| place.parse().ok());
    let Some((place, glance)) = asked_about(&files, &settings, asked) else { return Ok(pages::lost()) };
    let kind = said(KIND).and_then(words::kind_of).unwrap_or(glance.kind);
    Ok(pages::page(&files[place].name, place, &glance, kind, draft))
}

/// The file that the page is about: the one named, else the first that cannot be read.
fn asked_about(files: &Files, settings: &[Setting], asked: Option<usize>) -> Option<(usize, mapping::Glance)> {
    let unknown = |place: usize| Some((place, mapping::unknown(files.get(place)?.bytes(), settings)?));
    if let Some(place) = asked {
        return unknown(place).or_else(|| Some((place, mapping::known(files.get(place)?.bytes(), settings)?)));
    }
    (0..files.len()).find_map(unknown)
}

fn explain(beats: &Beats, said: Explained) -> Result<Page> {
    let (files, owner, mut settings) = beats.read(|cx, school: May<ManageSchool>| {
        let owner = Owner::of(cx)?;
        Ok((cx.house.pockets.files(owner, cx.now), owner, store::all(&cx.db, &school)?))
    })?;
    let Some(files) = files else { return Ok(Page::go(pages::PATH)) };
    let Some((_, glance)) = asked_about(&files, &settings, Some(said.file)) else {
        return Ok(Page::again(Faults::one("", pages::CHANGED)));
    };
    let chosen: Vec<_> = glance.columns.iter().map(|column| said.column(column.place)).collect();
    let mapping = match mapping::mapping(&glance, said.kind, &chosen) {
        Ok(mapping) => mapping,
        Err(sentences) => {
            let mut faults = Faults::default();
            sentences.into_iter().for_each(|sentence| faults.add("", sentence));
            return Ok(Page::again(faults));
        }
    };
    beats.record(|cx, school: May<ManageSchool>| store::remember(&cx.db, &mapping, cx.now, &school))?;
    settings = beats.read(|cx, school: May<ManageSchool>| store::all(&cx.db, &school))?;
    take_in(beats, files, owner, &settings)
}

fn drop_files(cx: &Cx<Tx>, _: May<ManageSchool>, _: Nothing) -> Result<Page> {
    cx.house.pockets.empty(Owner::of(cx)?, cx.now);
    Ok(Page::go("/ecole/import").saying(pages::DROPPED))
}

fn forget(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    let id = cx.ask.text("mapping").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    store::forget(&cx.db, id, &school)?;
    Ok(Page::go("/ecole/import").saying(pages::FORGOTTEN))
}
