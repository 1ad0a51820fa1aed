//! One folder a feature.
pub mod people;
