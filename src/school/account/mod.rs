//! One account an adult, for all their parts and children: login, passphrase, access slips, sessions' owner.

pub mod application;
pub mod links;
pub mod pupil;
pub mod rescue;
pub mod second_factor;
pub mod store;

use crate::base::{clock::Instant, db::Id};

/// The charter's version that an activation accepts; kept with the account.
pub const CHARTER: &str = "2026-09";
/// An access slip and its QR are worth this long (product.md, *Fiches de connexion*).
pub const SLIP_DAYS: i64 = 90;

#[derive(Clone, Debug)]
pub struct Account {
    pub id: Id<Account>,
    pub person: Id<super::Person>,
    pub login: String,
    pub is_activated: bool,
    pub is_closed: bool,
    _row: (),
}

/// What a sign-in compares with.
pub struct Credentials {
    pub account: Id<Account>,
    pub person: Id<super::Person>,
    /// PHC string; `None` until activated.
    pub password: Option<String>,
    pub is_closed: bool,
}

/// A slip still worth something, found by its code or its token.
#[derive(Clone, Copy)]
pub struct OpenSlip {
    pub id: i64,
    pub account: Id<Account>,
    pub expires_at: Instant,
}

/// A slip just made: the only moment at which code and token are clear.
pub struct FreshSlip {
    pub account: Id<Account>,
    pub code: String,
    pub token: String,
    pub expires_at: Instant,
}

/// The person behind an account, as far as the account's own letters and pages need.
#[derive(Clone, Debug)]
pub struct Owner {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub login: String,
    /// The charter of today, not an older one.
    pub has_accepted: bool,
}
