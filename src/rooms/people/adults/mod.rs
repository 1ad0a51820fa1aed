//! Adults, for the director: families, and the page of one person with all the parts that person has here.

pub mod closing;
mod forms;
mod letters;
pub mod moved;
pub mod pages;
pub mod routes;
pub mod store;
