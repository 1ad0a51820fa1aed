//! The settings' row and the school's own copy of the holidays.

use super::{ClockConfirmation, Facts, HolidayRow, MailSettings, MailboxSettings, MailboxState, School};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        mail::mailbox::Position,
    },
    school::{
        account::second_factor::{Requirement, Whom},
        permit::{Manages, Tends, Witness},
    },
};
use jiff::civil::Date;
use rusqlite::params;

pub fn school(rx: &Rx, _: &Witness) -> Result<School> {
    Ok(School { facts: facts(rx)?, _row: () })
}

/// Needed by every page (name, time zone), hence without a permit: nothing here is about a person.
pub fn facts(rx: &Rx) -> Result<Facts> {
    let found = rx.one(
        "SELECT name, zone, time_zone, half_days, names, public_address, set_up_at, second_factor_of, second_factor_from FROM settings",
        [],
        |row| {
            let names: String = row.get(4)?;
            let of: String = row.get(7)?;
            Ok(Facts {
                name: row.get(0)?,
                zone: row.get(1)?,
                time_zone: row.get(2)?,
                half_days: row.get(3)?,
                names: names.split_whitespace().map(str::to_owned).collect(),
                public_address: row.get(5)?,
                set_up_at: row.get(6)?,
                second_factor: Requirement { of: Whom::parse(&of), from: row.get(8)? },
            })
        },
    )?;
    found.ok_or_else(|| crate::base::error::Error::internal("the settings have lost their row"))
}

pub fn name(rx: &Rx) -> Result<String> {
    rx.value("SELECT name FROM settings", [])
}

pub fn set_school(tx: &Tx, name: &str, zone: &str, time_zone: &str, half_days: &str, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE settings SET name = ?1, zone = ?2, time_zone = ?3, half_days = ?4",
        params![name, zone, time_zone, half_days],
    )?;
    Ok(())
}

pub fn require_second_factor(tx: &Tx, requirement: Requirement, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE settings SET second_factor_of = ?1, second_factor_from = ?2",
        params![requirement.of.as_str(), requirement.from],
    )?;
    Ok(())
}

pub fn set_addresses(tx: &Tx, names: &[String], public_address: &str, _: &impl Tends) -> Result<()> {
    tx.run("UPDATE settings SET names = ?1, public_address = ?2", params![names.join(" "), public_address])?;
    Ok(())
}

