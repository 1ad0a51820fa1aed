//! School years as the school has them: which one a day belongs to, how one follows another, the classes of each, and whoever
//! ever worked here.

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

/// A class of any year.
pub struct ClassOfYear {
    pub id: Id<Class>,
    /// « 2026-2027 »
    pub year: String,
    pub name: String,
    /// « Mme Benali », all who taught it.
    pub teachers: Vec<String>,
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

/// Every day there is, cut where years begin, the latest first: what is read year by year leaves nothing out. `years` are all
/// of them, the latest first.
pub fn spans(years: &[Year]) -> Vec<(Date, Date)> {
    let mut until = Date::MAX;
    let mut spans: Vec<(Date, Date)> = Vec::with_capacity(years.len() + 1);
    for year in years {
        spans.push((year.starts_on, until));
        until = year.starts_on.yesterday().unwrap_or(Date::MIN);
    }
    spans.push((Date::MIN, until));
    spans
}
