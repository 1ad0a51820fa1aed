//! What would change if the year turned now: the plan beside the school as it stands. Pure; judged anew on each page, at the
//! director's yes and on the day itself, since pupils come and go meanwhile.

use super::{
    Coming, Plan,
    known::{Child, Known},
    proposal,
};
use crate::{
    base::{db::Id, secret},
    school::{class::DutyKind, grade::Grade},
};
use std::collections::{BTreeMap, HashSet};

#[derive(Debug, Default)]
pub struct Rehearsal {
    pub classes: Vec<Filled>,
    pub leavers: Vec<Named>,
    /// In no class of the year to come.
    pub unplaced: Vec<Named>,
    pub staying_down: Vec<Named>,
    pub skipping: Vec<Named>,
    /// At the school since it was prepared.
    pub arrived: Vec<Named>,
    /// How many were placed and have left meanwhile.
    pub departed: usize,
    /// Whose grade was corrected meanwhile.
    pub corrected: Vec<Named>,
    pub team: Vec<Move>,
}

/// A class to come with whom it will hold.
#[derive(Debug)]
pub struct Filled {
    pub id: Id<Coming>,
    pub name: String,
    pub grades: Vec<(Grade, usize)>,
    pub girls: usize,
    pub boys: usize,
    pub pupils: Vec<Named>,
    pub adults: Vec<(DutyKind, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub name: String,
    /// This year's.
    pub class: String,
    /// The one to come; this year's for who leaves.
    pub grade: String,
}

/// Whose class is another one.
#[derive(Debug, PartialEq)]
pub struct Move {
    pub name: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// Nothing else at the school: no access from the first day on.
    pub is_gone: bool,
}

impl Rehearsal {
    /// Another one as soon as a single fact is another: what the director says yes to is what she saw.
    pub fn mark(&self) -> String {
        secret::hex(&secret::sha256(format!("{self:?}").as_bytes()))
    }

    pub fn placed(&self) -> usize {
        self.classes.iter().map(|class| class.pupils.len()).sum()
    }

    pub fn without_teacher(&self) -> Vec<&str> {
        let alone = |class: &&Filled| !class.adults.iter().any(|(kind, _)| *kind == DutyKind::Teacher);
        self.classes.iter().filter(alone).map(|class| class.name.as_str()).collect()
    }

