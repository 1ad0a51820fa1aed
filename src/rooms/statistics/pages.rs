//! The page of statistics, and its files.

use super::{
    PATH, Statistics,
    figures::Figure,
    period::{Period, Which},
    plot,
};
use crate::{
    base::{
        error::Result,
        french,
        sheet::Sheet,
        ui::{
            Icon, button,
            notice::{self, Tone},
            page, piece, table,
        },
    },
    door::Page,
};
use maud::{Markup, html};

pub const TITLE: &str = "Statistiques";

pub fn index(shown: &Statistics) -> Page {
    let period = &shown.period;
    Page::new(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], TITLE))
            h1 { (TITLE) }
            p.papier { (between(period)) }
            (notice::notice(Tone::Info, html! {
                p { "Ici, on ne compte jamais personne en particulier\u{202f}: ni qui se connecte, ni quand, ni combien de mots écrit un collègue, ni ce que lit une famille. Ce qui compte moins de cinq personnes est montré avec d’autres, ou pas du tout." }
            }))
            (plot::patterns())
            (part("Les familles et leur compte", FAMILIES, &shown.families, html! {
                p.doux { "Aujourd’hui, dans les classes de l’année. Une famille compte une fois pour chacun de ses enfants\u{202f}; un compte ouvert par un seul responsable suffit." }
            }))
            h2.pile { "Les mots et les connexions" }
            nav.ecran aria-label="Choisir une période" { div.rang {
                @for which in Which::ALL {
                    a.bouton.sobre.petit href={ (PATH) "?periode=" (which.query()) }
                        aria-current=[(which == period.which).then_some("true")] { (label(which)) }
                }
            } }
            p.doux { (between(period)) }
            (part("Les mots, classe par classe", &with(BY_CLASS, period), &shown.by_class, html! {
                p.doux { "Les réponses demandées par les mots envoyés pendant cette période, une par enfant\u{202f}: une signature, ou «\u{202f}lu\u{202f}». La réponse d’un seul responsable suffit ici, même quand le mot en demande deux." }
            }))
            (part("Par où les réponses arrivent", &with(BY_WAY, period), &shown.by_way, html! {}))
            (part("Les connexions", &with(SIGN_INS, period), &shown.sign_ins, html! {
                p.doux { "Combien de fois on s’est connecté, par mois. Préau ne garde que ce nombre, ni le nom, ni le jour. Un appareil qui reste connecté ne compte qu’une fois. Le mois en cours s’ajoute quand il est fini." }
            }))
            div.actions { (button::print("Imprimer")) }
        },
    )
}

pub const FAMILIES: &str = "/statistiques/comptes.csv";
pub const BY_CLASS: &str = "/statistiques/mots.csv";
pub const BY_WAY: &str = "/statistiques/reponses.csv";
pub const SIGN_INS: &str = "/statistiques/connexions.csv";

/// The same figures for a spreadsheet.
pub fn file(path: &str, figure: &Figure) -> Result<Page> {
    let heads = [figure.of.to_owned()].into_iter().chain(figure.parts.iter().cloned());
    let mut sheet = Sheet::of(heads.chain(figure.share.map(|share| format!("{} (%)", share.title))))?;
    for row in &figure.rows {
        let share = figure.share.map(|_| figure.share(row).map_or_else(String::new, |percent| percent.to_string()));
        let cells = [row.label.clone()].into_iter().chain(row.parts.iter().map(u64::to_string));
        sheet.line(cells.chain(share))?;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    Ok(Page::download(name, "text/csv; charset=utf-8", sheet.bytes()?))
}

fn part(title: &str, file: &str, figure: &Figure, about: Markup) -> Markup {
    html! {
        section.carte.pile.statistique {
            h2 { (title) }
            @if figure.is_empty() {
                p { (figure.instead) }
            } @else {
                (about)
                (plot::plot(figure))
                (piece::details_of("Les mêmes chiffres en tableau", in_table(title, figure)))
                div.rang.ecran { (button::link("Télécharger le tableau", file).icon(Icon::Download).quiet().small().about(title)) }
            }
        }
    }
}

fn in_table(title: &str, figure: &Figure) -> Markup {
    let mut heads: Vec<&str> = vec![figure.of];
    heads.extend(figure.parts.iter().map(String::as_str));
    heads.extend(figure.share.map(|share| share.title));
    let rows = figure.rows.iter().map(|row| {
        let mut cells = vec![html! { @if row.is_sum { strong { (row.label) } } @else { (row.label) } }];
        cells.extend(row.parts.iter().map(|part| html! { (french::number(i64::try_from(*part).unwrap_or(i64::MAX))) }));
        cells.extend(
            figure.share.map(|_| html! { @if let Some(percent) = figure.share(row) { (percent) "\u{202f}%" } }),
        );
        cells
    });
    table::table(title, &heads, rows.collect())
}

fn label(which: Which) -> &'static str {
    match which {
        Which::Year => "Cette année",
        Which::LastYear => "L’année dernière",
    }
}

fn between(period: &Period) -> String {
    format!("Du {} au {}.", french::date_year(period.from), french::date_year(period.until))
}

fn with(path: &str, period: &Period) -> String {
    format!("{path}?periode={}", period.which.query())
}
