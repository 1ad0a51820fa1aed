//! What the school is and how its box is set: one row, changed by the director.

pub mod store;

use super::account::second_factor::Requirement;
use crate::base::{
    clock::Instant,
    mail::{
        mailbox::{Mailbox, Position},
        roots::Roots,
        transport::{Security, Server},
    },
    secret::Keys,
    tls::Doubt,
};
use jiff::tz::TimeZone;

/// The school as the thing that its rules are about.
#[derive(Clone, Debug)]
pub struct School {
    pub facts: Facts,
    _row: (),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub name: String,
    /// `A`, `B`, `C` or `autre`.
    pub zone: String,
    /// IANA name, such as `Europe/Paris` or `Indian/Reunion`.
    pub time_zone: String,
    pub half_days: String,
    /// The box's DNS names; the first is the one we tell people.
    pub names: Vec<String>,
    /// `https://…` for families at home, or empty.
    pub public_address: String,
    pub set_up_at: Option<Instant>,
    /// Of whom a second factor is required.
    pub second_factor: Requirement,
}

impl Facts {
    /// Where links in letters begin, when families reach the school from home; without a slash at its end.
    pub fn address_from_home(&self) -> Option<&str> {
        Some(self.public_address.trim_end_matches('/')).filter(|address| !address.is_empty())
    }

    /// What an agenda program knows a thing by: the same each time, and another one in another school.
    pub fn uid(&self, thing: impl std::fmt::Display) -> String {
        format!("{thing}.{}@preau", self.set_up_at.map_or(0, |at| at.0))
    }

    pub fn zone_of_time(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or_else(|_| TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    /// `tls`, `starttls` or `local`.
    pub security: String,
    pub login: String,
    /// Sealed with the box's key.
    pub password: Option<Vec<u8>>,
    pub from: String,
    /// Letters an hour that the provider takes.
    pub per_hour: i64,
}

/// Where replies and reports come back, if the school has such a mailbox.
#[derive(Clone, Debug, PartialEq)]
pub struct MailboxSettings {
    pub host: String,
    pub port: u16,
    /// `tls`, `starttls` or `local`.
    pub security: String,
    pub login: String,
    /// Sealed with the box's key.
    pub password: Option<Vec<u8>>,
    /// Replies go to `name+secret@domain` of this address.
    pub address: String,
}

/// How far the mailbox was read, and how the last look went.
#[derive(Clone, Debug, PartialEq)]
pub struct MailboxState {
    pub position: Position,
    pub seen_at: Option<Instant>,
    /// Empty: it went well. Else its cause and the server's words, as `Cause::as_str` and the line below.
    pub fault: String,
}

/// No server yet; the rest as most providers have it.
impl Default for MailSettings {
    fn default() -> MailSettings {
        MailSettings {
            host: String::new(),
            port: 587,
            security: "starttls".into(),
            login: String::new(),
            password: None,
            from: String::new(),
            per_hour: 400,
        }
    }
}

impl MailSettings {
    pub fn is_set(&self) -> bool {
        !self.host.is_empty() && !self.from.is_empty()
    }

    /// What the transport needs, or `None` while there is no mail server. `host` is the box's name, for `Message-ID`.
    pub fn server(&self, keys: &Keys, school: &str, host: &str) -> Option<Server> {
        let password = self.password.as_deref().and_then(|sealed| keys.unseal(sealed)).unwrap_or_default();
        self.is_set().then(|| Server {
            host: self.host.clone(),
            port: self.port,
            security: Security::parse(&self.security),
            login: (!self.login.is_empty()).then(|| (self.login.clone(), password)),
            from: self.from.clone(),
            from_name: school.to_owned(),
            domain: if host.is_empty() { "localhost".to_owned() } else { host.to_owned() },
            replies: String::new(),
            roots: Roots::default(),
        })
    }
}

impl Default for MailboxSettings {
    fn default() -> MailboxSettings {
        MailboxSettings {
            host: String::new(),
            port: 993,
            security: "tls".into(),
            login: String::new(),
            password: None,
            address: String::new(),
        }
    }
}

impl MailboxSettings {
    pub fn is_set(&self) -> bool {
        !self.host.is_empty() && !self.address.is_empty()
    }

    /// What a look needs, or `None` while there is no mailbox.
    pub fn mailbox(&self, keys: &Keys, roots: Roots) -> Option<Mailbox> {
        let password = self.password.as_deref().and_then(|sealed| keys.unseal(sealed)).unwrap_or_default();
        self.is_set().then(|| Mailbox {
            host: self.host.clone(),
            port: self.port,
            security: Security::parse(&self.security),
            login: self.login.clone(),
            password,
            address: self.address.clone(),
            roots,
        })
    }
}

/// « Yes, that is today's date »: what the clock showed, and the later instant that this sets aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockConfirmation {
    pub at: Instant,
    pub despite: Instant,
}

impl From<Doubt> for ClockConfirmation {
    fn from(doubt: Doubt) -> ClockConfirmation {
        let said = doubt.confirmation();
        ClockConfirmation { at: Instant(said.at), despite: Instant(said.despite) }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct HolidayRow {
    pub id: i64,
    pub name: String,
    pub first_on: jiff::civil::Date,
    pub last_on: jiff::civil::Date,
}
