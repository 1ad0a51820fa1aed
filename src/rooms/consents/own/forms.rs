//! Yes or no to one request.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::consent::Request,
};

pub struct Decision {
    pub request: Id<Request>,
    /// The words that were on the screen.
    pub version: i64,
    pub says: bool,
}

impl Form for Decision {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Decision> {
        let says = match fields.get("dit") {
            "oui" => Some(true),
            "non" => Some(false),
            _ => None,
        };
        match (fields.get("demande").parse(), fields.get("version").parse(), says) {
            (Ok(request), Ok(version), Some(says)) => Ok(Decision { request, version, says }),
            _ => Err(Faults::one("", "Rechargez la page et recommencez.")),
        }
    }
}
