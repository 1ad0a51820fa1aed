//! Who goes up, stays down, skips or leaves, pupil by pupil. A pupil whose passage changes is placed anew; the others stay
//! where they were put.

use super::{Place, known::Child, pages, proposal, routes::prepared, store};
use crate::{
    base::db::Id,
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Fields, Form, Page, form::Checked, upload::Upload},
    school::{Pupil, grade::Grade, permit::May, policy::ManageSchool},
};
use std::collections::HashMap;

pub const PATH: &str = "/ecole/rentree/passage";

/// By the number of the pupil: a grade as it is said, or « quitte ».
pub struct Passages(HashMap<i64, String>);

pub const LEAVES: &str = "quitte";

impl Form for Passages {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Passages> {
        let of = |(name, value): &(String, String)| {
            Some((name.strip_prefix("eleve-")?.parse().ok()?, value.trim().to_owned()))
        };
        Ok(Passages(fields.pairs().iter().filter_map(of).collect()))
    }
}

pub fn field(pupil: Id<Pupil>) -> String {
    format!("eleve-{pupil}")
}

/// What may be chosen for this child: a grade up, the same, two up, or leaving; any grade where none is known.
pub fn choices(child: &Child) -> Vec<Grade> {
    match Grade::parse(&child.grade) {
        Some(grade) => [grade.next(), Some(grade), grade.next().and_then(Grade::next)].into_iter().flatten().collect(),
        None => Grade::ALL.to_vec(),
    }
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, _: &Draft) -> Result<Page> {
    let (plan, known) = prepared(cx, school)?.ok_or(Error::NotFound)?;
    Ok(pages::passage::page(&plan, &known))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: Passages) -> Result<Page> {
    let (mut plan, known) = prepared(cx, &school)?.ok_or(Error::NotFound)?;
    let mut changed = 0;
    for child in &known.pupils {
        let Some(chosen) = form.0.get(&child.id.number()) else { continue };
        let (leaves, grade) = match chosen.as_str() {
            LEAVES => (true, String::new()),
            text => match Grade::parse(text) {
                Some(grade) => (false, grade.short().to_owned()),
                None => continue,
            },
        };
        let is_same =
            |place: &Place| place.leaves == leaves && (leaves || place.grade == grade) && place.was == child.grade;
        if plan.place(child.id).is_some_and(is_same) {
            continue;
        }
        let class =
            if leaves { None } else { proposal::class_for(child.id, &grade, &plan.places, &plan.classes, &known) };
        let place = Place { pupil: child.id, class, grade, was: child.grade.clone(), leaves };
        store::set_place(&cx.db, plan.id, &place, &school)?;
        plan.places.retain(|one| one.pupil != child.id);
        plan.places.push(place);
        changed += 1;
    }
    Ok(Page::go(super::PATH).saying(pages::passage::kept(changed)))
}
