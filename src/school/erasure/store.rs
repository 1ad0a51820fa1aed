//! The rows of an erasure, and the act itself.

use super::{Erasure, FORMER, Gone, Subject};
use crate::{
    base::{
        clock::Instant,
        db::{
            Id, Rx, Sql, SqlWrite, Tx,
            record::{self, Row, Step},
        },
        error::{Error, Result},
        files::{Hash, store as files},
        french,
        jobs::System,
        search::store::by_handfuls,
        secret::Keys,
    },
    school::{
        Person,
        permit::{Manages, Witness},
    },
};
use rusqlite::params;
use std::collections::BTreeSet;

/// The house's own work, doors that nobody opens again, what undoes, and this.
const NOT_RECORDED: [&str; 15] = [
    "job",
    "outbox",
    "notice",
    "journal",
    "throttle",
    "session",
    "half_sign_in",
    "second_factor_trial",
    "rescue_letter",
    "new_address",
    "people_undo",
    "people_undo_step",
    "people_import",
    "erasure",
    "erasure_file",
];

/// Who is about to go; nothing for whoever is not here, or stands for those that are gone.
pub fn subject(tx: &Tx, person: Id<Person>, now: Instant, _: &impl Manages) -> Result<Option<Subject>> {
    let former = former(tx, now)?;
    let found = tx.one(
        "SELECT p.first_name, p.last_name, p.usage_name, lower(p.email), p.made_at, u.person IS NOT NULL, coalesce(a.login, ''),
           EXISTS (SELECT 1 FROM duty d WHERE d.person = p.id),
           EXISTS (SELECT 1 FROM person o WHERE lower(o.email) = lower(p.email) AND o.email <> '' AND o.id <> p.id)
         FROM person p LEFT JOIN pupil u ON u.person = p.id LEFT JOIN account a ON a.person = p.id WHERE p.id = ?1 AND p.id <> ?2",
        params![person, former],
        |row| {
            let (first, last, usage): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let email: String = if row.get(8)? { String::new() } else { row.get(3)? };
            let named = |last: String| format!("{first} {last}").trim().to_owned();
            let names = [last, usage].into_iter().filter(|last| !last.is_empty()).map(named).collect();
            let pupil = row.get::<_, bool>(5)?.then(|| Id::new(person.number()));
            let (made_at, login, is_staff) = (row.get(4)?, row.get(6)?, row.get(7)?);
            Ok(Subject { person, pupil, is_staff, former, email, login, names, made_at, _row: () })
        },
    )?;
    let Some(mut subject) = found else { return Ok(None) };
    if is_others(tx, &subject)? {
        subject.names.clear();
    }
    Ok(Some(subject))
}

/// Somebody else is called so, by one of their names, in whatever order, or bears the name within a longer one.
fn is_others(tx: &Tx, subject: &Subject) -> Result<bool> {
    let name = subject.named();
    let mut is_others = false;
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM person", |from, to| {
        let some: Vec<(String, String, String)> = tx.all(
            "SELECT first_name, last_name, usage_name FROM person WHERE id > ?1 AND id <= ?2 AND id <> ?3",
            params![from, to, subject.person],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let bears = |first: &str, last: &str| name.is_in(&format!("{first} {last}"));
        is_others |= some.iter().any(|(first, last, usage)| bears(first, last) || bears(first, usage));
        Ok(())
    })?;
    Ok(is_others)
}

/// From here on what goes is kept as it was, until [`finish`].
pub fn begin(tx: &Tx) -> Result<()> {
    record::start(tx, &NOT_RECORDED)
}

/// The person's own row goes, with all that hangs on it. `seal`: it may be taken back until then; else it is for good.
pub fn finish(
    tx: &Tx,
    subject: &Subject,
    seal: Option<(&Keys, Instant)>,
    now: Instant,
    by: &impl Manages,
) -> Result<()> {
    record::release(tx, "person", subject.person.number(), subject.former.number())?;
    let steps = record::recorded(tx)?;
    let named = record::named(tx, &steps, "file")?;
    let sealed = seal.map(|(keys, _)| keys.seal(&written(&steps)?)).transpose()?;
    let id = tx.insert(
        "INSERT OR REPLACE INTO erasure (person, made_at, erased_at, asked_by, sealed, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![subject.person, subject.made_at, now, by.actor(), sealed, seal.map(|(_, until)| until)],
    )?;
    for file in named {
        let Some(hash) = Hash::parse(&file) else { continue };
        match seal {
            // Forgotten already by whoever keeps it: then nobody may have it back either.
            Some(_) if !files::has_row(tx, &hash)? => {}
            Some(_) => {
                tx.run("INSERT INTO erasure_file (erasure, file) VALUES (?1, ?2)", params![id, file])?;
            }
            None => files::forget(tx, &hash).map(drop)?,
        }
    }
    Ok(())
}

pub fn erasure(rx: &Rx, id: Id<Erasure>, _: &Witness) -> Result<Option<Erasure>> {
    rx.one(&format!("{PENDING} AND id = ?1"), [id], erasure_row)
}

/// Those that can be taken back, the latest first.
pub fn pending(rx: &Rx, _: &impl Manages) -> Result<Vec<Erasure>> {
    rx.all(&format!("{PENDING} ORDER BY until DESC"), [], erasure_row)
}

