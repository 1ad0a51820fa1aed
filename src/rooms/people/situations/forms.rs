//! The children for whom the director has looked at the two homes.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    school::Pupil,
};

pub const PUPIL: &str = "eleve";

pub struct Verified {
    pub pupils: Vec<Id<Pupil>>,
}

impl Form for Verified {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Verified, Faults> {
        Ok(Verified { pupils: fields.all(PUPIL).filter_map(|id| id.parse().ok()).collect() })
    }
}
