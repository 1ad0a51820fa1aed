//! What opens the ready-made accounts: one simple passphrase when only this machine can come in, one drawn for each when the
//! network can. Given anew at each start, so that what is printed is true.

use super::pupils;
use crate::{
    base::{
        error::{Error, Result},
        jobs::System,
        secret,
        tls::Fingerprint,
    },
    door::{
        House,
        demo::{PASSPHRASE, PASSPHRASE_HASH, Part},
    },
    school::{
        account::{self, pupil},
        login, settings,
    },
};
use serde::Serialize;

/// In a passphrase drawn for the network.
const WORDS: usize = 4;

/// A login as it is printed.
#[derive(Serialize, Debug)]
pub struct Key {
    pub role: String,
    pub name: String,
    pub login: String,
    /// None for whoever comes with an access slip.
    pub password: Option<String>,
    /// The slip's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Of a pupil who comes in by pictures: the class's code, and their words in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pictures: Option<(String, String)>,
}

pub fn hand_out(house: &House, parts: &[Part], on_the_network: bool) -> Result<Vec<Key>> {
    let (by, now) = (System::at_the_console(), house.clock.now());
    let drawn = parts.iter().map(|_| passphrase(on_the_network)).collect::<Result<Vec<_>>>()?;
    // On the network nobody knows the others' passphrase: it is drawn and forgotten.
    let of_all = if on_the_network { passphrase(true)?.1 } else { PASSPHRASE_HASH.to_owned() };
    let tx = house.db.write()?;
    let today = now.date(&settings::store::facts(&tx)?.zone_of_time());
    for account in account::store::all(&tx, &by)?.iter().filter(|account| account.is_activated) {
        if !pupil::store::is_pupil(&tx, account.id)? {
            account::store::set_passphrase(&tx, account.id, &of_all, now)?;
        }
    }
    let mut keys = Vec::new();
    for (part, (clear, hash)) in parts.iter().zip(drawn) {
        let account = account::store::by_login(&tx, &part.login, &by)?.ok_or(Error::NotFound)?;
        let (mut password, mut code) = (None, None);
        if let Some(known) = pupil::store::known(&tx, account.id, today)? {
            keys.push(pupils::key(house, &tx, part, &account, &known, now)?);
            continue;
        }
        if account.is_activated {
            account::store::set_passphrase(&tx, account.id, &hash, now)?;
            password = Some(clear);
        } else {
            code = Some(login::shown_code(&account::store::draw_slip(&tx, account.id, &house.keys, now, &by)?.code));
        }
        keys.push(Key {
            role: part.role.clone(),
            name: part.name.clone(),
            login: account.login,
            password,
            code,
            pictures: None,
        });
    }
    tx.commit()?;
    Ok(keys)
}

/// Clear, and hashed.
fn passphrase(on_the_network: bool) -> Result<(String, String)> {
    if !on_the_network {
        return Ok((PASSPHRASE.to_owned(), PASSPHRASE_HASH.to_owned()));
    }
    let mut drawn = [0u8; 32];
    secret::fill(&mut drawn)?;
    // The list in which fingerprints are read aloud: common words, far apart.
    let clear = Fingerprint::of(&drawn).words()[..WORDS].join(" ");
    let hash = secret::hash_passphrase(&clear)?;
    Ok((clear, hash))
}

/// Aligned for a console; the passphrase once, when it is the same for all.
pub fn table(keys: &[Key]) -> String {
    let width = |of: fn(&Key) -> &str| keys.iter().map(|key| of(key).chars().count()).max().unwrap_or(0);
    let (roles, names, logins) = (width(|key| &key.role), width(|key| &key.name), width(|key| &key.login));
    let lines: Vec<String> = keys
        .iter()
        .map(|key| {
            let opens = match (&key.password, &key.code, &key.pictures) {
                (Some(password), _, _) => password.clone(),
                (None, Some(code), _) => format!("code d’accès {code}"),
                (None, None, Some((class, pictures))) => format!("code de la classe {class}, puis {pictures}"),
                (None, None, None) => String::new(),
            };
            format!("  {:<roles$}  {:<names$}  {:<logins$}  {opens}", key.role, key.name, key.login)
        })
        .collect();
    lines.join("\n")
}
