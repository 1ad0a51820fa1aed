//! The window with what it gives this week, and the list of days opened.

use super::PATH;
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{Icon, button, choice, field, notice, page, piece},
    },
    door::{Draft, Page},
    school::quiet::{Quiet, Why, Window, hour, minute_of},
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use maud::{Markup, html};

pub const SAVED: &str = "Les heures calmes sont enregistrées.";
pub const OPENED: &str = "Ce jour est ouvert : les mots y arrivent aux heures habituelles.";
pub const CLOSED: &str = "Ce jour est de nouveau calme.";
pub const PAST: &str = "Ce jour est passé.";
pub const OPEN_ALREADY: &str = "Ce jour-là est déjà ouvert : les mots y arrivent comme les autres jours.";
pub const TITLE: &str = "Heures calmes";

pub fn show(draft: &Draft, quiet: &Quiet, now: Instant) -> Page {
    let today = now.date(&quiet.zone);
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { (TITLE) }
        p { "Personne n’est dérangé la nuit, le week-end ni pendant les vacances. Un mot écrit à ces moments-là attend, et vous pouvez encore le corriger. Lire, répondre et signer restent possibles à toute heure." }
        (faults(draft))
        form.pile method="post" action=(PATH) {
            (field::time("de", "Calme à partir de").typed(draft.typed("de")).required())
            (field::time("a", "Jusqu’à").typed(draft.typed("a")).required().hint("La même heure deux fois : il n’y a pas d’heure calme."))
            (choice::checkbox("week_end", "oui", "Le week-end aussi").typed(draft.typed("week_end"))
                .hint("Tout le samedi et tout le dimanche, sauf le samedi où il y a classe."))
            (choice::checkbox("conges", "oui", "Les vacances et les jours fériés aussi").typed(draft.typed("conges"))
                .hint("Ceux de la page « Jours sans classe ». Un mercredi sans classe n’est pas calme."))
            (button::primary("Enregistrer"))
        }
        (piece::card(html! {
            h2 { "Ce que cela donne" }
            ul { @for sentence in examples(quiet, now) { li { (sentence) } } }
        }))
        (open_days(quiet, today))
    };
    Page::narrow(TITLE, main)
}

pub fn open_day(draft: &Draft) -> Page {
    let title = "Ouvrir un jour";
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages"), (TITLE, PATH)], title))
        h1 { (title) }
        p { "La pré-rentrée, un samedi de fête : ce jour-là, les mots arrivent comme un jour de classe. La nuit reste calme." }
        (faults(draft))
        form.pile method="post" action={ (PATH) "/jours" } {
            (field::date("jour", "Jour à ouvrir").typed(draft.typed("jour")).required())
            (button::primary("Ouvrir ce jour"))
        }
    };
    Page::narrow(title, main)
}

/// For the list of settings.
pub fn summary(window: &Window) -> String {
    let mut parts = Vec::new();
    if window.from != window.until {
        parts.push(format!("de {} à {}", hour(window.from), hour(window.until)));
    }
    if window.week_end {
        parts.push("le week-end".to_owned());
    }
    if window.days_off {
        parts.push("les vacances".to_owned());
    }
    if parts.is_empty() { "Aucune".to_owned() } else { french::capitalised(&parts.join(" · ")) }
}

pub fn standing(draft: &Draft, window: &Window) -> Draft {
    let yes = |on| if on { "oui" } else { "" };
    let clock = |minute| minute_of(minute).strftime("%H:%M").to_string();
    draft.or_standing(&[
        ("de", &clock(window.from)),
        ("a", &clock(window.until)),
        ("week_end", yes(window.week_end)),
        ("conges", yes(window.days_off)),
    ])
}

fn faults(draft: &Draft) -> Markup {
    notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str())))
}

fn open_days(quiet: &Quiet, today: Date) -> Markup {
    let coming: Vec<_> = quiet.open_days.iter().filter(|day| **day >= today).collect();
    html! {
        h2 { "Jours ouverts" }
        @if coming.is_empty() { p.doux { "Aucun. Ouvrez-en un si l’école a besoin de prévenir les familles pendant les vacances : la pré-rentrée, par exemple." } }
        @else {
            ul.liste {
                @for day in coming {
                    li {
                        span { strong { (french::day_year(*day)) } @if let Some(why) = quiet.closed_by(*day) { br; span.doux { (french::capitalised(&why.said())) } } }
                        (button::post_button(&format!("{PATH}/jours/{day}/retrait"), button::quiet("Refermer").small().about(french::day_year(*day))))
                    }
                }
            }
        }
        div.rang { (button::link("Ouvrir un jour", format!("{PATH}/jours")).quiet().icon(Icon::Plus)) }
    }
}

/// This evening, this week-end, the next days off: what becomes of a word that is written then.
fn examples(quiet: &Quiet, now: Instant) -> Vec<String> {
    let today = now.date(&quiet.zone);
    let at = |day: Date, minute: u16| {
        let zoned = day.to_datetime(minute_of(minute)).to_zoned(quiet.zone.clone()).ok()?;
        Some(Instant::from(zoned.timestamp())).filter(|at| *at > now)
    };
    let next = |wanted: &dyn Fn(Date) -> bool| {
        (1..=200_i64).filter_map(|days| today.checked_add(days.days()).ok()).find(|day| wanted(*day))
    };
    let saturday = next(&|day| day.weekday() == Weekday::Saturday);
    let off = next(&|day| matches!(quiet.why_day(day), Some(Why::Holiday(_))) && day.weekday() == Weekday::Wednesday);
    let mut moments = vec![(now, "Un mot écrit maintenant".to_owned())];
    let evening = at(today, 21 * 60).or_else(|| at(today.tomorrow().ok()?, 21 * 60));
    let others = [evening, saturday.and_then(|day| at(day, 10 * 60)), off.and_then(|day| at(day, 10 * 60))];
    let mut coming: Vec<Instant> = others.into_iter().flatten().collect();
    coming.sort();
    moments.extend(
        coming.into_iter().map(|at| (at, format!("Un mot écrit {}{}", quiet.said(at, now), during(quiet, at)))),
    );
    moments.into_iter().map(|(at, said)| format!("{said} {}.", becomes(quiet, at, now))).collect()
}

/// « (Noël) », for a day that says nothing by itself.
fn during(quiet: &Quiet, at: Instant) -> String {
    match quiet.why(at) {
        Some(Why::Holiday(name)) => format!(" ({name})"),
        _ => String::new(),
    }
}

fn becomes(quiet: &Quiet, at: Instant, now: Instant) -> String {
    match quiet.opens_at(at) {
        Some(opens) if opens == at => "arrive tout de suite".to_owned(),
        Some(_) => quiet.waits(at, now).unwrap_or_default(),
        None => "n’arrive jamais : le calendrier n’ouvre plus aucun jour".to_owned(),
    }
}
