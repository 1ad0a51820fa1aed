//! The page on which one walks to where something goes.

use super::Place;
use crate::{
    base::{
        db::Id,
        french,
        ui::{Icon, button, field::hidden, icon, notice},
    },
    door::{Draft, Page},
    rooms::documents::{choosing, path, sentences::title},
    school::{
        Person,
        document::{
            Entry, Facts, Shelf, Space,
            policy::{KeepSpace, TakeEntry},
            space,
        },
        permit::{May, Rule, Ties},
    },
};
use maud::{Markup, html};

pub fn show(
    me: Id<Person>,
    from: &May<KeepSpace>,
    chosen: &[Facts],
    place: &Place,
    others: &[(Shelf, Ties)],
    draft: &Draft,
) -> Page {
    let takes = from.ties().meets(TakeEntry::WHO);
    let from = space(from);
    let back = path::folder(from, chosen.first().and_then(|one| one.folder));
    let href = |to: Space, folder: Option<Id<Entry>>| {
        let mut query = format!("?vers={}", to.word());
        if let Some(folder) = folder {
            query.push_str(&format!("&dossier={folder}"));
        }
        for one in chosen {
            query.push_str(&format!("&{}={}", choosing::FIELD, one.id));
        }
        format!("{}{query}", path::of(from, "deplacer"))
    };
    let body = html! {
        h1 { "Déplacer ou copier" }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if chosen.is_empty() {
            p { "Rien n’est choisi." }
            p { (button::link("Revenir au dossier", back).quiet()) }
        } @else {
            p { (what(chosen)) }
            (walk(place, &href))
            form.pile method="post" action=(path::of(from, "deplacer")) {
                @for one in chosen { (hidden(choosing::FIELD, &one.id.to_string())) }
                (hidden("vers", &place.space().word()))
                @if let Some(folder) = &place.folder { (hidden("dossier", &folder.id.to_string())) }
                div.actions {
                    @if takes || place.space() == from { (button::primary("Déplacer ici").sends("geste", "deplacer")) }
                    (button::quiet("Copier ici").sends("geste", "copier"))
                    (button::link("Annuler", back).quiet())
                }
            }
            @if !others.is_empty() {
                h2 { "Ou dans un autre espace" }
                ul.liste {
                    @for (shelf, _) in others {
                        @let to = shelf.space_of(me);
                        li { a href=(href(to, None)) { span { (title(shelf, to)) } (icon(Icon::ChevronRight)) } }
                    }
                }
            }
        }
    };
    Page::narrow("Déplacer ou copier", body)
}

fn what(chosen: &[Facts]) -> Markup {
    let names: Vec<String> = chosen.iter().take(3).map(|one| one.name.clone()).collect();
    let more = chosen.len().saturating_sub(3);
    html! {
        strong translate="no" { (french::list(&names)) }
        @if more > 0 { " et " (french::count(more as i64, "autre", "autres")) }
    }
}

fn walk(place: &Place, href: &dyn Fn(Space, Option<Id<Entry>>) -> String) -> Markup {
    let here = place.space();
    let top = title(&place.shelf, here);
    let above = match place.way.len() {
        0 => None,
        1 => Some((top.clone(), None)),
        n => Some((place.way[n - 2].1.clone(), Some(place.way[n - 2].0))),
    };
    let name = place.folder.as_ref().map_or(top, |folder| folder.name.clone());
    html! {
        h2.rang { (icon(Icon::FolderOpen)) span translate="no" { (name) } }
        @if above.is_some() || !place.folders.is_empty() {
            ul.liste.espaces {
                @if let Some((name, folder)) = above {
                    li { a href=(href(here, folder)) { (icon(Icon::ArrowLeft)) span { "Remonter à " span translate="no" { (name) } } } }
                }
                @for one in &place.folders {
                    li { a href=(href(here, Some(one.id))) { (icon(Icon::FolderOpen)) span translate="no" { (one.name) } (icon(Icon::ChevronRight)) } }
                }
            }
        } @else { p.doux { "Il n’y a pas de dossier dans celui-ci." } }
    }
}
