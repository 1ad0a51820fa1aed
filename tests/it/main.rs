//! The one integration binary: journeys of named people through HTTP in process, and the laws of the house.

mod arrival;
mod closing;
mod commands;
mod composition;
mod confirm;
mod demo;
mod door;
mod duties;
mod first_run;
mod house;
mod import;
mod laws;
mod legal;
mod liaison;
mod lists;
mod one_home;
mod people;
mod rescue;
mod second_factor;
mod services;
mod settings;
mod sign_in;
mod situations;
mod slips;
mod ties;
mod world;
