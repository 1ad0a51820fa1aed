//! The rows of looks at people's files.

use super::{Look, Role, Told};
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    school::{
        Person, Pupil,
        erasure::Subject,
        permit::{May, Rule},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// Nothing when somebody of the two is gone meanwhile.
pub fn add(tx: &Tx, look: &Look, _: &System) -> Result<()> {
    tx.run(
        "INSERT OR IGNORE INTO consulted (about, day, by, role)
         SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM person WHERE id = ?1) AND EXISTS (SELECT 1 FROM person WHERE id = ?3)",
        params![look.about, look.day.to_string(), look.by, look.role.as_str()],
    )?;
    Ok(())
}

/// At a child's file, the latest day first.
pub fn of_pupil<R: Rule<On = Pupil>>(rx: &Rx, pupil: &May<R>) -> Result<Vec<Told>> {
    of(rx, pupil.person())
}

/// At one's own.
pub fn own(rx: &Rx, viewer: &Viewer) -> Result<Vec<Told>> {
    of(rx, viewer.person)
}

fn of(rx: &Rx, about: Id<Person>) -> Result<Vec<Told>> {
    let rows = rx.all(
        "SELECT c.day, c.role, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM consulted c JOIN person p ON p.id = c.by WHERE c.about = ?1 ORDER BY c.day DESC, c.by",
        [about],
        |row| {
            let (civility, first, last): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let name = if civility.is_empty() { format!("{first} {last}") } else { format!("{civility} {last}") };
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, name))
        },
    )?;
    let told = |(day, role, name): (String, String, String)| {
        let day = day.parse::<Date>().map_err(|_| Error::internal("a look has no day"))?;
        Ok(Told { day, name, role: Role::parse(&role) })
    };
    rows.into_iter().map(told).collect()
}

/// So many at a time; how many went.
pub fn forget_before(tx: &Tx, day: Date, most: usize, _: &System) -> Result<usize> {
    tx.run(
        "DELETE FROM consulted WHERE (about, day, by) IN (SELECT about, day, by FROM consulted WHERE day < ?1 ORDER BY day LIMIT ?2)",
        params![day.to_string(), most as i64],
    )
}

/// Whoever worked here and is erased: that a file was opened stays told to the one whom it is about, without the name.
pub fn disown(tx: &Tx, subject: &Subject) -> Result<()> {
    tx.run("UPDATE OR IGNORE consulted SET by = ?2 WHERE by = ?1", params![subject.person, subject.former])?;
    Ok(())
}
