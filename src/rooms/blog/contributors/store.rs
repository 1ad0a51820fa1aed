//! The rows of those invited.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    rooms::blog::policy::{BeginPost, ClassBlog, InviteHelper},
    school::{
        Class, Person,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
        permit::{May, Witness},
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// Somebody invited, or who may be.
pub struct Helper {
    pub person: Id<Person>,
    pub name: String,
    /// « de Léa et Hugo », of a guardian; nothing else.
    pub children: Vec<String>,
}

/// Everybody who was invited by a class of these days: the night sweeps the others away.
pub fn everywhere(rx: &Rx, _: &Witness) -> Result<Vec<Id<Person>>> {
    rx.all("SELECT person FROM blog_contributor", [], |row| row.get(0))
}

pub fn class_blog(rx: &Rx, class: Id<Class>, witness: &Witness) -> Result<Option<ClassBlog>> {
    let name = rx.one("SELECT name FROM class WHERE id = ?1", [class], |row| row.get::<_, String>(0))?;
    let Some(name) = name else { return Ok(None) };
    let helpers = rx.all("SELECT person FROM blog_contributor WHERE class = ?1", [class], |row| row.get(0))?;
    Ok(Some(ClassBlog::new(class, name, helpers, witness)))
}

/// The classes that invited the viewer, by name.
pub fn inviting(rx: &Rx, blog: &May<BeginPost>) -> Result<Vec<(Id<Class>, String)>> {
    rx.all(
        "SELECT c.id, c.name FROM blog_contributor b JOIN class c ON c.id = b.class WHERE b.person = ?1 ORDER BY c.name",
        params![blog.by()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub fn invited(rx: &Rx, class: &May<InviteHelper>) -> Result<Vec<Helper>> {
    rx.all(
        "SELECT p.id, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM blog_contributor b JOIN person p ON p.id = b.person WHERE b.class = ?1 ORDER BY p.sort_key",
        [class.class],
        |row| Ok(Helper { person: row.get(0)?, name: row.get(1)?, children: Vec::new() }),
    )
}

/// The guardians of the class's children whose tie lets them read and who have an account, by name.
pub fn guardians(rx: &Rx, class: &May<InviteHelper>, today: Date) -> Result<Vec<Helper>> {
    let rows = rx.all(
        &format!(
            "SELECT p.id, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, k.first_name, {TIE_FACTS}
             FROM enrolment e CROSS JOIN guardianship g ON g.pupil = e.pupil JOIN person p ON p.id = g.guardian JOIN person k ON k.id = g.pupil
             WHERE e.class = ?1 AND e.until_on IS NULL AND EXISTS (SELECT 1 FROM account a WHERE a.person = p.id AND a.closed_at IS NULL)
             ORDER BY p.sort_key, p.id"
        ),
        [class.class],
        |row| {
            let given = Given::of(&facts(row, 3)?, today);
            Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, given.reads))
        },
    )?;
    let mut all: Vec<Helper> = Vec::new();
    for (person, name, child, _) in rows.into_iter().filter(|(.., reads)| *reads) {
        match all.last_mut() {
            Some(last) if last.person == person => last.children.push(child),
            _ => all.push(Helper { person, name, children: vec![child] }),
        }
    }
    Ok(all)
}

pub fn invite(tx: &Tx, class: &May<InviteHelper>, person: Id<Person>, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO blog_contributor (class, person, invited_by, invited_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![class.class, person, class.by(), now],
    )?;
    Ok(())
}

/// False when they were not invited. What they have begun is theirs, and meant for that class no more: its pupils' names are
/// not shown to them on it.
pub fn remove(tx: &Tx, class: &May<InviteHelper>, person: Id<Person>) -> Result<bool> {
    tx.run(
        "DELETE FROM blog_target WHERE class = ?1 AND post IN (SELECT id FROM blog_post WHERE author = ?2 AND state IN ('draft', 'returned'))",
        params![class.class, person],
    )?;
    Ok(tx.run("DELETE FROM blog_contributor WHERE class = ?1 AND person = ?2", params![class.class, person])? > 0)
}

/// Those of classes whose year is over, and no longer on the first day of the next: its turn may be put back until the evening.
pub fn sweep(tx: &Tx, today: Date, _: &System) -> Result<()> {
    tx.run(
        "DELETE FROM blog_contributor WHERE class IN (SELECT c.id FROM class c JOIN school_year y ON y.id = c.year WHERE y.ends_on < date(?1, '-1 day'))",
        [today.to_string()],
    )?;
    Ok(())
}
