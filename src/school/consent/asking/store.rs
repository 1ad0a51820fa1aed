//! The rows of requests, and of whom they were asked.

use super::{Asking, Request};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        Class, Person, Pupil,
        audience::Audience,
        consent::{Images, Purpose, policy::RewordConsent},
        permit::{Manages, May, Rule, Witness},
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

const COLUMNS: &str = "r.id, r.purpose, r.occasion, r.from_on, r.until_on, r.text, r.version, r.asked_by, r.asked_at";

/// Asked of whoever this audience reaches: an audience is addressed by permits alone. The same words for the same days
/// are one request, whoever asks again.
pub fn ask(
    tx: &Tx,
    asking: &Asking,
    text: &str,
    (audience, follow_up): (Id<Audience>, &str),
    by: Id<Person>,
    now: Instant,
) -> Result<(Id<Request>, i64)> {
    let (from_on, until_on) = (asking.from_on.to_string(), asking.until_on.to_string());
    let known = tx.one(
        "SELECT id, version FROM consent_request WHERE purpose = ?1 AND until_on = ?4 AND from_on = ?3 AND occasion = ?2 AND text = ?5 LIMIT 1",
        params![asking.purpose.as_str(), asking.occasion, from_on, until_on, text],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (request, version) = match known {
        Some(known) => known,
        None => {
            let id = tx.insert(
                "INSERT INTO consent_request (purpose, occasion, from_on, until_on, text, asked_by, asked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![asking.purpose.as_str(), asking.occasion, from_on, until_on, text, by, now],
            )?;
            (Id::new(id), 1)
        }
    };
    tx.run(
        "INSERT INTO consent_asking (request, audience, follow_up) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![request, audience, follow_up],
    )?;
    Ok((request, version))
}

/// What asked it was taken back: what was answered stands, and what nobody answered is asked no more.
pub fn take_back(tx: &Tx, audience: Id<Audience>) -> Result<()> {
    let asked: Vec<Id<Request>> =
        tx.all("SELECT request FROM consent_asking WHERE audience = ?1", [audience], |row| row.get(0))?;
    tx.run("DELETE FROM consent_asking WHERE audience = ?1", [audience])?;
    for request in asked {
        tx.run(
            "DELETE FROM consent_request WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM consent_asking a WHERE a.request = ?1)
             AND NOT EXISTS (SELECT 1 FROM consent_answer a WHERE a.request = ?1)",
            [request],
        )?;
    }
    Ok(())
}

/// Said better: what was answered was answered to the older words, and keeps them.
pub fn reword(tx: &Tx, request: &May<RewordConsent>, text: &str) -> Result<()> {
    tx.run(
        "UPDATE consent_request SET text = ?2, version = version + 1 WHERE id = ?1 AND text <> ?2",
        params![request.id, text],
    )?;
    Ok(())
}

pub fn request(rx: &Rx, id: Id<Request>, _: &Witness) -> Result<Option<Request>> {
    rx.one(&format!("SELECT {COLUMNS} FROM consent_request r WHERE r.id = ?1"), [id], read)
}

/// What was asked of this pupil's guardians or answered for the pupil, the newest days first.
pub fn of_pupil<R: Rule<On = Images>>(rx: &Rx, images: &May<R>) -> Result<Vec<Request>> {
    of_pupils(rx, &[images.pupil.id])
}

/// One of them; another child's is none.
pub fn one_of_pupil<R: Rule<On = Images>>(rx: &Rx, images: &May<R>, id: Id<Request>) -> Result<Request> {
    of_pupil(rx, images)?.into_iter().find(|request| request.id == id).ok_or(Error::NotFound)
}

/// Of whomever it was asked: what ends within these days, the first and the last of them included.
pub fn ending(rx: &Rx, (from, until): (Date, Date), _: &impl Manages) -> Result<Vec<Request>> {
    rx.all(
        &format!("SELECT {COLUMNS} FROM consent_request r WHERE r.until_on BETWEEN ?1 AND ?2 ORDER BY r.id"),
        params![from.to_string(), until.to_string()],
        read,
    )
}

/// What was asked for any of a class's pupils of today.
pub fn of_class<R: Rule<On = Class>>(rx: &Rx, class: &May<R>) -> Result<Vec<Request>> {
    let pupils: Vec<Id<Pupil>> =
        rx.all("SELECT pupil FROM enrolment WHERE class = ?1 AND until_on IS NULL", [class.id], |row| row.get(0))?;
    of_pupils(rx, &pupils)
}

/// The words that asked it of a class's pupils: where they are followed up.
pub fn follow_ups<R: Rule<On = Class>>(rx: &Rx, class: &May<R>, request: Id<Request>) -> Result<Vec<String>> {
    rx.all(
        "SELECT s.follow_up FROM consent_asking s WHERE s.request = ?2
         AND EXISTS (SELECT 1 FROM audience_pupil p JOIN enrolment e ON e.pupil = p.pupil AND e.until_on IS NULL WHERE p.audience = s.audience AND e.class = ?1)
         ORDER BY s.audience DESC",
        params![class.id, request],
        |row| row.get(0),
    )
}

fn of_pupils(rx: &Rx, pupils: &[Id<Pupil>]) -> Result<Vec<Request>> {
    rx.all(
        &format!(
            "SELECT {COLUMNS} FROM consent_request r WHERE r.id IN (
               SELECT s.request FROM consent_asking s JOIN audience_pupil a ON a.audience = s.audience JOIN json_each(?1) p ON p.value = a.pupil
               UNION SELECT n.request FROM json_each(?1) p CROSS JOIN consent_answer n ON n.pupil = p.value)
             ORDER BY r.until_on DESC, r.from_on DESC, r.occasion, r.id"
        ),
        [Id::json(pupils)],
        read,
    )
}

fn read(row: &Row) -> rusqlite::Result<Request> {
    let (from_on, until_on): (String, String) = (row.get(3)?, row.get(4)?);
    let asking = Asking {
        // What cannot be read covers no day.
        purpose: Purpose::parse(&row.get::<_, String>(1)?).unwrap_or(Purpose::Press),
        occasion: row.get(2)?,
        from_on: from_on.parse().unwrap_or(Date::MIN),
        until_on: until_on.parse().unwrap_or(Date::MIN),
    };
    Ok(Request {
        id: row.get(0)?,
        asking,
        text: row.get(5)?,
        version: row.get(6)?,
        asked_by: row.get(7)?,
        asked_at: row.get(8)?,
        _row: (),
    })
}
