//! The rows of what was said.

use super::{Answer, ConsentChanged, Decides, Deciding, NotesPaper, OfPupil, Said, Told};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs,
    },
    school::{
        Class, Person, Pupil,
        consent::{self, Images, asking::Request, policy::DecideImages},
        guardianship::store::{TIE_FACTS, facts},
        how::How,
        permit::{Manages, May, Rule},
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

const COLUMNS: &str =
    "a.id, a.request, a.pupil, a.guardian, a.says, a.text, a.version, a.answered_at, a.how, a.cancelled_at";

/// The guardian who holds the permit says yes or no; the row that counts, new or the same said before.
pub fn record<R: Decides>(tx: &Tx, for_pupil: &May<R>, said: &Said, how: How, now: Instant) -> Result<Id<Answer>> {
    add(tx, for_pupil.pupil(), Some(for_pupil.by()), said, (how, None), now)
}

/// What came back on paper, noted by who holds the permit. `guardian`: whose hand it is; `None` when the paper does not tell.
pub fn record_paper<R: NotesPaper>(
    tx: &Tx,
    for_pupil: &May<R>,
    guardian: Option<Id<Person>>,
    said: &Said,
    now: Instant,
) -> Result<Id<Answer>> {
    let pupil = for_pupil.pupil();
    if let Some(guardian) = guardian
        && !tx.exists("SELECT 1 FROM guardianship WHERE pupil = ?1 AND guardian = ?2", params![pupil, guardian])?
    {
        return Err(Error::NotFound);
    }
    add(tx, pupil, guardian, said, (How::Paper, Some(for_pupil.by())), now)
}

/// A paper recorded by mistake: it counts no more, and stays written.
pub fn cancel<R: NotesPaper>(tx: &Tx, for_pupil: &May<R>, answer: Id<Answer>, now: Instant) -> Result<()> {
    let pupil = for_pupil.pupil();
    let sql = "UPDATE consent_answer SET cancelled_at = ?3 WHERE id = ?1 AND pupil = ?2 AND how = 'paper' AND cancelled_at IS NULL";
    match tx.run(sql, params![answer, pupil, now])? {
        0 => Err(Error::Conflict),
        _ => changed(tx, pupil, now),
    }
}

/// Everything that the permit's holder said for this pupil, on paper too, newest first: nobody else's.
pub fn own(rx: &Rx, images: &May<DecideImages>) -> Result<Vec<Answer>> {
    rx.all(
        &format!("SELECT {COLUMNS} FROM consent_answer a WHERE a.pupil = ?1 AND a.guardian = ?2 ORDER BY a.id DESC"),
        params![images.pupil.id, images.by()],
        read,
    )
}

/// Of each hand for each request of this pupil, all that was said, newest first: for the school.
pub fn of_pupil<R: Rule<On = Images> + NotesPaper>(rx: &Rx, images: &May<R>) -> Result<Vec<Answer>> {
    rx.all(
        &format!("SELECT {COLUMNS} FROM consent_answer a WHERE a.pupil = ?1 ORDER BY a.id DESC"),
        [images.pupil.id],
        read,
    )
}

/// What counts of what was said for a class's pupils of today, newest first.
pub fn of_class<R: Rule<On = Class>>(rx: &Rx, class: &May<R>) -> Result<Vec<Answer>> {
    rx.all(
        &format!(
            "SELECT {COLUMNS} FROM enrolment e CROSS JOIN consent_answer a ON a.pupil = e.pupil
             WHERE e.class = ?1 AND e.until_on IS NULL AND a.cancelled_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM consent_answer b WHERE b.pupil = a.pupil AND b.request = a.request AND b.guardian IS a.guardian
                               AND b.id > a.id AND b.cancelled_at IS NULL AND (a.guardian IS NOT NULL OR a.says = 1))
             ORDER BY a.id DESC"
        ),
        [class.id],
        read,
    )
}

/// All that was ever said to a request, by whoever may by now have left, the oldest first: for what the school takes with it.
pub fn to(rx: &Rx, request: Id<Request>, _: &impl Manages) -> Result<Vec<Told>> {
    // The class is the one of that day.
    const CLASS: &str = "SELECT c.name || ' (' || y.label || ')' FROM enrolment e JOIN class c ON c.id = e.class JOIN school_year y ON y.id = c.year
         WHERE e.pupil = a.pupil AND e.from_on <= date(a.answered_at, 'unixepoch', '+1 day') ORDER BY e.from_on DESC LIMIT 1";
    const NAME: &str = "first_name || ' ' || CASE usage_name WHEN '' THEN last_name ELSE usage_name END";
    rx.all(
        &format!(
            "SELECT {COLUMNS}, coalesce(({CLASS}), ''), (SELECT {NAME} FROM person WHERE id = a.pupil),
               coalesce((SELECT {NAME} FROM person WHERE id = a.guardian), '')
             FROM consent_answer a WHERE a.request = ?1 ORDER BY a.id"
        ),
        [request],
        |row| Ok(Told { answer: read(row)?, class: row.get(10)?, pupil: row.get(11)?, guardian: row.get(12)? }),
    )
}

