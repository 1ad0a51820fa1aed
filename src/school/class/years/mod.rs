//! School years as the school has them: which one a day belongs to, and how one follows another.

pub mod store;

use super::Class;
use crate::base::db::Id;
use jiff::civil::Date;

#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    pub id: i64,
    /// « 2026-2027 ».
    pub label: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// A class of one year, with the école where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct OfYear {
    pub id: Id<Class>,
    pub name: String,
    pub ecole: i64,
}

/// A class as it was when its year ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    pub name: String,
    /// « Mme Benali », by name.
    pub teachers: Vec<String>,
    /// Who was there to the end.
    pub pupils: Vec<String>,
}
