//! The box's names, its certificate and its date. Fixing the names is what makes the school's own authority.

pub mod forms;
pub mod pages;
pub mod routes;
