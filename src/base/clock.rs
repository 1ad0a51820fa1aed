//! Time, read once per request or job and passed down. Instants are whole seconds UTC, as the database stores them.
//! Nothing else in the house asks the machine for the time, but for the age of a file, which only the disk knows.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// Seconds since 1970 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    pub const MINUTE: i64 = 60;
    pub const HOUR: i64 = 3600;
    pub const DAY: i64 = 86_400;

    pub fn plus(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this; negative when it is later.
    pub fn since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    pub fn zoned(self, zone: &TimeZone) -> Zoned {
        self.timestamp().to_zoned(zone.clone())
    }

    pub fn date(self, zone: &TimeZone) -> Date {
        self.zoned(zone).date()
    }

    /// Clamped to the years that jiff knows (−9999 to 9999).
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_second(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Instant {
        Instant(timestamp.as_second())
    }
}

impl ToSql for Instant {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Instant {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Instant> {
        i64::column_result(value).map(Instant)
    }
}

/// When this program was built: a machine whose clock stands before it is not to be believed.
pub fn built_at() -> Instant {
    Instant(env!("PREAU_BUILT_AT").parse().expect("build.rs writes whole seconds"))
}

/// The machine's clock; under `settable-clock`, one that tests move by hand.
#[derive(Clone, Default)]
pub struct Clock {
    #[cfg(feature = "settable-clock")]
    set: std::sync::Arc<std::sync::atomic::AtomicI64>,
}

impl Clock {
    #[cfg(not(feature = "settable-clock"))]
    pub fn now(&self) -> Instant {
        Timestamp::now().into()
    }

    #[cfg(feature = "settable-clock")]
    pub fn now(&self) -> Instant {
        match self.set.load(std::sync::atomic::Ordering::Relaxed) {
            0 => Timestamp::now().into(),
            seconds => Instant(seconds),
        }
    }

    #[cfg(feature = "settable-clock")]
    pub fn set(&self, to: Instant) {
        self.set.store(to.0, std::sync::atomic::Ordering::Relaxed);
    }
}
