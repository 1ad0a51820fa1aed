//! The page that prepares a word, and the one that corrects a sentence.

use crate::{
    base::{
        french,
        ui::{button, choice, field, notice, page::crumbs, piece},
    },
    door::{Cx, Draft, Page},
    rooms::consents::{
        pages::{TITLE, when},
        path,
    },
    school::{
        calendar::SchoolYear,
        consent::{
            Purpose, Request,
            asking::{OCCASION_LETTERS, sentences},
        },
    },
};
use maud::html;

pub const REWORDED: &str = "La phrase est corrigée. Les réponses déjà données gardent celle que les familles ont lue.";

pub fn ask(cx: &Cx, for_year: bool, is_on: bool, draft: &Draft) -> Page {
    let title = "Demander des autorisations";
    let year = SchoolYear::of(cx.today).label();
    let purposes = Purpose::ALL.map(|purpose| {
        choice::choice(purpose.as_str(), french::capitalised(sentences::to_whom(purpose)))
            .ticked(draft.fields.holds("pour", purpose.as_str()))
    });
    let mut quoi = Vec::new();
    if for_year {
        quoi.push(
            choice::choice("annee", format!("L’année scolaire {year}"))
                .hint("Une fois pour toute l’école, à la rentrée."),
        );
    }
    quoi.push(
        choice::choice("occasion", "Une occasion")
            .hint("Une sortie, une fête, une classe de découverte : un accord précis, pour ses jours."),
    );
    let body = html! {
        (crumbs(&[(TITLE, path::PAGE)], title))
        h1 { (title) }
        p { "Un accord se donne avant, pour un usage précis : vous choisissez ici ce que vous demandez, puis vous relisez le mot déjà écrit et vous dites à qui il va. Rien n’est envoyé d’ici là." }
        @if !is_on { (notice::notice(notice::Tone::Warning, html! { p { "Le cahier de liaison est éteint : c’est lui qui porte la demande aux familles." } })) }
        @else {
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            form.pile.demande-image method="get" action=(path::ASK) {
                @if for_year { (choice::radios("quoi", "Pour quand ?", quoi).typed(draft.typed("quoi")).required()) }
                @else { (field::hidden("quoi", "occasion")) }
                div.si-occasion {
                    (field::text("occasion", "L’occasion").typed(draft.typed("occasion")).max_length(OCCASION_LETTERS).hint("Son nom court, comme « Kermesse »."))
                    (field::date("du", "Le jour de l’occasion, ou le premier").typed(draft.typed("du")))
                    (field::date("au", "Publier ces images jusqu’au").typed(draft.typed("au")).hint("Sans date, deux mois après."))
                }
                (choice::checkboxes("pour", "Montrer les enfants…", purposes.into()).typed(field::Typed { value: "", fault: draft.faults.of("pour") }).required())
                (button::primary("Continuer vers le mot"))
            }
            (piece::details_of("Pourquoi une question par usage ?", html! {
                p { "L’accord doit être préalable, exprès et spécial : une autorisation générale signée à la rentrée, « pour tout et pour toujours », n’a pas de valeur. Demandez seulement ce dont vous aurez l’usage." }
            }))
        }
    };
    Page::narrow(title, body)
}

pub fn reword(request: &Request, draft: &Draft) -> Page {
    let title = "Corriger une phrase";
    let body = html! {
        (crumbs(&[(TITLE, path::PAGE)], title))
        h1 { (title) }
        p.doux { (french::capitalised(sentences::to_whom(request.asking.purpose))) " · " (when(&request.asking)) }
        p { "Corrigez une faute, dites-le plus simplement. Pour demander autre chose que ce que les familles ont lu, faites une nouvelle demande." }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(path::request(request.id)) {
            (field::textarea("phrase", "La phrase que les familles acceptent ou refusent").typed(draft.typed("phrase")).max_length(240).required())
            (button::primary("Enregistrer"))
        }
    };
    Page::narrow(title, body)
}
