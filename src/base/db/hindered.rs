//! What keeps a database from being opened or read at all, as its engine tells it. It says nothing to anybody.

use rusqlite::ErrorCode::{CannotOpen, DatabaseCorrupt, NotADatabase, PermissionDenied, ReadOnly};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// Its bytes are not a database's any more.
    Damaged,
    /// The folder or its disk does not let us in.
    Shut,
}

/// Nothing where the reason is another one.
pub fn hindrance(cause: &anyhow::Error) -> Option<Hindrance> {
    match cause.downcast_ref::<rusqlite::Error>()?.sqlite_error_code()? {
        NotADatabase | DatabaseCorrupt => Some(Hindrance::Damaged),
        CannotOpen | PermissionDenied | ReadOnly => Some(Hindrance::Shut),
        _ => None,
    }
}
