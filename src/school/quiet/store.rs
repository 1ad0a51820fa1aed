//! Quiet hours as the settings keep them, and the days that the director opened.

use super::{Quiet, Window};
use crate::{
    base::{
        db::{Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{half_days::WeekPattern, permit::Manages, settings},
};
use jiff::civil::{Date, Weekday};
use rusqlite::params;

/// Nothing here is about a person: every page that says when something leaves reads it.
pub fn quiet(rx: &Rx) -> Result<Quiet> {
    let facts = settings::store::facts(rx)?;
    let week = WeekPattern::parse(&facts.half_days).unwrap_or(WeekPattern::EMPTY);
    Ok(Quiet {
        window: window(rx)?,
        works_on_saturday: week.has_day(Weekday::Saturday),
        holidays: settings::store::holidays(rx)?,
        open_days: open_days(rx)?,
        zone: facts.zone_of_time(),
    })
}

fn window(rx: &Rx) -> Result<Window> {
    let found = rx.one("SELECT quiet_from, quiet_until, quiet_week_end, quiet_days_off FROM settings", [], |row| {
        Ok(Window { from: row.get(0)?, until: row.get(1)?, week_end: row.get(2)?, days_off: row.get(3)? })
    })?;
    found.ok_or_else(|| Error::internal("the settings have lost their row"))
}

/// In order.
pub fn open_days(rx: &Rx) -> Result<Vec<Date>> {
    rx.all("SELECT day FROM open_day ORDER BY day", [], |row| Ok(row.get::<_, String>(0)?.parse().unwrap_or(Date::MIN)))
}

pub fn set(tx: &Tx, window: &Window, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE settings SET quiet_from = ?1, quiet_until = ?2, quiet_week_end = ?3, quiet_days_off = ?4",
        params![window.from, window.until, window.week_end, window.days_off],
    )?;
    Ok(())
}

pub fn open_day(tx: &Tx, day: Date, _: &impl Manages) -> Result<()> {
    tx.run("INSERT INTO open_day (day) VALUES (?1) ON CONFLICT DO NOTHING", [day.to_string()])?;
    Ok(())
}

/// False when it was not open.
pub fn close_day(tx: &Tx, day: Date, _: &impl Manages) -> Result<bool> {
    Ok(tx.run("DELETE FROM open_day WHERE day = ?1", [day.to_string()])? > 0)
}