/// All as it was. `Error::Conflict` when something of it was changed since, when somebody it goes with was erased after it, or
/// when another box had sealed it.
pub fn take_back(tx: &Tx, erasure: &Erasure, keys: &Keys, _: &impl Manages) -> Result<()> {
    let sealed: Vec<u8> = tx.value("SELECT sealed FROM erasure WHERE id = ?1", [erasure.id])?;
    let steps = read(&keys.unseal(&sealed).ok_or(Error::Conflict)?)?;
    if !record::hindrances(tx, &steps)?.is_empty() {
        return Err(Error::Conflict);
    }
    tx.run("DELETE FROM erasure WHERE id = ?1", [erasure.id])?;
    record::put_back(tx, &steps)?;
    if record::lacks(tx, &steps)? { Err(Error::Conflict) } else { Ok(()) }
}

/// Nobody took these back in time: they are for good. How many.
pub fn end_pending(tx: &Tx, now: Instant, _: &System) -> Result<usize> {
    let due: Vec<i64> = tx.all("SELECT id FROM erasure WHERE until <= ?1", [now], |row| row.get(0))?;
    due.iter().try_for_each(|id| end(tx, *id))?;
    Ok(due.len())
}

fn end(tx: &Tx, id: i64) -> Result<()> {
    let held: Vec<String> = tx.all("SELECT file FROM erasure_file WHERE erasure = ?1", [id], |row| row.get(0))?;
    tx.run("DELETE FROM erasure_file WHERE erasure = ?1", [id])?;
    tx.run("UPDATE erasure SET sealed = NULL, until = NULL, scrubbed_at = NULL WHERE id = ?1", [id])?;
    for hash in held.iter().filter_map(|file| Hash::parse(file)) {
        files::forget(tx, &hash)?;
    }
    Ok(())
}

/// For good: what a ledger is written from.
pub fn gone(rx: &Rx) -> Result<BTreeSet<Gone>> {
    let rows = rx.all("SELECT person, made_at, erased_at FROM erasure WHERE until IS NULL ORDER BY id", [], |row| {
        Ok(Gone { person: row.get(0)?, made_at: row.get(1)?, erased_at: row.get(2)? })
    })?;
    Ok(rows.into_iter().collect())
}

/// Of those, who is here all the same: this database is older than their erasure.
pub fn still_here(rx: &Rx, gone: &BTreeSet<Gone>, _: &System) -> Result<Vec<Id<Person>>> {
    let mut found = Vec::new();
    for one in gone {
        let sql = "SELECT id FROM person WHERE id = ?1 AND made_at = ?2";
        found.extend(rx.one(sql, params![one.person, one.made_at], |row| row.get::<_, Id<Person>>(0))?);
    }
    Ok(found)
}

/// What another ledger knew. Where it could still be taken back here, it cannot any more: it was for good already.
pub fn learn(tx: &Tx, gone: &BTreeSet<Gone>, _: &System) -> Result<()> {
    for one in gone {
        let pending = "SELECT id FROM erasure WHERE person = ?1 AND made_at = ?2 AND until IS NOT NULL";
        if let Some(id) = tx.one(pending, params![one.person, one.made_at], |row| row.get(0))? {
            end(tx, id)?;
        }
        tx.run(
            "INSERT OR IGNORE INTO erasure (person, made_at, erased_at, scrubbed_at) VALUES (?1, ?2, ?3, ?3)",
            params![one.person, one.made_at, one.erased_at],
        )?;
    }
    Ok(())
}

/// How many went by the end of their term since that moment.
pub fn gone_since(rx: &Rx, since: Instant, _: &impl Manages) -> Result<i64> {
    rx.value("SELECT count(*) FROM erasure WHERE asked_by IS NULL AND erased_at >= ?1", [since])
}

/// The latest that this school knows of, from its own hand or a ledger's.
pub fn last_known(rx: &Rx, _: &impl Manages) -> Result<Option<Instant>> {
    rx.value("SELECT max(erased_at) FROM erasure", [])
}

/// Since when something erased may still stand in the file's own bytes; nothing when nothing does.
pub fn unscrubbed_since(rx: &Rx) -> Result<Option<Instant>> {
    rx.value("SELECT min(erased_at) FROM erasure WHERE scrubbed_at IS NULL", [])
}

pub fn scrubbed(tx: &Tx, now: Instant, _: &System) -> Result<()> {
    tx.run("UPDATE erasure SET scrubbed_at = ?1 WHERE scrubbed_at IS NULL", [now])?;
    Ok(())
}

const PENDING: &str = "SELECT id, person, erased_at, until FROM erasure WHERE until IS NOT NULL";

fn erasure_row(row: &rusqlite::Row) -> rusqlite::Result<Erasure> {
    Ok(Erasure { id: row.get(0)?, person: row.get(1)?, erased_at: row.get(2)?, until: row.get(3)?, _row: () })
}

/// Made when it is first needed.
fn former(tx: &Tx, now: Instant) -> Result<Id<Person>> {
    if let Some(person) = tx.one("SELECT person FROM former", [], |row| row.get(0))? {
        return Ok(person);
    }
    let id = tx.insert(
        "INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES (?1, '', ?2, ?3)",
        params![FORMER, french::fold(FORMER), now],
    )?;
    tx.insert("INSERT INTO former (id, person) VALUES (1, ?1)", [id])?;
    Ok(Id::new(id))
}

type Written = (String, Option<Row>, Option<Row>);

fn written(steps: &[Step]) -> Result<String> {
    let lines: Vec<_> = steps.iter().map(|step| (&step.table, &step.before, &step.after)).collect();
    Ok(serde_json::to_string(&lines)?)
}

fn read(text: &str) -> Result<Vec<Step>> {
    let lines: Vec<Written> = serde_json::from_str(text)?;
    Ok(lines.into_iter().map(|(table, before, after)| Step { table, before, after }).collect())
}
