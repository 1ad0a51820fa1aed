//! The page on which one chooses what to print, and the words on the papers.

use super::{
    homes::Wanted,
    plan::{OfPupil, Whom},
    printing::What,
    sheets::{Grid, Line},
};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{choice, radios, select},
            notice::{self, Tone},
            page::crumbs,
            piece,
        },
    },
    door::{Draft, Page},
    rooms::liaison::{Asks, Note, pages::BOOK_TITLE, path},
};
use jiff::civil::Date;
use maud::{Markup, html};

pub const CHOOSE_WHAT: &str = "Choisissez ce que vous imprimez.";
pub const CHOOSE_WHOM: &str = "Choisissez pour qui.";
pub const PRINT: &str = "Imprimer pour les familles";
pub const NOBODY: &str = "Il n’y a rien à imprimer pour ce choix.";

/// How many papers a choice makes.
pub struct Count {
    pub whom: Whom,
    pub talons: usize,
    pub copies: usize,
}

pub fn print(note: &Note, title: &str, counts: &[Count], nobody: &[String], draft: &Draft) -> Page {
    let asks = note.asks;
    let first = if asks == Asks::Nothing { What::Copies } else { What::Talons };
    let has_paper = counts.iter().any(|count| count.whom == Whom::Paper && count.copies > 0);
    let whom = if has_paper { Whom::Paper } else { Whom::Everybody };
    let draft = draft.or_standing(&[("quoi", first.as_str()), ("qui", whom.as_str()), ("par_page", "")]);
    let what = What::ALL.into_iter().filter(|what| asks != Asks::Nothing || *what == What::Copies);
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (title, &path::note(note.id)), ("Suivi", &path::of(note.id, "suivi"))], "Imprimer"))
        h1 { (PRINT) }
        p { strong { (title) } }
        (notice::faults(draft.faults.iter().map(|(field, sentence)| (*field, sentence.as_str()))))
        @if !nobody.is_empty() { (without_talon(nobody)) }
        form.pile method="post" {
            (radios("quoi", "Que voulez-vous imprimer ?", what.map(|what| choice(what.as_str(), name(what)).hint(means(what))).collect())
                .typed(draft.typed("quoi")).as_title())
            (radios("qui", "Pour qui ?", counts.iter().filter(|count| asks != Asks::Nothing || count.whom != Whom::Waiting)
                .map(|count| choice(count.whom.as_str(), whom_name(count.whom)).hint(how_many(asks, count))).collect())
                .typed(draft.typed("qui")).as_title())
            (select("par_page", "Combien par page ?", places()).typed(draft.typed("par_page"))
                .hint("Si le texte est long, il en tient moins : rien n’est jamais coupé."))
            p.doux { "Un enfant qui a deux foyers a un papier pour chacun ; le nom de l’autre responsable n’y est pas." }
            (button::primary("Préparer le PDF").icon(Icon::Printer))
        }
        @if asks != Asks::Nothing { div.rang { (button::link("Noter les talons rendus", path::of(note.id, "papier")).icon(Icon::ClipboardList).quiet().small()) } }
    };
    Page::narrow(PRINT, body)
}

fn without_talon(names: &[String]) -> Markup {
    notice::notice(
        Tone::Warning,
        html! { p { "Pas de talon pour " (piece::person(&french::list(&names.iter().map(String::as_str).collect::<Vec<_>>()))) " : personne ne peut répondre pour " (french::plural(names.len(), "cet enfant", "ces enfants")) " aujourd’hui." } },
    )
}

fn name(what: What) -> &'static str {
    match what {
        What::Talons => "Des talons à signer et à rapporter",
        What::Copies => "Le mot, à coller dans le cahier",
        What::List => "La liste de la classe, à cocher",
    }
}

fn means(what: What) -> &'static str {
    match what {
        What::Talons => "Un par famille, avec son QR code : vous les notez d’un geste au retour.",
        What::Copies => "Le texte entier, en petites feuilles à découper.",
        What::List => "Pour la porte de la classe : une case par élève.",
    }
}

fn whom_name(whom: Whom) -> &'static str {
    match whom {
        Whom::Paper => "Les familles qui ont choisi le papier",
        Whom::Waiting => "Celles qui n’ont pas encore répondu",
        Whom::Everybody => "Toutes les familles",
    }
}

fn how_many(asks: Asks, count: &Count) -> String {
    let copies = french::count(count.copies, "feuille", "feuilles");
    if asks == Asks::Nothing {
        copies
    } else {
        format!("{} ou {copies}", french::count(count.talons, "talon", "talons"))
    }
}

fn places() -> Vec<crate::base::ui::choice::Choice<'static>> {
    let mut places = vec![choice("", "Autant que le texte le permet")];
    places.extend(Grid::CHOICES.map(|places| choice(places.to_string(), format!("{places} au plus"))));
    places
}

pub fn file_name(what: What) -> &'static str {
    match what {
        What::Talons => "talons.pdf",
        What::Copies => "mot-a-coller.pdf",
        What::List => "liste-de-la-classe.pdf",
    }
}

/// « M. Roussel, le mardi 17 novembre 2026 ».
pub fn from(author: &str, day: Date) -> String {
    format!("{author}, le {}", french::day_year(day))
}

pub fn deadline(day: Date) -> String {
    format!("À rendre au plus tard le {}.", french::day(day))
}

/// What one signs on a talon.
pub fn sentence(asks: Asks) -> &'static str {
    match asks {
        Asks::Nothing => "",
        Asks::Read => "J’ai lu ce mot.",
        Asks::One => "J’ai lu ce mot et je signe.",
        Asks::All => "J’ai lu ce mot et je signe. Chacun a son talon.",
    }
}

pub fn names(names: &[String]) -> String {
    french::list(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn list_lines(asks: Asks, one: &OfPupil, wanted: &[Wanted]) -> Vec<Line> {
    const ANSWERED: &str = "répondu";
    let name = format!("{} {}", one.pupil.last_name.to_uppercase(), one.pupil.first_name);
    if asks != Asks::All || wanted.is_empty() {
        let state = if one.line.is_done { ANSWERED } else { "" };
        return vec![Line { pupil: name, names: String::new(), state }];
    }
    let missing: Vec<_> = one.missing().into_iter().map(|adult| adult.guardian).collect();
    let state = |wanted: &Wanted| {
        if wanted.guardian.is_some_and(|guardian| missing.contains(&guardian)) { "" } else { ANSWERED }
    };
    (0..)
        .zip(wanted)
        .map(|(at, wanted)| Line {
            pupil: if at == 0 { name.clone() } else { String::new() },
            names: names(&wanted.names),
            state: state(wanted),
        })
        .collect()
}
