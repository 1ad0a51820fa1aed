//! What is proposed before anybody has changed anything: the same classes, everybody one grade up, the eldest leaving, each
//! grade dealt out evenly among the classes that had it. Pure.

use super::{
    Coming, Part, Place,
    known::{Child, Known},
};
use crate::{
    base::db::Id,
    school::{Class, Pupil, class::DutyKind, grade::Grade},
};
use std::collections::HashMap;

/// The eldest grade that the school has: whoever is in it leaves.
pub fn eldest(known: &Known) -> Option<Grade> {
    known.pupils.iter().filter_map(|child| Grade::parse(&child.grade)).max()
}

/// One grade up, or out of the school: the place before a class is found for it.
pub fn passage(child: &Child, eldest: Option<Grade>) -> Place {
    let now = Grade::parse(&child.grade);
    let next = now.and_then(Grade::next).filter(|next| eldest.is_none_or(|eldest| *next <= eldest));
    Place {
        pupil: child.id,
        class: None,
        grade: next.map_or(String::new(), |grade| grade.short().to_owned()),
        was: child.grade.clone(),
        leaves: now.is_some() && next.is_none(),
    }
}

/// Gives a class to whoever has none: each grade is dealt to the classes that had it this year, by their shares of it, girls
/// and boys and the classes they come from spread over all. Who is placed already stays, and counts in the shares.
pub fn deal(places: &mut [Place], classes: &[Coming], known: &Known) {
    let children: HashMap<i64, &Child> = known.pupils.iter().map(|child| (child.id.number(), child)).collect();
    for grade in Grade::ALL.map(Grade::short) {
        let mut shares = shares(classes, known, grade);
        if shares.is_empty() {
            shares = classes.iter().filter(|class| is_named_by(class, grade)).map(|class| (class.id, 1)).collect();
        }
        let mut taken: HashMap<i64, usize> = HashMap::new();
        for place in places.iter().filter(|place| place.grade == grade) {
            if let Some(class) = place.class {
                *taken.entry(class.number()).or_default() += 1;
            }
        }
        let mut waiting: Vec<&mut Place> =
            places.iter_mut().filter(|place| !place.leaves && place.class.is_none() && place.grade == grade).collect();
        waiting.sort_by_key(|place| order(children.get(&place.pupil.number()).copied()));
        for place in waiting {
            // The fullest share comes last; where two are even, the first class of the list.
            let next = shares.iter().min_by_key(|(class, share)| {
                let pupils = taken.get(&class.number()).copied().unwrap_or_default();
                (pupils + 1) * 1000 / share
            });
            if let Some((class, _)) = next {
                place.class = Some(*class);
                *taken.entry(class.number()).or_default() += 1;
            }
        }
    }
}

/// The team of each class goes on with it, unless its end is known already.
pub fn parts(classes: &[Coming], known: &Known) -> Vec<Part> {
    let mut parts = Vec::new();
    for class in classes {
        for colleague in &known.team {
            let own = |(kind, at, is_open): &&(DutyKind, Option<Id<Class>>, bool)| {
                *is_open && at.is_some() && *at == class.after && matches!(kind, DutyKind::Teacher | DutyKind::Atsem)
            };
            let kind = colleague.parts.iter().find(own).map(|(kind, ..)| *kind);
            parts.extend(kind.map(|kind| Part { class: class.id, person: colleague.person, kind }));
        }
    }
    parts
}

/// How many pupils of this grade each class had.
fn shares(classes: &[Coming], known: &Known, grade: &str) -> Vec<(Id<Coming>, usize)> {
    let had = |class: Id<Class>| {
        known.pupils.iter().filter(|child| child.class == Some(class) && child.grade == grade).count()
    };
    let shares = classes.iter().filter_map(|class| Some((class.id, had(class.after?))));
    shares.filter(|(_, share)| *share > 0).collect()
}

/// A class that nobody was in: its name says for which grade it is.
fn is_named_by(class: &Coming, grade: &str) -> bool {
    class
        .name
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| Grade::parse(word).map(Grade::short) == Some(grade))
}

/// Girls, then boys, each class after the other: dealt in turn, both are spread.
fn order(child: Option<&Child>) -> (String, String, String) {
    child.map_or_else(Default::default, |child| (child.sex.clone(), child.class_name.clone(), child.last_name.clone()))
}

