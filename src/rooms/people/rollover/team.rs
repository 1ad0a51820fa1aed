//! Who works in which class to come. Who directs, accompanies a pupil or leads a group goes on without being asked.

use super::{Coming, known::Colleague, pages, routes::prepared, store};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Fields, Form, Page, form::Checked, upload::Upload},
    school::{Person, class::DutyKind, permit::May, policy::ManageSchool},
};

pub const PATH: &str = "/ecole/rentree/equipe";

pub struct Team(Vec<(Id<Coming>, DutyKind, Id<Person>)>);

/// Several choices may bear this name: one a person.
pub fn field(kind: DutyKind, class: Id<Coming>) -> String {
    match kind {
        DutyKind::Atsem => format!("atsem-{class}"),
        _ => format!("enseignant-{class}"),
    }
}

impl Form for Team {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Team> {
        let part = |(name, value): &(String, String)| {
            let (kind, class) = match name.split_once('-')? {
                ("enseignant", class) => (DutyKind::Teacher, class),
                ("atsem", class) => (DutyKind::Atsem, class),
                _ => return None,
            };
            Some((class.parse().ok()?, kind, value.parse().ok()?))
        };
        Ok(Team(fields.pairs().iter().filter_map(part).collect()))
    }
}

/// Whoever only tends the box or works for the town has no class.
pub fn may_have_a_class(colleague: &Colleague) -> bool {
    colleague.parts.iter().any(|(kind, ..)| !matches!(kind, DutyKind::Town | DutyKind::Technician))
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let (plan, known) = prepared(cx, school)?.ok_or(Error::NotFound)?;
    Ok(pages::team::page(&plan, &known, draft))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: Team) -> Result<Page> {
    let (plan, known) = prepared(cx, &school)?.ok_or(Error::NotFound)?;
    for class in &plan.classes {
        let mut people: Vec<(Id<Person>, DutyKind)> = Vec::new();
        for (_, kind, person) in form.0.iter().filter(|(at, ..)| *at == class.id) {
            // Only of the team, and once in a class.
            let is_known = known.team.iter().any(|one| one.person == *person && may_have_a_class(one));
            if is_known && !people.iter().any(|(one, _)| one == person) {
                people.push((*person, *kind));
            }
        }
        store::set_parts(&cx.db, class.id, &people, &school)?;
    }
    Ok(Page::go(super::PATH).saying(pages::KEPT))
}
