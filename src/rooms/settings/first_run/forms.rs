//! The code, the director's account and the retyped recovery code, as they are typed.

use crate::{
    base::{clock::Instant, db::Id},
    base::{db::Tx, error::Result, mail, secret::Keys, strength},
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::{
        Person,
        account::{self, Account},
        class::{self, DutyKind, NewDuty},
        login,
        permit::Manages,
        person::{self, Contact, NewPerson},
    },
};
use jiff::civil::Date;

pub struct CodeForm(pub String);

impl Form for CodeForm {
    const LIMIT: usize = 4 * 1024;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<CodeForm> {
        // A code that cannot be one is tried as it is, so that every try is counted.
        let typed = fields.get("code");
        Ok(CodeForm(login::normalise_set_up_code(typed).unwrap_or_else(|| typed.chars().take(64).collect())))
    }
}

pub struct DirectorForm {
    pub person: NewPerson,
    /// Empty: made from the names.
    pub login: String,
    pub passphrase: String,
}

impl Form for DirectorForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<DirectorForm> {
        let (person, login, mut faults) = director(fields);
        let passphrase = fields.raw("phrase");
        let made = login::login_of(&person.first_name, &person.last_name);
        let about = [&person.first_name, &person.last_name, &login, &made, &person.contact.email].map(String::as_str);
        if let Err(weakness) = strength::judge(passphrase, &about) {
            faults.add("phrase", weakness.advice());
        }
        faults.or(DirectorForm { person, login, passphrase: passphrase.to_owned() })
    }
}

/// Who directs and the login wanted (empty: made from the names), with what is wrong with them. `preau init` asks too.
pub fn director(fields: &Fields) -> (NewPerson, String, Faults) {
    let mut faults = Faults::default();
    let (first, last) = (fields.get("prenom"), fields.get("nom"));
    for (field, value) in [("prenom", first), ("nom", last)] {
        if value.is_empty() || value.chars().count() > 80 {
            faults.add(field, if field == "prenom" { "Donnez votre prénom." } else { "Donnez votre nom." });
        }
    }
    let civility = fields.get("civilite");
    if !["Mme", "M.", ""].contains(&civility) {
        faults.add("civilite", "Choisissez dans la liste.");
    }
    let email = fields.get("courriel");
    if !email.is_empty() && !mail::is_address(email) {
        faults.add("courriel", "Cette adresse n’en est pas une. Laissez vide si vous n’en avez pas.");
    }
    let typed = fields.get("identifiant");
    let login = if typed.is_empty() { String::new() } else { login::normalise_login(typed) };
    if !typed.is_empty() && login.trim_matches('.').len() < 3 {
        faults.add("identifiant", "Trois lettres au moins, sans accent : prenom.nom.");
    }
    let person = NewPerson {
        civility: civility.to_owned(),
        last_name: last.to_owned(),
        usage_name: String::new(),
        first_name: first.to_owned(),
        contact: Contact { email: email.to_owned(), ..Contact::default() },
    };
    (person, login, faults)
}

/// A retyped recovery code, not yet compared.
pub struct RetypeForm(pub Option<String>);

impl Form for RetypeForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<RetypeForm> {
        Ok(RetypeForm(login::normalise_code(fields.get("code"))))
    }
}

/// Ten codes, each for one use, in the place of a forgotten passphrase.
pub fn draw_recovery_codes() -> Result<Vec<String>> {
    (0..10).map(|_| Ok(login::access_code()?)).collect()
}

/// The director's row, duty and account; what stands already is corrected. `None` when the login belongs to another.
pub fn write_director(
    tx: &Tx,
    new: &NewPerson,
    wanted_login: &str,
    standing: Option<Id<Person>>,
    (now, today): (Instant, Date),
    by: &impl Manages,
) -> Result<Option<Account>> {
    // Asked before anything is written: the sentence is for the director, and the rest would be written for nothing.
    let holder = account::store::by_login(tx, wanted_login, by)?.map(|account| account.person);
    if holder.is_some() && holder != standing {
        return Ok(None);
    }
    let person = match standing {
        Some(person) => {
            person::store::change(tx, person, new, by)?;
            person
        }
        None => {
            let person = person::store::add(tx, new, now, by)?;
            let duty = NewDuty::new(person, DutyKind::Director, None, today);
            class::store::add_duty(tx, &duty, by)?;
            person
        }
    };
    let account = account::store::ensure(tx, person, &new.first_name, &new.last_name, by)?;
    if !wanted_login.is_empty() {
        account::store::set_login(tx, account.id, wanted_login, by)?;
    }
    account::store::of_person(tx, person, by)
}

/// The codes as the database keeps them.
pub fn recovery_digests(keys: &Keys, codes: &[String]) -> Vec<[u8; 32]> {
    codes.iter().map(|code| keys.code("recovery", code)).collect()
}
