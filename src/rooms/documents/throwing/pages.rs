//! The pages of the bin.

use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            field::hidden,
            icon,
            notice::{self, Tone, notice},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::documents::{choosing, path, sentences},
    school::{
        document::{
            Facts, Kind, Space,
            bin::Thrown,
            policy::{EmptyBin, OpenBin},
            space,
            uses::Use,
        },
        permit::May,
    },
};
use maud::{Markup, html};

pub const USED: &str = "Ce document sert ailleurs\u{202f}: vérifiez avant de le jeter.";
pub const RESTORED: &str = "C’est remis à sa place.";
pub const EMPTIED: &str = "La corbeille est vide.";

pub fn confirm(here: Space, chosen: &[Facts], used: &[Use], draft: &Draft) -> Page {
    let back = path::folder(here, chosen.first().and_then(|one| one.folder));
    let body = html! {
        h1 { "Mettre à la corbeille" }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if chosen.is_empty() {
            p { "Rien n’est choisi." }
            p { (button::link("Revenir au dossier", back).quiet()) }
        } @else {
            ul { @for one in chosen.iter().take(20) { li translate="no" { (one.name) } } }
            @if chosen.len() > 20 { p { "Et " (french::count((chosen.len() - 20) as i64, "autre", "autres")) "." } }
            @if !used.is_empty() { (notice(Tone::Warning, told(used))) }
            p { "La corbeille garde tout pendant 30 jours." }
            form.pile method="post" action=(path::of(here, "jeter")) {
                @for one in chosen { (hidden(choosing::FIELD, &one.id.to_string())) }
                (hidden("sur", "oui"))
                div.actions { (button::primary("Mettre à la corbeille").icon(Icon::Trash2)) (button::link("Annuler", back).quiet()) }
            }
        }
    };
    Page::narrow("Mettre à la corbeille", body)
}

/// Where it would be missed.
fn told(used: &[Use]) -> Markup {
    let count = |thing: &str| used.iter().filter(|one| one.thing == thing).count() as i64;
    let kinds = [
        ("note", "mot du cahier", "mots du cahier"),
        ("post", "article du blog", "articles du blog"),
        ("message", "message", "messages"),
    ];
    let said: Vec<String> = kinds
        .iter()
        .filter(|(thing, ..)| count(thing) > 0)
        .map(|(thing, one, many)| french::count(count(thing), one, many))
        .collect();
    html! { p { "On y renvoie depuis " (french::list(&said)) "\u{202f}: ce lien ne mènera plus à rien." } }
}

pub fn list(cx: &Cx, shelf: &May<OpenBin>, thrown: &[Thrown]) -> Page {
    let here = space(shelf);
    let (documents, top) = (sentences::title(shelf, here), path::space(here));
    let body = html! {
        (crumbs(&[(sentences::TITLE, path::DOCUMENTS), (&documents, &top)], "Corbeille"))
        h1 { "Corbeille" }
        @if thrown.is_empty() {
            (piece::empty_state("La corbeille est vide", "Ce que vous jetez y reste 30 jours, et peut revenir à sa place.",
                html! { (button::link("Revenir aux documents", top.as_str()).quiet()) }))
        } @else {
            p.doux { "Chaque document y reste 30 jours, puis disparaît pour de bon." }
            ul.liste { @for one in thrown { (line(cx, here, one)) } }
            @if shelf.also::<EmptyBin>().is_some() {
                p.ecran { (button::link("Vider la corbeille", path::of(here, "corbeille/vider")).quiet().small()) }
            }
        }
    };
    Page::narrow("Corbeille", body)
}

fn line(cx: &Cx, here: Space, one: &Thrown) -> Markup {
    let left = (one.erase_at.since(cx.now) / crate::base::clock::Instant::DAY).max(0) + 1;
    html! {
           li.document.jete {
               (icon(if one.kind == Kind::Folder { Icon::FolderOpen } else { Icon::FileText }))
               span {
                   strong translate="no" { (one.name) } br;
                   span.doux {
                       @if one.kind == Kind::Folder { (sentences::files(one.files)) " · " }
                       (french::bytes(one.bytes)) " · jeté " (french::moment(one.binned_at.timestamp(), cx.now.timestamp(), &cx.zone))
    @if let Some(who) = sentences::named(cx, &one.binned_by) { " par " span translate="no" { (who.name) } }
                       " · encore " (french::count(left, "jour", "jours"))
                   }
               }
               form.sans-papier method="post" action={ (path::of(here, "corbeille")) "/" (one.id) "/remettre" } {
                   (button::quiet("Remettre").small().icon(Icon::Undo2).about(one.name.as_str()))
               }
           }
       }
}

pub fn empty(here: Space) -> Page {
    let body = html! {
        h1 { "Vider la corbeille" }
        p { "Tout ce qu’elle contient disparaît pour de bon. Personne ne pourra le retrouver." }
        form.pile method="post" action=(path::of(here, "corbeille/vider")) {
            div.actions { (button::danger("Vider pour de bon").icon(Icon::Trash2)) (button::link("Annuler", path::of(here, "corbeille")).quiet()) }
        }
    };
    Page::narrow("Vider la corbeille", body)
}
