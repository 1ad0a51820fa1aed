//! Which sign-in a button is about.

use crate::door::{Faults, Fields, Form, form::Checked, upload::Upload};

pub struct Which(pub i64);

impl Form for Which {
    const LIMIT: usize = 1024;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<Which> {
        fields.get("connexion").parse().map(Which).map_err(|_| Faults::one("connexion", super::pages::WHICH))
    }
}
