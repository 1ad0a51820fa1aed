//! People.
pub mod import;
pub mod slips;
