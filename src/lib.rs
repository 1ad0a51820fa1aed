//! Préau: one school's digital space in one binary.
pub mod base;
pub mod rooms;
pub mod school;
