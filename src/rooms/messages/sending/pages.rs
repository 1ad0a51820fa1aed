//! What is said when a message leaves, or should not yet.

use super::said;
use crate::{
    base::{clock::Instant, db::Rx, error::Result, french, ui::notice::named},
    door::Cx,
    rooms::messages::pages::You,
};
use std::borrow::Borrow;

pub const SENT: &str = "C’est envoyé.";
pub const TAKEN_BACK: &str = "Le message n’est pas parti\u{202f}: il redevient un brouillon.";

pub fn to_whom(you: You) -> &'static str {
    you.said(
        "À qui écrivez-vous\u{202f}? Choisissez au moins une personne.",
        "À qui écris-tu\u{202f}? Choisis au moins une personne.",
    )
}

pub fn barred(you: You) -> &'static str {
    you.said(
        "Un destinataire a été retiré\u{202f}: vous ne pouvez pas lui écrire. Vérifiez la liste, puis envoyez.",
        "Un destinataire a été retiré\u{202f}: tu ne peux pas lui écrire. Vérifie la liste, puis envoie.",
    )
}

pub fn no_text(you: You) -> &'static str {
    you.said(
        "Ce message est vide\u{202f}: écrivez quelques mots, ou joignez un fichier.",
        "Ce message est vide\u{202f}: écris quelques mots, ou joins un fichier.",
    )
}

/// So many are named; more are counted.
const NAMED: usize = 4;

pub fn will_leave<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> Result<String> {
    let back = You::of(cx).said("Vous pouvez le reprendre d’ici là.", "Tu peux le reprendre d’ici là.");
    Ok(format!("C’est prêt\u{202f}: le message sera remis {}. {back}", said(cx, at)?))
}

/// An empty subject, people who would not see it; nothing when all is well.
pub fn doubts(has_no_subject: bool, absent: &[String], recipients: usize) -> Option<String> {
    let mut sentences = Vec::new();
    if has_no_subject {
        sentences.push("Ce message n’a pas d’objet.".to_owned());
    }
    match absent {
        [] => {}
        [one] => sentences
            .push(format!("{} n’a pas encore d’accès\u{202f}: cette personne ne verra pas ce message.", named(one))),
        all if all.len() <= NAMED => {
            let names: Vec<String> = all.iter().map(|name| named(name)).collect();
            sentences.push(format!("{} n’ont pas encore d’accès et ne verront pas ce message.", french::list(&names)));
        }
        all => sentences.push(format!(
            "{} destinataires sur {recipients} n’ont pas encore d’accès et ne verront pas ce message.",
            all.len()
        )),
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubtful_is_said_in_a_sentence() {
        let names = |n: usize| (0..n).map(|at| format!("Mme {at}")).collect::<Vec<_>>();
        assert_eq!(doubts(false, &[], 3), None);
        assert_eq!(doubts(true, &[], 3).unwrap(), "Ce message n’a pas d’objet.");
        assert!(doubts(true, &names(1), 3).unwrap().contains("ne verra pas"));
        assert!(doubts(false, &names(3), 3).unwrap().contains("ne verront pas"));
        assert!(doubts(false, &names(9), 20).unwrap().starts_with("9 destinataires sur 20"));
    }
}
