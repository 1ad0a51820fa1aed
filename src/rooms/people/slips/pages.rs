//! The pages before the printer: whose slips, who gets none and why, what a reprint costs.

use super::{
    forms::{TEAM as TEAM_VALUE, value_of},
    roster::{Adult, Asked, Entry, Roster, Without},
};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Faults, Page},
    rooms::people::path,
    school::{
        account::SLIP_DAYS,
        class::{ClassLine, DutyKind},
        person::Person,
        settings::Facts,
    },
};
use maud::{Markup, html};

pub const FILE_NAME: &str = "fiches.pdf";
pub const TEAM: &str = "Équipe";

pub fn nobody() -> Faults {
    Faults::one("", "Il n’y a aucune fiche à imprimer dans ce choix.")
}

pub fn unconfirmed(replaced: usize) -> Faults {
    let sentence = match replaced {
        1 => {
            "Une fiche déjà imprimée n’a pas encore servi : elle ne vaudra plus rien. Cochez la case pour la remplacer."
                .to_owned()
        }
        many => format!(
            "{many} fiches déjà imprimées n’ont pas encore servi : elles ne vaudront plus rien. Cochez la case pour les remplacer."
        ),
    };
    Faults::one("confirme", sentence)
}

/// As printed under the name.
pub fn title(kind: DutyKind, civility: &str) -> &'static str {
    match (kind, civility) {
        (DutyKind::Director, "Mme") => "directrice",
        (DutyKind::Director, "M.") => "directeur",
        (DutyKind::Director, _) => "direction",
        (DutyKind::Teacher, "Mme") => "enseignante",
        (DutyKind::Teacher, "M.") => "enseignant",
        (DutyKind::Teacher, _) => "équipe enseignante",
        (DutyKind::Substitute, "Mme") => "remplaçante",
        (DutyKind::Substitute, _) => "remplaçant",
        (DutyKind::Atsem, _) => "ATSEM",
        (DutyKind::Aesh, _) => "AESH",
        (DutyKind::AfterSchool, _) => "périscolaire",
        (DutyKind::Staff, _) => "équipe de l’école",
        (DutyKind::Town, _) => "mairie",
        (DutyKind::Technician, _) => "maintenance",
    }
}

pub fn choose(classes: &[ClassLine], asked: Asked, found: &Roster, school: &Facts, draft: &Draft) -> Page {
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole")], "Fiches de connexion"))
        h1 { "Fiches de connexion" }
        p {
            "Chaque adulte reçoit la sienne : un QR code, un identifiant et un code qui ne servent qu’une fois, pendant "
            (SLIP_DAYS) " jours. Préau ne garde pas les codes : le PDF s’imprime, puis s’oublie."
        }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        (where_activated(school))
        (filters(classes, asked))
        (counted(found))
        @if !found.slips.is_empty() { (print_form(asked, found, draft)) }
        (left_out(found))
    };
    Page::new("Fiches de connexion", body)
}

fn where_activated(school: &Facts) -> Markup {
    html! {
        @if school.public_address.is_empty() {
            (notice::notice(Tone::Info, html! {
                p { "L’école n’a pas d’adresse publique : les fiches disent que l’activation se fait à l’école, sur son Wi-Fi ou sur l’ordinateur de l’accueil." }
            }))
        }
    }
}

fn filters(classes: &[ClassLine], asked: Asked) -> Markup {
    let of_class = classes.iter().map(|class| choice(class.id.to_string(), format!("Familles de {}", class.name)));
    let whom = std::iter::once(choice("familles", "Familles de toute l’école"))
        .chain(of_class)
        .chain([choice(TEAM_VALUE, "Équipe de l’école")])
        .collect();
    let now = value_of(asked.whom);
    let which = vec![
        choice("nouvelles", "Celles qui n’ont jamais été imprimées, ou sont périmées").ticked(!asked.again),
        choice("toutes", "Tous les comptes pas encore activés, même si leur fiche est déjà imprimée")
            .ticked(asked.again),
    ];
    html! {
        form.pile method="get" action="/ecole/fiches" {
            (choice::select("qui", "Pour qui ?", whom).typed(field::Typed::of(&now)))
            (choice::radios("quoi", "Quelles fiches ?", which))
            div.rang { (button::quiet("Voir le choix")) }
        }
    }
}

fn counted(found: &Roster) -> Markup {
    let slips = found.slips.len() as i64;
    let by_hand: Vec<&Entry> = found.slips.iter().filter(|slip| slip.by_hand).collect();
    html! {
        h2 {
            @if slips == 0 { "Aucune fiche à imprimer" } @else { (french::count(slips, "fiche à imprimer", "fiches à imprimer")) }
        }
        @if slips == 0 && found.without.is_empty() {
            p { "Il n’y a encore personne ici. " a href="/ecole/import" { "Importer les fichiers d’ONDE" } }
        }
        @if !by_hand.is_empty() {
            (notice::notice(Tone::Warning, html! {
                p {
                    @if by_hand.len() == 1 { "Une fiche est imprimée à part, « à remettre en main propre »" }
                    @else { (by_hand.len()) " fiches sont imprimées à part, « à remettre en main propre »" }
                    " : ces enfants ont deux foyers, et une fiche ne doit pas passer par l’autre."
                }
                (names(by_hand.iter().map(|slip| slip.adult)))
            }))
        }
    }
}

