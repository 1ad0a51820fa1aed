//! The fields of the school's facts, drawn for the set-up and for the settings.

use super::forms::{OTHERS, TIME_ZONES};
use crate::{
    base::{
        french,
        ui::{
            choice::{self, Choice, choice},
            field, piece, table,
        },
    },
    door::Draft,
    school::{
        calendar::Zone,
        class::Ecole,
        half_days::{Half, WeekPattern},
        settings::Facts,
        uai::{Uai, Verdict},
    },
};
use maud::{Markup, html};

pub const SAVED: &str = "Les réglages de l’école sont enregistrés.";

pub fn has_classes(ecole: &str) -> String {
    format!("{ecole} a encore des classes : gardez son nom, ou corrigez-le.")
}

/// What stands, as if it had been typed.
pub fn standing(draft: &Draft, facts: &Facts, ecoles: &[Ecole]) -> Draft {
    if !draft.is_blank() {
        return draft.clone();
    }
    let mut fields = crate::door::Fields::default();
    let first = ecoles.first().cloned().unwrap_or_default();
    let own_name = if first.name == facts.name { "" } else { &first.name };
    let pairs = [
        ("nom", facts.name.as_str()),
        ("nom1", own_name),
        ("uai", &first.uai),
        // It was accepted once.
        ("uai_garde", &first.uai),
        ("rue", &first.street),
        ("code_postal", &first.postcode),
        ("ville", &first.town),
        ("fuseau", &facts.time_zone),
    ];
    for (name, value) in pairs {
        fields.push(name, value);
    }
    for ((name, number, town), ecole) in OTHERS.iter().zip(ecoles.iter().skip(1)) {
        fields.push(*name, &ecole.name);
        fields.push(*number, &ecole.uai);
        fields.push(*town, &ecole.town);
    }
    if !facts.name.is_empty() {
        fields.push("zone", &facts.zone);
    }
    let week = WeekPattern::parse(&facts.half_days).unwrap_or(WeekPattern::EIGHT);
    let week = if facts.half_days.is_empty() { WeekPattern::EIGHT } else { week };
    fields.push(
        "semaine",
        match week {
            WeekPattern::EIGHT => "8",
            WeekPattern::NINE => "9",
            _ => "autre",
        },
    );
    for (at, day) in WeekPattern::DAYS.into_iter().enumerate() {
        for (half, letter) in [(Half::Morning, 'a'), (Half::Afternoon, 'p')] {
            if week.has(day, half) {
                fields.push("demi", format!("{at}{letter}"));
            }
        }
    }
    Draft { fields, ..Draft::default() }
}

pub fn fields(draft: &Draft) -> Markup {
    html! {
        (field::text("nom", "Nom de l’école").typed(draft.typed("nom")).required().max_length(120).autocomplete("organization")
            .hint("Tel qu’on le lira en haut de chaque page : « École Jean-Jaurès »."))
        (field::text("uai", "Numéro UAI").typed(draft.typed("uai")).optional().short().as_written().autocomplete("off")
            .hint("Sept chiffres et une lettre, comme 0751234J."))
        (keep_number(draft))
        (field::text("rue", "Rue").typed(draft.typed("rue")).optional().autocomplete("street-address"))
        (field::text("code_postal", "Code postal").typed(draft.typed("code_postal")).short().inputmode("numeric").autocomplete("postal-code"))
        (field::text("ville", "Commune").typed(draft.typed("ville")).autocomplete("address-level2"))
        (choice::radios("zone", "Vacances", zones()).typed(draft.typed("zone"))
            .hint("Votre académie est citée dans sa zone ; dans le doute, laissez vide : le code postal nous la dira."))
        (choice::radios("semaine", "Semaine de classe", weeks()).typed(draft.typed("semaine")))
        (piece::details_of("Une autre semaine", week_grid(draft)))
        (choice::select("fuseau", "Heure locale", TIME_ZONES.iter().map(|(zone, said)| choice(*zone, *said)).collect())
            .typed(draft.typed("fuseau")))
        (piece::details_of("Plusieurs écoles dans cette boîte", others(draft)))
    }
}

fn keep_number(draft: &Draft) -> Markup {
    let uai = Uai::read(draft.fields.get("uai"));
    if uai.number.is_empty() || uai.verdict == Verdict::Good {
        return html! {};
    }
    let kept = draft.fields.get("uai_garde") == uai.number;
    html! {
        (choice::checkbox("uai_garde", &uai.number, format!("Garder {} : c’est bien notre numéro", uai.number))
            .typed(field::Typed::of(if kept { &uai.number } else { "" })))
    }
}

fn zones() -> Vec<Choice<'static>> {
    Zone::ALL.into_iter().map(|zone| choice(zone.code(), zone.label()).hint(zone.places())).collect()
}

fn weeks() -> Vec<Choice<'static>> {
    vec![
        choice("8", "Huit demi-journées").hint(french::capitalised(&WeekPattern::EIGHT.sentence())),
        choice("9", "Neuf demi-journées").hint(french::capitalised(&WeekPattern::NINE.sentence())),
        choice("autre", "Une autre semaine").hint("Cochez les demi-journées dans le tableau ci-dessous."),
    ]
}

fn week_grid(draft: &Draft) -> Markup {
    let rows = WeekPattern::DAYS.into_iter().enumerate().map(|(at, day)| {
        let day = french::weekday(day);
        let cell = |letter: char, said: &str| {
            let value = format!("{at}{letter}");
            html! {
                label.pastille {
                    input type="checkbox" name="demi" value=(value) checked[draft.fields.holds("demi", &value)];
                    span.hors-vue { (day) " " (said) }
                }
            }
        };
        vec![html! { (french::capitalised(day)) }, cell('a', "matin"), cell('p', "après-midi")]
    });
    table::table("Demi-journées de classe", &["Jour", "Matin", "Après-midi"], rows.collect())
}

fn others(draft: &Draft) -> Markup {
    html! {
        p { "Une maternelle et une élémentaire, ou un regroupement (RPI) : chaque école garde son numéro." }
        (field::text("nom1", "Nom de la première école").typed(draft.typed("nom1")).optional()
            .hint("S’il n’est pas le nom donné plus haut, comme pour un groupe scolaire."))
        @for ((name, number, town), rank) in OTHERS.into_iter().zip(["deuxième", "troisième"]) {
            (field::text(name, format!("Nom de la {rank} école")).typed(draft.typed(name)).optional())
            (field::text(number, format!("Numéro UAI de la {rank} école")).typed(draft.typed(number)).optional().short().as_written())
            (field::text(town, format!("Commune de la {rank} école")).typed(draft.typed(town)).optional())
        }
    }
}
