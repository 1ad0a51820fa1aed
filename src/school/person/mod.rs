//! Everybody the school knows: one row a person, whatever their parts; a pupil has a second row.

pub mod store;

use super::Class;
use crate::base::{db::Id, french};
use jiff::civil::Date;

/// A person with the details that only the director sees whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: Id<Person>,
    pub civility: String,
    pub last_name: String,
    pub usage_name: String,
    pub first_name: String,
    pub contact: Contact,
    _row: (),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    pub email: String,
    pub home_phone: String,
    pub work_phone: String,
    pub mobile_phone: String,
    pub street: String,
    pub postcode: String,
    pub town: String,
    pub country: String,
}

/// How somebody is reached: all that those who teach a child are ever given of an adult's contact details.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// « mobile », « domicile », « travail » in that order, empty when not known.
    pub phones: [String; 3],
    pub email: String,
}

impl Contact {
    pub fn reach(&self) -> Reach {
        let phones = [&self.mobile_phone, &self.home_phone, &self.work_phone].map(Clone::clone);
        Reach { phones, email: self.email.clone() }
    }

    /// Folded, to compare two homes; empty when unknown.
    pub fn home(&self) -> String {
        french::fold(&[&*self.street, &self.postcode, &self.town].join(" "))
    }
}

/// A pupil as the school's other people see them: no address, no INE.
#[derive(Clone, Debug)]
pub struct Pupil {
    pub id: Id<Pupil>,
    pub last_name: String,
    pub first_name: String,
    pub class: Option<Id<Class>>,
    pub class_name: String,
    pub grade: String,
    _row: (),
}

/// A pupil's own facts, for those who manage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PupilFacts {
    pub born_on: Option<Date>,
    /// `F`, `M` or empty.
    pub sex: String,
    pub ine: Option<String>,
    pub second_street: String,
    pub second_postcode: String,
    pub second_town: String,
}

/// A person as typed or imported, before there is a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPerson {
    pub civility: String,
    pub last_name: String,
    pub usage_name: String,
    pub first_name: String,
    pub contact: Contact,
}

impl Person {
    /// The name by which the person goes: usage name first.
    pub fn name(&self) -> String {
        // An organisation has no first name.
        format!("{} {}", self.first_name, used(&self.last_name, &self.usage_name)).trim_start().to_owned()
    }

    /// « Mme Benali ».
    pub fn formal_name(&self) -> String {
        if self.civility.is_empty() {
            self.name()
        } else {
            format!("{} {}", self.civility, used(&self.last_name, &self.usage_name))
        }
    }
}

impl From<Person> for NewPerson {
    /// As it stands, to be changed field by field.
    fn from(standing: Person) -> NewPerson {
        let Person { civility, last_name, usage_name, first_name, contact, .. } = standing;
        NewPerson { civility, last_name, usage_name, first_name, contact }
    }
}

impl Pupil {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// A pupil's id as a person.
    pub fn person(&self) -> Id<Person> {
        Id::new(self.id.number())
    }
}

impl Id<Pupil> {
    pub fn as_person(self) -> Id<Person> {
        Id::new(self.number())
    }
}

/// The usage name when there is one, else the family name.
pub fn used<'a>(last_name: &'a str, usage_name: &'a str) -> &'a str {
    if usage_name.is_empty() { last_name } else { usage_name }
}
