//! The mailbox to which replies and reports come (IMAP, RFC 3501). Only what is addressed to one of our secrets is read;
//! nothing is ever deleted; what was taken is marked as seen.

mod connection;
mod look;

pub use look::look;

use super::{roots::Roots, transport::Security};
use std::time::Duration;

/// For one exchange with the server.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub struct Mailbox {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: String,
    pub password: String,
    /// Replies go to `name+secret@domain` of this address.
    pub address: String,
    pub roots: Roots,
}

/// How far it was read: RFC 3501's UIDVALIDITY and UID. Nothing yet: both zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub validity: i64,
    pub uid: i64,
}

/// A letter addressed to one of our secrets, and the position once it is taken.
pub struct Found {
    pub at: Position,
    pub token: String,
    /// Its beginning, where it is long.
    pub raw: Vec<u8>,
}

/// What becomes of a letter that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// Ours: it is marked as seen.
    Yes,
    /// Nobody's here: left as it is, for whoever opens the mailbox.
    No,
    /// Not now: this look ends, and the next one begins with it.
    Later,
}

/// Why a mailbox cannot be read.
#[derive(Debug)]
pub struct Fault {
    pub cause: Cause,
    /// In the server's or the machine's own words.
    pub said: String,
}

/// As far as it tells what to do about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    NoSuchName,
    Closed,
    Slow,
    Protection,
    Login,
    /// It answers, but not as a mailbox does.
    Other,
}

impl Cause {
    /// As stored.
    pub const ALL: [(&str, Cause); 6] = [
        ("name", Cause::NoSuchName),
        ("closed", Cause::Closed),
        ("slow", Cause::Slow),
        ("protection", Cause::Protection),
        ("login", Cause::Login),
        ("other", Cause::Other),
    ];

    pub fn as_str(self) -> &'static str {
        Cause::ALL.iter().find(|(_, cause)| *cause == self).map_or("other", |(name, _)| name)
    }

    pub fn parse(text: &str) -> Cause {
        Cause::ALL.iter().find(|(name, _)| *name == text).map_or(Cause::Other, |(_, cause)| *cause)
    }
}

impl Fault {
    fn new(cause: Cause, said: impl ToString) -> Fault {
        Fault { cause, said: said.to_string() }
    }
}

/// Signs in, opens the mailbox and leaves: how many letters stand in it.
pub fn try_out(mailbox: &Mailbox) -> Result<u32, Fault> {
    apart(async {
        let mut session = connection::open(mailbox).await?;
        let inbox = connection::within(session.select("INBOX")).await?;
        connection::close(session).await;
        Ok(inbox.exists)
    })
}

/// On a thread and a runtime of its own: it minds none of the caller's.
fn apart<T: Send>(work: impl Future<Output = Result<T, Fault>> + Send) -> Result<T, Fault> {
    std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(|error| Fault::new(Cause::Other, error))?.block_on(work)
        });
        looking.join().unwrap_or_else(|_| Err(Fault::new(Cause::Other, "interrompu")))
    })
}
