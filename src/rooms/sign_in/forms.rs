//! What is typed to come in.

use crate::{
    base::{
        french, mail,
        strength::{LONGEST, SHORTEST},
    },
    door::{Faults, Fields, Form, confirm, upload::Upload},
    school::login,
};

pub struct SignIn {
    pub login: String,
    pub passphrase: String,
    pub is_shared: bool,
    /// A path of this house, or `/`.
    pub back: String,
}

impl Form for SignIn {
    fn check(fields: &Fields, _: &[Upload]) -> Result<SignIn, Faults> {
        let mut faults = Faults::default();
        if fields.get("identifiant").is_empty() {
            faults.add("identifiant", "Écrivez votre identifiant : il est sur votre fiche de connexion.");
        }
        let passphrase = fields.raw("phrase");
        if passphrase.is_empty() {
            faults.add("phrase", "Écrivez votre phrase de passe.");
        }
        faults.or(SignIn {
            login: login::normalise_login(fields.get("identifiant")),
            passphrase: passphrase.chars().take(LONGEST).collect(),
            is_shared: fields.has("partage"),
            back: own_path(fields.get("retour")),
        })
    }
}

/// The first step of an activation: login and code as typed from the slip.
pub struct SlipCode {
    pub login: String,
    pub code: String,
}

impl Form for SlipCode {
    fn check(fields: &Fields, _: &[Upload]) -> Result<SlipCode, Faults> {
        let mut faults = Faults::default();
        if fields.get("identifiant").is_empty() {
            faults.add("identifiant", "Écrivez l’identifiant imprimé sur la fiche, par exemple sophie.petit.");
        }
        let code = login::normalise_code(fields.get("code"));
        if code.is_none() {
            faults.add("code", "Le code a huit signes, par exemple abcd-3456. Recopiez celui de la fiche.");
        }
        faults.or(SlipCode { login: login::normalise_login(fields.get("identifiant")), code: code.unwrap_or_default() })
    }
}

/// The second step: what makes the account one's own.
pub struct Activation {
    /// Empty when the QR's token brought us here.
    pub slip: Option<SlipCode>,
    pub passphrase: String,
    pub email: String,
}

impl Form for Activation {
    fn check(fields: &Fields, uploads: &[Upload]) -> Result<Activation, Faults> {
        let slip = if fields.has("code") { Some(SlipCode::check(fields, uploads)?) } else { None };
        let mut faults = Faults::default();
        let passphrase = new_passphrase(fields, &mut faults);
        let email = fields.get("courriel");
        if !email.is_empty() && !mail::is_address(email) {
            faults.add(
                "courriel",
                "Cette adresse n’est pas complète. Exemple : sophie@exemple.fr. Vous pouvez aussi la laisser vide.",
            );
        }
        if !fields.has("charte") {
            faults.add("charte", "Pour utiliser l’espace de l’école, il faut accepter la charte.");
        }
        faults.or(Activation { slip, passphrase, email: email.to_owned() })
    }
}

pub struct NewPassphrase {
    pub current: String,
    pub passphrase: String,
}

impl Form for NewPassphrase {
    fn check(fields: &Fields, _: &[Upload]) -> Result<NewPassphrase, Faults> {
        let mut faults = Faults::default();
        if fields.raw("actuelle").is_empty() {
            faults.add("actuelle", "Écrivez d’abord votre phrase de passe actuelle.");
        }
        let passphrase = new_passphrase(fields, &mut faults);
        faults.or(NewPassphrase { current: fields.raw("actuelle").chars().take(LONGEST).collect(), passphrase })
    }
}

pub struct Recovery {
    pub login: String,
    pub code: String,
    pub passphrase: String,
}

impl Form for Recovery {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Recovery, Faults> {
        let mut faults = Faults::default();
        if fields.get("identifiant").is_empty() {
            faults.add("identifiant", "Écrivez votre identifiant.");
        }
        if fields.get("code").is_empty() {
            faults.add("code", "Écrivez un des codes de secours imprimés le jour de l’installation.");
        }
        let passphrase = new_passphrase(fields, &mut faults);
        faults.or(Recovery {
            login: login::normalise_login(fields.get("identifiant")),
            code: login::normalise_code(fields.get("code")).unwrap_or_default(),
            passphrase,
        })
    }
}

/// Length here; strength is judged later, with the person's names at hand.
fn new_passphrase(fields: &Fields, faults: &mut Faults) -> String {
    let passphrase = fields.raw("nouvelle");
    let length = passphrase.chars().count();
    if length == 0 {
        faults.add(
            "nouvelle",
            "Choisissez une phrase de passe : douze signes au moins, par exemple quatre mots sans rapport.",
        );
    } else if length < SHORTEST {
        let missing = french::count(SHORTEST - length, "signe", "signes");
        faults.add("nouvelle", format!("Il manque encore {missing} : douze au moins, plusieurs mots font l’affaire."));
    } else if length > LONGEST {
        faults.add("nouvelle", "Cette phrase est trop longue : cinq cents signes suffisent.");
    } else if fields.raw("encore") != passphrase {
        faults.add("encore", "Les deux ne sont pas pareilles. Écrivez-la encore une fois.");
    }
    passphrase.to_owned()
}

/// The passphrase once more, and where to go on.
pub struct Confirmed {
    pub passphrase: String,
    pub back: String,
}

impl Form for Confirmed {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Confirmed, Faults> {
        let passphrase = fields.raw(confirm::FIELD).to_owned();
        if passphrase.is_empty() {
            return Err(Faults::one(confirm::FIELD, "Écrivez votre phrase de passe."));
        }
        Ok(Confirmed { passphrase, back: own_path(fields.get("retour")) })
    }
}

/// Only a path of ours, as a browser writes it: a sign-in must never lead to another site, nor to no page at all.
pub fn own_path(text: &str) -> String {
    let is_plain = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let is_ours = is_plain && text.starts_with('/') && !text.starts_with("//");
    if is_ours { text.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_sign_in_never_leads_elsewhere() {
        for foreign in [
            "https://ailleurs.example",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "\t//x",
            "/\t/x",
            "/élèves",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign}");
        }
        assert_eq!(own_path("/cahier-de-liaison?enfant=12&vue=%C3%A9"), "/cahier-de-liaison?enfant=12&vue=%C3%A9");
    }
}
