//! Time, read once per request or job and passed down. Instants are whole seconds UTC, as the database stores them.
//! Nothing else in the house asks the machine for the time, but for the age of a file, which only the disk knows.
//! A machine that wakes up in the past is not followed there: rights that have a first day, and decisions of a court, would
//! be judged as they stood then. Time goes on from where it was; whether a clock is in doubt is decided elsewhere.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant as Moment,
};

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

/// The machine's clock, while it may be believed; under `settable-clock`, one that tests move by hand.
#[derive(Clone, Default)]
pub struct Clock {
    held: Arc<Mutex<Option<Held>>>,
    #[cfg(feature = "settable-clock")]
    set: Arc<std::sync::atomic::AtomicI64>,
}

/// Time that goes on by itself from an instant that was reached already.
#[derive(Clone, Copy)]
struct Held {
    from: Instant,
    since: Moment,
}

impl Clock {
    /// The machine's time, or where time was held if the machine is behind it.
    pub fn now(&self) -> Instant {
        let machine = self.machine();
        self.held().map_or(machine, |held| held.max(machine))
    }

    /// What time it is, held, if it is.
    pub fn held(&self) -> Option<Instant> {
        let held = *self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.map(|held| held.from.plus(held.since.elapsed().as_secs() as i64))
    }

    /// From here on time is not before `floor`. The machine takes over again once it is past.
    pub fn hold(&self, floor: Instant) {
        if self.held().is_none_or(|held| held < floor) {
            let held = Held { from: floor, since: Moment::now() };
            *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
        }
    }

    /// The machine is believed again, whatever it says.
    pub fn let_go(&self) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What the machine itself says: to judge it, and to show it.
    #[cfg(not(feature = "settable-clock"))]
    pub fn machine(&self) -> Instant {
        Timestamp::now().into()
    }

    #[cfg(feature = "settable-clock")]
    pub fn machine(&self) -> Instant {
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

#[cfg(all(test, feature = "settable-clock"))]
mod tests {
    use super::*;

    #[test]
    fn held_time_goes_on_until_the_machine_has_caught_up() {
        let clock = Clock::default();
        clock.set(Instant(1_000));
        assert_eq!(clock.now(), Instant(1_000));
        clock.hold(Instant(9_000));
        assert!((9_000..9_009).contains(&clock.now().0));
        clock.hold(Instant(5_000));
        assert!(clock.now() >= Instant(9_000), "it is never held back");
        assert_eq!(clock.machine(), Instant(1_000));
        clock.set(Instant(20_000));
        assert_eq!(clock.now(), Instant(20_000), "set right, it is followed at once");
        clock.set(Instant(2_000));
        clock.let_go();
        assert_eq!(clock.now(), Instant(2_000));
    }
}