pub fn mail(rx: &Rx) -> Result<MailSettings> {
    let found = rx.one(
        "SELECT mail_host, mail_port, mail_security, mail_login, mail_password, mail_from, mail_per_hour FROM settings",
        [],
        |row| {
            Ok(MailSettings {
                host: row.get(0)?,
                port: row.get(1)?,
                security: row.get(2)?,
                login: row.get(3)?,
                password: row.get(4)?,
                from: row.get(5)?,
                per_hour: row.get(6)?,
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// Replies to letters come to a mailbox that is read.
pub fn takes_replies(rx: &Rx) -> Result<bool> {
    rx.exists("SELECT 1 FROM settings WHERE imap_host <> '' AND imap_address <> ''", [])
}

pub fn set_mail(tx: &Tx, mail: &MailSettings, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE settings SET mail_host = ?1, mail_port = ?2, mail_security = ?3, mail_login = ?4, mail_password = ?5, mail_from = ?6, mail_per_hour = ?7",
        params![mail.host, mail.port, mail.security, mail.login, mail.password, mail.from, mail.per_hour],
    )?;
    Ok(())
}

pub fn mailbox(rx: &Rx) -> Result<MailboxSettings> {
    let found = rx.one(
        "SELECT imap_host, imap_port, imap_security, imap_login, imap_password, imap_address FROM settings",
        [],
        |row| {
            Ok(MailboxSettings {
                host: row.get(0)?,
                port: row.get(1)?,
                security: row.get(2)?,
                login: row.get(3)?,
                password: row.get(4)?,
                address: row.get(5)?,
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// Another mailbox is read from its own beginning.
pub fn set_mailbox(tx: &Tx, mailbox: &MailboxSettings, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE settings SET imap_validity = 0, imap_uid = 0, imap_seen_at = NULL
         WHERE imap_host <> ?1 OR imap_login <> ?2 OR imap_address <> ?3",
        params![mailbox.host, mailbox.login, mailbox.address],
    )?;
    tx.run(
        "UPDATE settings SET imap_host = ?1, imap_port = ?2, imap_security = ?3, imap_login = ?4, imap_password = ?5, imap_address = ?6, imap_fault = ''",
        params![mailbox.host, mailbox.port, mailbox.security, mailbox.login, mailbox.password, mailbox.address],
    )?;
    Ok(())
}

/// What only the keys of another box can read again. True when the school had given something so.
pub fn forget_sealed(tx: &Tx, _: &System) -> Result<bool> {
    Ok(tx.run(
        "UPDATE settings SET mail_password = NULL, imap_password = NULL WHERE mail_password IS NOT NULL OR imap_password IS NOT NULL",
        [],
    )? > 0)
}

pub fn mailbox_state(rx: &Rx) -> Result<MailboxState> {
    let found = rx.one("SELECT imap_validity, imap_uid, imap_seen_at, imap_fault FROM settings", [], |row| {
        let position = Position { validity: row.get(0)?, uid: row.get(1)? };
        Ok(MailboxState { position, seen_at: row.get(2)?, fault: row.get(3)? })
    })?;
    found.ok_or_else(|| crate::base::error::Error::internal("the settings have lost their row"))
}

/// Written with what was taken up to there, so that nothing is taken twice.
pub fn move_mailbox(tx: &Tx, to: Position, _: &System) -> Result<()> {
    tx.run("UPDATE settings SET imap_validity = ?1, imap_uid = ?2", [to.validity, to.uid])?;
    Ok(())
}

/// How the last look went; empty: well.
pub fn note_look(tx: &Tx, fault: &str, now: Instant, _: &System) -> Result<()> {
    let sql = "UPDATE settings SET imap_fault = ?1, imap_seen_at = CASE ?1 WHEN '' THEN ?2 ELSE imap_seen_at END";
    tx.run(sql, params![fault, now])?;
    Ok(())
}

pub fn holidays(rx: &Rx) -> Result<Vec<HolidayRow>> {
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    rx.all("SELECT id, name, first_on, last_on FROM holiday ORDER BY first_on, id", [], |row| {
        Ok(HolidayRow { id: row.get(0)?, name: row.get(1)?, first_on: day(row.get(2)?), last_on: day(row.get(3)?) })
    })
}

/// Replaces the whole list: by the zone's calendar, or by what the director typed.
pub fn set_holidays(tx: &Tx, list: &[(String, Date, Date)], _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM holiday", [])?;
    for (name, first, last) in list {
        tx.insert(
            "INSERT INTO holiday (name, first_on, last_on) VALUES (?1, ?2, ?3)",
            params![name, first.to_string(), last.to_string()],
        )?;
    }
    Ok(())
}

pub fn add_holiday(tx: &Tx, name: &str, first: Date, last: Date, _: &impl Manages) -> Result<i64> {
    tx.insert(
        "INSERT INTO holiday (name, first_on, last_on) VALUES (?1, ?2, ?3)",
        params![name, first.to_string(), last.to_string()],
    )
}

/// False when it is no longer there.
pub fn change_holiday(tx: &Tx, id: i64, name: &str, first: Date, last: Date, _: &impl Manages) -> Result<bool> {
    let values = params![id, name, first.to_string(), last.to_string()];
    Ok(tx.run("UPDATE holiday SET name = ?2, first_on = ?3, last_on = ?4 WHERE id = ?1", values)? > 0)
}

pub fn remove_holiday(tx: &Tx, id: i64, _: &impl Manages) -> Result<bool> {
    Ok(tx.run("DELETE FROM holiday WHERE id = ?1", [id])? > 0)
}

/// What a person said of the clock, as it was stored.
pub fn clock_confirmation(rx: &Rx) -> Result<Option<ClockConfirmation>> {
    let found = rx.one("SELECT clock_at, clock_despite FROM settings", [], |row| {
        Ok((row.get::<_, Option<Instant>>(0)?, row.get::<_, Option<Instant>>(1)?))
    })?;
    Ok(match found {
        Some((Some(at), Some(despite))) => Some(ClockConfirmation { at, despite }),
        _ => None,
    })
}

pub fn confirm_clock(tx: &Tx, confirmation: ClockConfirmation, _: &impl Tends) -> Result<()> {
    tx.run("UPDATE settings SET clock_at = ?1, clock_despite = ?2", params![confirmation.at, confirmation.despite])?;
    Ok(())
}

/// The digest of the set-up's cookie, once the code was given.
pub fn set_up_visitor(rx: &Rx) -> Result<Option<Vec<u8>>> {
    Ok(rx.one("SELECT visitor FROM first_run", [], |row| row.get(0))?.flatten())
}

/// From now on the set-up pages are gone for good.
pub fn finish_set_up(tx: &Tx, now: Instant, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE settings SET set_up_at = coalesce(set_up_at, ?1)", [now])?;
    tx.run("DELETE FROM first_run", [])?;
    Ok(())
}

/// The newest instant that the database knows of: a machine whose clock stands before it is in doubt.
pub fn newest_instant(rx: &Rx) -> Result<Option<Instant>> {
    rx.value("SELECT max(at) FROM journal", [])
}
