//! Names of classes, of groups and of tablets.

use crate::{
    base::{
        db::{Id, Rx, Sql, Tx},
        error::Result,
        search::{Named, store::take_out},
    },
    school::{Class, Group, Person, erasure::Subject, permit::Manages},
};

/// In which this person worked, in any year.
pub fn classes_of(rx: &Rx, person: Id<Person>, _: &impl Manages) -> Result<Vec<(Id<Class>, String)>> {
    rx.all(
        "SELECT DISTINCT c.id, c.name FROM duty d CROSS JOIN class c ON c.id = d.class WHERE d.person = ?1 ORDER BY c.id DESC",
        [person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// All of them: a few dozen a year.
pub fn groups(rx: &Rx, _: &impl Manages) -> Result<Vec<(Id<Group>, String)>> {
    rx.all("SELECT id, name FROM pupil_group WHERE until_on > '' ORDER BY until_on DESC", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// A class's tablet goes on being one.
pub fn unname_tablets(tx: &Tx, name: &Named, _: &Subject) -> Result<()> {
    let tablets: Vec<(i64, String)> =
        tx.all("SELECT id, name FROM pupil_tablet WHERE paired_at > 0", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    take_out(tx, name, tablets, "UPDATE pupil_tablet SET name = ?2 WHERE id = ?1")
}
