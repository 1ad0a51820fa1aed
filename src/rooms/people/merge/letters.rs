//! What tells the owner of two accounts that there is one now.

use crate::base::mail::{self, Letter};

/// To every known address of either page.
pub fn merged(school: &str, to: &[&str], name: &str, login: &str) -> Vec<Letter> {
    let mut addresses: Vec<&str> = to.iter().copied().filter(|address| mail::is_address(address)).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let text = format!(
        "Bonjour {name},\n\nVous aviez deux pages à {school}. La direction n’en a fait qu’une.\n\n\
         Votre identifiant est maintenant : {login}\nVotre phrase de passe est celle de ce compte. Vos appareils demandent une nouvelle connexion.\n\
         Rien de ce que vous avez lu ou signé n’est perdu.\n\n\
         Si cela vous étonne, dites-le à la direction : elle peut revenir en arrière.\n\n{school}\n"
    );
    addresses
        .into_iter()
        .map(|address| Letter {
            to: address.to_owned(),
            kind: "compte",
            subject: format!("{school} : vos deux comptes n’en font plus qu’un"),
            text: text.clone(),
            ..Letter::default()
        })
        .collect()
}
