//! The school's own list of days off: copied once from the zone's calendar, then corrected by hand.

mod forms;
mod pages;
pub mod routes;