/// Who decides today for the pupils of a class, in the order in which they were tied.
pub fn deciding_in<R: Rule<On = Class>>(rx: &Rx, class: &May<R>, today: Date) -> Result<Vec<Deciding>> {
    let found = rx.all(
        &format!(
            "SELECT g.pupil, g.guardian, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, {TIE_FACTS}
             FROM enrolment e CROSS JOIN guardianship g ON g.pupil = e.pupil JOIN person p ON p.id = g.guardian
             WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY g.pupil, g.id"
        ),
        [class.id],
        |row| deciding(row, today),
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// The same for one pupil.
pub fn deciding_for<R: Rule<On = Images> + NotesPaper>(rx: &Rx, images: &May<R>, today: Date) -> Result<Vec<Deciding>> {
    let found = rx.all(
        &format!(
            "SELECT g.pupil, g.guardian, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, {TIE_FACTS}
             FROM guardianship g JOIN person p ON p.id = g.guardian WHERE g.pupil = ?1 ORDER BY g.id"
        ),
        [images.pupil.id],
        |row| deciding(row, today),
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// What may be shown of this pupil may have changed; looked at anew from that moment on.
pub fn changed(tx: &Tx, pupil: Id<Pupil>, at: Instant) -> Result<()> {
    jobs::store::enqueue(tx, &ConsentChanged::of(pupil), at)
}

/// After a tie was made, changed or cut: nothing for a pupil for whom nobody said anything.
pub fn tie_changed(tx: &Tx, pupil: Id<Pupil>, at: Instant) -> Result<()> {
    match tx.exists("SELECT 1 FROM consent_answer WHERE pupil = ?1", [pupil])? {
        true => changed(tx, pupil, at),
        false => Ok(()),
    }
}

/// After the school's own rule changed.
pub fn rule_changed(tx: &Tx, at: Instant) -> Result<()> {
    let pupils: Vec<Id<Pupil>> = tx.all("SELECT DISTINCT pupil FROM consent_answer", [], |row| row.get(0))?;
    pupils.into_iter().try_for_each(|pupil| changed(tx, pupil, at))
}

/// Said twice in the same words is said once.
fn add(
    tx: &Tx,
    pupil: Id<Pupil>,
    guardian: Option<Id<Person>>,
    said: &Said,
    (how, noted_by): (How, Option<Id<Person>>),
    now: Instant,
) -> Result<Id<Answer>> {
    let newest: Option<(Id<Answer>, bool, i64)> = tx.one(
        "SELECT id, says, version FROM consent_answer WHERE pupil = ?1 AND request = ?2 AND guardian IS ?3 AND cancelled_at IS NULL ORDER BY id DESC LIMIT 1",
        params![pupil, said.request, guardian],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if let Some((id, says, version)) = newest
        && (says, version) == (said.says, said.version)
        && !is_contradicted(tx, id)?
    {
        return Ok(id);
    }
    let id = tx.insert(
        "INSERT INTO consent_answer (request, pupil, guardian, says, text, version, answered_at, how, recorded_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![said.request, pupil, guardian, said.says, said.text, said.version, now, how.as_str(), noted_by],
    )?;
    changed(tx, pupil, now)?;
    Ok(Id::new(id))
}

/// The same hand has said otherwise since, to another request for the same purpose: what is said again is news.
fn is_contradicted(tx: &Tx, answer: Id<Answer>) -> Result<bool> {
    tx.exists(
        "SELECT 1 FROM consent_answer a JOIN consent_request r ON r.id = a.request
           JOIN consent_answer b ON b.pupil = a.pupil AND b.guardian IS a.guardian AND b.id > a.id AND b.says <> a.says AND b.cancelled_at IS NULL
           JOIN consent_request s ON s.id = b.request AND s.purpose = r.purpose
         WHERE a.id = ?1",
        [answer],
    )
}

fn deciding(row: &Row, today: Date) -> rusqlite::Result<Option<Deciding>> {
    let (civility, first, last): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let name = format!("{} {last}", if civility.is_empty() { first } else { civility });
    let one = Deciding { pupil: row.get(0)?, guardian: row.get(1)?, name };
    Ok(consent::decides(&facts(row, 5)?, today).then_some(one))
}

fn read(row: &Row) -> rusqlite::Result<Answer> {
    Ok(Answer {
        id: row.get(0)?,
        request: row.get::<_, Id<Request>>(1)?,
        pupil: row.get(2)?,
        guardian: row.get(3)?,
        says: row.get(4)?,
        text: row.get(5)?,
        version: row.get(6)?,
        at: row.get(7)?,
        how: How::parse(&row.get::<_, String>(8)?).unwrap_or(How::Application),
        cancelled_at: row.get(9)?,
    })
}
