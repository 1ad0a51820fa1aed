//! Importing, as the director sees it: choose the files, look at what they would change, read what was written.

pub mod review;
pub mod summary;

use super::{
    Kind, Refusal,
    forms::FILES,
    sentences::{quoted, typeset},
};
use crate::{
    base::{
        error::Result,
        french,
        ui::{Icon, button, field, notice, page, piece},
    },
    door::{Draft, Page},
};
use maud::html;

pub const NO_FILE: &str = "Choisissez au moins un fichier.";
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
}

impl Known {
    pub fn read(count: impl Fn(Kind) -> Result<i64>) -> Result<Known> {
        Ok(Known { pupils: count(Kind::Pupils)?, guardians: count(Kind::Guardians)?, staff: count(Kind::Staff)? })
    }
}

pub fn choose(known: &Known, draft: &Draft) -> Page {
    let faults: Vec<&str> = draft.faults.iter().map(|(_, sentence)| sentence.as_str()).collect();
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole")], "Import ONDE"))
        h1 { "Importer les fichiers d’ONDE" }
        p { "Préau lit les fichiers, vous montre ce qui changerait, et n’enregistre rien avant votre accord." }
        @if known.pupils > 0 {
            p.doux {
                "Aujourd’hui : " (french::count(known.pupils, "élève", "élèves")) ", "
                (french::count(known.guardians, "responsable", "responsables")) ", "
                (french::count(known.staff, "personne", "personnes")) " dans l’équipe."
            }
        }
        @if !faults.is_empty() {
            (notice::faults(faults.iter().map(|sentence| (FILES, *sentence))))
        }
        form.pile method="post" enctype="multipart/form-data" action="/ecole/import" {
            (field::file(FILES, "Fichiers CSV").several().accept(".csv,.txt,text/csv").hint(
                "Élèves, responsables, enseignants : tous ensemble ou un par un, dans n’importe quel ordre. Trois fichiers au plus, tels qu’ONDE les donne."
            ))
            div.rang { (button::primary("Lire les fichiers").icon(Icon::Upload)) }
        }
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
    };
    Page::narrow("Import ONDE", body)
}
