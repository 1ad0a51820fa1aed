//! What is typed by who has forgotten the passphrase.

use crate::{
    base::strength::LONGEST,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    rooms::sign_in::forms::new_passphrase,
    school::login,
};

const LIMIT: usize = 8 * 1024;
/// No login and no address is longer.
const LONGEST_NAME: usize = 254;

/// One of the two is empty.
pub struct Named {
    pub login: String,
    pub email: String,
}

impl Form for Named {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<Named> {
        let typed: String = fields.get("identifiant").chars().take(LONGEST_NAME).collect();
        if typed.is_empty() {
            return Err(Faults::one("identifiant", "Écrivez votre identifiant, ou l’adresse e-mail de votre compte."));
        }
        Ok(if typed.contains('@') {
            Named { login: String::new(), email: typed }
        } else {
            Named { login: login::normalise_login(&typed), email: String::new() }
        })
    }
}

pub struct Chosen {
    pub passphrase: String,
    pub is_shared: bool,
}

impl Form for Chosen {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<Chosen> {
        let mut faults = Faults::default();
        let passphrase = new_passphrase(fields, &mut faults);
        faults.or(Chosen { passphrase: passphrase.chars().take(LONGEST).collect(), is_shared: fields.has("partage") })
    }
}
