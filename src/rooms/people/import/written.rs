//! An import written whole, from a screen or at the console alike: what it changes is kept to be undone, and said in the list.

use super::{
    apply::{Leaving, Summary, apply},
    diff::{Diff, Snapshot},
    store,
};
use crate::{
    base::{clock::Instant, db::Tx, error::Result},
    rooms::people::undo::store::{self as undo, Done, Kind},
    school::permit::Manages,
};
use jiff::civil::Date;

/// `import` is the row that waited for the yes.
pub fn write<M: Manages>(
    tx: &Tx,
    import: i64,
    (plan, leaving): (&[Diff], &Leaving),
    school: &Snapshot,
    (today, now): (Date, Instant),
    by: &M,
) -> Result<Summary> {
    undo::begin(tx)?;
    let summary = apply(tx, plan, leaving, school, (today, now), by)?;
    let done = Done { kind: Kind::Import, about: String::new(), person: None };
    let undo = undo::keep(tx, &done, now, by)?;
    store::set_applied(tx, import, &summary, undo, now, by)?;
    Ok(summary)
}
