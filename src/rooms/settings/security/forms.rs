//! The director's choice, as it is ticked.

use crate::{
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::account::second_factor::Whom,
};

/// Days to find a telephone and an application. A week holds a working Monday for everybody, part-time staff included.
pub const DELAY_DAYS: i64 = 7;

pub struct SecurityForm {
    pub of: Whom,
    pub days: i64,
}

impl Form for SecurityForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<SecurityForm> {
        match Whom::ALL.into_iter().find(|whom| whom.as_str() == fields.get("qui")) {
            Some(of) => Ok(SecurityForm { of, days: if fields.get("delai") == "0" { 0 } else { DELAY_DAYS } }),
            None => Err(Faults::one("qui", "Choisissez une des trois réponses.")),
        }
    }
}
