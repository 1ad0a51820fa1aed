//! What was found, by kind, with what was looked for standing out.

use crate::{
    base::{
        search::{Query, marked},
        ui::{Icon, icon, piece, search as ui},
    },
    door::{
        Page,
        found::{Found, Kind, MOST},
    },
};
use maud::{Markup, html};

pub fn search(query: &Query, found: &[Found], is_pupil: bool, has_directory: bool) -> Page {
    let title = "Rechercher";
    let label = if is_pupil {
        "Que cherches-tu ?"
    } else {
        "Un nom, un groupe, un mot du cahier, un article, un message, un document"
    };
    Page::new(
        if query.is_empty() { title.to_owned() } else { format!("{title} : {}", query.typed()) },
        html! {
            h1 { (title) }
            (ui::form("/recherche", label, query.typed(), query.is_empty()))
            @if query.is_empty() {
                @if !query.typed().is_empty() { p { @if is_pupil { "Écris au moins deux lettres." } @else { "Écrivez au moins deux lettres." } } }
                @if has_directory { p { a href="/annuaire" { @if is_pupil { "Voir qui s’occupe de toi" } @else { "Parcourir l’annuaire" } } } }
            } @else if found.is_empty() {
                (nothing(query, is_pupil))
            } @else {
                @for kind in Kind::ALL {
                    @let of_kind: Vec<&Found> = found.iter().filter(|one| one.kind == kind).collect();
                    @if !of_kind.is_empty() { (section(kind, &of_kind, query)) }
                }
            }
        },
    )
}

fn section(kind: Kind, found: &[&Found], query: &Query) -> Markup {
    let title = match kind {
        Kind::Person => "Personnes",
        Kind::Group => "Groupes",
        Kind::Word => "Mots du cahier de liaison",
        Kind::Post => "Articles du blog",
        Kind::Message => "Messages",
        Kind::Document => "Documents",
    };
    html! {
        h2 { (title) }
        ul.liste.trouves { @for one in found.iter().take(MOST) { (line(one, query)) } }
        @if found.len() > MOST {
            p.doux { "Il y en a d’autres : ajoutez un mot pour préciser." }
        }
    }
}

fn line(one: &Found, query: &Query) -> Markup {
    html! {
        li {
            a href=(one.href) {
                span {
                    strong translate=[one.kind.is_name().then_some("no")] { (piece::marked(&marked(&one.title, query))) }
                    @if !one.about.is_empty() { br; span.doux { (one.about) } }
                    @if !one.warning.is_empty() { br; (piece::late(one.warning)) }
                    @if !one.excerpt.is_empty() { br; span.extrait { (piece::marked(&one.excerpt)) } }
                }
                (icon(Icon::ChevronRight))
            }
        }
    }
}

fn nothing(query: &Query, is_pupil: bool) -> Markup {
    let advice = if is_pupil {
        "Essaie avec un autre mot, ou avec le début du mot."
    } else {
        "Essayez un autre mot, ou seulement son début. On ne trouve ici que ce que vous avez le droit de voir."
    };
    piece::empty_state(&format!("Rien pour «\u{202f}{}\u{202f}»", query.typed()), advice, html! {})
}
