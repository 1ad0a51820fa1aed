//! The answers file: TOML, checked by the same forms as the screens.

use crate::{
    base::{acme::store::Way, console, secret},
    door::{Faults, Fields, Form},
    rooms::settings::{
        address::forms::AddressForm,
        certificate::public::forms::PublicForm,
        first_run,
        mail::forms::{MailForm, Typed},
        school::forms::SchoolForm,
    },
    school::person::NewPerson,
};
use serde::Deserialize;
use std::path::{Path, PathBuf};

pub struct Answers {
    pub school: Option<SchoolForm>,
    pub director: Option<Director>,
    pub address: Option<AddressForm>,
    pub mail: Option<Typed>,
    pub certificate: Option<PublicForm>,
}

pub struct Director {
    pub person: NewPerson,
    pub login: String,
    pub password_hash: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    school: Option<toml::Table>,
    director: Option<WrittenDirector>,
    address: Option<WrittenAddress>,
    mail: Option<WrittenMail>,
    certificate: Option<WrittenCertificate>,
}

/// A public one, to be asked for once the service runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCertificate {
    names: Vec<String>,
    #[serde(default)]
    contact: String,
    /// `any`, `http`, `tls` or `dns`.
    #[serde(default = "any_way")]
    way: String,
    /// To the authority's terms of service.
    agrees: bool,
}

