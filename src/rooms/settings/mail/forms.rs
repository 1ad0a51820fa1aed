//! The mail server as it is typed. The password is sealed with the box's key before it is written.

use super::{letter, pages};
use crate::{
    base::{
        db::Tx,
        error::Result,
        mail::{self, roots::Roots, transport},
        secret::Keys,
    },
    door::{Cx, Faults, Fields, Form, House, form::Checked, upload::Upload},
    school::{
        permit::Manages,
        settings::{self, MailSettings},
    },
};

pub enum MailForm {
    /// « Plus tard », or no server at all.
    Later,
    Set(Typed),
}

#[derive(Clone)]
pub struct Typed {
    host: String,
    port: u16,
    security: &'static str,
    login: String,
    /// Empty: the one that stands, when the server and the login are the same.
    password: String,
    from: String,
    /// `None`: as it stands.
    per_hour: Option<i64>,
    /// Where the test letter goes; `None` to write down without a trial.
    pub trial: Option<String>,
}

/// How the connection is protected, as stored and as said.
pub const SECURITIES: [(&str, &str); 3] = [
    ("starttls", "STARTTLS (port 587 d’habitude)"),
    ("tls", "TLS (port 465 d’habitude)"),
    ("local", "Aucune : le serveur est cette machine"),
];

impl Form for MailForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<MailForm> {
        if fields.has("plus_tard") {
            return Ok(MailForm::Later);
        }
        let mut faults = Faults::default();
        let host = fields.get("serveur");
        if host.is_empty() || host.contains(char::is_whitespace) || host.contains('/') {
            faults.add("serveur", "Donnez le nom du serveur d’envoi, comme smtp.ville.fr.");
        }
        let port: u16 = fields.get("port").parse().unwrap_or(0);
        if port == 0 {
            faults.add("port", "Le port est un nombre, 587 le plus souvent.");
        }
        let security = SECURITIES.iter().map(|(code, _)| *code).find(|code| *code == fields.get("securite"));
        if security.is_none() {
            faults.add("securite", "Choisissez comment la connexion est protégée.");
        }
        let from = fields.get("expediteur");
        if !mail::is_address(from) {
            faults.add("expediteur", "Donnez l’adresse de l’école, comme ecole.jaures@ville.fr.");
        }
        let per_hour = per_hour(fields, &mut faults);
        let to = if fields.get("essai").is_empty() { from } else { fields.get("essai") };
        let without_trial = fields.has("sans_essai");
        if !without_trial && !mail::is_address(to) {
            faults.add("essai", "Cette adresse n’en est pas une.");
        }
        faults.or(MailForm::Set(Typed {
            host: host.to_owned(),
            port,
            security: security.unwrap_or("starttls"),
            login: fields.get("identifiant_courrier").to_owned(),
            password: fields.raw("mot_de_passe_courrier").to_owned(),
            from: from.to_owned(),
            per_hour,
            trial: (!without_trial).then(|| to.to_owned()),
        }))
    }
}

impl Typed {
    /// What will be stored; keeps the password that stands when none was typed for the same server and login.
    pub fn settings(&self, standing: &MailSettings, keys: &Keys) -> Result<MailSettings> {
        let same = standing.host == self.host && standing.login == self.login;
        let password = match self.password.as_str() {
            "" if same => standing.password.clone(),
            "" => None,
            typed => Some(keys.seal(typed)?),
        };
        Ok(MailSettings {
            host: self.host.clone(),
            port: self.port,
            security: self.security.to_owned(),
            login: self.login.clone(),
            password,
            from: self.from.clone(),
            per_hour: self.per_hour.unwrap_or(standing.per_hour),
        })
    }

    /// Sends the test letter, outside any transaction; the server's own words when it refuses.
    pub fn try_out(&self, house: &House, wanted: &MailSettings, school: &settings::Facts) -> Checked<()> {
        let Some(to) = &self.trial else { return Ok(()) };
        let host = school.names.first().map_or("", String::as_str);
        let Some(server) = wanted.server(&house.keys, &school.name, host) else { return Ok(()) };
        let server = transport::Server { roots: Roots::beside(&house.data), ..server };
        transport::send_now(&server, &letter::test(&school.name, to, house.clock.now())).map_err(|refusal| {
            let (field, sentence) = pages::refused(refusal.cause);
            Faults::one(field, sentence).with_words(refusal.said)
        })
    }
}

pub fn write(cx: &Cx<Tx>, wanted: &MailSettings, by: &impl Manages) -> Result<()> {
    settings::store::set_mail(&cx.db, wanted, by)
}

fn per_hour(fields: &Fields, faults: &mut Faults) -> Option<i64> {
    let typed = fields.get("par_heure");
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse().ok().filter(|number| (1..=100_000).contains(number));
    if number.is_none() {
        faults.add("par_heure", "Donnez un nombre de lettres par heure, 400 par exemple.");
    }
    number
}
