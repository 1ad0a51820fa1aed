//! What knows nothing about schools.

pub mod archive;
pub mod assets;
pub mod clock;
pub mod config;
pub mod darkroom;
pub mod db;
pub mod disk;
pub mod error;
pub mod files;
pub mod french;
pub mod images;
pub mod jobs;
pub mod log;
pub mod mail;
pub mod nss;
pub mod pdf;
pub mod proxies;
pub mod qr;
pub mod recordings;
pub mod rich_text;
pub mod search;
pub mod secret;
pub mod strength;
pub mod tls;
pub mod totp;
pub mod ui;
