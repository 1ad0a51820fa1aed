//! On the director's home page: when it is time, what waits, what is left. On nobody else's.

use super::{Plan, pages, rehearsal, routes::prepared, store, turn};
use crate::{
    base::error::Result,
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
        let unplaced = rehearsal::rehearsal(&plan, &known).unplaced.len();
        return Ok(Some(in_preparation(&plan, unplaced, cx.today)));
    }
    let latest = years::years(&cx.db)?.into_iter().find(|year| year.starts_on <= cx.today);
    let Some(year) = latest else { return Ok(None) };
    if year.ends_on < cx.today {
        return Ok(Some((-60, 1, pages::card(pages::OVERDUE, &pages::overdue(&year.label), pages::TITLE, true))));
    }
    if let Some(plan) = store::last_turned(&cx.db, school)?.filter(|plan| is_lately(plan, cx.today)) {
        let without = people::counts(&cx.db, cx.today, school)?.without_class;
        let may_go_back = plan.undo.is_some() && turn::may_be_put_back(&plan, cx.today, &cx.zone);
        let text = pages::lately(without, may_go_back);
        let card = pages::card(&pages::title(&plan), &text, pages::WHAT_IS_LEFT, without > 0);
        return Ok(Some((-50, usize::from(without > 0), card)));
    }
    if cx.today < year.ends_on.saturating_sub(BEFORE_THE_END.days()) {
        return Ok(None);
    }
    let (coming, _) = turn::next_year(&cx.db, cx.today)?;
    Ok(Some((60, 0, pages::card(&pages::to_prepare(&coming.label()), pages::IT_IS_TIME, pages::TITLE, false))))
}

/// First of all where somebody must do something, else among what is good to know.
fn in_preparation(plan: &Plan, unplaced: usize, today: Date) -> Card {
    let title = pages::title(plan);
    let waits = (plan.is_ready() && unplaced > 0) || (!plan.is_ready() && plan.starts_on <= today);
    let (text, action) = pages::standing(plan, unplaced, today);
    let (rank, waiting) = if waits { (-60, 1) } else { (60, 0) };
    (rank, waiting, pages::card(&title, &text, action, waits))
}

/// Three weeks: then September is an ordinary month again.
fn is_lately(plan: &Plan, today: Date) -> bool {
    plan.starts_on <= today && today <= plan.starts_on.saturating_add(21.days())
}
