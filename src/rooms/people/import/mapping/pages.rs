//! « Dites-nous ce que contient chaque colonne » : one question a column, filled in by a guess, on a telephone or without JavaScript.

use super::{
    Setting,
    forms::{FILE, KIND, NOT_KEPT, name_of},
    glance::{Glance, Shown},
    words,
};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field, notice, page, piece,
        },
    },
    door::{Draft, Page},
    rooms::people::import::{
        Column, Kind,
        sentences::{quoted, typeset},
    },
};
use maud::{Markup, html};

pub const PATH: &str = "/ecole/import/colonnes";
pub const WHICH_FILE: &str = "Cette page ne disait plus de quel fichier il s’agit : renvoyez le fichier.";
pub const CHANGED: &str = "Ce n’est plus le même fichier : répondez pour celui-ci.";
pub const DROPPED: &str = "Le fichier est oublié : rien n’a été enregistré.";
pub const FORGOTTEN: &str =
    "Ce réglage est oublié : au prochain fichier de ce modèle, Préau posera de nouveau la question.";

/// The memory of a quarter of an hour is over, or the house started anew.
pub fn lost() -> Page {
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole"), ("Import ONDE", "/ecole/import")], "Colonnes"))
        h1 { "Renvoyez le fichier" }
        p { "Préau ne garde un fichier qu’un quart d’heure, en mémoire, et ne l’écrit jamais sur le disque. Celui-ci n’y est plus : rien n’a été enregistré." }
        div.rang { (button::link("Renvoyer le fichier", "/ecole/import").icon(Icon::Upload)) }
    };
    Page::narrow("Renvoyez le fichier", body)
}

pub fn page(name: &str, file: usize, glance: &Glance, kind: Kind, draft: &Draft) -> Page {
    let guesses = glance.guesses(kind);
    let value = |column: &Shown| match draft.is_blank() {
        true => guesses[column.place].map_or(NOT_KEPT.to_owned(), words::value_of),
        false => draft.fields.get(&name_of(column.place)).to_owned(),
    };
    let forbidden: Vec<&str> =
        glance.columns.iter().filter(|column| column.is_forbidden).map(|column| column.title.as_str()).collect();
    let required = words::offered(kind).iter().filter(|column| words::is_required(kind, **column));
    let required: Vec<&str> = required.map(|column| words::column(kind, *column)).collect();
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole"), ("Import ONDE", "/ecole/import")], "Colonnes"))
        h1 { "Dites-nous ce que contient chaque colonne" }
        p { "Le fichier " span translate="no" { (quoted(name)) } " n’a pas les titres d’ONDE. Vos réponses seront retenues pour les prochains fichiers de ce modèle." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        (kinds(kind, file))
        form.pile method="post" action=(PATH) {
            (field::hidden(KIND, words::value_of_kind(kind)))
            (field::hidden(FILE, &file.to_string()))
            p.doux { (typeset(format!("Il faut au moins : {}.", french::list(&required)))) }
            @for column in glance.asked() { (question(column, kind, &value(column))) }
            @if !forbidden.is_empty() {
                p.doux { (typeset(format!("Jamais gardées, quoi qu’on en dise : {}.", forbidden.join(", ")))) }
            }
            div.rang { (button::primary("Lire avec ces colonnes").icon(Icon::Check)) }
        }
        (button::post_button(&format!("{PATH}/oublier"), button::quiet("Ce n’est pas le bon fichier")))
    };
    Page::narrow("Colonnes du fichier", body)
}

/// Another kind of file has other columns: each is its own page, one tap away.
fn kinds(now: Kind, file: usize) -> Markup {
    html! {
        nav.pile aria-label="Ce que liste ce fichier" {
            p { "Ce fichier liste :" }
            div.rang {
                @for kind in words::KINDS {
                    a.bouton.sobre.petit href={ (PATH) "?" (KIND) "=" (words::value_of_kind(kind)) "&" (FILE) "=" (file) }
                        aria-current=[(kind == now).then_some("true")] { (words::kind(kind)) }
                }
            }
        }
    }
}

fn question(column: &Shown, kind: Kind, value: &str) -> Markup {
    let offered = words::offered(kind).iter().map(|one| option(kind, *one));
    let choices = std::iter::once(choice(NOT_KEPT, "Ne pas garder")).chain(offered).collect();
    let typed = crate::base::ui::field::Typed::of(value);
    html! {
        div.carte {
            (choice::select(&name_of(column.place), column.shown(), choices).typed(typed))
            p.doux translate="no" { @if column.examples.is_empty() { "(colonne vide)" } @else { (column.few()) } }
        }
    }
}

fn option(kind: Kind, column: Column) -> choice::Choice<'static> {
    let label = words::column(kind, column);
    match words::is_required(kind, column) {
        true => choice(words::value_of(column), format!("{label} (obligatoire)")),
        false => choice(words::value_of(column), label),
    }
}

/// For the page that begins an import.
pub fn remembered(settings: &[Setting]) -> Markup {
    html! {
        @if !settings.is_empty() {
            (piece::details_of(&french::count(settings.len() as i64, "réglage de colonnes retenu", "réglages de colonnes retenus"), html! {
                p { "Les fichiers de ces modèles se lisent sans question. Oubliez un réglage pour répondre de nouveau." }
                ul.pile {
                    @for setting in settings {
                        li {
                            (summary(setting))
                            (button::post_button(&format!("/ecole/import/reglages/{}/oublier", setting.id), button::quiet("Oublier ce réglage").small().about(summary(setting))))
                        }
                    }
                }
            }))
        }
    }
}

fn summary(setting: &Setting) -> String {
    let kind = setting.mapping.kind.map_or("", words::kind);
    let kept = setting.mapping.columns.values().flatten().count() as i64;
    let by = match setting.made_by.as_str() {
        "" => String::new(),
        name => format!(", par {name}"),
    };
    let kept = french::count(kept, "colonne gardée", "colonnes gardées");
    typeset(format!(
        "{kind} : {kept} sur {}, le {}{by}",
        setting.mapping.columns.len(),
        french::date_year(setting.made_on)
    ))
}
