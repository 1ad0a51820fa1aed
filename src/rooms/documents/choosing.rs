//! What is ticked in a list, and where it goes.

use super::sentences;
use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::document::{Entry, Key},
};

/// More than one page of a list holds.
pub const MOST: usize = 500;
pub const FIELD: &str = "choix";

pub fn ids(fields: &Fields) -> Vec<Id<Entry>> {
    let mut ids: Vec<Id<Entry>> = fields.all(FIELD).filter_map(|id| id.parse().ok()).take(MOST).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Of what was typed, else of the address.
pub fn asked(draft: &Fields, query: &Fields) -> Vec<Id<Entry>> {
    let typed = ids(draft);
    if typed.is_empty() { ids(query) } else { typed }
}

/// For the bin. `is_sure`: it was said where these are used.
pub struct Chosen {
    pub ids: Vec<Id<Entry>>,
    pub is_sure: bool,
}

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Chosen> {
        let ids = ids(fields);
        if ids.is_empty() {
            return Err(Faults::one(FIELD, sentences::CHOOSE));
        }
        Ok(Chosen { ids, is_sure: fields.holds("sur", "oui") })
    }
}

/// To another place.
pub struct Destined {
    pub ids: Vec<Id<Entry>>,
    pub space: Key,
    pub folder: Option<Id<Entry>>,
    pub copies: bool,
}

impl Form for Destined {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Destined> {
        let ids = ids(fields);
        match Key::parse(fields.get("vers")) {
            _ if ids.is_empty() => Err(Faults::one(FIELD, sentences::CHOOSE)),
            None => Err(Faults::one("vers", "Choisissez où le ranger.")),
            Some(space) => {
                let folder = fields.get("dossier").parse().ok();
                Ok(Destined { ids, space, folder, copies: fields.holds("geste", "copier") })
            }
        }
    }
}

/// A name for a new folder, or a new name; `inside` the folder where it is made.
pub struct Named {
    pub name: String,
    pub inside: Option<Id<Entry>>,
}

impl Form for Named {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Named> {
        match crate::school::document::names::harmless(fields.get("nom")) {
            Some(name) => Ok(Named { name, inside: fields.get("dans").parse().ok() }),
            None => Err(Faults::one("nom", sentences::NO_NAME)),
        }
    }
}

/// Folders in folders, as a tree that is sent has them.
pub struct Way {
    pub names: Vec<String>,
    pub inside: Option<Id<Entry>>,
}

impl Form for Way {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Way> {
        let names: Vec<String> =
            fields.get("chemin").split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        if names.is_empty() {
            Err(Faults::one("chemin", sentences::NO_NAME))
        } else {
            Ok(Way { names, inside: fields.get("dans").parse().ok() })
        }
    }
}
