//! Classes: the list of their pupils for those who teach there, and their name, team and levels for the director.

mod forms;
mod pages;
pub mod routes;
mod store;
