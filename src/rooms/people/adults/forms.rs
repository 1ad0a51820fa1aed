//! An adult's names and contact, as the director corrects them.

use crate::{
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::person,
    school::person::NewPerson,
};

pub struct Correction(pub NewPerson);

impl Form for Correction {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Correction, Faults> {
        let mut faults = Faults::default();
        let new = person(fields, &mut faults);
        faults.or(Correction(new))
    }
}
