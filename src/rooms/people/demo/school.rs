//! The fictive school itself: its name, its calendar, its classes of the year.

use super::{Room, layout};
use crate::{
    base::error::Result,
    door::Demo,
    school::{
        calendar::{self, Holiday, SchoolYear, Zone},
        class::{self, Ecole},
        half_days::WeekPattern,
        settings, uai,
    },
};
use jiff::{ToSpan, civil::Date};

const NAME: &str = "École Les Hirondelles";
const ZONE: Zone = Zone::B;
/// A département that does not exist.
const NUMBER: u32 = 990_0001;

pub fn found(demo: &Demo) -> Result<()> {
    let (tx, by) = (&demo.tx, &demo.by);
    settings::store::set_school(tx, NAME, ZONE.code(), "Europe/Paris", &WeekPattern::NINE.to_string(), by)?;
    settings::store::set_addresses(tx, &["localhost".to_owned()], "", by)?;
    settings::store::finish_set_up(tx, demo.now, by)?;
    let ecole = Ecole {
        name: NAME.to_owned(),
        uai: format!("{NUMBER:07}{}", uai::check_letter(NUMBER)),
        street: "1 place de l’École".to_owned(),
        postcode: "99140".to_owned(),
        town: "Saint-Fictif".to_owned(),
    };
    class::store::set_ecoles(tx, &[ecole], by)?;
    let last = SchoolYear::of(demo.plan.date);
    let years = std::iter::successors(Some(demo.year), |year| (*year < last).then(|| year.next()));
    let holidays: Vec<(String, Date, Date)> = years.flat_map(holidays_of).collect();
    settings::store::set_holidays(tx, &holidays, by)
}

pub fn open_classes(demo: &Demo) -> Result<Vec<Room>> {
    let year = demo.year;
    let row = class::store::ensure_year(&demo.tx, &year.label(), year.first_day(), year.last_day(), &demo.by)?;
    layout::classes(demo.plan.pupils)
        .into_iter()
        .map(|planned| {
            let id = class::store::ensure_class(&demo.tx, &row, &planned.name, "", &demo.by)?;
            Ok(Room { id, planned })
        })
        .collect()
}

/// The zone's own, or for a year that is not shipped those of the first one that is, moved by whole weeks.
fn holidays_of(year: SchoolYear) -> Vec<(String, Date, Date)> {
    let all = calendar::holidays_of(ZONE, &calendar::shipped());
    let own: Vec<&Holiday> = all.iter().filter(|holiday| holiday.year_label == year.label()).collect();
    if !own.is_empty() {
        return own.into_iter().map(|holiday| (holiday.name.clone(), holiday.first, holiday.last)).collect();
    }
    let Some(model) = all.first().and_then(|holiday| SchoolYear::parse(&holiday.year_label)) else { return Vec::new() };
    let years = i64::from(year.first_civil_year() - model.first_civil_year());
    let weeks = (years * 365_2425).div_euclid(7_0000);
    all.iter()
        .filter(|holiday| holiday.year_label == model.label())
        .map(|holiday| {
            let moved = |day: Date| day.saturating_add(weeks.weeks());
            // Summer ends with the school year, however the weeks fall.
            let last = if holiday.last == model.last_day() { year.last_day() } else { moved(holiday.last) };
            (holiday.name.clone(), moved(holiday.first), last)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_that_is_not_shipped_still_has_its_holidays() {
        for first in [2016, 2021, 2024, 2030] {
            let year = SchoolYear::of(date(first, 9, 1));
            let holidays = holidays_of(year);
            let names: Vec<&str> = holidays.iter().map(|(name, _, _)| name.as_str()).collect();
            assert!(names.starts_with(&["Toussaint", "Noël"]), "{names:?}");
            for (name, from, to) in &holidays {
                assert!(from <= to && year.contains(*from) && year.contains(*to), "{name} {from} {to}");
            }
            assert!(holidays.iter().any(|(_, from, to)| (*from..=*to).contains(&date(first, 12, 25))));
        }
    }
}
