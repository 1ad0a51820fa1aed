//! Letters that a restore found waiting, apart from those of every day.

pub mod store;