    pub fn empty(&self) -> Vec<&str> {
        self.classes.iter().filter(|class| class.pupils.is_empty()).map(|class| class.name.as_str()).collect()
    }
}

pub fn rehearsal(plan: &Plan, known: &Known) -> Rehearsal {
    let eldest = proposal::eldest(known);
    let mut told = Rehearsal {
        classes: plan.classes.iter().map(|class| filled(class, plan, known)).collect(),
        ..Rehearsal::default()
    };
    for child in &known.pupils {
        let Some(place) = plan.place(child.id) else {
            let grade = proposal::passage(child, eldest).grade;
            told.arrived.push(named(child, &grade));
            told.unplaced.push(named(child, &grade));
            continue;
        };
        if place.was != child.grade {
            told.corrected.push(named(child, &child.grade));
        }
        if place.leaves {
            told.leavers.push(named(child, &child.grade));
            continue;
        }
        let one = named(child, &place.grade);
        match place.class.and_then(|id| told.classes.iter_mut().find(|class| class.id == id)) {
            Some(class) => class.take(child, one.clone()),
            None => told.unplaced.push(one.clone()),
        }
        match (Grade::parse(&place.was), Grade::parse(&place.grade)) {
            (Some(before), Some(after)) if after <= before => told.staying_down.push(one),
            (Some(before), Some(after)) if Some(after) > before.next() => told.skipping.push(one),
            _ => {}
        }
    }
    let here: HashSet<i64> = known.pupils.iter().map(|child| child.id.number()).collect();
    told.departed = plan.places.iter().filter(|place| !here.contains(&place.pupil.number())).count();
    told.team = moves(plan, known);
    told
}

fn named(child: &Child, grade: &str) -> Named {
    Named { name: child.name(), class: child.class_name.clone(), grade: grade.to_owned() }
}

fn filled(class: &Coming, plan: &Plan, known: &Known) -> Filled {
    let adults = known.team.iter().filter_map(|colleague| {
        let part = plan.parts.iter().find(|part| part.class == class.id && part.person == colleague.person)?;
        Some((part.kind, colleague.name.clone()))
    });
    let (grades, pupils) = (Vec::new(), Vec::new());
    Filled { id: class.id, name: class.name.clone(), grades, girls: 0, boys: 0, pupils, adults: adults.collect() }
}

impl Filled {
    fn take(&mut self, child: &Child, one: Named) {
        match child.sex.as_str() {
            "F" => self.girls += 1,
            "M" => self.boys += 1,
            _ => {}
        }
        if let Some(grade) = Grade::parse(&one.grade) {
            match self.grades.iter_mut().find(|(own, _)| *own == grade) {
                Some((_, number)) => *number += 1,
                None => self.grades.push((grade, 1)),
            }
            self.grades.sort();
        }
        self.pupils.push(one);
    }
}

/// Who changes class, comes into one, or has none any more.
fn moves(plan: &Plan, known: &Known) -> Vec<Move> {
    let mut moves = Vec::new();
    for colleague in &known.team {
        let classes = colleague.parts.iter().filter_map(|(_, class, _)| known.class((*class)?));
        let mut before: Vec<String> = classes.map(|class| class.name.clone()).collect();
        let of = plan.parts.iter().filter(|part| part.person == colleague.person);
        let coming: Vec<&Coming> = of.filter_map(|part| plan.class(part.class)).collect();
        let mut after: Vec<String> = coming.iter().map(|class| class.name.clone()).collect();
        before.sort();
        before.dedup();
        after.sort();
        if before == after {
            continue;
        }
        // A class of this year ends with it; whatever else is noted goes on.
        let goes_on =
            colleague.parts.iter().any(|(_, class, _)| class.is_none_or(|class| known.class(class).is_none()));
        let is_gone = after.is_empty() && !goes_on;
        moves.push(Move { name: colleague.name.clone(), before, after, is_gone });
    }
    moves
}

/// « CE1 → CE2 », how many: the passage in numbers, from the youngest.
pub fn by_grade(plan: &Plan, known: &Known) -> BTreeMap<(Grade, Option<Grade>), usize> {
    let mut counted = BTreeMap::new();
    for child in &known.pupils {
        let (Some(place), Some(now)) = (plan.place(child.id), Grade::parse(&child.grade)) else { continue };
        let to = if place.leaves { None } else { Grade::parse(&place.grade) };
        if place.leaves || to.is_some() {
            *counted.entry((now, to)).or_default() += 1;
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rooms::people::rollover::{Part, Place, known::Colleague},
        school::class::years::OfYear,
    };
    use jiff::civil::date;

    fn child(id: i64, grade: &str) -> Child {
        let (first_name, last_name) = ("Léa".to_owned(), format!("Nom{id}"));
        Child {
            id: Id::new(id),
            first_name,
            last_name,
            sex: "F".into(),
            class: Some(Id::new(1)),
            class_name: "CM1".into(),
            grade: grade.into(),
        }
    }

    fn place(id: i64, class: Option<i64>, was: &str, grade: &str) -> Place {
        let class = class.map(Id::new);
        Place { pupil: Id::new(id), class, grade: grade.into(), was: was.into(), leaves: grade.is_empty() }
    }

    fn school() -> (Plan, Known) {
        let after = Some(Id::new(1));
        let plan = Plan {
            id: 1,
            label: "2027-2028".into(),
            starts_on: date(2027, 9, 1),
            ends_on: date(2028, 8, 31),
            ready: None,
            turned_at: None,
            undo: None,
            classes: vec![Coming { id: Id::new(7), name: "CM2".into(), ecole: 1, after }],
            places: vec![
                place(1, Some(7), "CM1", "CM2"),
                place(2, Some(7), "CM1", "CM1"),
                place(3, None, "CM2", ""),
                place(9, Some(7), "CM1", "CM2"),
            ],
            parts: vec![Part { class: Id::new(7), person: Id::new(50), kind: DutyKind::Teacher }],
        };
        let colleague = |person: i64, name: &str, class: Option<i64>| Colleague {
            person: Id::new(person),
            name: name.into(),
            parts: vec![(DutyKind::Teacher, class.map(Id::new), true)],
        };
        let team = vec![colleague(50, "Marc", Some(1)), colleague(51, "Nadia", Some(1)), colleague(52, "Anne", None)];
        let classes = vec![OfYear { id: Id::new(1), name: "CM1".into(), ecole: 1 }];
        (plan, Known { classes, pupils: vec![child(1, "CM1"), child(2, "CM1"), child(3, "CM2"), child(4, "CP")], team })
    }

    #[test]
    fn who_came_and_who_left_meanwhile_is_told() {
        let (plan, mut known) = school();
        let told = rehearsal(&plan, &known);
        let names = |list: &[Named]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&told.leavers), ["Léa Nom3"]);
        assert_eq!(names(&told.staying_down), ["Léa Nom2"]);
        assert_eq!((names(&told.arrived), names(&told.unplaced)), (vec!["Léa Nom4".into()], vec!["Léa Nom4".into()]));
        assert_eq!((told.departed, told.placed()), (1, 2));
        let before = told.mark();
        assert_eq!(before, rehearsal(&plan, &known).mark());
        known.pupils[0].grade = "CE2".into();
        let after = rehearsal(&plan, &known);
        assert_eq!(names(&after.corrected), ["Léa Nom1"]);
        assert_ne!(before, after.mark(), "what was seen is no longer what would happen");
    }

    #[test]
    fn whoever_is_left_without_a_class_is_told_apart_from_who_has_another_part() {
        let (plan, known) = school();
        let moves = rehearsal(&plan, &known).team;
        let told: Vec<(&str, bool)> = moves.iter().map(|one| (one.name.as_str(), one.is_gone)).collect();
        // Anne directs: she has no class before nor after.
        assert_eq!(told, [("Marc", false), ("Nadia", true)]);
    }
}