fn print_form(asked: Asked, found: &Roster, draft: &Draft) -> Markup {
    let replaced = found.slips.iter().filter(|slip| slip.adult.has_open_slip).count();
    html! {
        form.pile method="post" action="/ecole/fiches" {
            (field::hidden("qui", &value_of(asked.whom)))
            (field::hidden("quoi", if asked.again { "toutes" } else { "nouvelles" }))
            (layouts(draft, "huit"))
            @if replaced > 0 {
                (choice::checkbox("confirme", "oui", replace_label(replaced)).typed(draft.typed("confirme")))
            }
            div.rang { (button::primary("Imprimer les fiches").icon(Icon::Printer)) }
        }
    }
}

fn replace_label(replaced: usize) -> String {
    match replaced {
        1 => "Remplacer la fiche déjà imprimée qui n’a pas servi : elle ne vaudra plus rien".to_owned(),
        many => format!("Remplacer les {many} fiches déjà imprimées qui n’ont pas servi : elles ne vaudront plus rien"),
    }
}

fn layouts(draft: &Draft, usual: &str) -> Markup {
    let typed = draft.typed("mise_en_page").value;
    let chosen = if typed.is_empty() { usual } else { typed };
    let layouts = vec![
        choice("huit", "Huit par page, à découper").hint("Pour le cahier de liaison ou l’enveloppe."),
        choice("lettre", "Une page par personne, avec le mode d’emploi")
            .hint("Une lettre, trois étapes, et une ligne dans dix langues."),
    ];
    html! { (choice::radios("mise_en_page", "Mise en page", layouts).typed(field::Typed::of(chosen))) }
}

fn left_out(found: &Roster) -> Markup {
    let groups = [
        (
            Without::Look,
            "attend votre décision sur son lien avec l’enfant",
            "attendent votre décision sur leur lien avec l’enfant",
        ),
        (
            Without::NoRights,
            "n’a pas d’accès : retrait, restriction ou tiers",
            "n’ont pas d’accès : retrait, restriction ou tiers",
        ),
        (Without::Closed, "a un compte fermé", "ont un compte fermé"),
        (Without::Activated, "a déjà activé son compte", "ont déjà activé leur compte"),
        (Without::AlreadyPrinted, "a déjà sa fiche", "ont déjà leur fiche"),
    ];
    html! {
        @if !found.without.is_empty() {
            h2 { "Sans fiche dans ce choix" }
            @for (why, one, many) in groups {
                @let those: Vec<&Adult> = found.without.iter().filter(|(_, own)| *own == why).map(|(adult, _)| *adult).collect();
                @if !those.is_empty() {
                    (piece::details_of(&french::count(those.len() as i64, &format!("personne {one}"), &format!("personnes {many}")), html! {
                        (names(those.iter().copied()))
                        @if why == Without::Activated { p { "Phrase de passe oubliée ? Ouvrez la page de la personne pour lui imprimer une nouvelle fiche." } }
                    }))
                }
            }
        }
    }
}

fn names<'a>(adults: impl Iterator<Item = &'a Adult>) -> Markup {
    html! {
        ul {
            @for adult in adults {
                li { a href={ "/ecole/personnes/" (adult.person) } translate="no" { (adult.first_name) " " (adult.last_name) } }
            }
        }
    }
}

pub fn choose_own(person: &Person, own: &Result<Entry, Without>, school: &Facts, draft: &Draft) -> Page {
    let name = person.name();
    let above = format!("/ecole/personnes/{}", person.id);
    let body = html! {
        (page::crumbs(&[("L’école", "/ecole"), (&name, &above)], "Fiche de connexion"))
        h1 { "Une fiche pour " (piece::person(&name)) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @match own {
            Err(why) => { p { (refusal(*why)) @if *why == Without::Look { " " (situations()) } } div.rang { (button::link("Revenir à la personne", above).quiet()) } }
            Ok(entry) => {
                (cost(entry.adult))
                (where_activated(school))
                form.pile method="post" action={ (above) "/fiche" } {
                    (layouts(draft, "lettre"))
                    div.rang { (button::primary("Imprimer la fiche").icon(Icon::Printer)) }
                }
            }
        }
    };
    Page::narrow("Fiche de connexion", body)
}

/// What printing this one changes.
fn cost(adult: &Adult) -> Markup {
    html! {
        @if adult.is_activated {
            (notice::notice(Tone::Warning, html! {
                p {
                    "Ce compte est déjà activé. Avec cette fiche, la personne choisira une nouvelle phrase de passe : "
                    "à ce moment-là, tous ses appareils seront déconnectés. Elle est prévenue par e-mail dès l’impression, si l’école a son adresse."
                }
                p { "Donnez-la en main propre, à la personne elle-même : qui tient la fiche ouvre le compte." }
            }))
        } @else if adult.has_open_slip {
            (notice::notice(Tone::Warning, html! {
                p { "Une fiche déjà imprimée n’a pas encore servi : elle ne vaudra plus rien." }
            }))
        } @else {
            p { "Un QR code, un identifiant et un code qui ne servent qu’une fois, pendant " (SLIP_DAYS) " jours." }
        }
    }
}

/// Where the director looks.
fn situations() -> Markup {
    html! { a href=(path::SITUATIONS) { "Situations particulières" } }
}

fn refusal(why: Without) -> &'static str {
    match why {
        Without::Look => "Regardez d’abord son lien avec l’enfant : d’ici là, pas de fiche.",
        Without::NoRights => "Cette personne n’a d’accès à aucun enfant de l’école : pas de fiche.",
        Without::Closed => "Ce compte est fermé : pas de fiche.",
        Without::Activated | Without::AlreadyPrinted => "Cette personne a déjà sa fiche.",
    }
}
