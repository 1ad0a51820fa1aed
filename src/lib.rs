//! Préau: one school's digital space in one binary.
//!
pub mod app;
pub mod base;
pub mod commands;
pub mod door;
pub mod migrations;
pub mod rooms;
pub mod school;
