//! An adult's names and contact, as the director corrects them.

use crate::{
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::{organisation, person},
    school::person::NewPerson,
};

/// The mark of an organisation's page, which asks for no first name.
pub const ORGANISATION: &str = "organisme";

pub struct Correction {
    pub new: NewPerson,
    pub is_organisation: bool,
}

impl Form for Correction {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Correction, Faults> {
        let mut faults = Faults::default();
        let is_organisation = fields.has(ORGANISATION);
        let new = if is_organisation { organisation(fields, &mut faults) } else { person(fields, &mut faults) };
        faults.or(Correction { new, is_organisation })
    }
}
