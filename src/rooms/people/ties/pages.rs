//! A tie on the screen: each choice says what it gives.

use super::words;
use crate::{
    base::{
        db::Id,
        french,
        ui::{Icon, button, choice, field, icon, notice, notice::Tone, page, piece},
    },
    door::{Draft, Page},
    rooms::people::{
        adults::{pages::children_in_words, store::Family},
        list::{Asked, Cut},
        pages::{civility_field, contact_fields, faults, full_name, name_fields, search, twin_field},
        path,
        policy::{ManagePupil, ManageTie},
    },
    school::{
        Person,
        guardianship::{Authority, Guardianship, Kind, Look},
        permit::May,
        policy::ManagePerson,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

pub const TWIN: &str =
    "Une personne de ce nom existe déjà. Dites si c’est la même : un adulte n’a qu’un compte, pour tous ses enfants.";
pub const IS_A_PUPIL: &str = "Un élève de l’école ne peut pas être le responsable d’un autre.";
pub const ALREADY_TIED: &str = "Cet adulte est déjà noté pour cet enfant : voici son lien.";
pub const TIED: &str = "C’est noté. Cet adulte pourra lire et signer dès que son compte sera activé.";
pub const TIED_TO_LOOK_AT: &str = "C’est noté. Dites maintenant ce que cet adulte peut voir.";
pub const TIED_TWO_HOMES: &str =
    "C’est noté. Les adultes de cet enfant ont deux adresses : vérifiez ce lien, puis la fiche pourra s’imprimer.";
pub const DECIDED: &str = "C’est enregistré, et cela compte dès maintenant.";
pub const REMOVED: &str = "Cet adulte n’est plus noté pour cet enfant.";

pub fn new(
    pupil: &May<ManagePupil>,
    draft: &Draft,
    asked: &Asked,
    found: &Cut<Family>,
    already: &[Id<Person>],
    known: &[(Person, String)],
) -> Page {
    let title = format!("Un responsable pour {}", pupil.first_name);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), (&pupil.name(), &path::pupil(pupil.id))], "Ajouter un adulte"))
            h1 { (title) }
            (faults(draft))
            h2 { "L’école connaît déjà cette personne" }
            p.doux { "Parent d’un autre enfant, ou de l’équipe : un adulte n’a qu’un compte." }
            (search(&path::add_guardian(pupil.id), "Chercher par le nom de l’adulte ou d’un enfant", &asked.name, ""))
            @if !asked.name.is_empty() { (results(pupil, found, already)) }
            h2 { "Une nouvelle personne" }
            form.pile method="post" {
                (twin_field(draft, known))
                (choice::select("genre", "Pour cet enfant, c’est", kind_choices()).typed(draft.typed("genre")))
                (civility_field(draft))
                (name_fields(draft))
                (contact_fields(draft))
                (button::primary("Ajouter ce responsable"))
            }
        },
    )
}

pub fn tie(
    tie: &May<ManageTie>,
    pupil: &May<ManagePupil>,
    guardian: &May<ManagePerson>,
    draft: &Draft,
    today: Date,
) -> Page {
    let title = format!("{} et {}", full_name(guardian), pupil.first_name);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), (&pupil.name(), &path::pupil(pupil.id))], &guardian.formal_name()))
            h1 translate="no" { (title) }
            @if tie.facts.awaits_look() {
                (notice::notice(Tone::Warning, html! { p { (words::reason(&tie.needs_look)) " " (words::held(tie.facts.look)) } }))
            }
            @if tie.facts.look != Look::HoldsAll {
                p { "Aujourd’hui : " strong { (words::given(tie, today)) } }
            }
            (faults(draft))
            form.pile method="post" {
                (choice::select("genre", "Pour cet enfant, c’est", kind_choices()).typed(draft.typed("genre")))
                (choice::radios("autorite", "Sa place auprès de l’enfant", authority_choices()).typed(draft.typed("autorite")).required())
                (third_party_ticks(draft))
                (restriction_fields(draft))
                (daily_life_fields(draft))
                (button::primary(if tie.facts.awaits_look() { "J’ai regardé ce lien : enregistrer" } else { "Enregistrer" }))
            }
            p { a href={ (path::tie(tie.id)) "/retrait" } { "Ce lien est une erreur : le retirer" } }
        },
    )
}

