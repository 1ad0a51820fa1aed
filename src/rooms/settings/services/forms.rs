//! What is ticked on the page of services, room by room.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::Class,
};

/// For whom a room is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    All,
    Some,
    Nobody,
}

impl Reach {
    pub fn as_str(self) -> &'static str {
        match self {
            Reach::All => "toutes",
            Reach::Some => "certaines",
            Reach::Nobody => "eteint",
        }
    }

    fn parse(text: &str) -> Option<Reach> {
        [Reach::All, Reach::Some, Reach::Nobody].into_iter().find(|reach| reach.as_str() == text)
    }
}

pub struct Chosen {
    pub room: String,
    pub reach: Reach,
    /// The classes for which it is on, where it is on for some.
    pub classes: Vec<Id<Class>>,
}

pub struct Services(pub Vec<Chosen>);

/// The names of a room's two fields.
pub fn reach_field(room: &str) -> String {
    format!("ouvert-{room}")
}

pub fn classes_field(room: &str) -> String {
    format!("classe-{room}")
}

impl Form for Services {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Services> {
        let mut chosen = Vec::new();
        let mut faults = Faults::default();
        for (name, value) in fields.pairs() {
            let Some(room) = name.strip_prefix(&reach_field("")) else { continue };
            let classes: Vec<Id<Class>> = fields.all(&classes_field(room)).filter_map(|id| id.parse().ok()).collect();
            match Reach::parse(value) {
                Some(Reach::Some) if classes.is_empty() => {
                    faults.add("", "Cochez au moins une classe, ou choisissez « Pour personne ».");
                }
                Some(reach) => chosen.push(Chosen { room: room.to_owned(), reach, classes }),
                None => faults.add("", "Dites pour qui chaque service est ouvert."),
            }
        }
        faults.or(Services(chosen))
    }
}
