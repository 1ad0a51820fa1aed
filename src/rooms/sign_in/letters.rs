//! What tells the owner that something happened to the account.

use crate::base::mail::{self, Letter};

/// Written to every known address; none when the person has no e-mail.
pub fn passphrase_set(school: &str, to: &[&str], name: &str, when: &str, device: &str) -> Vec<Letter> {
    let text = format!(
        "Bonjour {name},\n\nLa phrase de passe de votre compte à {school} a été choisie {when}, depuis : {device}.\n\n\
         Si c’était vous, il n’y a rien à faire.\n\
         Sinon, prévenez tout de suite la direction de l’école : elle vous donnera une nouvelle fiche, qui fermera la porte à tout autre que vous.\n\n\
         {school}\n"
    );
    let mut addresses: Vec<&str> = to.iter().copied().filter(|address| mail::is_address(address)).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
        .into_iter()
        .map(|address| Letter {
            to: address.to_owned(),
            kind: "compte",
            subject: format!("{school} : votre phrase de passe a été choisie"),
            text: text.clone(),
            ..Letter::default()
        })
        .collect()
}
