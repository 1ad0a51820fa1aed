//! Who is in which class, all classes of the year side by side: pupils are moved several at once, and back again.
//! It opens and closes no class, and lets nobody leave the school.

mod board;
mod forms;
mod pages;
pub mod routes;
