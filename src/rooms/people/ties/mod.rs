//! The tie between an adult and a child: tying somebody new or known, and deciding what the tie gives.

mod forms;
mod pages;
pub mod rounds;
pub mod routes;
pub mod words;
