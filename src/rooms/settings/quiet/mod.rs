//! When the school disturbs nobody, as the director sets it: the window, and the days that she opens in the holidays.

mod forms;
pub mod pages;
pub mod routes;

pub const PATH: &str = "/reglages/heures-calmes";
