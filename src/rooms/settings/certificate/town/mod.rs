//! A certificate that the town brings: its chain and its key, as two files.

pub mod forms;
pub mod pages;
pub mod routes;

pub const PATH: &str = "/reglages/certificat/mairie";
