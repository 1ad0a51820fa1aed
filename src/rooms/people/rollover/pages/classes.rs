//! The classes of the year to come.

use crate::{
    base::ui::{button, choice, field, page},
    door::{Draft, Page},
    rooms::people::{
        pages::faults,
        rollover::{
            Coming, PATH, Plan,
            classes::{NEW, field as named},
            known::Known,
        },
    },
    school::class::Ecole,
};
use maud::{Markup, html};

pub fn page(plan: &Plan, known: &Known, ecoles: &[(i64, Ecole)], draft: &Draft) -> Page {
    let title = "Les classes de l’an prochain";
    let choices = ecoles.iter().map(|(id, ecole)| choice::choice(id.to_string(), ecole.name.clone())).collect();
    let typed: Vec<&str> = draft.fields.all("nouvelle").collect();
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (super::TITLE, PATH)], title))
            h1 { (title) }
            p { "Les mêmes que cette année pour commencer. Une classe qui change de nom garde ses réglages ; celle qui ferme rend ses élèves : ils seront à placer." }
            (faults(draft))
            form.pile method="post" {
                @for class in &plan.classes { (row(class, known, draft)) }
                h2 { "Ouvrir une classe" }
                @for at in 0..NEW {
                    @let value = typed.get(at).copied().unwrap_or_default();
                    (field::text("nouvelle", "Nom de la nouvelle classe").optional().max_length(40).autocomplete("off").typed(field::Typed { value, fault: None }))
                }
                @if ecoles.len() > 1 { (choice::select("ecole", "École des nouvelles classes", choices).typed(draft.typed("ecole"))) }
                (button::primary("Enregistrer les classes"))
            }
        },
    )
}

fn row(class: &Coming, known: &Known, draft: &Draft) -> Markup {
    let (name, id) = (named(class.id), class.id.to_string());
    let value = if draft.is_blank() { class.name.as_str() } else { draft.fields.raw(&name) };
    let before = class.after.and_then(|before| known.class(before)).map(|before| before.name.as_str());
    let label = match before {
        Some(before) => format!("Suit {before}"),
        None => "Nouvelle classe".to_owned(),
    };
    html! {
        fieldset.pile {
            legend { (label) }
            (field::text(&name, "Nom").required().max_length(40).autocomplete("off").typed(field::Typed { value, fault: None }))
            (choice::checkbox("retirer", &id, "Elle n’ouvre pas l’an prochain").typed(draft.typed("retirer")))
        }
    }
}
