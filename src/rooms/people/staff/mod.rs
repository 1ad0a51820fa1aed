//! The team: who works at the school, as what, in which class and from when to when.

mod form_pages;
mod forms;
mod pages;
pub mod routes;
pub mod store;
pub mod words;
