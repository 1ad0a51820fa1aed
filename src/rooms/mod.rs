//! A feature is one room. Rooms never import rooms.

pub mod people;
pub mod settings;
pub mod trust;
