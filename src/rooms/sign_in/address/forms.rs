//! A new address, or none, with the passphrase.

use crate::{
    base::{mail, strength::LONGEST},
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
};

const LIMIT: usize = 8 * 1024;

pub struct New {
    pub email: String,
    pub passphrase: String,
}

impl Form for New {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<New> {
        let mut faults = Faults::default();
        let email = fields.get("courriel");
        if !mail::is_address(email) {
            faults.add("courriel", "Cette adresse n’est pas complète. Exemple : sophie@exemple.fr.");
        }
        let passphrase = passphrase(fields, &mut faults);
        faults.or(New { email: email.to_owned(), passphrase })
    }
}

pub struct Removal {
    pub passphrase: String,
}

impl Form for Removal {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<Removal> {
        let mut faults = Faults::default();
        let passphrase = passphrase(fields, &mut faults);
        faults.or(Removal { passphrase })
    }
}

fn passphrase(fields: &Fields, faults: &mut Faults) -> String {
    if fields.raw("phrase").is_empty() {
        faults.add("phrase", "Écrivez aussi votre phrase de passe : elle montre que c’est vous.");
    }
    fields.raw("phrase").chars().take(LONGEST).collect()
}
