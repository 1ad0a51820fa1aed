//! A word of the liaison book, through real servers and back: what signs it, and all that looks like it and does not.

use super::{
    ONE_AT_A_TIME, bare, hand_over, replies,
    servers::{REPLIES, Servers},
    settle,
};
use crate::{
    letters::{later, school, sql},
    liaison::{rows, write},
};
use mail_parser::MessageParser;
use preau::{
    app::{mailbox, sender::Sender},
    base::{clock::Instant, secret::Token},
};

const SOPHIE: &str = "sophie@exemple.fr";

/// A letter as its reader has it on the screen.
struct Got {
    subject: String,
    text: String,
    /// Where an answer goes; empty when nowhere.
    reply: String,
}

fn got(raw: &str) -> Got {
    let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
    let reply = message.reply_to().and_then(|list| list.first()).and_then(|one| one.address());
    Got {
        subject: message.subject().unwrap().to_owned(),
        text: message.body_text(0).unwrap().into_owned(),
        reply: reply.unwrap_or_default().to_owned(),
    }
}

/// Words above the whole letter, as a mail program quotes it.
fn above(words: &str, head: &str, letter: &Got) -> String {
    let quoted: String = letter.text.lines().map(|line| format!("> {line}\r\n")).collect();
    format!(
        "Subject: {head}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         {words}\r\n\r\nLe 17 nov. 2026 à 08:30, École Jean-Jaurès a écrit :\r\n{quoted}"
    )
}

#[test]
fn a_reply_signs_and_what_only_looks_like_one_does_not() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(servers) = Servers::start() else { return };
    let school = school();
    let house = &school.house;
    settle(house, &bare(servers.smtp), &replies(house, servers.imap, "local", "127.0.0.1"));
    let of = |who: &str, email: &str| {
        sql(&school, &format!("UPDATE person SET email = '{email}' WHERE id = {}", school.id(who)));
    };
    sql(&school, "UPDATE person SET email = 'famille' || id || '@exemple.fr' WHERE email LIKE '%@%'");
    of("parent_lea", SOPHIE);
    of("other_parent_lea", "perdu@exemple.fr");

    let note = write(&school, "maitre_cm1", "CM1", "Sortie au musée", "one");
    later(&school);
    let send = || {
        house.clock.set(house.clock.now().plus(10 * Instant::MINUTE));
        Sender::default().go(house, &|| false).unwrap();
    };
    send();
    let sophie = got(&servers.letters_once(SOPHIE, 1)[0]);
    assert!(sophie.subject.contains("Sortie au musée") && sophie.text.contains("Bonjour à tous."), "{}", sophie.text);
    assert!(sophie.reply.starts_with("reponses+"), "{}", sophie.reply);

    // Each would sign but for one thing: a machine wrote it, she did not, she wrote to another secret.
    let signed = |head: &str| above("Lu et signé", head, &sophie);
    let away = signed("Re: Sortie\r\nAuto-Submitted: auto-replied");
    hand_over(&servers, SOPHIE, &sophie.reply, &away);
    hand_over(&servers, "mamie@exemple.fr", &sophie.reply, &above("", "Tr : Sortie", &sophie));
    hand_over(&servers, "voisin@exemple.fr", &sophie.reply, &signed("Re: Sortie"));
    let wrong = format!("reponses+{}@ecole.example", Token::draw().unwrap().reveal());
    hand_over(&servers, SOPHIE, &wrong, &signed("Re: Sortie"));
    // With them, the report that the other guardian's letter did not arrive.
    servers.letters_once(REPLIES, 5);
    mailbox::read(house, &|| false).unwrap();
    let answers =
        |more: &str| rows(&school, &format!("SELECT count(*) FROM liaison_answer WHERE note = {note} {more}"));
    let to_read = || rows(&school, "SELECT count(*) FROM liaison_incoming");
    assert_eq!((answers(""), to_read()), (0, 2), "the forward and the neighbour's are for a person to read");
    let page = format!("/ecole/personnes/{}", school.id("other_parent_lea"));
    school
        .browser("directrice")
        .get(&page)
        .assert_says("refuse les lettres de l’école")
        .assert_says("perdu@exemple.fr");

    hand_over(&servers, SOPHIE, &sophie.reply, &signed("Re: Sortie"));
    servers.letters_once(REPLIES, 6);
    mailbox::read(house, &|| false).unwrap();
    let hers = format!("AND guardian = {} AND pupil = {} AND how = 'mail'", school.id("parent_lea"), school.id("lea"));
    assert_eq!((answers(""), answers(&hers), to_read()), (1, 1, 2));
    send();
    let all: Vec<Got> = servers.letters_once(SOPHIE, 2).iter().map(|raw| got(raw)).collect();
    let told = all.iter().find(|letter| letter.subject.contains("c’est enregistré pour Léa"));
    assert!(told.is_some_and(|letter| letter.reply.is_empty()), "a confirmation that asks for nothing");
    school.browser("maitre_cm1").get(&format!("/cahier-de-liaison/{note}/suivi")).assert_says("a signé");
}

#[test]
fn a_reply_to_a_message_is_handed_over_without_what_it_quotes() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(servers) = Servers::start() else { return };
    let school = school();
    let house = &school.house;
    settle(house, &bare(servers.smtp), &replies(house, servers.imap, "local", "127.0.0.1"));
    sql(&school, "UPDATE person SET email = 'personne' || id || '@exemple.fr' WHERE email LIKE '%@%'");
    sql(&school, &format!("UPDATE person SET email = '{SOPHIE}' WHERE id = {}", school.id("parent_lea")));
    let sophie = crate::telling::parent(&school, "parent_lea", "lea");
    let (thread, _) =
        crate::telling::write(&school, "maitre_cm1", &[sophie], "Comment va Léa ?", &[("texte_dans_mail", "oui")]);
    later(&school);
    house.clock.set(house.clock.now().plus(10 * Instant::MINUTE));
    Sender::default().go(house, &|| false).unwrap();
    let letter = got(&servers.letters_once(SOPHIE, 1)[0]);
    assert!(letter.text.contains("Comment va Léa ?") && letter.reply.starts_with("reponses+"), "{}", letter.text);

    hand_over(
        &servers,
        SOPHIE,
        &letter.reply,
        &above("Je suis absente.", "Re: a\r\nAuto-Submitted: auto-replied", &letter),
    );
    hand_over(&servers, "voisin@exemple.fr", &letter.reply, &above("Elle est punie.", "Re: a", &letter));
    hand_over(&servers, SOPHIE, &letter.reply, &above("Mieux, merci.", "Re: a", &letter));
    servers.letters_once(REPLIES, 3);
    mailbox::read(house, &|| false).unwrap();
    assert_eq!(rows(&school, "SELECT count(*) FROM message WHERE how = 'mail'"), 1);
    assert_eq!(rows(&school, "SELECT count(*) FROM message WHERE how = 'mail' AND body = '<p>Mieux, merci.</p>'"), 1);
    let page = school.browser("maitre_cm1").get(&format!("/messages/{thread}"));
    page.assert_says("Mieux, merci.").assert_silent_on("punie").assert_silent_on("absente");
}
