//! Another name for a folder or a file.

use super::{choosing::Named, holding, path, sentences};
use crate::{
    base::{
        db::Tx,
        error::Result,
        ui::{button, field, notice},
    },
    door::{Cx, Draft, Faults, Page, dav::Change},
    school::{
        document::{
            Facts,
            placing::{Clash, store},
            policy::ChangeEntry,
        },
        permit::May,
    },
};
use maud::html;

pub fn show(_: &Cx, entry: &May<ChangeEntry>, draft: &Draft) -> Result<Page> {
    let draft = draft.or_standing(&[("nom", &entry.name)]);
    let title = if entry.is_folder() { "Renommer le dossier" } else { "Renommer le fichier" };
    let body = html! {
        h1 { (title) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(path::rename(entry.id)) {
            (field::text("nom", "Nom").required().max_length(200).autocomplete("off").typed(draft.typed("nom")))
            div.actions { (button::primary("Renommer")) (button::link("Annuler", home(entry)).quiet()) }
        }
    };
    Ok(Page::narrow(title, body))
}

pub fn rename(cx: &Cx<Tx>, entry: May<ChangeEntry>, named: Named) -> Result<Page> {
    if let Some(held) = holding::of(cx, &entry, Change::Goes)? {
        return Ok(Page::again(Faults::one("nom", held)));
    }
    Ok(match store::rename(&cx.db, &entry, &named.name, Clash::Refuse, cx.now)? {
        Ok(_) => Page::go(home(&entry)),
        Err(hindrance) => Page::again(Faults::one("nom", sentences::hindrance(hindrance))),
    })
}

/// Its own page.
pub fn home(one: &Facts) -> String {
    if one.is_folder() { path::folder(one.space, Some(one.id)) } else { path::file(one.id) }
}
