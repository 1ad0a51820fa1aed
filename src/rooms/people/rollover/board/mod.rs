//! Every pupil in a class to come, side by side: several moved at once, those without a class dealt out again. Nothing here
//! is true before the first day, so nothing needs a way back.

mod pages;

use super::{
    Coming, PATH as ROLLOVER, Place, Plan,
    known::{Child, Known},
    proposal,
    routes::prepared,
    store,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    school::{Pupil, grade::Grade, permit::May, policy::ManageSchool},
};

pub const PATH: &str = "/ecole/rentree/repartition";

/// A pupil, and the number of the column in which the page showed them.
type Ticked = (Id<Pupil>, i64);

pub enum Change {
    Move {
        pupils: Vec<Ticked>,
        to: Option<Target>,
        grade: Option<Grade>,
    },
    /// Deal out whoever has no class.
    Deal,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Target {
    Class(Id<Coming>),
    Nowhere,
    Leaves,
}

/// A column of the board.
pub struct Column<'a> {
    pub target: Target,
    pub name: &'a str,
    pub children: Vec<(&'a Child, String)>,
}

impl Target {
    /// As the page says it: a class by its number, 0 for those to be placed, -1 for those who leave.
    pub fn number(self) -> i64 {
        match self {
            Target::Class(class) => class.number(),
            Target::Nowhere => 0,
            Target::Leaves => -1,
        }
    }

    fn parse(text: &str) -> Option<Target> {
        Some(match text.parse::<i64>().ok()? {
            0 => Target::Nowhere,
            -1 => Target::Leaves,
            class => Target::Class(Id::new(class)),
        })
    }
}

impl Form for Change {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Change> {
        if fields.get("geste") == "proposer" {
            return Ok(Change::Deal);
        }
        let ticked = |text: &str| {
            let (pupil, column) = text.split_once('/')?;
            Some((pupil.parse().ok()?, column.parse().ok()?))
        };
        let mut faults = Faults::default();
        let pupils: Vec<Ticked> = fields.all("eleve").filter_map(ticked).collect();
        if pupils.is_empty() {
            faults.add("eleve", pages::NOBODY);
        }
        let (to, grade) = (Target::parse(fields.get("vers")), Grade::parse(fields.get("niveau")));
        if to.is_none() && grade.is_none() {
            faults.add("vers", pages::NOWHERE);
        }
        faults.or(Change::Move { pupils, to, grade })
    }
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let (plan, known) = prepared(cx, school)?.ok_or(Error::NotFound)?;
    Ok(pages::board(&plan, &columns(&plan, &known), draft))
}

pub fn change(cx: &Cx<Tx>, school: May<ManageSchool>, change: Change) -> Result<Page> {
    let (plan, known) = prepared(cx, &school)?.ok_or(Error::NotFound)?;
    let said = match change {
        Change::Deal => deal(cx, &school, &plan, &known)?,
        Change::Move { pupils, to, grade } => {
            let children: Vec<&Child> =
                pupils.iter().filter_map(|(id, _)| known.pupils.iter().find(|child| child.id == *id)).collect();
            let is_stray = |(id, shown): &Ticked| column_of(&plan, *id).number() != *shown;
            if children.len() != pupils.len() || pupils.iter().any(is_stray) {
                return Ok(Page::again(Faults::one("eleve", pages::MOVED_MEANWHILE)));
            }
            if matches!(to, Some(Target::Class(class)) if plan.class(class).is_none()) {
                return Err(Error::NotFound);
            }
            for child in &children {
                store::set_place(&cx.db, plan.id, &moved(&plan, &known, child, to, grade), &school)?;
            }
            pages::moved(children.len())
        }
    };
    Ok(Page::go(PATH).saying(said))
}

/// Where this child goes from here on; with another grade and no class said, a class that has that grade.
fn moved(plan: &Plan, known: &Known, child: &Child, to: Option<Target>, grade: Option<Grade>) -> Place {
    let standing = plan.place(child.id).cloned().unwrap_or_else(|| proposal::passage(child, proposal::eldest(known)));
    let standing_grade = if standing.grade.is_empty() { child.grade.clone() } else { standing.grade.clone() };
    let grade = grade.map_or(standing_grade, |grade| grade.short().to_owned());
    let class = match to {
        Some(Target::Class(class)) => Some(class),
        Some(_) => None,
        None => proposal::class_for(child.id, &grade, &plan.places, &plan.classes, known),
    };
    let leaves = to == Some(Target::Leaves);
    Place { pupil: child.id, class, grade, was: child.grade.clone(), leaves }
}

fn deal(cx: &Cx<Tx>, school: &May<ManageSchool>, plan: &Plan, known: &Known) -> Result<String> {
    let eldest = proposal::eldest(known);
    let mut places: Vec<Place> = known
        .pupils
        .iter()
        .map(|child| plan.place(child.id).cloned().unwrap_or_else(|| proposal::passage(child, eldest)))
        .collect();
    proposal::deal(&mut places, &plan.classes, known);
    let mut placed = 0;
    for place in &places {
        if plan.place(place.pupil) != Some(place) {
            store::set_place(&cx.db, plan.id, place, school)?;
            placed += usize::from(place.class.is_some());
        }
    }
    Ok(pages::dealt(placed))
}

fn column_of(plan: &Plan, pupil: Id<Pupil>) -> Target {
    match plan.place(pupil) {
        Some(place) if place.leaves => Target::Leaves,
        Some(place) => place.class.filter(|class| plan.class(*class).is_some()).map_or(Target::Nowhere, Target::Class),
        None => Target::Nowhere,
    }
}

/// Those to be placed first, then each class, then those who leave.
fn columns<'a>(plan: &'a Plan, known: &'a Known) -> Vec<Column<'a>> {
    let column = |target, name| Column { target, name, children: Vec::new() };
    let mut columns = vec![column(Target::Nowhere, pages::TO_PLACE)];
    columns.extend(plan.classes.iter().map(|class| column(Target::Class(class.id), class.name.as_str())));
    columns.push(column(Target::Leaves, pages::LEAVING));
    let eldest = proposal::eldest(known);
    for child in &known.pupils {
        let grade = match plan.place(child.id) {
            Some(place) if !place.leaves => place.grade.clone(),
            Some(_) => child.grade.clone(),
            None => proposal::passage(child, eldest).grade,
        };
        let target = column_of(plan, child.id);
        if let Some(column) = columns.iter_mut().find(|column| column.target == target) {
            column.children.push((child, grade));
        }
    }
    for column in &mut columns {
        column.children.sort_by(|(one, _), (other, _)| {
            (&one.last_name, &one.first_name).cmp(&(&other.last_name, &other.first_name))
        });
    }
    columns.retain(|column| column.target != Target::Nowhere || !column.children.is_empty());
    columns
}
