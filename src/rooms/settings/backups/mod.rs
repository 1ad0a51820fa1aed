//! « Sauvegardes », for the director: how the last went, what stands there, where it goes and for how long, the printed key.
//! Nothing is backed up here: it is asked for, and made elsewhere.

pub mod forms;
pub mod key;
pub mod pages;
pub mod routes;
pub mod state;

pub const PATH: &str = "/reglages/sauvegardes";
pub const SETTINGS: &str = "/reglages/sauvegardes/reglages";
pub const KEY: &str = "/reglages/sauvegardes/cle";
pub const NOW: &str = "/reglages/sauvegardes/maintenant";
