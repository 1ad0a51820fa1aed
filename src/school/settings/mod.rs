//! What the school is and how its box is set: one row, changed by the director.

pub mod store;

use crate::base::clock::Instant;
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
}

impl Facts {
    pub fn zone_of_time(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or_else(|_| TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC))
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    /// `tls`, `starttls` or `local`.
    pub security: String,
    pub login: String,
    /// Sealed with the box's key.
    pub password: Option<Vec<u8>>,
    pub from: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HolidayRow {
    pub id: i64,
    pub name: String,
    pub first_on: jiff::civil::Date,
    pub last_on: jiff::civil::Date,
}
