//! Classes of a school year, who is enrolled in them at which grade, and who has a duty there.

pub mod store;
pub mod years;

use super::{Group, Person, Pupil};
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
    /// Accompanies pupils, one duty each (code de l'éducation, L. 917-1).
    Aesh,
    /// Leads a group before or after class.
    AfterSchool,
    Staff,
    Town,
    Technician,
}

impl DutyKind {
    /// As it is said to people.
    pub fn title(self) -> &'static str {
        match self {
            DutyKind::Director => "Direction",
            DutyKind::Teacher => "Enseignant·e",
            DutyKind::Substitute => "Remplaçant·e",
            DutyKind::Atsem => "ATSEM",
            DutyKind::Aesh => "AESH",
            DutyKind::AfterSchool => "Périscolaire",
            DutyKind::Staff => "Autre personnel",
            DutyKind::Town => "Mairie",
            DutyKind::Technician => "Technique",
        }
    }

    pub const ALL: [DutyKind; 9] = [
        DutyKind::Director,
        DutyKind::Teacher,
        DutyKind::Substitute,
        DutyKind::Atsem,
        DutyKind::Aesh,
        DutyKind::AfterSchool,
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
            DutyKind::Aesh => "aesh",
            DutyKind::AfterSchool => "after_school",
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
    /// Whom an AESH accompanies.
    pub pupil: Option<Id<Pupil>>,
    /// « Léa Martin », or empty.
    pub pupil_name: String,
    /// The group that after-school staff leads.
    pub group: Option<Id<Group>>,
    pub group_name: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

pub struct NewDuty {
    pub person: Id<Person>,
    pub kind: DutyKind,
    pub class: Option<Id<Class>>,
    pub pupil: Option<Id<Pupil>>,
    pub group: Option<Id<Group>>,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

impl NewDuty {
    /// A duty in the whole school or in one class, with no end in sight.
    pub fn new(person: Id<Person>, kind: DutyKind, class: Option<Id<Class>>, from_on: Date) -> NewDuty {
        NewDuty { person, kind, class, pupil: None, group: None, from_on, until_on: None }
    }
}
