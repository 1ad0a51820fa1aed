//! Who works at the school, and who takes care of one child there.

pub mod pages;
pub mod store;

use crate::{
    base::db::Id,
    school::{Person, class::DutyKind},
};
use jiff::civil::Date;

/// Somebody, with all that they do here.
#[derive(Clone, Debug)]
pub struct Member {
    pub person: Id<Person>,
    /// « Mme Samia Benali ».
    pub name: String,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// `None`: leads the group.
    pub kind: Option<DutyKind>,
    /// A class or a group. Never the pupil whom an AESH accompanies: that tells of the child's health.
    pub place: String,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

/// Rows of one person stand together or not: each person once, with each part once.
fn gathered(rows: Vec<(Id<Person>, String, Part)>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for (person, name, part) in rows {
        match members.iter_mut().find(|member| member.person == person) {
            Some(member) if member.parts.contains(&part) => {}
            Some(member) => member.parts.push(part),
            None => members.push(Member { person, name, parts: vec![part] }),
        }
    }
    members
}
