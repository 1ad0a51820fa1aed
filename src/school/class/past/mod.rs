//! The classes of every year that the school knows, and whoever ever worked here: for what is taken away, and told of the past.

pub mod store;

use super::Class;
use crate::base::db::Id;

pub struct ClassOfYear {
    pub id: Id<Class>,
    /// « 2026-2027 »
    pub year: String,
    pub name: String,
    /// « Mme Benali », all who taught it.
    pub teachers: Vec<String>,
}
