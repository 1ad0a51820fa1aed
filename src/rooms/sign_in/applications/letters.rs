//! What tells the owner that a program may sign in from now on. The password is never in a letter.

use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        mail::{self, Letter},
    },
    door::Cx,
    rooms::sign_in::pages::when,
    school::account::{self, Account},
};

/// Posts the letter with this request, when the owner has an address.
pub fn tell(cx: &Cx<Tx>, account: Id<Account>, name: &str) -> Result<()> {
    let owner = account::store::owner_of(&cx.db, account)?;
    if !mail::is_address(&owner.email) {
        return Ok(());
    }
    let (school, when) = (&cx.school.name, when(cx.now, &cx.zone));
    let text = format!(
        "Bonjour {},\n\nUn mot de passe d’application, « {name} », a été créé pour votre compte. Il ouvre vos documents dans un explorateur de fichiers, et rien d’autre.\n\
         C’était {when}.\n\nSi c’était prévu, il n’y a rien à faire.\n\
         Sinon, supprimez-le dans « Mon compte », changez votre phrase de passe et prévenez la direction de l’école.\n\n{school}\n",
        owner.first_name
    );
    cx.post(&Letter {
        to: owner.email,
        kind: "compte",
        subject: format!("{school} : un mot de passe d’application a été créé"),
        text,
        ..Letter::default()
    })
}
