//! One's own e-mail address: a new one counts once its owner has followed the letter that went there, and the old one is told.
//! The passphrase is asked first: who gets at the address gets at the account.

mod forms;
mod letters;
pub mod pages;
mod routes;

pub use routes::{routes, standing};
