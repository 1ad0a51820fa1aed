//! A school year: from 1 September to 31 August.

use std::fmt;

use jiff::civil::Date;

/// « 2026-2027 », known by the civil year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear {
    begins: i16,
}

impl SchoolYear {
    /// The year that holds this day: 31 August still belongs to the year that ends.
    pub fn of(date: Date) -> SchoolYear {
        let begins = if date.month() >= 9 { date.year() } else { date.year() - 1 };
        SchoolYear { begins }
    }

    /// From its label, as stored: « 2026-2027 ».
    pub fn parse(label: &str) -> Option<SchoolYear> {
        let (begins, ends) = label.trim().split_once('-')?;
        let (begins, ends) = (four_digits(begins)?, four_digits(ends)?);
        (ends == begins + 1).then_some(SchoolYear { begins })
    }

    pub fn label(self) -> String {
        format!("{}-{}", self.begins, self.begins + 1)
    }

    pub fn first_day(self) -> Date {
        Date::new(self.begins, 9, 1).expect("1 September exists every year")
    }

    pub fn last_day(self) -> Date {
        Date::new(self.begins + 1, 8, 31).expect("31 August exists every year")
    }

    pub fn contains(self, date: Date) -> bool {
        SchoolYear::of(date) == self
    }

    pub fn next(self) -> SchoolYear {
        SchoolYear { begins: self.begins + 1 }
    }

    pub fn previous(self) -> SchoolYear {
        SchoolYear { begins: self.begins - 1 }
    }

    /// The civil year of September, from which ages are counted.
    pub fn first_civil_year(self) -> i16 {
        self.begins
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

// Four digits and no earlier than 1900, so that neighbours and their days always exist.
fn four_digits(text: &str) -> Option<i16> {
    let year = text.parse().ok()?;
    (text.len() == 4 && (1900..9000).contains(&year)).then_some(year)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_year_turns_on_the_first_of_september() {
        assert_eq!(SchoolYear::of(date(2026, 8, 31)).label(), "2025-2026");
        assert_eq!(SchoolYear::of(date(2026, 9, 1)).label(), "2026-2027");
        assert_eq!(SchoolYear::of(date(2027, 1, 5)).label(), "2026-2027");
        let year = SchoolYear::of(date(2026, 11, 17));
        assert_eq!((year.first_day(), year.last_day()), (date(2026, 9, 1), date(2027, 8, 31)));
        assert!(year.contains(date(2027, 8, 31)) && !year.contains(date(2027, 9, 1)));
        assert_eq!(year.next().previous(), year);
    }

    #[test]
    fn only_two_following_years_make_a_label() {
        assert_eq!(SchoolYear::parse("2026-2027"), Some(SchoolYear::of(date(2026, 9, 1))));
        for wrong in ["2026-2028", "2026", "26-27", "+026-+027", "0000-0001", "année", ""] {
            assert_eq!(SchoolYear::parse(wrong), None, "{wrong}");
        }
    }
}
