//! The days of the year to come.

use crate::{
    base::{
        french,
        ui::{button, field, page, table::table},
    },
    door::{Draft, Page},
    rooms::people::{
        pages::faults,
        rollover::{PATH, Plan},
    },
};
use jiff::civil::Date;
use maud::html;

pub fn page(plan: &Plan, holidays: &[(String, Date, Date)], are_own: bool, draft: &Draft) -> Page {
    let title = format!("L’année {}", plan.label);
    let rows = holidays.iter().map(|(name, first, last)| {
        vec![html! { (name) }, html! { (french::date_year(*first)) }, html! { (french::date_year(*last)) }]
    });
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (super::TITLE, PATH)], &title))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                (field::date("du", "Le jour de la rentrée").required().hint("Tout change ce jour-là, dès minuit : la veille est le dernier jour des classes de cette année.").typed(draft.typed("du")))
                (field::date("au", "Le dernier jour de l’année").required().hint("Vacances d’été comprises.").typed(draft.typed("au")))
                (button::primary("Enregistrer"))
            }
            h2 { "Les jours sans classe" }
            @if holidays.is_empty() {
                p.vide { "Aucune date n’est connue pour cette année : écrivez-les quand elles seront publiées." }
            } @else {
                @if are_own { p { "Ce sont ceux du calendrier de l’école." } }
                @else { p { "Ce sont ceux de votre zone : ils seront repris dans le calendrier de l’école." } }
                (table("Jours sans classe de l’an prochain", &["Nom", "Premier jour", "Dernier jour"], rows.collect()))
                p.doux { "Vérifiez-les : votre académie a pu les décaler." }
            }
            div.rang { (button::link("Corriger le calendrier", "/reglages/calendrier").quiet()) }
        },
    )
}
