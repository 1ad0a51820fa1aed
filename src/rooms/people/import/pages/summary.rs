//! What an import wrote, and what to do next.

use crate::{
    base::{
        clock::Instant,
        db::Id,
        french,
        ui::{
            Icon, button,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::Page,
    rooms::people::{
        import::apply::{Summary, Written},
        path,
        undo::{pages as undo_pages, store::Undo},
    },
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub fn page(summary: &Summary, undo: Option<&Undo>, (now, zone): (Instant, &TimeZone)) -> Page {
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole"), ("Import ONDE", "/ecole/import")], "Enregistré"))
        h1 { "C’est enregistré" }
        (notice::notice(Tone::Done, html! { p { (sentence(summary)) } }))
        @if let Some(undone) = undo.and_then(|undo| undo.undone.as_ref()) {
            (notice::notice(Tone::Info, html! { p { (undo_pages::undone(undone, now, zone)) " Ce qui suit n’est plus dans l’école." } }))
        }
        (details(summary))
        @if undo.is_none_or(|undo| undo.undone.is_none()) { (to_mind(summary)) }
        h2 { "Et maintenant ?" }
        div.rang {
            @if summary.to_look > 0 {
                (button::link("Regarder les situations particulières", path::SITUATIONS).icon(Icon::Users))
                (button::link("Imprimer les autres fiches", "/ecole/fiches").quiet().icon(Icon::Printer))
            } @else {
                (button::link("Imprimer les fiches", "/ecole/fiches").icon(Icon::Printer))
            }
            (button::link("Importer un autre fichier", "/ecole/import").quiet())
        }
        @if let Some(undo) = undo.filter(|undo| undo.undone.is_none() && undo.is_kept) {
            h2 { "Ce n’était pas le bon fichier ?" }
            p { "Tant que personne ne s’en est servi, tout peut redevenir exactement comme avant : pendant trente jours, ou jusqu’au prochain import." }
            div.rang { (button::link("Annuler cet import", undo_pages::path(undo.id)).quiet()) }
        }
    };
    Page::narrow("Import enregistré", body)
}

/// « 11 élèves, 14 responsables enregistrés. »
pub fn sentence(summary: &Summary) -> String {
    let total = |written: Written| (written.new + written.changed + written.moved) as i64;
    let counted = [
        (total(summary.pupils), "élève", "élèves"),
        (total(summary.guardians), "responsable", "responsables"),
        (total(summary.staff), "personne de l’équipe", "personnes de l’équipe"),
        (summary.classes as i64, "classe", "classes"),
    ];
    let parts: Vec<String> =
        counted.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| french::count(*n, one, many)).collect();
    match (parts.len(), summary.renamed) {
        (0, 0) if summary.left > 0 => {
            format!("{}.", french::count(summary.left as i64, "départ noté", "départs notés"))
        }
        (0, 0) => "Tout était déjà à jour : il n’y avait rien à changer.".to_owned(),
        (0, _) => "Les noms des classes sont à jour.".to_owned(),
        _ => {
            let all: i64 = counted.iter().map(|(n, ..)| n).sum();
            format!("{} {}.", french::list(&parts), if all == 1 { "enregistré" } else { "enregistrés" })
        }
    }
}

fn details(summary: &Summary) -> Markup {
    let rows = [("Élèves", summary.pupils), ("Responsables", summary.guardians), ("Équipe", summary.staff)];
    html! {
        @for (what, written) in rows {
            @let parts = [
                (written.new, "ajout", "ajouts"),
                (written.changed, "mise à jour", "mises à jour"),
                (written.rises, "passage dans la nouvelle classe", "passages dans la nouvelle classe"),
                (written.moved - written.rises, "changement de classe", "changements de classe"),
            ];
            @let said: Vec<String> = parts.iter().filter(|p| p.0 > 0).map(|p| french::count(p.0 as i64, p.1, p.2)).collect();
            @if !said.is_empty() { p { (what) " : " (french::list(&said)) "." } }
        }
        @if summary.left > 0 { p { "Départs : " (french::count(summary.left as i64, "élève a quitté l’école", "élèves ont quitté l’école")) "." } }
        @if summary.renamed > 0 { p { "Classes : " (french::count(summary.renamed as i64, "nouveau nom", "nouveaux noms")) "." } }
    }
}

fn to_mind(summary: &Summary) -> Markup {
    html! {
        @if summary.to_look > 0 {
            (notice::notice(Tone::Warning, html! {
                p {
                    strong { (french::count(summary.to_look as i64, "lien attend votre regard", "liens attendent votre regard")) }
                    " avant que les fiches de connexion ne s’impriment : un troisième adulte, deux foyers, un organisme… La liste "
                    a href=(path::SITUATIONS) { "Situations particulières" } " vous les montre enfant par enfant."
                }
            }))
        }
        @if !summary.beside_organisation.is_empty() {
            (notice::notice(Tone::Warning, html! {
                p { "Un organisme figure dans ONDE pour " (if summary.beside_organisation.len() == 1 { "cet enfant" } else { "ces enfants" }) ". Il est noté sans aucun droit, et les droits déjà donnés ne changent pas : à vous de voir, sur la page de l’enfant, ce qui revient à chacun." }
                ul { @for child in &summary.beside_organisation { li { a href=(path::pupil(Id::new(child.id))) { (piece::person(&child.name)) } } } }
            }))
        }
        @for name in &summary.directors {
            p { (piece::person(name)) " figure comme direction dans le fichier. L’import ne donne pas cette fonction : à confirmer sur sa page." }
        }
        @for name in &summary.ine_taken {
            p { (piece::person(name)) " : l’INE du fichier est déjà celui d’un autre élève. L’élève est enregistré sans INE ; à vérifier dans ONDE." }
        }
    }
}
