//! A certificate that the box asks for itself, for a name that leads to it from the internet.

pub mod forms;
pub mod pages;
pub mod routes;

pub const PATH: &str = "/reglages/certificat/public";
