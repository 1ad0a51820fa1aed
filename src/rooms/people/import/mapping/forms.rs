//! What a person says of each column. Which columns the file has is looked at beside the file.

use super::words;
use crate::{
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    rooms::people::import::{Column, Kind},
};

pub const KIND: &str = "genre";
/// Which file the answers are about, among those that came together.
pub const FILE: &str = "fichier";
pub const NOT_KEPT: &str = "non";

pub fn name_of(place: usize) -> String {
    format!("colonne-{place}")
}

pub struct Explained {
    pub file: usize,
    pub kind: Kind,
    fields: Fields,
}

impl Explained {
    pub fn column(&self, place: usize) -> Option<Column> {
        words::column_of(self.kind, self.fields.get(&name_of(place)))
    }
}

impl Form for Explained {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Explained> {
        let kind = words::kind_of(fields.get(KIND));
        let file = fields.get(FILE).parse().ok();
        match kind.zip(file) {
            Some((kind, file)) => Ok(Explained { file, kind, fields: fields.clone() }),
            None => Err(Faults::one("", super::pages::WHICH_FILE)),
        }
    }
}
