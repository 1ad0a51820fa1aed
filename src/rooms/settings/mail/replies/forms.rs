//! The mailbox as it is typed. The password is sealed with the box's key before it is written.

use super::pages;
use crate::{
    base::{
        error::Result,
        mail::{self, mailbox, roots::Roots},
        secret::Keys,
    },
    door::{Faults, Fields, Form, House, form::Checked, upload::Upload},
    school::settings::MailboxSettings,
};

pub enum RepliesForm {
    /// No mailbox: replies go to the school's own address, for people to read.
    Off,
    Set(Typed),
}

pub struct Typed {
    host: String,
    port: u16,
    security: &'static str,
    login: String,
    /// Empty: the one that stands, when the server and the login are the same.
    password: String,
    address: String,
}

/// How the connection is protected, as stored and as said.
pub const SECURITIES: [(&str, &str); 3] = [
    ("tls", "TLS (port 993 d’habitude)"),
    ("starttls", "STARTTLS (port 143 d’habitude)"),
    ("local", "Aucune : le serveur est cette machine"),
];

impl Form for RepliesForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<RepliesForm> {
        if fields.has("couper") {
            return Ok(RepliesForm::Off);
        }
        let mut faults = Faults::default();
        let host = fields.get("serveur");
        if host.is_empty() || host.contains(char::is_whitespace) || host.contains('/') {
            faults.add("serveur", "Donnez le nom du serveur de la boîte aux lettres, comme imap.ville.fr.");
        }
        let port: u16 = fields.get("port").parse().unwrap_or(0);
        if port == 0 {
            faults.add("port", "Le port est un nombre, 993 le plus souvent.");
        }
        let security = SECURITIES.iter().map(|(code, _)| *code).find(|code| *code == fields.get("securite"));
        if security.is_none() {
            faults.add("securite", "Choisissez comment la connexion est protégée.");
        }
        let login = fields.get("identifiant_boite");
        if login.is_empty() {
            faults.add("identifiant_boite", "Donnez l’identifiant de la boîte : souvent l’adresse entière.");
        }
        let address = fields.get("adresse_reponses");
        // A name, « + » and a secret of 26 letters must fit in the 64 of a local part.
        if !mail::is_address(address) || address.split('@').next().is_some_and(|name| name.len() > 37) {
            faults.add("adresse_reponses", "Donnez l’adresse de cette boîte, comme reponses.jaures@ville.fr.");
        }
        faults.or(RepliesForm::Set(Typed {
            host: host.to_owned(),
            port,
            security: security.unwrap_or("tls"),
            login: login.to_owned(),
            password: fields.raw("mot_de_passe_boite").to_owned(),
            address: address.to_owned(),
        }))
    }
}

impl Typed {
    /// What will be stored; keeps the password that stands when none was typed for the same server and login.
    pub fn settings(&self, standing: &MailboxSettings, keys: &Keys) -> Result<MailboxSettings> {
        let same = standing.host == self.host && standing.login == self.login;
        let password = match self.password.as_str() {
            "" if same => standing.password.clone(),
            "" => None,
            typed => Some(keys.seal(typed)?),
        };
        Ok(MailboxSettings {
            host: self.host.clone(),
            port: self.port,
            security: self.security.to_owned(),
            login: self.login.clone(),
            password,
            address: self.address.clone(),
        })
    }
}

/// Signs in to it, outside any transaction: how many letters stand in it, or what is wrong.
pub fn try_out(house: &House, wanted: &MailboxSettings) -> Checked<u32> {
    let Some(mailbox) = wanted.mailbox(&house.keys, Roots::beside(&house.data)) else { return Ok(0) };
    mailbox::try_out(&mailbox).map_err(|fault| {
        let (field, sentence) = pages::refused(fault.cause);
        Faults::one(field, sentence).with_words(fault.said)
    })
}
