//! The school's week: on which mornings and afternoons there is class.
//!
//! Stored as one word a day, in order, joined by hyphens: two letters for the day, `a` for the morning, `p` for the
//! afternoon. Nine half-days are `moap-tuap-wea-thap-frap`, eight are `moap-tuap-thap-frap`.

use std::fmt;

use jiff::civil::Weekday;

use crate::base::french;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Half {
    Morning,
    Afternoon,
}

/// A set of half-days from Monday morning to Saturday afternoon. Sunday never has class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeekPattern(u16);

impl WeekPattern {
    /// No class at all: where a form starts from.
    pub const EMPTY: WeekPattern = WeekPattern(0);
    /// Four whole days, without Wednesday.
    pub const EIGHT: WeekPattern = WeekPattern(0b00_11_11_00_11_11);
    /// The same with Wednesday morning.
    pub const NINE: WeekPattern = WeekPattern(0b00_11_11_01_11_11);

    /// The days that a form offers, in order.
    pub const DAYS: [Weekday; 6] =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday];

    /// The same week with one half-day more.
    #[must_use]
    pub fn with(self, day: Weekday, half: Half) -> WeekPattern {
        WeekPattern(self.0 | bit(day, half))
    }

    pub fn has(&self, day: Weekday, half: Half) -> bool {
        self.0 & bit(day, half) != 0
    }

    pub fn has_day(&self, day: Weekday) -> bool {
        self.has(day, Half::Morning) || self.has(day, Half::Afternoon)
    }

    /// How many half-days of class a week has.
    pub fn count(&self) -> u32 {
        self.0.count_ones()
    }

    /// From its stored form; None for anything that `to_string` does not write.
    pub fn parse(text: &str) -> Option<WeekPattern> {
        let mut pattern = WeekPattern::EMPTY;
        for word in text.split('-').filter(|word| !word.is_empty()) {
            let (place, halves) = CODES.iter().enumerate().find_map(|(n, code)| Some((n, word.strip_prefix(code)?)))?;
            let day = WeekPattern::DAYS[place];
            if matches!(halves, "a" | "ap") {
                pattern = pattern.with(day, Half::Morning);
            }
            if matches!(halves, "p" | "ap") {
                pattern = pattern.with(day, Half::Afternoon);
            }
        }
        (pattern.to_string() == text).then_some(pattern)
    }

    /// « lundi, mardi, jeudi, vendredi toute la journée et mercredi matin ».
    pub fn sentence(&self) -> String {
        let groups: Vec<(Vec<&str>, &str)> =
            [(true, true, "toute la journée"), (true, false, "matin"), (false, true, "après-midi")]
                .into_iter()
                .map(|(morning, afternoon, said)| (self.days_that_have(morning, afternoon), said))
                .filter(|(days, _)| !days.is_empty())
                .collect();
        match groups.as_slice() {
            [] => "aucune demi-journée".to_owned(),
            [(days, said)] => format!("{} {said}", french::list(days)),
            several => {
                // « et » is kept for the last group, so that it is heard once.
                let parts: Vec<String> =
                    several.iter().map(|(days, said)| format!("{} {said}", days.join(", "))).collect();
                french::list(&parts)
            }
        }
    }

    fn days_that_have(&self, morning: bool, afternoon: bool) -> Vec<&'static str> {
        WeekPattern::DAYS
            .into_iter()
            .filter(|day| self.has(*day, Half::Morning) == morning && self.has(*day, Half::Afternoon) == afternoon)
            .map(french::weekday)
            .collect()
    }
}

impl fmt::Display for WeekPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = WeekPattern::DAYS
            .into_iter()
            .zip(CODES)
            .filter(|(day, _)| self.has_day(*day))
            .map(|(day, code)| {
                let morning = if self.has(day, Half::Morning) { "a" } else { "" };
                let afternoon = if self.has(day, Half::Afternoon) { "p" } else { "" };
                format!("{code}{morning}{afternoon}")
            })
            .collect();
        f.write_str(&words.join("-"))
    }
}

const CODES: [&str; 6] = ["mo", "tu", "we", "th", "fr", "sa"];

// Two bits a day from Monday, the morning first. Sunday has none.
fn bit(day: Weekday, half: Half) -> u16 {
    match day {
        Weekday::Sunday => 0,
        _ => 1 << (2 * day.to_monday_zero_offset() + if half == Half::Morning { 0 } else { 1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_and_nine_as_written_and_as_said() {
        assert_eq!(WeekPattern::NINE.to_string(), "moap-tuap-wea-thap-frap");
        assert_eq!(WeekPattern::NINE.count(), 9);
        assert_eq!(WeekPattern::NINE.sentence(), "lundi, mardi, jeudi, vendredi toute la journée et mercredi matin");
        assert_eq!(WeekPattern::EIGHT.to_string(), "moap-tuap-thap-frap");
        assert_eq!(WeekPattern::EIGHT.count(), 8);
        assert_eq!(WeekPattern::EIGHT.sentence(), "lundi, mardi, jeudi et vendredi toute la journée");
        assert_eq!(WeekPattern::EMPTY.sentence(), "aucune demi-journée");
    }

    #[test]
    fn saturday_is_possible_and_sunday_is_not() {
        let week = WeekPattern::EIGHT.with(Weekday::Saturday, Half::Morning).with(Weekday::Wednesday, Half::Afternoon);
        assert_eq!(
            week.sentence(),
            "lundi, mardi, jeudi, vendredi toute la journée, samedi matin et mercredi après-midi"
        );
        assert_eq!(week.with(Weekday::Sunday, Half::Morning), week);
        assert!(!week.has_day(Weekday::Sunday));
    }

    #[test]
    fn every_week_comes_back_and_nothing_else_does() {
        for bits in 0..1 << 12 {
            let week = WeekPattern(bits);
            assert_eq!(WeekPattern::parse(&week.to_string()), Some(week));
        }
        for wrong in ["mo", "moap-moap", "tuap-moap", "mopa", "suap", "moap-", "MOAP", "moap tuap"] {
            assert_eq!(WeekPattern::parse(wrong), None, "{wrong}");
        }
    }
}
