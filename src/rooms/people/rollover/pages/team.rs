//! Who works in each class to come.

use crate::{
    base::{
        french,
        ui::{button, choice, page, piece},
    },
    door::{Draft, Page},
    rooms::people::{
        pages::faults,
        rollover::{
            Coming, PATH, Plan,
            known::{Colleague, Known},
            team::{field, may_have_a_class},
        },
    },
    school::{class::DutyKind, grade::Grade},
};
use maud::{Markup, html};

pub fn page(plan: &Plan, known: &Known, draft: &Draft) -> Page {
    let title = "L’équipe de l’an prochain";
    let team: Vec<&Colleague> = known.team.iter().filter(|one| may_have_a_class(one)).collect();
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (super::TITLE, PATH)], title))
            h1 { (title) }
            p { "Chaque équipe suit sa classe pour commencer. La direction, les AESH, le périscolaire et les autres personnels gardent leur fonction sans rien dire ici." }
            (faults(draft))
            form.pile method="post" {
                @for class in &plan.classes { (of_class(class, plan, &team)) }
                (button::primary("Enregistrer l’équipe"))
            }
            p { "Quelqu’un arrive ? " a href="/ecole/equipe/nouveau" { "Ajoutez d’abord cette personne à l’équipe" } ", avec sa date d’arrivée : elle pourra ensuite être choisie ici." }
            (without(plan, &team))
        },
    )
}

fn of_class(class: &Coming, plan: &Plan, team: &[&Colleague]) -> Markup {
    let young = Grade::first_in(&class.name).is_some_and(Grade::is_maternelle);
    html! {
        fieldset.pile {
            legend { (class.name) }
            (choices(class, DutyKind::Teacher, "Enseignant·e", true, plan, team))
            (choices(class, DutyKind::Atsem, "ATSEM", young, plan, team))
        }
    }
}

/// One for each who is noted, and an empty one more.
fn choices(class: &Coming, kind: DutyKind, label: &str, has_more: bool, plan: &Plan, team: &[&Colleague]) -> Markup {
    let noted: Vec<i64> = plan
        .parts
        .iter()
        .filter(|part| part.class == class.id && part.kind == kind)
        .map(|part| part.person.number())
        .collect();
    let blank = has_more.then_some(0);
    html! {
        @for (at, chosen) in noted.iter().copied().chain(blank).enumerate() {
            @let list = std::iter::once(choice::choice("", "Personne").ticked(chosen == 0))
                .chain(team.iter().map(|one| choice::choice(one.person.to_string(), one.name.as_str()).person().ticked(one.person.number() == chosen)))
                .collect();
            @let label = if at == 0 { label.to_owned() } else { format!("{label}, en plus") };
            (choice::select(&field(kind, class.id), label, list))
        }
    }
}

/// Who has a class this year and none the next: told before it is too late.
fn without(plan: &Plan, team: &[&Colleague]) -> Markup {
    let is_left = |one: &&&Colleague| {
        one.parts.iter().any(|(_, class, _)| class.is_some())
            && !plan.parts.iter().any(|part| part.person == one.person)
    };
    let names: Vec<&str> = team.iter().filter(is_left).map(|one| one.name.as_str()).collect();
    html! {
        @if !names.is_empty() {
            h2 { "Sans classe l’an prochain" }
            p { (piece::person(&french::list(&names))) ". Sans autre fonction, leur accès s’arrête la veille de la rentrée ; ce qu’ils ont écrit reste à sa place." }
        }
    }
}
