//! What tells the owner that the second step of the sign-in has changed. No code is ever in a letter.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        french,
        mail::{self, Letter},
    },
    door::Cx,
    rooms::sign_in::pages::when,
    school::{
        account::{self, Account, Owner},
        settings::Facts,
    },
};

#[derive(Clone, Copy)]
pub enum Event {
    On,
    Off,
    /// By the director or by root.
    Reset,
    Codes,
    RecoveryUsed {
        left: i64,
    },
}

/// Posts the letter with this request, when the owner has an address.
pub fn tell(cx: &Cx<Tx>, account: Id<Account>, event: Event) -> Result<()> {
    let owner = account::store::owner_of(&cx.db, account)?;
    match letter(&cx.school, &owner, event, cx.now) {
        Some(letter) => cx.post(&letter),
        None => Ok(()),
    }
}

pub fn letter(school: &Facts, owner: &Owner, event: Event, now: Instant) -> Option<Letter> {
    let (subject, what) = words(event);
    let (name, when) = (&school.name, when(now, &school.zone_of_time()));
    let text = format!(
        "Bonjour {},\n\n{what}\nC’était {when}.\n\nSi c’était prévu, il n’y a rien à faire.\n\
         Sinon, prévenez tout de suite la direction de l’école : elle bloquera le compte et vous donnera une nouvelle fiche.\n\n{name}\n",
        owner.first_name
    );
    mail::is_address(&owner.email).then(|| Letter {
        to: owner.email.clone(),
        kind: "compte",
        subject: format!("{name} : {subject}"),
        text,
        ..Letter::default()
    })
}

fn words(event: Event) -> (&'static str, String) {
    match event {
        Event::On => (
            "la connexion en deux étapes est activée",
            "La connexion en deux étapes est activée sur votre compte : un code de votre application sera demandé après votre phrase de passe. Vos autres appareils ont été déconnectés.".to_owned(),
        ),
        Event::Off => (
            "la connexion en deux étapes est arrêtée",
            "La connexion en deux étapes est arrêtée sur votre compte : votre phrase de passe suffit de nouveau.".to_owned(),
        ),
        Event::Reset => (
            "la connexion en deux étapes est à refaire",
            "L’école a réinitialisé la connexion en deux étapes de votre compte et fermé toutes vos connexions. Connectez-vous avec votre phrase de passe, puis ajoutez votre nouveau téléphone depuis « Mon compte ».".to_owned(),
        ),
        Event::Codes => (
            "vos nouveaux codes de secours",
            "De nouveaux codes de secours ont été faits pour votre compte. Les anciens ne valent plus.".to_owned(),
        ),
        Event::RecoveryUsed { left } => (
            "un code de secours a servi",
            format!(
                "Un de vos codes de secours vient de servir à la place du code de l’application. Il vous en reste {}.",
                french::number(left)
            ),
        ),
    }
}
