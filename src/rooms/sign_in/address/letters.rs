//! The letter that proves the new address, and the one that tells the old.

use crate::{
    base::mail::{self, Letter},
    school::account::{Owner, links::ADDRESS_HOURS},
};

/// To the new address: nothing changes before its link is followed.
pub fn confirm(school: &str, to: &str, link: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        kind: "compte",
        subject: format!("{school} : confirmez votre adresse e-mail"),
        text: format!(
            "Bonjour,\n\nCette adresse a été donnée pour un compte de l’espace de {school}.\n\n\
             Si c’est bien vous, confirmez-la avec ce lien dans les {ADDRESS_HOURS} heures :\n\n{link}\n\n\
             Sinon, ne faites rien : cette adresse ne servira pas.\n\n{school}\n"
        ),
        ..Letter::default()
    }
}

/// To the old address; the new one is not named. None when there was no old one.
pub fn changed(school: &str, owner: &Owner, when: &str, is_removed: bool) -> Option<Letter> {
    let what = if is_removed { "retirée" } else { "remplacée par une autre" };
    mail::is_address(&owner.email).then(|| Letter {
        to: owner.email.clone(),
        kind: "compte",
        subject: format!("{school} : votre adresse e-mail a été {what}"),
        text: format!(
            "Bonjour {},\n\nL’adresse à laquelle vous lisez ces lignes a été {what} sur votre compte à {school} {when}.\n\n\
             Si c’était vous, il n’y a rien à faire.\n\
             Sinon, prévenez tout de suite la direction de l’école : elle fermera la porte à tout autre que vous.\n\n{school}\n",
            owner.first_name
        ),
        ..Letter::default()
    })
}
