//! When something was taken, as its own metadata says: a time on a clock, and where that clock stood if it is known.

use crate::base::clock::Instant;
use jiff::{
    civil::DateTime,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Taken {
    /// « 2026-06-12T14:03:22 ».
    pub clock: String,
    /// Minutes east of UTC.
    pub offset: Option<i32>,
}

impl Taken {
    /// As EXIF writes it: « 2026:06:12 14:03:22 », and « +02:00 » beside it.
    pub fn exif(clock: &str, offset: &str) -> Option<Taken> {
        let clock = DateTime::strptime("%Y:%m:%d %H:%M:%S", clock.trim_matches(['\0', ' '])).ok()?;
        plausible(clock, minutes(offset))
    }

    /// Seconds since 1970.
    pub fn utc(seconds: i64) -> Option<Taken> {
        let clock = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
        plausible(clock, Some(0))
    }

    /// In the school's zone where the camera did not say its own.
    pub fn instant(&self, zone: &TimeZone) -> Option<Instant> {
        let zone = match self.offset {
            Some(minutes) => TimeZone::fixed(Offset::from_seconds(minutes.checked_mul(60)?).ok()?),
            None => zone.clone(),
        };
        Some(Instant::from(zone.to_ambiguous_timestamp(self.clock.parse::<DateTime>().ok()?).compatible().ok()?))
    }
}

/// A camera whose clock was never set says 1904, 1970 or 1980.
fn plausible(clock: DateTime, offset: Option<i32>) -> Option<Taken> {
    (1990..=2100).contains(&clock.year()).then(|| Taken { clock: clock.to_string(), offset })
}

fn minutes(offset: &str) -> Option<i32> {
    let offset = offset.trim_matches(['\0', ' ']);
    let (sign, rest) = match offset.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return (offset == "Z").then_some(0),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_without_a_zone_is_at_school() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let summer = Taken::exif("2026:06:12 14:00:00\0", "").unwrap().instant(&paris).unwrap();
        assert_eq!(summer.timestamp().to_string(), "2026-06-12T12:00:00Z");
        let tokyo = Taken::exif("2026:06:12 14:00:00", "+09:00").unwrap().instant(&paris).unwrap();
        assert_eq!(tokyo.timestamp().to_string(), "2026-06-12T05:00:00Z");
        let utc = Taken::utc(1_781_265_600).unwrap().instant(&paris).unwrap();
        assert_eq!(utc.0, 1_781_265_600);
    }

    #[test]
    fn what_no_camera_says_is_nothing() {
        for clock in ["", "0000:00:00 00:00:00", "2026-06-12", "1970:01:01 00:00:00", "    :  :     :  :  ", "é"] {
            assert!(Taken::exif(clock, "").is_none(), "{clock}");
        }
        for offset in ["", "é", "+", "+99:00", "+02", "02:00"] {
            assert_eq!(Taken::exif("2026:06:12 14:00:00", offset).unwrap().offset, None, "{offset}");
        }
        assert!(Taken::utc(-2_082_844_800).is_none());
    }
}
