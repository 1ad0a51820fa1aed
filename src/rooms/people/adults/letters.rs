//! What tells the owner of an account that the school has noted another address: letters that open the account go there now.

use crate::{
    base::mail::{self, Letter},
    school::{account::Owner, settings::Facts},
};

/// To the address as it was; the new one is not named. None when there was no address.
pub fn address_changed(school: &Facts, before: &Owner, when: &str) -> Option<Letter> {
    let name = &school.name;
    mail::is_address(&before.email).then(|| Letter {
        to: before.email.clone(),
        kind: "compte",
        subject: format!("{name} : votre adresse e-mail n’est plus celle-ci"),
        text: format!(
            "Bonjour {},\n\nLa direction de {name} a changé ou retiré, le {when}, l’adresse e-mail notée pour votre compte : les prochains e-mails n’arriveront plus ici.\n\n\
             Si vous l’avez demandé, il n’y a rien à faire.\n\
             Sinon, prévenez tout de suite la direction de l’école.\n\n{name}\n",
            before.first_name
        ),
        ..Letter::default()
    })
}
