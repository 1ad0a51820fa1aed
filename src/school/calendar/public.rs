//! Public holidays of metropolitan France, computed; the two of Alsace-Moselle, to propose as editable rows.
//! Those of the overseas départements are typed by the school.

use jiff::{ToSpan, civil::Date};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicHoliday {
    pub date: Date,
    pub name: &'static str,
}

/// The eleven of a civil year, in order of date.
pub fn public_holidays(year: i16) -> Vec<PublicHoliday> {
    let easter = easter(year);
    let fixed = |month, day, name| PublicHoliday { date: jiff::civil::date(year, month, day), name };
    let after = |days: i64, name| PublicHoliday { date: easter.saturating_add(days.days()), name };
    let mut all = vec![
        fixed(1, 1, "Jour de l’An"),
        after(1, "Lundi de Pâques"),
        fixed(5, 1, "Fête du Travail"),
        fixed(5, 8, "Victoire de 1945"),
        after(39, "Ascension"),
        after(50, "Lundi de Pentecôte"),
        fixed(7, 14, "Fête nationale"),
        fixed(8, 15, "Assomption"),
        fixed(11, 1, "Toussaint"),
        fixed(11, 11, "Armistice de 1918"),
        fixed(12, 25, "Noël"),
    ];
    all.sort_by_key(|holiday| holiday.date);
    all
}

/// The name of the public holiday that falls on this day, if any.
pub fn public_holiday(date: Date) -> Option<&'static str> {
    public_holidays(date.year()).into_iter().find(|holiday| holiday.date == date).map(|holiday| holiday.name)
}

/// Vendredi saint and 26 December, which only Bas-Rhin, Haut-Rhin and Moselle keep.
pub fn alsace_moselle_days(year: i16) -> [PublicHoliday; 2] {
    [
        PublicHoliday { date: easter(year).saturating_sub(2.days()), name: "Vendredi saint" },
        PublicHoliday { date: jiff::civil::date(year, 12, 26), name: "Saint-Étienne" },
    ]
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Jones, Butcher).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (golden, century, of_century) = (y % 19, y / 100, y % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let n = epact + weekday - 7 * late + 114;
    let (month, day) = (n / 31, n % 31 + 1);
    // Easter lies between 22 March and 25 April: both always fit in an i8.
    jiff::civil::date(year, month as i8, day as i8)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (y, m, d) in [
            (1961, 4, 2),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2285, 3, 22),
        ] {
            assert_eq!(easter(y), date(y, m, d));
        }
    }

    #[test]
    fn the_eleven_days_of_2026() {
        let days: Vec<_> = public_holidays(2026).iter().map(|h| (h.date.month(), h.date.day())).collect();
        assert_eq!(
            days,
            [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
        );
        assert_eq!(public_holiday(date(2026, 5, 14)), Some("Ascension"));
        assert_eq!(public_holiday(date(2026, 5, 15)), None);
    }

    #[test]
    fn two_holidays_may_share_a_day() {
        // In 2008 the Ascension fell on 1 May.
        assert_eq!(public_holiday(date(2008, 5, 1)), Some("Fête du Travail"));
    }

    #[test]
    fn alsace_and_moselle_have_two_more() {
        assert_eq!(alsace_moselle_days(2027).map(|h| h.date), [date(2027, 3, 26), date(2027, 12, 26)]);
    }
}
