//! Access slips: the sheet of paper with which a person opens their account. Never keeps a code: what is printed is
//! forgotten.
mod eight_up;
mod languages;
pub mod sheet;
mod tutorial;
