//! Before somebody is erased: what others lose with them, and where their name stays in what others wrote. It changes nothing,
//! and shows the director nothing that she could not open.

use super::{
    pages::{TITLE, who},
    path,
    policy::ErasePerson,
};
use crate::{
    base::{
        error::Result,
        french,
        search::{Named, Query},
        ui::{button, page, search as ui},
    },
    door::{
        Cx, Page,
        erasing::{self, Going},
        found::{self, Found, Kind},
    },
    school::{departure::Departure, permit::May},
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashSet;

pub fn show(cx: &Cx, one: May<ErasePerson>) -> Result<Page> {
    let going = erasing::going(cx, one.person)?;
    let names = one.names();
    let mut found = Vec::new();
    for query in names.iter().map(|name| Query::read(name)).filter(|query| !query.is_empty()) {
        found.extend(found::everywhere(cx, &query)?);
    }
    // Their own entry goes by itself.
    found.retain(|found| found.kind != Kind::Person);
    found.extend(erasing::bears(cx, &one, &Named::read(names.iter().map(String::as_str)))?);
    let mut told = HashSet::new();
    found.retain(|found| told.insert((found.href.clone(), found.title.clone(), found.about.clone())));
    Ok(page(&one, &going, &found, cx.today))
}

fn page(one: &Departure, going: &[Going], found: &[Found], today: Date) -> Page {
    let title = "Avant l’effacement";
    let main = html! {
        (page::crumbs(&[("L’école", "/ecole"), (TITLE, path::LIST)], title))
        h1 { "Avant d’effacer " span translate="no" { (one.name()) } }
        p.doux { (who(one)) }
        p { "Cette fiche s’efface " (french::until(one.erase_on, today)) ". Voici ce qui part avec elle, et ce que l’effacement ne peut pas trouver seul." }
        h2 { "Ce que tout le monde perd" }
        @if going.is_empty() { p { "Rien de ce que d’autres voient sur le blog." } }
        @for room in going {
            p { (room.said) }
            (list(&room.things))
        }
        h2 { "Où son nom reste" }
        p { "L’effacement ne récrit pas ce que d’autres ont écrit. Corrigez ces textes et ces noms de fichiers, ou demandez-le à leur auteur\u{202f}: après, vous ne saurez plus quoi chercher. Dans les versions d’avant vos corrections et dans le nom donné aux photos par les téléphones, il s’efface tout seul, sauf si quelqu’un d’autre s’appelle ainsi." }
        @if found.is_empty() { p { "Aucun texte que vous pouvez lire ne porte ce nom en entier." } } @else {
            p { "Si quelqu’un d’autre s’appelle ainsi, regardez d’abord de qui chaque texte parle." }
            (list(found))
        }
        p { "Un texte ne dit souvent que le prénom. Cherchez-le aussi seul, ou un surnom." }
        (ui::form("/recherche", "Un prénom, un surnom", &one.first_name, false))
        p.doux { "Les messages entre d’autres personnes et leurs documents personnels ne vous sont pas montrés." }
        div.rang {
            (button::link("Revenir aux départs", path::LIST).quiet())
            (button::link("Effacer maintenant", path::erase(one.person)).quiet())
        }
    };
    Page::narrow(title, main)
}

fn list(found: &[Found]) -> Markup {
    html! {
        @if !found.is_empty() {
            ul.liste {
                @for one in found {
                    li { a href=(one.href) { span { strong translate=[one.kind.is_name().then_some("no")] { (one.title) } @if !one.about.is_empty() { br; span.doux { (one.about) } } } } }
                }
            }
        }
    }
}
