//! The school's facts: names, numbers, addresses, zone, week, time zone; one école or several in one box.

pub mod forms;
pub mod pages;
pub mod routes;
