//! Who goes up, stays down, skips or leaves, pupil by pupil. A pupil whose passage changes is placed anew; the others stay
//! where they were put. Two who choose at once keep what each of them changed; where both changed the same pupil, it is said.

use super::{Place, known::Child, pages, proposal, routes::prepared, store};
use crate::{
    base::db::Id,
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    school::{Pupil, grade::Grade, permit::May, policy::ManageSchool},
};
use std::collections::HashMap;

pub const PATH: &str = "/ecole/rentree/passage";

/// By the number of the pupil.
pub struct Passages(HashMap<i64, Said>);

/// What was chosen, and what the page said when it was opened: a grade as it is said, « quitte », or nothing.
pub struct Said {
    pub chosen: String,
    pub seen: String,
}

pub const LEAVES: &str = "quitte";

impl Form for Passages {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Passages> {
        let of = |(name, _): &(String, String)| {
            let pupil: i64 = name.strip_prefix("eleve-")?.parse().ok()?;
            Some((pupil, said(fields, Id::new(pupil))))
        };
        Ok(Passages(fields.pairs().iter().filter_map(of).collect()))
    }
}

pub fn said(fields: &Fields, pupil: Id<Pupil>) -> Said {
    let of = |name: String| fields.get(&name).to_owned();
    Said { chosen: of(field(pupil)), seen: of(seen_field(pupil)) }
}

pub fn field(pupil: Id<Pupil>) -> String {
    format!("eleve-{pupil}")
}

pub fn seen_field(pupil: Id<Pupil>) -> String {
    format!("vu-{pupil}")
}

/// What stands, as the form says it.
pub fn standing(place: Option<&Place>) -> String {
    match place {
        Some(place) if place.leaves => LEAVES.to_owned(),
        Some(place) => place.grade.clone(),
        None => String::new(),
    }
}

impl Said {
    /// Left as it was shown: whatever stands by now is right.
    pub fn is_untouched(&self) -> bool {
        self.chosen == self.seen
    }

    /// Chosen by two hands, each otherwise.
    pub fn clashes_with(&self, standing: &str) -> bool {
        !self.is_untouched() && standing != self.seen && standing != self.chosen
    }
}

/// What may be chosen for this child: a grade up, the same, two up, or leaving; any grade where none is known.
pub fn choices(child: &Child) -> Vec<Grade> {
    match Grade::parse(&child.grade) {
        Some(grade) => [grade.next(), Some(grade), grade.next().and_then(Grade::next)].into_iter().flatten().collect(),
        None => Grade::ALL.to_vec(),
    }
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let (plan, known) = prepared(cx, school)?.ok_or(Error::NotFound)?;
    Ok(pages::passage::page(&plan, &known, draft))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: Passages) -> Result<Page> {
    let (mut plan, known) = prepared(cx, &school)?.ok_or(Error::NotFound)?;
    let clashes = |child: &&Child| {
        form.0.get(&child.id.number()).is_some_and(|said| said.clashes_with(&standing(plan.place(child.id))))
    };
    let clashing: Vec<String> = known.pupils.iter().filter(clashes).map(Child::name).collect();
    if !clashing.is_empty() {
        return Ok(Page::again(Faults::one("", pages::passage::clash(&clashing))));
    }
    let mut changed = 0;
    for child in &known.pupils {
        let Some(said) = form.0.get(&child.id.number()) else { continue };
        // Another hand has chosen since, and this one has not.
        if said.is_untouched() && said.seen != standing(plan.place(child.id)) {
            continue;
        }
        let (leaves, grade) = match said.chosen.as_str() {
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
