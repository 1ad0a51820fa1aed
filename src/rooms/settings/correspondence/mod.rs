//! Who may begin to write to whom, as the director reads and changes it, and the stop of all messages after a theft of
//! accounts. It shows no message.

mod forms;
pub mod freezing;
pub mod pages;
pub mod routes;

pub const PATH: &str = "/reglages/correspondance";
pub const FREEZE: &str = "/reglages/correspondance/suspension";
