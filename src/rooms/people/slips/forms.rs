//! What is asked of the printer: whose slips, in which layout, and whether the older ones may go.

use super::{
    roster::{Asked, Whom},
    sheet::Layout,
};
use crate::door::{Faults, Fields, Form, upload::Upload};

pub const TEAM: &str = "equipe";

#[derive(Clone, Copy)]
pub struct Print {
    pub asked: Asked,
    pub layout: Layout,
    /// The director knows that slips still unused become worthless.
    pub is_confirmed: bool,
}

impl Form for Print {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Print, Faults> {
        let layout = if fields.get("mise_en_page") == "lettre" { Layout::Tutorial } else { Layout::EightUp };
        Ok(Print { asked: asked(fields), layout, is_confirmed: fields.has("confirme") })
    }
}

/// From the form, or from the query that chose.
pub fn asked(fields: &Fields) -> Asked {
    let whom = match fields.get("qui") {
        TEAM => Whom::Team,
        class => class.parse().map_or(Whom::Families, Whom::Class),
    };
    Asked { whom, again: fields.get("quoi") == "toutes" }
}

/// As the fields say it.
pub fn value_of(whom: Whom) -> String {
    match whom {
        Whom::Families => "familles".to_owned(),
        Whom::Class(class) => class.to_string(),
        Whom::Team => TEAM.to_owned(),
    }
}
