//! The director opens the school to its pupils, class by class, and says which networks are the school's. Closed unless she
//! does; she sees no secret of a child here.

pub mod forms;
pub mod pages;
pub mod routes;
