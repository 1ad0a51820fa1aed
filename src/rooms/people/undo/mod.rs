//! Putting back an import or a merge, to the byte: what it changed is kept row by row as it was, and goes back whole or not
//! at all. Nothing that was done since is ever lost: whatever stands in the way is said, person by person.

pub mod pages;
pub mod routes;
pub mod store;
mod words;
