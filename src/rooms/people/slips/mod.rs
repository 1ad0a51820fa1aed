//! Access slips: the sheet of paper with which a person opens their account. Never keeps a code: what is printed is
//! forgotten.
mod eight_up;
mod forms;
mod languages;
pub(super) mod letters;
mod pages;
pub(super) mod printing;
pub mod roster;
pub mod routes;
pub mod sheet;
mod store;
mod tutorial;
