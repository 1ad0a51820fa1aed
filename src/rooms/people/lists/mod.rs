//! Lists on paper: the class, its addresses, whom to call, badges. Made for the printer and forgotten: no sheet is kept.
//! It never prints how to reach an adult whom a judge keeps away.

mod badges;
mod forms;
mod pages;
pub mod routes;
mod sheet;
mod store;
mod told;
