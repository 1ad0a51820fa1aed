//! What is ticked in the table, and for whom messages are opened again.

use crate::{
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::correspondence::{Pair, Profile},
};

/// The field of every box of the table.
pub const FIELD: &str = "permis";

/// The pairs that are ticked.
pub struct Table(pub Vec<Pair>);

impl Form for Table {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Table> {
        Ok(Table(fields.all(FIELD).filter_map(Pair::parse).collect()))
    }
}

pub struct Opened(pub Profile);

impl Form for Opened {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Opened> {
        let found = Profile::parse(fields.get("qui")).map(Opened);
        found.ok_or_else(|| Faults::one("", "Dites pour qui rouvrir les messages."))
    }
}
