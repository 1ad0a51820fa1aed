//! The mailbox to which families' replies and servers' reports come back: tried before it is relied on, and optional.

pub mod forms;
pub mod pages;
pub mod routes;
