//! The pieces that pages are made of: pure functions from words to markup, in the classes of `assets/css`.
//!
//! Knows nothing about schools or HTTP, reads nothing, decides nothing: what may be shown was decided before.
//! The words inside are French because they are shown (« facultatif », « Afficher »).
pub mod aloud;
pub mod button;
pub mod choice;
pub mod control;
mod editor;
pub mod field;
pub mod icon;
pub mod notice;
pub mod page;
pub mod piece;
pub mod qr;
pub mod reach;
pub mod refused;
pub mod search;
pub mod table;
pub mod uploader;

pub use icon::{Icon, icon};

#[cfg(test)]
mod gallery;
