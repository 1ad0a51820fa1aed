//! The test letter.

use crate::base::{clock::Instant, mail::store::Waiting};

pub fn test(school: &str, to: &str, now: Instant) -> Waiting {
    Waiting {
        kind: String::new(),
        person: None,
        id: 0,
        to: to.to_owned(),
        subject: format!("Lettre d’essai de {school}"),
        text: format!(
            "Bonjour,\n\nSi vous lisez ces lignes, le courrier de {school} part bien : il n’y a rien d’autre à faire.\n\nPréau, l’espace numérique de l’école\n"
        ),
        html: None,
        reply: String::new(),
        unsubscribe: String::new(),
        about: String::new(),
        returns: String::new(),
        posted_at: now,
        due_at: now,
        attempts: 0,
    }
}
