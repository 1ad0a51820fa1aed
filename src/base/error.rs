//! The one error of the house: what a handler may answer instead of a page.
//! Bad input is not here: it is a draft with faults, shown again on its own page.

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug)]
pub enum Error {
    /// Nobody is signed in: the door leads to the sign-in page and back.
    SignIn,
    /// Absent, or not to be known of by this person: never told apart.
    NotFound,
    /// The link of a letter that is wrong, expired or revoked: never told apart.
    DeadLink,
    /// Known, but refused.
    Forbidden,
    /// Known and allowed, but on a shared computer the passphrase is asked again first.
    Confirm(Confirm),
    /// Somebody else changed the thing meanwhile.
    Conflict,
    /// The writer was not free within its delay.
    Busy,
    /// No room left on the disk: nothing was written.
    Full,
    /// A fault of ours or of the machine; logged once, at the door, under a short code.
    Internal(anyhow::Error),
}

/// Why the passphrase is asked again, and what follows once it is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Confirm {
    /// Then the page that was asked for.
    Back,
    /// Then what was sent, sent once more with the passphrase beside it.
    Replay,
    /// It was sent so, and the passphrase was wrong.
    Wrong,
    /// Too many tries: so many seconds to wait.
    Wait(i64),
}

impl Error {
    pub fn internal(what: impl Into<String>) -> Error {
        Error::Internal(anyhow::anyhow!(what.into()))
    }
}

impl<E: Into<anyhow::Error>> From<E> for Error {
    fn from(error: E) -> Error {
        let error: anyhow::Error = error.into();
        if let Some(sqlite) = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code) {
            match sqlite {
                rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => return Error::Busy,
                rusqlite::ErrorCode::DiskFull => return Error::Full,
                _ => {}
            }
        }
        if let Some(io) = error.downcast_ref::<std::io::Error>()
            && matches!(io.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
        {
            return Error::Full;
        }
        Error::Internal(error)
    }
}

impl std::fmt::Display for Error {
    /// For logs and the command line, never for a page.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::SignIn => f.write_str("nobody is signed in"),
            Error::NotFound => f.write_str("not found"),
            Error::DeadLink => f.write_str("a dead link"),
            Error::Forbidden => f.write_str("refused"),
            Error::Confirm(_) => f.write_str("the passphrase is asked again"),
            Error::Conflict => f.write_str("changed meanwhile"),
            Error::Busy => f.write_str("the writer is busy"),
            Error::Full => f.write_str("the disk is full"),
            Error::Internal(error) => write!(f, "{error:#}"),
        }
    }
}
