//! The rows of the counters: a month, a profile, a number.

use super::Profile;
use crate::{
    base::{
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::permit::Manages,
};
use jiff::civil::Date;
use rusqlite::params;

/// One more in this month.
pub fn count(tx: &Tx, profile: Profile, today: Date) -> Result<()> {
    add(tx, profile, today, 1)
}

/// So many more at once: nobody's but a demonstration's.
pub fn add(tx: &Tx, profile: Profile, day: Date, times: u32) -> Result<()> {
    tx.run(
        "INSERT INTO sign_in_count (month, profile, times) VALUES (?1, ?2, ?3) ON CONFLICT (month, profile) DO UPDATE SET times = times + excluded.times",
        params![month(day), profile.name(), times],
    )?;
    Ok(())
}

/// The first day of each month in which somebody came, with whom and how many times, from the oldest.
pub fn counts(rx: &Rx, from: Date, until: Date, _: &impl Manages) -> Result<Vec<(Date, Profile, u64)>> {
    let rows = rx.all(
        "SELECT month, profile, times FROM sign_in_count WHERE month BETWEEN ?1 AND ?2 ORDER BY month, profile",
        [month(from), month(until)],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?)),
    )?;
    let read = |(month, profile, times): (String, String, i64)| {
        Some((format!("{month}-01").parse().ok()?, Profile::named(&profile)?, times.unsigned_abs()))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
