//! The shared facts of a school.
pub mod calendar;
