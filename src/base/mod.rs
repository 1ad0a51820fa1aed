//! What knows nothing about schools.
pub mod assets;
pub mod french;
pub mod images;
pub mod pdf;
pub mod rich_text;
pub mod strength;
pub mod tls;
pub mod ui;
