//! The one integration binary: journeys of named people through HTTP in process, and the laws of the house.

mod door;
mod house;
mod import;
mod laws;
mod legal;
mod liaison;
mod sign_in;
mod slips;
mod world;
