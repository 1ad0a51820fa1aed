//! The database: one SQLite file, one writer, as many readers as there are requests at once.
//! It knows no table; the tables come from `migrations`, the statements from `store` files.

pub mod backup;
mod hindered;
mod id;
pub mod migrate;
mod pool;
pub mod record;
mod scrub;
mod sql;
mod told;

pub use hindered::{Hindrance, hindrance};
pub use id::Id;
pub use pool::{Db, Rx, Tx};
pub use scrub::scrub;
pub use sql::{Sql, SqlWrite};
pub use told::Told;
