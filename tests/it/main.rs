//! The one integration binary: journeys of named people through HTTP in process, and the laws of the house.

mod commands;
mod confirm;
mod demo;
mod door;
mod first_run;
mod groups;
mod house;
mod import;
mod laws;
mod legal;
mod liaison;
mod people;
mod services;
mod settings;
mod sign_in;
mod slips;
mod world;
