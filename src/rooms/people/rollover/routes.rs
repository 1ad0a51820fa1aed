//! Where the year's turn is: what is prepared, said yes to, thought over; each part of it has its own page beside.

use super::{
    PATH, Plan, board, classes,
    known::{Known, known},
    pages, passage, proposal, rehearsal, store, team, turn, year,
};
use crate::{
    base::{
        db::{Rx, Tx},
        error::Result,
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, Routes, form::Checked, upload::Upload},
    rooms::people::store as people,
    school::{account::pupil, class::store as live, permit::May, policy::ManageSchool},
};
use std::borrow::Borrow;

pub fn routes(r: &mut Routes) {
    r.slow_form(PATH, show, act);
    r.form(year::PATH, year::show, year::save);
    r.slow_form(passage::PATH, passage::show, passage::save);
    r.form(classes::PATH, classes::show, classes::save);
    r.slow_form(board::PATH, board::show, board::change);
    r.slow_form(team::PATH, team::show, team::save);
}

/// What the buttons of the page say.
pub enum Act {
    Begin,
    /// With the mark of what was shown.
    SayYes(String),
    ThinkAgain,
    ThrowAway,
}

impl Form for Act {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Act> {
        match fields.get("geste") {
            "commencer" => Ok(Act::Begin),
            "valider" => Ok(Act::SayYes(fields.get("vu").to_owned())),
            "reprendre" => Ok(Act::ThinkAgain),
            "abandonner" => Ok(Act::ThrowAway),
            _ => Err(Faults::one("", pages::NO_ACT)),
        }
    }
}

fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    if let Some((plan, known)) = prepared(cx, school)? {
        let told = rehearsal::rehearsal(&plan, &known);
        let passage = rehearsal::by_grade(&plan, &known);
        let pupils_come_in = !pupil::store::opened(&cx.db, cx.today)?.is_empty();
        let (plan, told, passage, today) = (&plan, &told, &passage, cx.today);
        return Ok(pages::plan(&pages::Shown { plan, told, passage, today, pupils_come_in }, draft));
    }
    let (coming, _) = turn::next_year(&cx.db, cx.today)?;
    let last = store::last_turned(&cx.db, school)?.filter(|plan| plan.starts_on <= cx.today);
    let lately = last.filter(|plan| pages::is_lately(plan, cx.today));
    let left = lately.map(|plan| left(cx, school, plan)).transpose()?;
    Ok(pages::none(&coming.label(), left.as_ref(), draft))
}

/// What is still to be done in the first weeks of a year.
fn left(cx: &Cx, school: &May<ManageSchool>, plan: Plan) -> Result<pages::Left> {
    let classes = live::classes_of(&cx.db, cx.today)?;
    let without_teacher = classes.iter().filter(|class| class.teachers.is_empty()).map(|class| class.name.clone());
    Ok(pages::Left {
        can_be_put_back: plan.undo.filter(|_| turn::may_be_put_back(&plan, cx.today, &cx.zone)),
        without_class: people::counts(&cx.db, cx.today, school)?.without_class,
        without_teacher: without_teacher.collect(),
        closed_to_pupils: pupil::store::not_opened_again(&cx.db, cx.today, school)?,
        plan,
    })
}

fn act(cx: &Cx<Tx>, school: May<ManageSchool>, act: Act) -> Result<Page> {
    let Some((plan, known)) = prepared(cx, &school)? else {
        return match act {
            Act::Begin => begin(cx, &school),
            _ => Ok(Page::again(Faults::one("", pages::NOTHING_PREPARED))),
        };
    };
    match act {
        Act::Begin => Ok(Page::go(PATH)),
        Act::ThrowAway => {
            store::throw_away(&cx.db, plan.id, &school)?;
            Ok(Page::go(PATH).saying(pages::THROWN_AWAY))
        }
        Act::ThinkAgain => {
            store::set_ready(&cx.db, plan.id, None, &school)?;
            Ok(Page::go(PATH).saying(pages::IN_PREPARATION))
        }
        Act::SayYes(seen) => say_yes(cx, &school, &plan, &known, &seen),
    }
}

/// The same classes, everybody one grade up: from there on it is hers to change.
fn begin(cx: &Cx<Tx>, school: &May<ManageSchool>) -> Result<Page> {
    let (year, first_day) = turn::next_year(&cx.db, cx.today)?;
    let days = (first_day, year.last_day());
    let known = known(&cx.db, (&year.label(), first_day), cx.today, school)?;
    if known.classes.is_empty() || known.pupils.is_empty() {
        return Ok(Page::again(Faults::one("", pages::NOTHING_TO_TURN)));
    }
    let id = store::begin(&cx.db, &year.label(), days, cx.now, school)?;
    for class in &known.classes {
        store::add_class(&cx.db, id, &class.name, class.ecole, Some(class.id), school)?;
    }
    let Some(plan) = store::standing(&cx.db, school)? else { return Ok(Page::go(PATH)) };
    let eldest = proposal::eldest(&known);
    let mut places: Vec<_> = known.pupils.iter().map(|child| proposal::passage(child, eldest)).collect();
    proposal::deal(&mut places, &plan.classes, &known);
    for place in &places {
        store::set_place(&cx.db, id, place, school)?;
    }
    for class in &plan.classes {
        let parts = proposal::parts(std::slice::from_ref(class), &known);
        let people: Vec<_> = parts.iter().map(|part| (part.person, part.kind)).collect();
        store::set_parts(&cx.db, class.id, &people, school)?;
    }
    cx.journal("PrepareYear", "school", None)?;
    Ok(Page::go(PATH).saying(pages::BEGUN))
}

/// Judged anew: she says yes to what she saw, and to nothing else.
fn say_yes(cx: &Cx<Tx>, school: &May<ManageSchool>, plan: &Plan, known: &Known, seen: &str) -> Result<Page> {
    let told = rehearsal::rehearsal(plan, known);
    if told.mark() != seen {
        return Ok(Page::again(Faults::one("", pages::CHANGED_MEANWHILE)));
    }
    if plan.classes.is_empty() {
        return Ok(Page::again(Faults::one("", pages::NO_CLASS)));
    }
    store::set_ready(&cx.db, plan.id, Some(cx.now), school)?;
    if plan.starts_on > cx.today {
        cx.journal("SettleYear", "school", None)?;
        return Ok(Page::go(PATH).saying(pages::settled(plan.starts_on)));
    }
    turn::turn(&cx.db, plan, (cx.today, cx.now), school)?;
    cx.journal("TurnYear", "school", None)?;
    Ok(Page::go(PATH).saying(pages::turned(&plan.label)))
}

/// What stands, beside the school as it is today.
pub fn prepared<D: Borrow<Rx>>(cx: &Cx<D>, school: &May<ManageSchool>) -> Result<Option<(Plan, Known)>> {
    let Some(plan) = store::standing(cx.db.borrow(), school)? else { return Ok(None) };
    let known = known(cx.db.borrow(), (&plan.label, plan.starts_on), cx.today, school)?;
    Ok(Some((plan, known)))
}
