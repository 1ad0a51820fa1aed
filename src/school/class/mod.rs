//! Classes of a school year, who is enrolled in them at which grade, and who has a duty there.

pub mod store;

use super::Person;
use crate::base::db::Id;
use jiff::civil::Date;

#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    pub id: Id<Class>,
    pub name: String,
    _row: (),
}

/// One line of the list of classes.
#[derive(Clone, Debug)]
pub struct ClassLine {
    pub id: Id<Class>,
    pub name: String,
    /// Folded name, as files are compared by it.
    pub key: String,
    pub onde_id: String,
    pub pupils: i64,
    /// « Mme Benali », in order of arrival.
    pub teachers: Vec<String>,
}

/// One of several écoles in the box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ecole {
    pub name: String,
    pub uai: String,
    pub street: String,
    pub postcode: String,
    pub town: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DutyKind {
    Director,
    Teacher,
    Substitute,
    Atsem,
    Staff,
    Town,
    Technician,
}

impl DutyKind {
    pub const ALL: [DutyKind; 7] = [
        DutyKind::Director,
        DutyKind::Teacher,
        DutyKind::Substitute,
        DutyKind::Atsem,
        DutyKind::Staff,
        DutyKind::Town,
        DutyKind::Technician,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            DutyKind::Director => "director",
            DutyKind::Teacher => "teacher",
            DutyKind::Substitute => "substitute",
            DutyKind::Atsem => "atsem",
            DutyKind::Staff => "staff",
            DutyKind::Town => "town",
            DutyKind::Technician => "technician",
        }
    }

    pub fn parse(text: &str) -> Option<DutyKind> {
        DutyKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Only these stand in a class.
    pub fn is_in_class(self) -> bool {
        matches!(self, DutyKind::Teacher | DutyKind::Substitute | DutyKind::Atsem)
    }
}

/// A person's part in the school, with its dates.
#[derive(Clone, Debug)]
pub struct Duty {
    pub id: Id<Duty>,
    pub person: Id<Person>,
    pub kind: DutyKind,
    pub class: Option<Id<Class>>,
    pub class_name: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

pub struct NewDuty {
    pub person: Id<Person>,
    pub kind: DutyKind,
    pub class: Option<Id<Class>>,
    pub from_on: Date,
    pub until_on: Option<Date>,
}
