//! The one integration binary: journeys of named people through HTTP in process, and the laws of the house.

mod demo;
mod door;
mod house;
mod laws;
mod legal;
mod liaison;
mod sign_in;
mod world;