pub fn removal(tie: &May<ManageTie>, pupil: &May<ManagePupil>, guardian: &May<ManagePerson>) -> Page {
    let title = "Retirer ce lien";
    Page::narrow(
        title,
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), (&pupil.name(), &path::pupil(pupil.id)), (&guardian.formal_name(), &path::tie(tie.id))], title))
            h1 { (title) }
            p { strong translate="no" { (full_name(guardian)) } " ne sera plus noté·e pour " span translate="no" { (pupil.first_name) } ". Ce que cette personne a signé reste dans le cahier." }
            p { "S’il y a eu une décision de justice, ne retirez pas le lien : choisissez plutôt « " (Authority::Withdrawn.title()) " », qui en garde la trace." }
            form.actions method="post" {
                (button::danger("Retirer le lien"))
                (button::link("Revenir sans rien changer", path::tie(tie.id)).quiet())
            }
        },
    )
}

/// What stands, as the form's own fields.
pub fn standing(tie: &Guardianship) -> Vec<(&'static str, String)> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut values = vec![
        ("genre", tie.kind.as_str().to_owned()),
        ("restriction_le", day(tie.facts.restricted_on)),
        ("document_le", day(tie.document_on)),
        ("rang", tie.emergency_rank.map(|rank| rank.to_string()).unwrap_or_default()),
    ];
    // Nothing is chosen beforehand where the school does not know what is this adult's.
    if tie.facts.look != Look::HoldsAll {
        values.push(("autorite", tie.facts.authority.as_str().to_owned()));
    }
    let ticks = [
        ("lit", tie.facts.reads),
        ("signe", tie.facts.signs),
        ("recoit", tie.facts.receives),
        ("restriction", tie.facts.restricted_on.is_some()),
        ("vient_chercher", tie.may_pick_up),
    ];
    values.extend(ticks.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| (name, "oui".to_owned())));
    values
}

fn results(pupil: &May<ManagePupil>, found: &Cut<Family>, already: &[Id<Person>]) -> Markup {
    html! {
        @if found.lines.is_empty() { p { "Personne de ce nom. Écrivez ses nom et prénom ci-dessous." } }
        @else {
            ul.liste {
                @for adult in &found.lines {
                    li {
                        span { (piece::person(&adult.name)) @if !adult.children.is_empty() { br; span.doux { (children_in_words(&adult.children)) } } }
                        @if already.contains(&adult.person) { span.fait { (icon(Icon::Check)) "Déjà noté" } }
                        @else {
                            form method="post" action={ "/ecole/eleves/" (pupil.id) "/responsables" } {
                                (button::quiet("Choisir").small().sends("personne", adult.person.to_string()).about(adult.name.clone()))
                            }
                        }
                    }
                }
            }
            @if found.pages > 1 { p.doux { "Il y en a d’autres : " (french::count(found.total, "personne", "personnes")) ". Précisez le nom." } }
        }
    }
}

fn kind_choices() -> Vec<choice::Choice<'static>> {
    Kind::ALL.into_iter().map(|kind| choice::choice(kind.as_str(), kind.title())).collect()
}

fn authority_choices() -> Vec<choice::Choice<'static>> {
    Authority::ALL
        .into_iter()
        .map(|authority| choice::choice(authority.as_str(), authority.title()).hint(words::gives(authority)))
        .collect()
}

fn third_party_ticks(draft: &Draft) -> Markup {
    html! {
        fieldset.groupe.pile {
            legend { "Seulement pour un autre adulte ou un organisme" }
            (choice::checkbox("lit", "oui", "Lit ce qui concerne l’enfant").typed(draft.typed("lit")))
            (choice::checkbox("signe", "oui", "Signe les mots").typed(draft.typed("signe")))
            (choice::checkbox("recoit", "oui", "Reçoit les e-mails").typed(draft.typed("recoit")))
            p.indice { "Avec « Signe » et « Reçoit », les e-mails permettent aussi de signer." }
        }
    }
}

fn restriction_fields(draft: &Draft) -> Markup {
    html! {
        fieldset.groupe.pile {
            legend { "Décision de justice" }
            p.indice { "Une séparation ne change rien par elle-même. Ne notez ici que ce qu’un juge a décidé, document en main." }
            (choice::checkbox("restriction", "oui", "Aucune information sur l’enfant").typed(draft.typed("restriction")))
            (field::date("restriction_le", "À partir du").hint("De ce jour, cet adulte ne voit plus rien de l’enfant : ses appareils sont déconnectés.").typed(draft.typed("restriction_le")))
            (field::date("document_le", "Date du document").optional().typed(draft.typed("document_le")))
        }
    }
}

fn daily_life_fields(draft: &Draft) -> Markup {
    html! {
        fieldset.groupe.pile {
            legend { "Au quotidien" }
            (choice::checkbox("vient_chercher", "oui", "Peut venir chercher l’enfant").typed(draft.typed("vient_chercher")))
            (field::number("rang", "En cas d’urgence, à appeler en").optional().hint("1 pour la première personne à appeler, 2 pour la suivante…").typed(draft.typed("rang")))
        }
    }
}
