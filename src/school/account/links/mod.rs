//! What a link in a letter opens: a new passphrase for who has forgotten it, and a new e-mail address for who says that it is
//! theirs. Only the link's digest is kept. An address that two open accounts share rescues neither.

pub mod store;

use super::Account;
use crate::base::{clock::Instant, db::Id};

/// A rescue letter is worth this long.
pub const RESCUE_MINUTES: i64 = 30;
/// A new address may be confirmed for this long.
pub const ADDRESS_HOURS: i64 = 24;

const RESCUE: i64 = RESCUE_MINUTES * Instant::MINUTE;
const ADDRESS: i64 = ADDRESS_HOURS * Instant::HOUR;

/// Whom a rescue letter may be sent to.
pub struct Addressee {
    pub email: String,
    pub first_name: String,
}

/// An address that waits for its owner to confirm it.
pub struct NewAddress {
    pub account: Id<Account>,
    pub email: String,
}
