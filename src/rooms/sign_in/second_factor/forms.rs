//! What is typed for the second step. A code that cannot be one is told at once and costs no try.

use crate::{
    base::totp,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::{account::second_factor::Typed, login},
};

const LIMIT: usize = 8 * 1024;
/// Longer than any passphrase and short enough for argon2.
const LONGEST: usize = 512;
const NO_CODE: &str = "Le code a six chiffres. Recopiez celui que l’application montre en ce moment.";
const NO_CODE_AT_ALL: &str = "Écrivez les six chiffres de l’application, ou l’un de vos codes de secours.";
const NO_RECOVERY: &str = "Un code de secours a huit signes, par exemple abcd-3456.";

/// At the sign-in: the application's code in one field, a recovery code in the other.
pub struct SecondStep {
    pub field: &'static str,
    pub code: Typed,
    pub trusts: bool,
}

impl Form for SecondStep {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<SecondStep> {
        let (field, fault) =
            if fields.get("secours").is_empty() { ("code", NO_CODE) } else { ("secours", NO_RECOVERY) };
        let code = typed(fields.get(field)).ok_or_else(|| Faults::one(field, fault))?;
        Ok(SecondStep { field, code, trusts: fields.has("appareil") })
    }
}

/// The passphrase again, before an application is shown.
pub struct Begin {
    pub passphrase: String,
}

impl Form for Begin {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<Begin> {
        let mut faults = Faults::default();
        let passphrase = passphrase(fields, &mut faults);
        faults.or(Begin { passphrase })
    }
}

/// Passphrase and code again, before what stands is changed.
pub struct Both {
    pub passphrase: String,
    pub code: Typed,
}

impl Form for Both {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<Both> {
        let mut faults = Faults::default();
        let passphrase = passphrase(fields, &mut faults);
        match typed(fields.get("code")) {
            Some(code) => faults.or(Both { passphrase, code }),
            None => {
                faults.add("code", NO_CODE_AT_ALL);
                Err(faults)
            }
        }
    }
}

/// The first code of an application that was just added.
pub struct FirstCode(pub String);

impl Form for FirstCode {
    const LIMIT: usize = LIMIT;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<FirstCode> {
        match typed(fields.get("code")) {
            Some(Typed::Application(code)) => Ok(FirstCode(code)),
            _ => Err(Faults::one("code", NO_CODE)),
        }
    }
}

fn passphrase(fields: &Fields, faults: &mut Faults) -> String {
    if fields.raw("phrase").is_empty() {
        faults.add("phrase", "Écrivez d’abord votre phrase de passe.");
    }
    fields.raw("phrase").chars().take(LONGEST).collect()
}

/// Six digits, perhaps in two groups as applications show them; else the shape of a printed code.
fn typed(text: &str) -> Option<Typed> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() == totp::DIGITS && plain.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Typed::Application(plain));
    }
    login::normalise_code(text).map(Typed::Recovery)
}

#[cfg(test)]
mod tests {
    use super::{Typed, typed};

    #[test]
    fn a_code_is_read_as_people_copy_it() {
        let digits = Some(Typed::Application("012345".to_owned()));
        for text in ["012345", "012 345", " 012\u{202f}345 "] {
            assert_eq!(typed(text), digits, "{text}");
        }
        assert!(matches!(typed("ABCD-efgh"), Some(Typed::Recovery(code)) if code == "abcdefgh"));
        for text in ["", "12345", "1234567", "douze"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
