//! The shared facts of a school.
pub mod calendar;
pub mod grade;
pub mod half_days;
pub mod login;
pub mod uai;
