//! Where things of this room are.

use crate::{
    base::db::Id,
    school::{Class, Group, Person, Pupil, class::Duty, guardianship::Guardianship},
};

pub const GROUPS: &str = "/groupes";
pub const NEW_GROUP: &str = "/groupes/nouveau";
pub const SITUATIONS: &str = "/ecole/situations";

pub fn class(id: Id<Class>) -> String {
    format!("/classes/{id}")
}

pub fn change_class(id: Id<Class>) -> String {
    format!("/ecole/classes/{id}/modifier")
}

pub fn group(id: Id<Group>) -> String {
    format!("/groupes/{id}")
}

/// Its badges.
pub fn print_group(id: Id<Group>) -> String {
    format!("/groupes/{id}/imprimer")
}

pub fn change_group(id: Id<Group>) -> String {
    format!("/groupes/{id}/modifier")
}

pub fn pupil(id: Id<Pupil>) -> String {
    format!("/eleves/{id}")
}

pub fn change_pupil(id: Id<Pupil>) -> String {
    format!("/ecole/eleves/{id}/modifier")
}

pub fn add_guardian(id: Id<Pupil>) -> String {
    format!("/ecole/eleves/{id}/responsables/nouveau")
}

pub fn rescue(pupil: Id<Pupil>) -> String {
    format!("/eleves/{pupil}/depannage")
}

pub fn tie(id: Id<Guardianship>) -> String {
    format!("/ecole/liens/{id}")
}

pub fn person(id: Id<Person>) -> String {
    format!("/ecole/personnes/{id}")
}

pub fn duty(id: Id<Duty>) -> String {
    format!("/ecole/fonctions/{id}")
}
