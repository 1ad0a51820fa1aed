//! The school's mail server, tried with a letter before it is relied on, and how the outbox stands.

pub mod forms;
pub mod letter;
pub mod pages;
pub mod replies;
pub mod routes;
