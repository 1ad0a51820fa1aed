//! People.
pub mod import;