/// The class with the fewest pupils of those that take this grade, for one pupil whose passage was changed.
pub fn class_for(
    pupil: Id<Pupil>,
    grade: &str,
    places: &[Place],
    classes: &[Coming],
    known: &Known,
) -> Option<Id<Coming>> {
    let mut one = vec![Place { pupil, class: None, grade: grade.to_owned(), was: String::new(), leaves: false }];
    let mut all: Vec<Place> = places.iter().filter(|place| place.pupil != pupil).cloned().collect();
    // Only this one waits: whoever else has no class was left so by somebody.
    all.retain(|place| place.class.is_some());
    all.append(&mut one);
    deal(&mut all, classes, known);
    all.last().and_then(|place| place.class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(id: i64, class: i64, grade: &str, sex: &str) -> Child {
        let (first_name, last_name) = ("Léa".to_owned(), format!("Nom{id:03}"));
        let class_name = format!("Classe {class}");
        Child {
            id: Id::new(id),
            first_name,
            last_name,
            sex: sex.into(),
            class: Some(Id::new(class)),
            class_name,
            grade: grade.into(),
        }
    }

    fn school() -> (Known, Vec<Coming>) {
        let mut pupils = Vec::new();
        // CP in one class, CE1 in two (one of them with CE2), CM2 in one.
        for (class, grade, number) in [(1, "CP", 24), (2, "CE1", 16), (3, "CE1", 8), (3, "CE2", 12), (4, "CM2", 20)] {
            for at in 0..number {
                let sex = if at % 2 == 0 { "F" } else { "M" };
                pupils.push(child(pupils.len() as i64 + 1, class, grade, sex));
            }
        }
        let coming = |id: i64, name: &str| Coming {
            id: Id::new(id + 100),
            name: name.into(),
            ecole: 1,
            after: Some(Id::new(id)),
        };
        let classes = vec![coming(1, "CP"), coming(2, "CE1"), coming(3, "CE1-CE2"), coming(4, "CM1-CM2")];
        (Known { classes: Vec::new(), pupils, team: Vec::new() }, classes)
    }

    fn proposed() -> (Known, Vec<Coming>, Vec<Place>) {
        let (known, classes) = school();
        let eldest = eldest(&known);
        let mut places: Vec<Place> = known.pupils.iter().map(|child| passage(child, eldest)).collect();
        deal(&mut places, &classes, &known);
        (known, classes, places)
    }

    #[test]
    fn everybody_goes_one_grade_up_and_the_eldest_leave() {
        let (known, _, places) = proposed();
        let of = |grade: &str| places.iter().filter(|place| place.grade == grade).count();
        assert_eq!((of("CP"), of("CE1"), of("CE2"), of("CM1")), (0, 24, 24, 12));
        assert_eq!(places.iter().filter(|place| place.leaves).count(), 20);
        // A maternelle's own eldest leave too.
        let gs = child(1, 1, "GS", "F");
        assert!(passage(&gs, Some(Grade::Gs)).leaves && !passage(&gs, Some(Grade::Cm2)).leaves);
        let unknown = passage(&child(1, 1, "", "F"), eldest(&known));
        assert!(!unknown.leaves && unknown.grade.is_empty());
    }

    #[test]
    fn a_grade_is_dealt_by_the_shares_of_this_year_girls_and_boys_alike() {
        let (known, _, places) = proposed();
        let in_class = |class: i64, grade: &str| {
            places
                .iter()
                .filter(|place| place.class == Some(Id::new(class)) && place.grade == grade)
                .collect::<Vec<_>>()
        };
        assert_eq!((in_class(102, "CE1").len(), in_class(103, "CE1").len()), (16, 8));
        let girls = in_class(103, "CE1")
            .iter()
            .filter(|place| known.pupils.iter().any(|child| child.id == place.pupil && child.sex == "F"))
            .count();
        assert_eq!(girls, 4);
        assert_eq!(in_class(103, "CE2").len(), 24, "the only class that had CE2");
        assert_eq!(in_class(104, "CM1").len(), 12, "nobody was in CM1: the name says where it is");
        assert!(places.iter().all(|place| place.leaves || place.class.is_some()));
    }

    #[test]
    fn one_more_goes_where_they_are_fewest() {
        let (known, classes, mut places) = proposed();
        // One of the 16 is gone from CE1.
        let at = places.iter().position(|place| place.class == Some(Id::new(102))).unwrap();
        let pupil = places.remove(at).pupil;
        assert_eq!(class_for(pupil, "CE1", &places, &classes, &known), Some(Id::new(102)));
        assert_eq!(class_for(pupil, "PS", &places, &classes, &known), None);
    }
}
