//! The stretch of days of which photos or posts are taken home.

use crate::{
    base::{clock::Instant, french},
    door::Fields,
    school::calendar::SchoolYear,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// Both days are of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub from: Date,
    pub until: Date,
}

/// « Ce mois-ci », and which days that is.
pub struct Offered {
    pub label: &'static str,
    pub period: Period,
}

impl Period {
    pub fn year(today: Date) -> Period {
        let year = SchoolYear::of(today);
        Period { from: year.first_day(), until: year.last_day() }
    }

    pub fn month(today: Date) -> Period {
        Period { from: today.first_of_month(), until: today.last_of_month() }
    }

    /// September to December, January to March, April to August.
    pub fn trimester(today: Date) -> Period {
        let (first, last) = match today.month() {
            1..=3 => (1, 3),
            4..=8 => (4, 8),
            _ => (9, 12),
        };
        let of = |month: i8| Date::new(today.year(), month, 1).unwrap_or(today);
        Period { from: of(first), until: of(last).last_of_month() }
    }

    pub fn offered(today: Date) -> [Offered; 3] {
        [
            Offered { label: "Ce mois-ci", period: Period::month(today) },
            Offered { label: "Ce trimestre", period: Period::trimester(today) },
            Offered { label: "Cette année", period: Period::year(today) },
        ]
    }

    /// `?du=2026-09-01&au=2026-12-31`; `None` when it says no stretch of days, or one of more than some years.
    pub fn asked(fields: &Fields) -> Option<Period> {
        let (from, until) = (fields.get("du").parse().ok()?, fields.get("au").parse().ok()?);
        let period = Period { from, until };
        let at_most = period.from.checked_add(4.years()).ok()?;
        (from <= until && until <= at_most).then_some(period)
    }

    /// Something was asked for that is no stretch of days.
    pub fn is_asked_wrongly(fields: &Fields) -> bool {
        (!fields.get("du").is_empty() || !fields.get("au").is_empty()) && Period::asked(fields).is_none()
    }

    pub fn query(&self) -> String {
        format!("du={}&au={}", self.from, self.until)
    }

    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// From its first instant to the one after its last.
    pub fn instants(&self, zone: &TimeZone) -> (Instant, Instant) {
        let at = |day: Date| day.to_zoned(zone.clone()).map(|zoned| Instant::from(zoned.timestamp()));
        let end = self.until.checked_add(1.day()).and_then(&at);
        (at(self.from).unwrap_or(Instant(i64::MIN)), end.unwrap_or(Instant(i64::MAX)))
    }

    /// « novembre 2026 », « de septembre à décembre 2026 », « année 2026-2027 », « du 3 au 20 novembre 2026 ».
    pub fn told(&self) -> String {
        let year = Period::year(self.from);
        if *self == year {
            return format!("année {}", SchoolYear::of(self.from).label());
        }
        let is_whole = self.from.day() == 1 && self.until == self.until.last_of_month();
        let (first, last) = (month(self.from), month_year(self.until));
        match is_whole {
            true if self.from.first_of_month() == self.until.first_of_month() => last,
            true if self.from.year() == self.until.year() => format!("{} à {last}", french::de(&first)),
            true => format!("{} à {last}", french::de(&month_year(self.from))),
            false if self.from == self.until => french::date_year(self.from),
            false => format!("du {} au {}", french::date_year(self.from), french::date_year(self.until)),
        }
    }
}

/// « novembre 2026 ».
pub fn month_year(day: Date) -> String {
    let said = french::date_year(day);
    said.split_once(' ').map_or(said.clone(), |(_, rest)| rest.to_owned())
}

fn month(day: Date) -> String {
    month_year(day).split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_is_told_as_people_say_it() {
        let of = |from, until| Period { from, until }.told();
        assert_eq!(of(date(2026, 11, 1), date(2026, 11, 30)), "novembre 2026");
        assert_eq!(of(date(2026, 9, 1), date(2026, 12, 31)), "de septembre à décembre 2026");
        assert_eq!(of(date(2026, 4, 1), date(2026, 8, 31)), "d’avril à août 2026");
        assert_eq!(of(date(2026, 11, 3), date(2026, 11, 20)), "du 3 novembre 2026 au 20 novembre 2026");
        assert_eq!(of(date(2026, 11, 3), date(2026, 11, 3)), "3 novembre 2026");
        assert_eq!(Period::year(date(2026, 11, 22)).told(), "année 2026-2027");
    }

    #[test]
    fn trimesters_follow_one_another_through_the_school_year() {
        for (day, from, until) in [
            (date(2026, 9, 1), date(2026, 9, 1), date(2026, 12, 31)),
            (date(2027, 3, 31), date(2027, 1, 1), date(2027, 3, 31)),
            (date(2027, 7, 3), date(2027, 4, 1), date(2027, 8, 31)),
        ] {
            assert_eq!(Period::trimester(day), Period { from, until });
        }
    }

    #[test]
    fn what_is_no_stretch_of_days_is_none() {
        let asked = |from: &str, until: &str| {
            let mut fields = Fields::default();
            fields.push("du", from);
            fields.push("au", until);
            Period::asked(&fields)
        };
        assert!(asked("2026-09-01", "2026-09-01").is_some());
        for (from, until) in [("", ""), ("2026-09-02", "2026-09-01"), ("x", "2026-09-01"), ("0001-01-01", "2026-09-01")]
        {
            assert_eq!(asked(from, until), None, "{from} {until}");
        }
    }
}
