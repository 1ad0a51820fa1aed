//! The page of the photos of one's children: how many there are and how much they weigh, before anything is taken.

use super::{FILE, PATH, Weighed};
use crate::{
    base::{
        db::Id,
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field::{self, Typed},
            notice::{self, Tone, notice},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Page},
    rooms::blog::{pages::TITLE as BLOG, path, period::Period},
    school::{Pupil, viewer::Child},
};
use maud::{Markup, html};

pub const NOTHING: &str = "Il n’y a pas de photo à télécharger pour ces dates.";
const OF_ONE: &str = "Les photos de mon enfant";
const OF_SEVERAL: &str = "Les photos de mes enfants";

/// What there is of one child.
pub struct Of<'a> {
    pub child: &'a Child,
    pub periods: Vec<(&'static str, Period, Weighed)>,
}

pub fn show(cx: &Cx, lines: &[Of], chosen: Option<(Period, Vec<String>, Weighed)>) -> Page {
    let title = if lines.len() == 1 { OF_ONE } else { OF_SEVERAL };
    let body = html! {
        (crumbs(&[(BLOG, path::BLOG)], title))
        h1 { (title) }
        @if lines.is_empty() {
            (piece::empty_state("Pas de photo à emporter", "Cette page rassemble les photos du blog pour les familles des enfants qui sont dessus.",
                html! { (button::link("Aller au blog", path::BLOG).quiet()) }))
        } @else {
            p { "Les photos, vidéos et sons du blog sur lesquels on reconnaît votre enfant, dans leur taille d’origine, en un seul fichier." }
            @if let Some((period, names, weighed)) = &chosen { (asked(cx, period, names, *weighed)) }
            @for one in lines { (of(one)) }
            (other_dates(cx, lines))
            p.doux { "Ces photos montrent aussi d’autres enfants : merci de les garder pour la famille. Le lieu et l’appareil ont été effacés des fichiers." }
        }
    };
    Page::narrow(title, body)
}

fn of(one: &Of) -> Markup {
    piece::card(html! {
        h2 { (piece::etiquette(&one.child.first_name, &one.child.class_name)) }
        ul.emporter {
            @for (label, period, weighed) in &one.periods {
                li {
                    div { strong { (label) } br; span.doux { (told(*weighed)) } }
                    @if weighed.count > 0 {
                        (button::link("Télécharger", href(period, Some(one.child.id))).quiet().small().icon(Icon::Download)
                            .about(format!("les photos de {}, {}", one.child.first_name, period.told())))
                    }
                }
            }
        }
    })
}

/// What was asked for by dates.
fn asked(cx: &Cx, period: &Period, names: &[String], weighed: Weighed) -> Markup {
    let child = cx.ask.query.get("enfant").parse().map(Id::new).ok();
    notice(
        if weighed.count > 0 { Tone::Done } else { Tone::Info },
        html! {
            p {
                (french::capitalised(&period.told()))
                @if !names.is_empty() { ", pour " span translate="no" { (french::list(names)) } }
                " : " (told(weighed)) "."
            }
            @if weighed.count > 0 {
                p { (button::link("Télécharger", href(period, child)).icon(Icon::Download)) }
            }
        },
    )
}

fn other_dates(cx: &Cx, lines: &[Of]) -> Markup {
    let query = &cx.ask.query;
    let typed = |name: &'static str| Typed {
        value: query.get(name),
        fault: (name == "au" && Period::is_asked_wrongly(query))
            .then_some("Donnez deux jours, le premier avant le second."),
    };
    let mut children = vec![choice("", "Tous mes enfants")];
    children.extend(lines.iter().map(|one| choice(one.child.id.to_string(), one.child.first_name.as_str()).person()));
    let is_open = !query.get("du").is_empty() || !query.get("au").is_empty();
    html! {
        details.plus open[is_open] {
            summary { (crate::base::ui::icon(Icon::ChevronRight)) span { "D’autres dates" } }
            form.pile method="get" action=(PATH) {
                @if Period::is_asked_wrongly(query) { (notice::faults([("au", "Donnez deux jours, le premier avant le second.")])) }
                @if lines.len() > 1 { (choice::select("enfant", "De qui ?", children).typed(Typed { value: query.get("enfant"), fault: None })) }
                (field::date("du", "Du").required().typed(typed("du")))
                (field::date("au", "Au").required().typed(typed("au")))
                (button::quiet("Compter les photos"))
            }
        }
    }
}

fn href(period: &Period, child: Option<Id<Pupil>>) -> String {
    let child = child.map(|child| format!("enfant={child}&")).unwrap_or_default();
    format!("{FILE}?{child}{}", period.query())
}

/// « 34 photos, 120 Mo ».
fn told(weighed: Weighed) -> String {
    match weighed.count {
        0 => "aucune photo".to_owned(),
        count => format!("{}, {}", french::count(count as i64, "photo", "photos"), french::bytes(weighed.bytes)),
    }
}

/// « Photos de Léa – novembre 2026.zip ».
pub fn archive_name(names: &[String], period: &Period) -> String {
    let whose = if names.is_empty() { "de mes enfants".to_owned() } else { french::de(&french::list(names)) };
    format!("Photos {whose} – {}.zip", period.told())
}
