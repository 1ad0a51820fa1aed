//! The classes of the year as columns of pupils, and what is counted over each. Pure.

use crate::{
    base::{db::Id, french},
    school::{
        Class, Pupil,
        class::ClassLine,
        grade::Grade,
        person::{Person, PupilFacts},
    },
};
use jiff::civil::Date;
use std::collections::HashMap;

pub struct Column {
    /// `None`: those who are in no class of this year.
    pub class: Option<Id<Class>>,
    pub name: String,
    pub places: Vec<Place>,
}

pub struct Place {
    pub pupil: Pupil,
    /// `F`, `M` or empty.
    pub sex: String,
    pub born_on: Option<Date>,
}

/// A column for each class, in the order of the list, and a first one for whoever has no class this year.
pub fn columns(classes: &[ClassLine], pupils: Vec<Pupil>, facts: Vec<(Person, PupilFacts)>) -> Vec<Column> {
    let mut facts: HashMap<i64, PupilFacts> =
        facts.into_iter().map(|(person, facts)| (person.id.number(), facts)).collect();
    let mut columns = vec![Column { class: None, name: "Sans classe".to_owned(), places: Vec::new() }];
    columns.extend(classes.iter().map(|class| Column {
        class: Some(class.id),
        name: class.name.clone(),
        places: Vec::new(),
    }));
    for pupil in pupils {
        let own = facts.remove(&pupil.id.number()).unwrap_or_default();
        let at = columns.iter().position(|column| column.class.is_some() && column.class == pupil.class);
        columns[at.unwrap_or(0)].places.push(Place { pupil, sex: own.sex, born_on: own.born_on });
    }
    columns.retain(|column| column.class.is_some() || !column.places.is_empty());
    columns
}

/// « 24 élèves », « 12 filles et 12 garçons », « 11 CE1 et 13 CE2 ».
pub fn counted(places: &[Place]) -> [String; 3] {
    let of = |sex: &str| places.iter().filter(|place| place.sex == sex).count();
    let sexes = [(of("F"), "fille", "filles"), (of("M"), "garçon", "garçons")];
    let sexes: Vec<String> =
        sexes.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| french::count(*n, one, many)).collect();
    [french::count(places.len(), "élève", "élèves"), french::list(&sexes), grades(places.iter())]
}

pub fn grades<'a>(places: impl Iterator<Item = &'a Place> + Clone) -> String {
    let by_grade: Vec<String> = Grade::ALL
        .into_iter()
        .map(|grade| (grade, places.clone().filter(|place| place.pupil.grade == grade.short()).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(grade, number)| format!("{number} {}", grade.short()))
        .collect();
    french::list(&by_grade)
}
