//! Who of the school opened a person's file: one row a day and person, for the one whom it is about. Never what was read of
//! words or messages, never how often.

pub mod store;

use super::{Person, viewer::Viewer};
use crate::base::db::Id;
use jiff::civil::Date;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Look {
    pub about: Id<Person>,
    pub by: Id<Person>,
    pub day: Date,
    pub role: Role,
}

/// As what they opened it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    Director,
    Teacher,
    Staff,
}

/// A look as the person whom it is about is told of it.
#[derive(Clone, Debug)]
pub struct Told {
    pub day: Date,
    pub name: String,
    pub role: Role,
}

impl Role {
    pub fn of(viewer: &Viewer) -> Role {
        match () {
            () if viewer.is_director => Role::Director,
            () if !viewer.teaches.is_empty() => Role::Teacher,
            () => Role::Staff,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Director => "director",
            Role::Teacher => "teacher",
            Role::Staff => "staff",
        }
    }

    pub fn parse(text: &str) -> Role {
        [Role::Director, Role::Teacher].into_iter().find(|role| role.as_str() == text).unwrap_or(Role::Staff)
    }
}
