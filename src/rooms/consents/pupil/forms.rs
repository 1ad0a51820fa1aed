//! A paper noted, a paper cancelled.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::{
        Person,
        consent::{Answer, Request},
    },
};

const RELOAD: &str = "Rechargez la page et recommencez.";

pub struct Noted {
    pub request: Id<Request>,
    pub version: i64,
    /// `None`: the paper does not tell whose hand it was.
    pub guardian: Option<Id<Person>>,
    pub says: bool,
}

impl Form for Noted {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Noted> {
        let says = match fields.get("dit") {
            "oui" => Some(true),
            "non" => Some(false),
            _ => None,
        };
        // A hand that cannot be read is a fault, never « untold ».
        let guardian = match fields.get("de") {
            "" => Some(None),
            id => id.parse().ok().map(Some),
        };
        match (fields.get("demande").parse(), fields.get("version").parse(), guardian, says) {
            (Ok(request), Ok(version), Some(guardian), Some(says)) => Ok(Noted { request, version, guardian, says }),
            _ => Err(Faults::one("", RELOAD)),
        }
    }
}

pub struct Cancelled(pub Id<Answer>);

impl Form for Cancelled {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Cancelled> {
        fields.get("reponse").parse().map(Cancelled).map_err(|_| Faults::one("", RELOAD))
    }
}
