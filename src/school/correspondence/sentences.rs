//! What correspondence says wherever a message is written: why it does not leave, who is away, which limit was reached.

use super::{Profile, limits::Over, pause::Pause, reached::Recipient};
use crate::base::french;
use jiff::civil::Date;

/// What goes after « les messages »: « de l’équipe ».
pub fn whose(profile: Profile) -> &'static str {
    match profile {
        Profile::Families => "des familles",
        Profile::Staff => "de l’équipe",
        Profile::Pupils => "des élèves",
    }
}

/// To one whose message does not leave: what was typed is kept.
pub fn frozen(stopped_by: Profile, author: Profile) -> String {
    if author == Profile::Pupils {
        "La direction a suspendu les messages. Le tien n’est pas parti\u{202f}: il est gardé dans tes brouillons."
            .to_owned()
    } else if stopped_by == author {
        "La direction a suspendu les messages. Le vôtre n’est pas parti : il est gardé dans vos brouillons, et vous pourrez l’envoyer quand elle les aura rouverts.".to_owned()
    } else {
        format!(
            "La direction a suspendu les messages {}. Le vôtre n’est pas parti : il est gardé dans vos brouillons.",
            whose(stopped_by)
        )
    }
}

/// Above the list of messages, while it lasts.
pub fn frozen_banner(reader: Option<Profile>) -> &'static str {
    if reader == Some(Profile::Pupils) {
        "La direction a suspendu les messages pour le moment. Tu peux lire ceux que tu as reçus, et préparer des brouillons."
    } else {
        "La direction a suspendu les messages pour le moment. Vous pouvez lire ceux que vous avez reçus, et préparer des brouillons."
    }
}

pub fn over(over: Over, author: Profile) -> String {
    match over {
        Over::Hour(_) if author == Profile::Pupils => {
            "Tu as écrit à beaucoup de personnes en peu de temps. Ton message est gardé dans tes brouillons\u{202f}: envoie-le un peu plus tard.".to_owned()
        }
        Over::Day(_) if author == Profile::Pupils => {
            "Tu as beaucoup écrit aujourd’hui. Ton message est gardé dans tes brouillons\u{202f}: tu pourras l’envoyer demain.".to_owned()
        }
        Over::Hour(limit) => format!(
            "Vous avez écrit à beaucoup de personnes en peu de temps (la limite est de {} en une heure). Votre message est gardé dans vos brouillons : envoyez-le un peu plus tard.",
            french::number(limit)
        ),
        Over::Day(limit) => format!(
            "Vous avez atteint la limite d’envoi de la journée ({}). Votre message est gardé dans vos brouillons : vous pourrez l’envoyer demain. Pour une urgence, téléphonez à l’école.",
            french::count(limit, "destinataire", "destinataires")
        ),
    }
}

/// « Mme Benali ne lit pas ses messages jusqu’au lundi 4 janvier. »
pub fn away(who: &Recipient, pause: &Pause) -> String {
    let until = french::day(pause.until_on);
    let waits = if pause.holds { " Le message lui sera remis à son retour." } else { "" };
    format!("{} ne lit pas ses messages jusqu’au {until}.{waits}", who.formal)
}

/// The text that is proposed to one who takes a pause; `until_on` is its last day.
pub fn ready_answer(until_on: Date) -> String {
    format!(
        "Bonjour, je ne lis pas mes messages jusqu’au {}. Pour une question urgente, adressez-vous à la direction. Merci de votre patience.",
        french::day(until_on)
    )
}

/// To the direction, once a day for an account.
pub fn limit_letter(school: &str, name: &str) -> (String, String) {
    let subject = format!("{school} : un compte a atteint sa limite d’envoi");
    let text = format!(
        "Bonjour,\n\nLe compte de {name} a atteint aujourd’hui sa limite d’envoi de messages. Ce qui dépasse n’est pas parti.\n\n\
         Si cela vous étonne, demandez à cette personne si c’est bien elle qui écrit. En cas de doute, fermez son compte, ou \
         suspendez tous les messages depuis Réglages, «\u{202f}Correspondance\u{202f}».\n\n{school}\n"
    );
    (subject, text)
}
