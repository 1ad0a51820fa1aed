//! Importing, as the director sees it: choose the files, look at what they would change, read what was written.

mod leaving;
pub mod review;
pub mod summary;

use super::{
    Kind, Refusal,
    forms::FILES,
    mapping::{Setting, remembered},
    sentences::{quoted, typeset},
    store::Past,
};
use crate::{
    base::{
        clock::Instant,
        error::Result,
        french,
        ui::{Icon, button, field, notice, page, piece},
    },
    door::{Draft, Page},
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

pub const NO_FILE: &str = "Choisissez au moins un fichier.";
const ACCEPTED: &str = ".csv,.txt,.xlsx,.ods,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.oasis.opendocument.spreadsheet";
pub const ABANDONED: &str = "L’import est abandonné : rien n’a été enregistré.";

pub fn path(id: i64) -> String {
    format!("/ecole/import/{id}")
}

pub fn refused(name: &str, refusal: &Refusal) -> String {
    format!("{} : {}", quoted(name), refusal.sentence())
}

pub fn report_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "rapport-eleves.csv",
        Kind::Guardians => "rapport-responsables.csv",
        Kind::Staff => "rapport-enseignants.csv",
    }
}

/// How many the school knows already.
pub struct Known {
    pupils: i64,
    guardians: i64,
    staff: i64,
    /// The first day of a year that is being prepared.
    next_year: Option<Date>,
}

impl Known {
    pub fn read(count: impl Fn(Kind) -> Result<i64>, next_year: Option<Date>) -> Result<Known> {
        let (pupils, guardians, staff) = (count(Kind::Pupils)?, count(Kind::Guardians)?, count(Kind::Staff)?);
        Ok(Known { pupils, guardians, staff, next_year })
    }
}

fn today(known: &Known) -> Markup {
    html! {
        @if known.pupils > 0 {
            p.doux {
                "Aujourd’hui : " (french::count(known.pupils, "élève", "élèves")) ", "
                (french::count(known.guardians, "responsable", "responsables")) ", "
                (french::count(known.staff, "personne", "personnes")) " dans l’équipe."
            }
        }
    }
}

/// In summer, a file of the next year would be read as one of this year's.
fn next_year(known: &Known) -> Markup {
    html! {
        @if let Some(day) = known.next_year {
            (notice::notice(notice::Tone::Info, html! {
                p { "Une rentrée se prépare pour le " (french::day_year(day)) ". Un fichier de l’an prochain se lit à partir de ce jour-là : avant, il mettrait les élèves dans des classes de cette année." }
            }))
        }
    }
}

pub fn choose(
    known: &Known,
    past: &[Past],
    settings: &[Setting],
    (now, zone): (Instant, &TimeZone),
    draft: &Draft,
) -> Page {
    let faults: Vec<&str> = draft.faults.iter().map(|(_, sentence)| sentence.as_str()).collect();
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole")], "Import ONDE"))
        h1 { "Importer les fichiers d’ONDE" }
        p { "Préau lit les fichiers, vous montre ce qui changerait, et n’enregistre rien avant votre accord." }
        (today(known))
        (next_year(known))
        @if !faults.is_empty() {
            (notice::faults(faults.iter().map(|sentence| (FILES, *sentence))))
        }
        form.pile method="post" enctype="multipart/form-data" action="/ecole/import" {
            (field::file(FILES, "Fichiers").several().accept(ACCEPTED).hint(
                "Élèves, responsables, enseignants : tous ensemble ou un par un, dans n’importe quel ordre. Trois fichiers au plus : CSV tels qu’ONDE les donne, ou classeurs Excel (.xlsx) et LibreOffice (.ods)."
            ))
            div.rang { (button::primary("Lire les fichiers").icon(Icon::Upload)) }
        }
        (remembered(settings))
        (piece::details_of("Où trouver ces fichiers dans ONDE", html! {
            ol {
                li { (typeset("Élèves : menu « Listes & extractions », « Extraction », catégorie « Élèves », puis « Extraction format CSV ».".into())) }
                li { (typeset("Responsables : la même page, catégorie « Responsables ».".into())) }
                li { (typeset("Enseignants : menu « École », « Enseignants », « Extraction format CSV ». Facultatif : l’équipe peut se saisir à la main.".into())) }
            }
            p { "Déposez-les sans les ouvrir ni les réenregistrer : les accents et les dates restent justes." }
        }))
        (piece::details_of("Ce qui est gardé, ce qui ne l’est jamais", html! {
            p { "Gardés : noms, date de naissance, sexe, INE, classe, niveau, adresses, e-mails, téléphones." }
            p { (typeset("Jamais lus ni écrits : profession, lieu de naissance, nationalité, assurance, régime, décision de passage, autorisations. « Autorisation photo » n’est pas un consentement : il se demande aux familles.".into())) }
        }))
        @if !past.is_empty() {
            h2 { "Les imports passés" }
            ul.liste {
                @for import in past {
                    li {
                        span {
                            a href=(path(import.id)) { (french::capitalised(&french::moment(import.at.timestamp(), now.timestamp(), zone))) }
                            @if !import.by.is_empty() { ", par " (piece::person(&import.by)) }
                            br;
                            span.doux { (summary::sentence(&import.summary)) }
                        }
                        @if import.is_undone { (piece::tag("Annulé")) }
                    }
                }
            }
        }
    };
    Page::narrow("Import ONDE", body)
}
