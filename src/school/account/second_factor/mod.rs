//! What an account may ask for besides its passphrase: a code of an application, or one of ten recovery codes. Who must have
//! it is the director's choice. No code is judged outside the store, and none is good twice.

pub mod store;

use super::Account;
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    school::{login, viewer::Viewer},
};

/// So many recovery codes on a sheet.
pub const CODES: usize = 10;
/// Between the passphrase and the code.
pub const HALF_OPEN: i64 = 5 * Instant::MINUTE;
/// To install an application and read its first code.
pub const TRIAL: i64 = 30 * Instant::MINUTE;
/// « Ne plus demander de code sur cet appareil. »
pub const TRUST: i64 = 30 * Instant::DAY;

/// Of whom the second factor is required.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    Nobody,
    Direction,
    /// Everybody with a part in the school, town and technician included.
    Staff,
}

/// The director's choice, and from when on the door holds those who have not followed it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Requirement {
    pub of: Whom,
    pub from: Instant,
}

/// What stands, for the owner's page.
pub struct Standing {
    pub set_at: Instant,
    pub codes_left: i64,
}

/// What was typed, read but not judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Typed {
    /// Six digits.
    Application(String),
    /// Normalised, as it was drawn.
    Recovery(String),
}

/// What was judged good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    Code,
    /// A recovery code, spent now; so many are left.
    Recovery {
        left: i64,
    },
}

/// A sign-in whose passphrase was right.
pub struct HalfSignIn {
    pub account: Id<Account>,
    pub is_shared: bool,
    pub back: String,
}

/// Somebody of whom it may be required.
pub struct Member {
    pub name: String,
    pub is_director: bool,
    pub has_it: bool,
}

impl Whom {
    pub const ALL: [Whom; 3] = [Whom::Nobody, Whom::Direction, Whom::Staff];

    pub fn as_str(self) -> &'static str {
        match self {
            Whom::Nobody => "nobody",
            Whom::Direction => "direction",
            Whom::Staff => "staff",
        }
    }

    pub fn parse(text: &str) -> Whom {
        Whom::ALL.into_iter().find(|whom| whom.as_str() == text).unwrap_or(Whom::Nobody)
    }
}

impl Requirement {
    /// True when this person must have it, today or once the delay is over. A parent who also works here is staff.
    pub fn binds(&self, viewer: &Viewer) -> bool {
        match self.of {
            Whom::Nobody => false,
            Whom::Direction => viewer.is_director,
            Whom::Staff => viewer.is_director || viewer.is_staff || viewer.is_town || viewer.is_technician,
        }
    }

    pub fn is_due(&self, now: Instant) -> bool {
        now >= self.from
    }
}

/// Fresh recovery codes, clear for this once.
pub fn draw_codes() -> Result<Vec<String>> {
    (0..CODES).map(|_| Ok(login::access_code()?)).collect()
}
