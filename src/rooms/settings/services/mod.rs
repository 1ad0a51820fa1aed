//! The director's page of services: which rooms are on, for the school or for some classes. It never deletes what a room holds.

mod forms;
mod pages;
pub mod routes;
