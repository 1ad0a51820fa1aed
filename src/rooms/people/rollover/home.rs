//! On the director's home page: when it is time, what waits, what is left. On nobody else's.

use super::{pages, rehearsal, routes::prepared, store, turn};
use crate::{
    base::{error::Result, french},
    door::{
        Cx,
        room::{About, Summary},
    },
    rooms::people::store as people,
    school::{class::years::store as years, permit::May, policy::ManageSchool},
};
use jiff::{ToSpan, civil::Date};
use maud::Markup;

/// From the first of June of a year that ends in August.
const BEFORE_THE_END: i64 = 92;

pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let Some(school) = cx.may_perhaps::<ManageSchool>(())? else { return Ok(Vec::new()) };
    Ok(match card(cx, &school)? {
        Some((rank, waits, markup)) => vec![Summary { rank, about: About::School, waits, markup }],
        None => Vec::new(),
    })
}

type Card = (i64, usize, Markup);

fn card(cx: &Cx, school: &May<ManageSchool>) -> Result<Option<Card>> {
    if let Some((plan, known)) = prepared(cx, school)? {
        let told = rehearsal::rehearsal(&plan, &known);
        let title = format!("Rentrée {}", plan.label);
        let unplaced = told.unplaced.len();
        let to_place = format!("{} à placer.", french::count(unplaced, "élève", "élèves"));
        let day = french::day_year(plan.starts_on);
        return Ok(Some(match (plan.is_ready(), unplaced) {
            (true, 0) => (
                60,
                0,
                pages::card(&title, &format!("Tout est prêt : chacun change de classe le {day}."), "Relire", false),
            ),
            (true, _) => (-60, 1, pages::card(&title, &format!("Elle se fera le {day}. {to_place}"), "Placer", true)),
            (false, _) if plan.starts_on <= cx.today => (
                -60,
                1,
                pages::card(
                    &title,
                    "Le jour est là : relisez ce qui va changer, puis validez.",
                    "Relire et valider",
                    true,
                ),
            ),
            (false, 0) => {
                (60, 0, pages::card(&title, "Elle est en préparation : il reste à la valider.", "Continuer", false))
            }
            (false, _) => {
                (60, 0, pages::card(&title, &format!("Elle est en préparation. {to_place}"), "Continuer", false))
            }
        }));
    }
    let latest = years::years(&cx.db)?.into_iter().find(|year| year.starts_on <= cx.today);
    let Some(year) = latest else { return Ok(None) };
    if year.ends_on < cx.today {
        let text = format!(
            "L’année {} est finie, et les élèves sont toujours dans leurs classes de cette année-là.",
            year.label
        );
        return Ok(Some((-60, 1, pages::card("La rentrée est à faire", &text, pages::TITLE, true))));
    }
    if let Some(plan) = store::last_turned(&cx.db, school)?.filter(|plan| is_lately(plan, cx.today)) {
        let without = people::counts(&cx.db, cx.today, school)?.without_class;
        let text = match (without, plan.undo.filter(|_| turn::may_be_put_back(&plan, cx.today, &cx.zone))) {
            (0, Some(_)) => "Elle est faite. Jusqu’à ce soir, tout peut encore redevenir comme avant.".to_owned(),
            (0, None) => {
                "Elle est faite. Il reste les fiches de connexion des nouvelles familles et les autorisations d’image."
                    .to_owned()
            }
            (some, _) => {
                format!("Elle est faite ; {} pas de classe.", french::count(some, "élève n’a", "élèves n’ont"))
            }
        };
        let title = format!("Rentrée {}", plan.label);
        return Ok(Some((
            -50,
            usize::from(without > 0),
            pages::card(&title, &text, "Ce qui reste à faire", without > 0),
        )));
    }
    if cx.today < year.ends_on.saturating_sub(BEFORE_THE_END.days()) {
        return Ok(None);
    }
    let (coming, _) = turn::next_year(&cx.db, cx.today)?;
    let text = "Les mêmes classes, chacun un niveau plus haut : tout se prépare à l’avance, et rien ne change avant le jour de la rentrée.";
    Ok(Some((60, 0, pages::card(&format!("Préparer la rentrée {}", coming.label()), text, pages::TITLE, false))))
}

/// Three weeks: then September is an ordinary month again.
fn is_lately(plan: &super::Plan, today: Date) -> bool {
    plan.starts_on <= today && today <= plan.starts_on.saturating_add(21.days())
}
