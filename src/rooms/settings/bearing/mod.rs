//! Settings that hold somebody's own address: whoever set the box up may have given hers for the school's mail or for the
//! certificate. Nothing is changed here.

mod store;

use super::certificate;
use crate::{
    base::{error::Result, search::Named},
    door::{
        Cx,
        found::{Found, Kind},
    },
    school::{departure::Departure, policy::ManageSchool},
};

pub fn bears(cx: &Cx, who: &Departure, name: &Named) -> Result<Vec<Found>> {
    let Some(school) = cx.may_perhaps::<ManageSchool>(())? else { return Ok(Vec::new()) };
    let email = who.email.to_lowercase();
    let is_theirs = |said: &String| (!email.is_empty() && said.to_lowercase() == email) || name.is_in(said);
    let held = store::held(&cx.db, &school)?;
    let mut found = Vec::new();
    for (said, href, title, about) in [
        (&held.sending, "/reglages/courrier", "Courrier", "L’adresse qui envoie le courrier de l’école"),
        (&held.replies, "/reglages/courrier/reponses", "Réponses par e-mail", "L’adresse qui reçoit les réponses"),
        (&held.certificate, certificate::public::PATH, "Certificat", "L’adresse donnée à l’autorité de certification"),
    ] {
        if said.iter().any(is_theirs) {
            found.push(Found::new(Kind::Person, href, title, about));
        }
    }
    Ok(found)
}
