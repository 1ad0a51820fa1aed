//! Answers by return mail: a message of the thread, by the right of that day, or a kind letter once.

use super::{newest, parent, rows, school, sql, write};
use crate::{
    letters::{Sent, later, letter, outbox},
    world::School,
};
use preau::{
    base::{
        jobs::System,
        mail::{Doubt, Incoming},
    },
    rooms::messages::ROOM,
};

const SOPHIE: &str = "parent_lea@exemple.invalid";

fn incoming(to: &Sent, text: &str) -> Incoming {
    let message = format!("<{}@exemple.invalid>", text.len());
    Incoming { token: to.reply.clone(), from: SOPHIE.into(), message, text: text.into(), files: 0, doubt: None }
}

fn take(school: &School, incoming: &Incoming) -> bool {
    let tx = school.house.db.write().unwrap();
    let taken = (ROOM.reply)(&tx, &System::at_the_console(), incoming, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    taken
}

fn told(school: &School) -> (i64, Sent) {
    let (thread, _) = write(school, "maitre_cm1", &[parent(school, "parent_lea", "lea")], "Bonjour.", &[]);
    later(school);
    let told = letter(school, "parent_lea");
    assert!(told.text.contains("Vous pouvez répondre à cet e-mail") && !told.reply.is_empty(), "{}", told.text);
    (thread, told)
}

fn by_mail(school: &School) -> i64 {
    rows(school, "SELECT count(*) FROM message WHERE how = 'mail'")
}

/// Nothing was written; Sophie is told why, once.
#[track_caller]
fn is_refused(school: &School, answers: &[Incoming], why: &str) {
    let before = outbox(school).len();
    for answer in answers {
        assert!(take(school, answer), "it is ours, whatever it says");
    }
    assert_eq!(by_mail(school), 0);
    assert_eq!(outbox(school).len(), before + 1, "{why}");
    let kind = letter(school, "parent_lea");
    assert!(kind.text.contains("n’a pas été remise") && kind.text.contains(why), "{}", kind.text);
    assert!(kind.reply.is_empty(), "two machines do not answer each other for ever");
}

#[test]
fn a_reply_becomes_a_message_of_the_thread() {
    let school = school();
    let (thread, sent) = told(&school);
    let mut teacher = school.browser("maitre_cm1").listen();
    let answer = incoming(&sent, "Bonjour,\nelle va <b>mieux</b>.\n\nMerci");
    assert!(take(&school, &answer) && take(&school, &answer));
    assert_eq!(by_mail(&school), 1, "the mailbox read twice is one answer");
    assert_eq!(newest(&school).0, thread);
    assert!(teacher.heard().0.contains(&format!("data: messages {thread}")));
    let page = school.browser("maitre_cm1").get(&format!("/messages/{thread}"));
    page.assert_says("elle va <b>mieux</b>.").assert_says("Répondu par e-mail");
    let by = format!("act = 'AnswerThread' AND by = {} AND thing_id = {thread}", school.id("parent_lea"));
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM journal WHERE {by}")), 1);
    later(&school);
    assert_eq!(letter(&school, "maitre_cm1").kind, "message-equipe");
    assert!(!take(&school, &Incoming { token: "faux".into(), ..incoming(&sent, "Bonjour") }), "a secret of nobody's");
}

#[test]
fn what_is_attached_is_left_and_said() {
    let school = school();
    let (_, sent) = told(&school);
    take(&school, &Incoming { files: 2, ..incoming(&sent, "Voici.") });
    assert_eq!(by_mail(&school), 1);
    assert!(letter(&school, "parent_lea").text.contains("Les pièces jointes n’ont pas été prises"));
}

#[test]
fn a_doubtful_answer_is_refused_once_to_the_address_that_was_written_to() {
    type Spoils = fn(Incoming) -> Incoming;
    let doubts: [(&str, Spoils); 4] = [
        ("autre adresse", |one| Incoming { from: "voisin@exemple.invalid".into(), ..one }),
        ("Rien n’assure", |one| Incoming { doubt: Some(Doubt::NotAuthentic), ..one }),
        ("transféré", |one| Incoming { doubt: Some(Doubt::Forward), text: String::new(), ..one }),
        ("vide", |one| Incoming { doubt: Some(Doubt::Unreadable), text: String::new(), ..one }),
    ];
    for (why, spoilt) in doubts {
        let school = school();
        let (_, sent) = told(&school);
        is_refused(&school, &[spoilt(incoming(&sent, "Un.")), spoilt(incoming(&sent, "Encore."))], why);
    }
}

#[test]
fn the_right_of_that_day_decides() {
    let ends: [(&str, &str); 3] = [
        ("ne prend plus de réponse", "UPDATE thread SET closed_at = 1"),
        ("n’est plus ouverte", "DELETE FROM thread_member WHERE person <> (SELECT opener FROM thread)"),
        (
            "La direction a suspendu les messages pour le moment.",
            "INSERT INTO correspondence_freeze (profile, frozen_at) VALUES ('families', 1)",
        ),
    ];
    for (why, statement) in ends {
        let school = school();
        let (_, sent) = told(&school);
        sql(&school, statement);
        is_refused(&school, &[incoming(&sent, "Oui."), incoming(&sent, "Si, si.")], why);
    }
}

#[test]
fn an_account_at_its_limit_is_stopped_by_mail_too_and_the_direction_is_told_once() {
    let school = school();
    let (_, sent) = told(&school);
    let sophie = school.id("parent_lea");
    sql(
        &school,
        &format!(
            "INSERT INTO message (author, state, recipients, changed_at, sent_at, delivered_at)
             SELECT {sophie}, 'delivered', 20, changed_at, sent_at, delivered_at FROM message ORDER BY id DESC LIMIT 1"
        ),
    );
    let limits = || rows(&school, "SELECT count(*) FROM outbox WHERE kind = 'limite'");
    assert!(take(&school, &incoming(&sent, "Oui.")) && take(&school, &incoming(&sent, "Encore oui.")));
    assert_eq!((by_mail(&school), limits()), (0, 1));
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM correspondence_limit WHERE person = {sophie}")), 1);
    let alarm = letter(&school, "directrice");
    assert!(alarm.text.contains("Le compte de Sophie Petit"), "{}", alarm.text);
    let kind = letter(&school, "parent_lea");
    assert!(kind.text.contains("limite d’envoi") && !kind.text.contains("brouillons"), "{}", kind.text);
}

#[test]
fn in_a_thread_with_many_the_opener_answers_the_one_who_wrote() {
    let school = school();
    let both = [parent(&school, "parent_lea", "lea"), parent(&school, "other_parent_lea", "lea")];
    let (thread, _) = write(&school, "maitre_cm1", &both, "À tous.", &[("reponses", "opener")]);
    later(&school);
    assert!(letter(&school, "parent_lea").text.contains("à cette personne"));
    take(&school, &incoming(&letter(&school, "parent_lea"), "Pour vous seul."));
    later(&school);
    let teacher = letter(&school, "maitre_cm1");
    take(&school, &Incoming { from: "maitre_cm1@exemple.invalid".into(), ..incoming(&teacher, "Merci à vous.") });
    assert_eq!(by_mail(&school), 2);
    let other = school.browser("other_parent_lea").get(&format!("/messages/{thread}"));
    other.assert_says("À tous.").assert_silent_on("Pour vous seul").assert_silent_on("Merci à vous");
    school.browser("parent_lea").get(&format!("/messages/{thread}")).assert_says("Merci à vous.");
}
