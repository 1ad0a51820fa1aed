//! Which backups stay: the last of each day, then of each week, then of each month, and none beyond; the newest whatever its age.
//! Removing one removes the files that only it named.

use super::{
    bench::Bench,
    fault::{Fault, Result, at},
    key::BoxKeys,
    read,
    shelf::Shelf,
};
use crate::base::{clock::Instant, disk};
use jiff::{Span, civil::Date, tz::TimeZone};
use std::{collections::BTreeSet, path::Path};

/// How far back, each of its own kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep {
    pub days: u16,
    pub weeks: u16,
    pub months: u16,
}

impl Default for Keep {
    /// Three months at most: what was erased since does not stay longer.
    fn default() -> Keep {
        Keep { days: 7, weeks: 4, months: Keep::MONTHS }
    }
}

/// What a tidying removed.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct Tidied {
    pub archives: usize,
    pub files: usize,
}

/// Removes what is past its time. An archive that these keys do not open is another box's, and goes only past the last month;
/// while there is one, no file goes, for only it knows which are its own.
///
/// By whoever has the bench: a backup under way has written files that no archive names yet. `now` is this moment, and the one
/// before which nothing goes, while the date of today is not believed yet.
pub fn tidy(
    shelf: &Shelf,
    keys: &BoxKeys,
    keep: Keep,
    data: &Path,
    (now, spared): (Instant, Option<Instant>),
    zone: &TimeZone,
) -> Result<Tidied> {
    let is_spared = |made_at: Instant| spared.is_some_and(|until| made_at < until);
    let _bench = Bench::take(data)?;
    shelf.sweep()?;
    let mut tidied = Tidied::default();
    let (mut ours, mut kept, mut others) = (Vec::new(), Vec::new(), false);
    let last = keep.last(now.date(zone));
    for path in shelf.all()? {
        match read::manifest(&path, keys.own()) {
            Ok(manifest) => ours.push((path, manifest.made_at)),
            Err(Fault::WrongKey | Fault::Damaged { .. } | Fault::Newer { .. }) => {
                let is_past = |made_at: Instant| made_at.date(zone) < last && !is_spared(made_at);
                if Shelf::moment(&path).is_some_and(is_past) {
                    remove(&path, &mut tidied.archives)?;
                } else {
                    others = true;
                }
            }
            Err(fault) => return Err(fault),
        }
    }
    let days: Vec<Date> = ours.iter().map(|(_, made_at)| made_at.date(zone)).collect();
    for ((path, made_at), stays) in ours.into_iter().zip(keep.among(&days, now.date(zone))) {
        if stays || is_spared(made_at) {
            kept.push(path);
        } else {
            remove(&path, &mut tidied.archives)?;
        }
    }
    if !others {
        let mut named = BTreeSet::new();
        // One at a time: each names every file of the school.
        for path in &kept {
            let manifest = read::manifest(path, keys.own())?;
            named.extend(manifest.files.iter().map(|file| shelf.file(&manifest.naming, &file.hash)));
        }
        for path in shelf.files()?.iter().filter(|path| !named.contains(*path)) {
            remove(path, &mut tidied.files)?;
        }
    }
    Ok(tidied)
}

impl Keep {
    /// Longer than this, and what was erased from the school stays in its backups beyond what is needed.
    pub const MONTHS: u16 = 3;

    /// Whether one of the three reaches further back than the usual months.
    pub fn is_long(self, today: Date) -> bool {
        self.last(today) < today.saturating_sub(Span::new().months(Keep::MONTHS))
    }

    /// The first day of which anything may stay.
    fn last(self, today: Date) -> Date {
        self.since(today).into_iter().min().unwrap_or(today)
    }

    /// How far back days, weeks and months go.
    fn since(self, today: Date) -> [Date; 3] {
        let spans = [Span::new().days(self.days), Span::new().weeks(self.weeks), Span::new().months(self.months)];
        spans.map(|span| today.saturating_sub(span))
    }