fn any_way() -> String {
    Way::Any.as_str().to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct WrittenDirector {
    civility: String,
    first_name: String,
    last_name: String,
    email: String,
    login: String,
    password_hash: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAddress {
    names: Vec<String>,
    #[serde(default)]
    public_address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMail {
    host: String,
    port: u16,
    security: String,
    #[serde(default)]
    login: String,
    /// A file that holds the password, outside the answers.
    password_file: Option<PathBuf>,
    from: String,
}

/// The keys of `[school]` and the fields that the screens give them.
const SCHOOL: [(&str, &str); 9] = [
    ("name", "nom"),
    ("uai", "uai"),
    ("street", "rue"),
    ("postcode", "code_postal"),
    ("town", "ville"),
    ("zone", "zone"),
    ("time_zone", "fuseau"),
    ("half_days", "semaine"),
    ("first_ecole", "nom1"),
];
const DIRECTOR: [(&str, &str); 5] = [
    ("civility", "civilite"),
    ("first_name", "prenom"),
    ("last_name", "nom"),
    ("email", "courriel"),
    ("login", "identifiant"),
];
const ADDRESS: [(&str, &str); 3] =
    [("names", "nom_reseau"), ("names", "autres"), ("public_address", "adresse_publique")];
const CERTIFICATE: [(&str, &str); 4] =
    [("names", "noms"), ("contact", "contact"), ("way", "preuve"), ("agrees", "conditions")];
const MAIL: [(&str, &str); 6] = [
    ("host", "serveur"),
    ("port", "port"),
    ("security", "securite"),
    ("login", "identifiant_courrier"),
    ("password_file", "mot_de_passe_courrier"),
    ("from", "expediteur"),
];
/// Words that announce a clear secret.
const CLEAR: [&str; 6] = ["password", "passphrase", "passwd", "mot_de_passe", "phrase", "phrase_de_passe"];

impl Answers {
    pub fn read(path: &Path) -> Result<Answers, String> {
        let text = std::fs::read_to_string(path).map_err(|error| console::unread(path, &error))?;
        Answers::parse(&text).map_err(|sentence| format!("{} : {sentence}", path.display()))
    }

    pub fn parse(text: &str) -> Result<Answers, String> {
        let told = |error: toml::de::Error| console::toml(text, &error);
        refuse_clear_secrets(&text.parse().map_err(told)?)?;
        let written: Written = toml::from_str(text).map_err(told)?;
        Ok(Answers {
            school: written.school.map(school).transpose()?,
            director: written.director.map(director).transpose()?,
            address: written.address.map(address).transpose()?,
            mail: written.mail.map(mail).transpose()?,
            certificate: written.certificate.map(certificate).transpose()?,
        })
    }
}

fn refuse_clear_secrets(table: &toml::Table) -> Result<(), String> {
    for (key, value) in table {
        if CLEAR.contains(&key.to_lowercase().as_str()) {
            return Err(format!(
                "« {key} » : un mot de passe en clair n’a pas sa place ici. Donnez « password_hash » (argon2id), ou rien : un code sera tiré."
            ));
        }
        if let Some(inner) = value.as_table() {
            refuse_clear_secrets(inner)?;
        }
    }
    Ok(())
}

fn school(table: toml::Table) -> Result<SchoolForm, String> {
    let mut fields = Fields::default();
    for (key, value) in &table {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match SCHOOL.iter().find(|(name, _)| name == key) {
            Some((_, field)) => fields.push(*field, value),
            None => {
                let known = SCHOOL.map(|(name, _)| name).join(", ");
                return Err(format!("[school] « {key} » : clé inconnue. Les clés possibles : {known}."));
            }
        }
    }
    // What a screen would have proposed.
    for (field, value) in [("fuseau", "Europe/Paris"), ("semaine", "8")] {
        if !fields.has(field) {
            fields.push(field, value);
        }
    }
    let uai = crate::school::uai::Uai::read(fields.get("uai")).number;
    fields.push("uai_garde", uai);
    SchoolForm::check(&fields, &[]).map_err(|faults| amiss("school", &SCHOOL, faults))
}

fn director(written: WrittenDirector) -> Result<Director, String> {
    if written.password_hash.as_deref().is_some_and(|hash| !secret::is_hash(hash)) {
        return Err("[director] password_hash : une empreinte argon2id ($argon2id$…) est attendue".to_owned());
    }
    let civility = match written.civility.to_lowercase().trim_end_matches('.') {
        "" => "",
        "m" | "monsieur" => "M.",
        "mme" | "madame" | "mlle" => "Mme",
        _ => return Err("[director] civility : « M. », « Mme » ou rien".to_owned()),
    };
    let mut fields = Fields::default();
    let values = [civility, &written.first_name, &written.last_name, &written.email, &written.login];
    for ((_, field), value) in DIRECTOR.iter().zip(values) {
        fields.push(*field, value);
    }
    let (person, login, faults) = first_run::forms::director(&fields);
    if !faults.is_empty() {
        return Err(amiss("director", &DIRECTOR, faults));
    }
    Ok(Director { person, login, password_hash: written.password_hash })
}

fn address(written: WrittenAddress) -> Result<AddressForm, String> {
    let mut fields = Fields::default();
    let (first, others) = written.names.split_first().ok_or("[address] names : donnez au moins un nom")?;
    for ((_, field), value) in ADDRESS.iter().zip([first, &others.join(" "), &written.public_address]) {
        fields.push(*field, value);
    }
    AddressForm::check(&fields, &[]).map_err(|faults| amiss("address", &ADDRESS, faults))
}

fn certificate(written: WrittenCertificate) -> Result<PublicForm, String> {
    let mut fields = Fields::default();
    let agrees = if written.agrees { "oui" } else { "" };
    for ((_, field), value) in
        CERTIFICATE.iter().zip([&written.names.join(" "), &written.contact, &written.way, agrees])
    {
        fields.push(*field, value);
    }
    PublicForm::check(&fields, &[]).map_err(|faults| amiss("certificate", &CERTIFICATE, faults))
}

fn mail(written: WrittenMail) -> Result<Typed, String> {
    let password = match &written.password_file {
        Some(path) => std::fs::read_to_string(path).map_err(|error| console::unread(path, &error))?,
        None => String::new(),
    };
    let mut fields = Fields::default();
    let port = written.port.to_string();
    let password = password.trim_end_matches(['\n', '\r']);
    let values = [&written.host, &port, &written.security, &written.login, password, &written.from];
    for ((_, field), value) in MAIL.iter().zip(values) {
        fields.push(*field, value);
    }
    fields.push("sans_essai", "oui");
    match MailForm::check(&fields, &[]).map_err(|faults| amiss("mail", &MAIL, faults))? {
        MailForm::Set(typed) => Ok(typed),
        MailForm::Later => Err("[mail] : réponses incomplètes".to_owned()),
    }
}

/// The first fault, by the key of the file rather than by the field of the screen.
fn amiss(section: &str, keys: &[(&str, &str)], faults: Faults) -> String {
    let Some((field, sentence)) = faults.iter().next() else { return String::new() };
    match keys.iter().find(|(_, known)| known == field) {
        Some((key, _)) => format!("[{section}] {key} : {sentence}"),
        None => format!("[{section}] {sentence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Answers::parse(text).err().unwrap()
    }

    #[test]
    fn any_subset_is_taken() {
        let answers = Answers::parse("[address]\nnames = [\"ecole.local\"]\n").unwrap();
        assert!(answers.school.is_none() && answers.director.is_none() && answers.mail.is_none());
        assert_eq!(answers.address.unwrap().local, ["ecole.local"]);
        let school =
            Answers::parse("[school]\nname = \"École\"\npostcode = \"69100\"\nhalf_days = 9\n").unwrap().school;
        assert_eq!(school.unwrap().week.count(), 9);
    }

    #[test]
    fn a_clear_password_is_refused_wherever_it_stands() {
        for text in [
            "[director]\nfirst_name = \"A\"\nlast_name = \"B\"\npassword = \"bonjour\"\n",
            "[mail]\nhost = \"smtp\"\nport = 587\nsecurity = \"tls\"\nfrom = \"a@b.fr\"\nmot_de_passe = \"x\"\n",
            "password = \"x\"\n",
        ] {
            assert!(refused(text).contains("en clair"), "{text}");
        }
        let weak = "[director]\nfirst_name = \"A\"\nlast_name = \"B\"\npassword_hash = \"bonjour\"\n";
        assert!(refused(weak).contains("argon2id"));
    }

    #[test]
    fn an_unknown_key_or_a_bad_answer_is_said() {
        assert!(refused("[school]\nnom = \"École\"\n").contains("clé inconnue"));
        assert!(refused("[address]\nnames = [\"ecole\"]\n").contains(".local"));
        assert!(
            refused("[adress]\nnames = []\n")
                .contains("ligne 1, « adress » : clé inconnue. Les clés possibles : school")
        );
        assert!(refused("[address]\n").contains("il manque « names »"));
        assert!(refused("[school]\nname = \"É\"\npostcode = \"6\"\n").starts_with("[school] postcode : "));
        assert!(refused("[address]\nnames = [\"a.local\", \"école.lan\"]\n").starts_with("[address] names : "));
        let certificate = "[certificate]\nnames = [\"ent.ville.fr\"]\n";
        assert!(refused(&format!("{certificate}agrees = false\n")).contains("accord"));
        assert!(Answers::parse(&format!("{certificate}agrees = true\n")).unwrap().certificate.is_some());
        let director = "[director]\nfirst_name = \"Nadia\"\nlast_name = \"Benali\"\n";
        assert!(Answers::parse(director).is_ok());
        assert!(refused("[director]\nlast_name = \"Benali\"\n").contains("prénom"));
        assert!(refused(&format!("{director}email = \"nadia chez ecole\"\n")).contains("Cette adresse"));
        assert!(refused(&format!("{director}login = \"é\"\n")).contains("Trois lettres"));
    }
}
