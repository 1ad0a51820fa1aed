//! The school as it stands today, as far as its next year is made of it. Read anew each time that a plan is judged.

use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rooms::people::staff::store as team,
    school::{
        Class, Person, Pupil,
        class::{
            DutyKind, store as classes,
            years::{OfYear, store as years},
        },
        permit::Manages,
        person::store as people,
    },
};
use jiff::civil::Date;
use std::collections::HashMap;

pub struct Known {
    /// Of the year that ends.
    pub classes: Vec<OfYear>,
    /// Everybody who has not left, by class and name.
    pub pupils: Vec<Child>,
    /// Everybody with a part that has not ended, by name.
    pub team: Vec<Colleague>,
}

#[derive(Clone, Debug)]
pub struct Child {
    pub id: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    /// `F`, `M` or empty.
    pub sex: String,
    pub class: Option<Id<Class>>,
    pub class_name: String,
    pub grade: String,
}

#[derive(Clone, Debug)]
pub struct Colleague {
    pub person: Id<Person>,
    pub name: String,
    /// Each part, its class if it has one, and whether it has no end in sight.
    pub parts: Vec<(DutyKind, Option<Id<Class>>, bool)>,
}

impl Child {
    /// « Léa Martin ».
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

impl Known {
    pub fn class(&self, id: Id<Class>) -> Option<&OfYear> {
        self.classes.iter().find(|class| class.id == id)
    }
}

/// Of the year to come, label and first day; the one that ends is the latest before. A file of ONDE may have begun the one to
/// come some days early.
pub fn known(rx: &Rx, (label, starts_on): (&str, Date), today: Date, by: &impl Manages) -> Result<Known> {
    let comes_before = |starts: Date| starts < starts_on && starts <= today;
    let ending = years::years(rx)?.into_iter().find(|year| year.label != label && comes_before(year.starts_on));
    let classes = match ending {
        Some(year) => years::classes_in(rx, year.id, by)?,
        None => Vec::new(),
    };
    let facts = people::pupils_with_facts(rx, by)?;
    let sexes: HashMap<i64, String> =
        facts.into_iter().map(|(person, facts)| (person.id.number(), facts.sex)).collect();
    let pupils = people::pupils(rx, by)?.into_iter().map(|pupil| Child {
        sex: sexes.get(&pupil.id.number()).cloned().unwrap_or_default(),
        id: pupil.id,
        first_name: pupil.first_name,
        last_name: pupil.last_name,
        class: pupil.class,
        class_name: pupil.class_name,
        grade: pupil.grade,
    });
    let duties = classes::duties(rx, today, by)?;
    let team = team::members(rx, today, by)?.into_iter().map(|member| Colleague {
        parts: duties
            .iter()
            .filter(|duty| duty.person == member.person)
            .map(|duty| (duty.kind, duty.class, duty.until_on.is_none()))
            .collect(),
        person: member.person,
        name: member.name,
    });
    Ok(Known { classes, pupils: pupils.collect(), team: team.collect() })
}
