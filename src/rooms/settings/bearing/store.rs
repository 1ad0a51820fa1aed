//! Addresses among the settings.

use crate::{
    base::{
        db::{Rx, Sql},
        error::Result,
    },
    school::permit::Manages,
};

pub struct Held {
    pub sending: Vec<String>,
    pub replies: Vec<String>,
    pub certificate: Vec<String>,
}

pub fn held(rx: &Rx, _: &impl Manages) -> Result<Held> {
    let of_mail = rx.one("SELECT mail_from, mail_login, imap_address, imap_login FROM settings", [], |row| {
        Ok(([row.get(0)?, row.get(1)?], [row.get(2)?, row.get(3)?]))
    })?;
    let (sending, replies): ([String; 2], [String; 2]) = of_mail.unwrap_or_default();
    let certificate = rx.all("SELECT contact FROM acme WHERE names <> ''", [], |row| row.get(0))?;
    Ok(Held { sending: sending.into(), replies: replies.into(), certificate })
}
