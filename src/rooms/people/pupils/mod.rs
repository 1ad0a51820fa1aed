//! Pupils: their page for those who teach them, and what the director writes by hand.

mod form_pages;
mod forms;
mod pages;
pub mod routes;
mod store;
