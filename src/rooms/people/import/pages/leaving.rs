//! « Ont-ils quitté l’école ? »: those whom the files do not name, one by one, none ticked beforehand.

use crate::{
    base::{
        french,
        ui::{
            choice::{self, choice},
            field, notice,
            notice::Tone,
        },
    },
    door::Draft,
    rooms::people::import::{
        forms::{LAST_DAY, LEFT},
        leavers::{Leaver, Leavers, by_grade},
        value::Grade,
    },
};
use maud::{Markup, html};

/// Beyond so many, the classes of a file are not named one by one.
const NAMED: usize = 6;

pub fn section(leavers: &Leavers, day: &str, draft: &Draft) -> Markup {
    let draft = draft.or_standing(&[(LAST_DAY, day)]);
    html! {
        @if !leavers.only.is_empty() {
            (notice::notice(Tone::Info, html! { p { (partial(leavers)) } }))
        }
        @if !leavers.asked.is_empty() {
            section.pile.large {
                h2 { "Absents du fichier (" (leavers.asked.len()) ") : ont-ils quitté l’école ?" }
                p { "Absent du fichier ne veut pas dire parti. Cochez un par un ceux qui ont vraiment quitté l’école : les autres restent comme ils sont." }
                @for (place, (grade, group)) in by_grade(&leavers.asked).into_iter().enumerate() {
                    (boxes(place, grade, &group, &draft))
                }
                (field::date(LAST_DAY, "Dernier jour des élèves cochés").hint("Pour un autre jour, notez ce départ depuis la page de l’élève.").typed(draft.typed(LAST_DAY)))
            }
        }
    }
}

fn boxes(place: usize, grade: Option<Grade>, group: &[&Leaver], draft: &Draft) -> Markup {
    let (legend, all) = match grade {
        Some(grade) => (grade.short().to_owned(), format!("Tous ceux de {}", grade.short())),
        None => ("Sans niveau".to_owned(), "Tous ceux-là".to_owned()),
    };
    let choices = group.iter().map(|leaver| {
        let label =
            if leaver.class.is_empty() { leaver.name.clone() } else { format!("{}, {}", leaver.name, leaver.class) };
        let id = leaver.id.to_string();
        let ticked = draft.fields.holds(LEFT, &id);
        choice(id, label).ticked(ticked).person()
    });
    let group = choice::checkboxes(LEFT, legend, choices.collect()).id(format!("partis-{place}")).tight();
    html! { (group.all(&all)) }
}

/// « Ce fichier ne contient que le CE1-CE2 Mme BENALI. »
fn partial(leavers: &Leavers) -> String {
    let others = french::count(leavers.untold as i64, "autre élève n’y est pas", "autres élèves n’y sont pas");
    let what = match leavers.only.len() {
        0..=NAMED => format!("ne contient que {}", french::list(&leavers.only)),
        _ => "ne contient pas toutes les classes de l’école".to_owned(),
    };
    format!("Ce fichier {what}. {} : rien ne change pour eux.", french::capitalised(&others))
}
