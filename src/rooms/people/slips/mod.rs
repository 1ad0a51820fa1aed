//! Access slips: the sheet of paper with which a person opens their account. Never keeps a code: what is printed is
//! forgotten.
mod eight_up;
mod forms;
mod languages;
mod letters;
mod pages;
mod printing;
pub mod roster;
pub mod routes;
pub mod sheet;
mod store;
mod tutorial;
