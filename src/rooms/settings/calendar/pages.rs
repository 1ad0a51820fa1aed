//! The calendar's list and its one form.

use crate::{
    base::{
        french,
        ui::{Icon, button, field, notice, page, table},
    },
    door::Draft,
    school::settings::HolidayRow,
};
use jiff::civil::Date;
use maud::{Markup, html};

pub const SAVED: &str = "Le calendrier est enregistré.";
pub const REMOVED: &str = "Ces jours sont retirés du calendrier.";
pub const TAKEN: &str = "Le calendrier de la zone est repris.";

pub fn index(list: &[HolidayRow], zone: &str, today: Date) -> Markup {
    let (past, coming): (Vec<_>, Vec<_>) = list.iter().partition(|row| row.last_on < today);
    html! {
        (page::crumbs(&[("Réglages", "/reglages")], "Jours sans classe"))
        h1 { "Jours sans classe" }
        p { "Ces dates sont celles de l’école : corrigez-les comme il vous convient. Les jours fériés sont déjà connus." }
        div.rang { (button::link("Ajouter des jours", "/reglages/calendrier/nouveau").icon(Icon::Plus)) }
        @if coming.is_empty() { p.vide { "Rien n’est prévu." } } @else { (rows("Jours sans classe à venir", &coming)) }
        @if !past.is_empty() { (crate::base::ui::piece::details_of("Jours passés", rows("Jours sans classe passés", &past))) }
        (button::post_button("/reglages/calendrier/zone", button::quiet(format!("Reprendre le calendrier de la zone {zone}"))
            .icon(Icon::RefreshCw)
            .confirm("Remplacer toute la liste par le calendrier de la zone ? Vos corrections seront perdues.")))
    }
}

pub fn form(title: &str, action: &str, draft: &Draft, remove: Option<String>) -> Markup {
    html! {
        (page::crumbs(&[("Réglages", "/reglages"), ("Jours sans classe", "/reglages/calendrier")], title))
        h1 { (title) }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(action) {
            (field::text("nom", "Nom").typed(draft.typed("nom")).required().max_length(60))
            (field::date("du", "Premier jour sans classe").typed(draft.typed("du")).required())
            (field::date("au", "Dernier jour sans classe").typed(draft.typed("au")).optional().hint("Le même jour si c’est vide."))
            (button::primary("Enregistrer"))
        }
        @if let Some(path) = remove {
            (button::post_button(&path, button::danger("Retirer du calendrier").icon(Icon::Trash2).confirm("Retirer ces jours ?")))
        }
    }
}

fn rows(caption: &str, list: &[&HolidayRow]) -> Markup {
    let rows = list.iter().map(|row| {
        vec![
            html! { a href={ "/reglages/calendrier/" (row.id) } { (row.name) } },
            html! { (french::day_year(row.first_on)) },
            html! { (french::day_year(row.last_on)) },
        ]
    });
    table::table(caption, &["Nom", "Premier jour", "Dernier jour"], rows.collect())
}