    /// Whether each stays; the days come oldest first. One from after tomorrow was made while the clock was wrong: it would
    /// stay the newest for ever, and goes once there is another.
    fn among(self, days: &[Date], today: Date) -> Vec<bool> {
        let mut stays = vec![false; days.len()];
        let tomorrow = today.saturating_add(Span::new().days(1));
        let known = match days.partition_point(|day| *day <= tomorrow) {
            0 => days.len(),
            known => known,
        };
        let days = &days[..known];
        let week = |day: Date| day.iso_week_date().first_of_week().map_or(day, |first| first.date());
        let kinds: [&dyn Fn(Date) -> Date; 3] = [&|day| day, &week, &|day| day.first_of_month()];
        for (since, group) in self.since(today).into_iter().zip(kinds) {
            let mut seen = BTreeSet::new();
            for (at, day) in days.iter().enumerate().rev().filter(|(_, day)| **day >= since) {
                stays[at] |= seen.insert(group(*day));
            }
        }
        if let Some(newest) = known.checked_sub(1) {
            stays[newest] = true;
        }
        stays
    }
}

fn remove(path: &Path, count: &mut usize) -> Result<()> {
    disk::remove_if_there(path).and_then(|()| disk::sync_folder_of(path)).map_err(at(path))?;
    *count += 1;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn kept(days: &[Date], today: Date) -> Vec<Date> {
        let stays = Keep::default().among(days, today);
        days.iter().zip(stays).filter(|(_, stays)| *stays).map(|(day, _)| *day).collect()
    }

    #[test]
    fn days_then_weeks_then_months_and_none_beyond_three() {
        let today = date(2026, 11, 22);
        let days: Vec<Date> = (0..200).rev().map(|back| today.saturating_sub(Span::new().days(back))).collect();
        let kept = kept(&days, today);
        assert!(kept.iter().all(|day| *day >= date(2026, 8, 22)), "{kept:?}");
        assert_eq!(kept.iter().filter(|day| **day >= date(2026, 11, 15)).count(), 8, "each day of a week");
        for end in [date(2026, 11, 8), date(2026, 11, 1), date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31)] {
            assert!(kept.contains(&end), "{end} of {kept:?}");
        }
        assert!(kept.len() <= 8 + 4 + 4, "{kept:?}");
    }

    #[test]
    fn three_months_by_whichever_way_is_long_enough() {
        let today = date(2026, 11, 22);
        assert!(!Keep::default().is_long(today));
        assert!(Keep { months: 4, ..Keep::default() }.is_long(today));
        assert!(Keep { weeks: 14, ..Keep::default() }.is_long(today));
        // Without months, the weeks say how far back another box's archive may stay.
        assert_eq!(Keep { days: 7, weeks: 4, months: 0 }.last(today), date(2026, 10, 25));
    }

    #[test]
    fn of_one_day_the_last_and_the_newest_for_ever() {
        let today = date(2026, 11, 22);
        let stays = Keep::default().among(&[today, today, today], today);
        assert_eq!(stays, [false, false, true]);
        assert_eq!(kept(&[date(2026, 1, 1), date(2026, 2, 1)], today), [date(2026, 2, 1)], "better old than none");
        assert!(kept(&[], today).is_empty());
    }

    #[test]
    fn what_a_wrong_clock_dated_after_tomorrow_does_not_stay_the_newest() {
        let (today, later) = (date(2026, 11, 22), date(2040, 1, 1));
        assert_eq!(kept(&[date(2026, 11, 21), today, later], today), [date(2026, 11, 21), today]);
        assert_eq!(kept(&[date(2026, 1, 1), later], today), [date(2026, 1, 1)]);
        assert_eq!(kept(&[later], today), [later], "better that than none");
        assert_eq!(kept(&[today, date(2026, 11, 23)], today), [today, date(2026, 11, 23)]);
    }
}
