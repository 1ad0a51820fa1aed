//! When letters leave, what takes them back, and what they say the second time.

use super::{Sent, later, letter, outbox, recipients, school, sql};
use crate::{
    liaison::{rows, sign, write},
    world::{School, instant},
};
use preau::{
    base::{db::Id, jobs::System},
    rooms::liaison::ROOM,
    school::notice::Notice,
};

fn choose(school: &School, who: &str, kind: &str, how: &str) {
    let person = school.id(who);
    sql(school, &format!("INSERT INTO notice_choice (person, kind, how) VALUES ({person}, '{kind}', '{how}')"));
}

#[test]
fn each_is_told_as_they_chose() {
    let school = school();
    choose(&school, "parent_lea", "mot", "digest");
    choose(&school, "other_parent_lea", "mot", "never");
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    assert_eq!(recipients(&school), ["grand_mere", "mere_sans_autorite"]);
    let waits = format!("SELECT count(*) FROM notice WHERE person = {} AND thing = {note}", school.id("parent_lea"));
    assert_eq!(rows(&school, &waits), 1);
    // What is urgent comes to all, whatever they chose.
    write(&school, "maitre_cm1", "CM1", "Sans eau", "read");
    sql(
        &school,
        "UPDATE liaison_note SET is_urgent = 1 WHERE id = (SELECT max(id) FROM liaison_note); DELETE FROM outbox",
    );
    later(&school);
    assert_eq!(recipients(&school), ["grand_mere", "mere_sans_autorite", "other_parent_lea", "parent_lea"]);
}

#[test]
fn a_digest_says_each_word_as_it_stands_when_it_leaves() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie au musée", "one");
    let told = |who: &str, thing: i64| {
        let notice = Notice {
            person: Id::new(school.id(who)),
            kind: "mot".into(),
            pupil: Some(Id::new(school.id("lea"))),
            thing,
        };
        let tx = school.house.db.write().unwrap();
        let told = (ROOM.digest)(&tx, &System::at_the_console(), &[notice], school.house.clock.now()).unwrap();
        tx.commit().unwrap();
        told
    };
    let entries = told("parent_lea", note);
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].title.as_str(), entries[0].line.as_str()), ("Sortie au musée", "À signer"));
    assert!(entries[0].body.as_deref().unwrap().contains("Bonjour à tous."));
    let (label, href) = &entries[0].links[0];
    assert_eq!(label, "Signer pour Léa");
    let path = href.strip_prefix("https://jaures.example").unwrap();
    school.visitor().get(path).assert_status(200).assert_says("Signer pour Léa");
    assert_eq!(told("grand_mere", note)[0].links[0].0, "Lire le mot");
    assert!(told("parent_tom", note).is_empty(), "not theirs");
    assert!(told("pere_retire", note).is_empty());
    sql(&school, &format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}"));
    assert!(told("parent_lea", note).is_empty(), "withdrawn since");
}

#[test]
fn letters_of_the_evening_leave_in_the_morning() {
    let school = school();
    // A word of the evening waits itself: these are of one delivered just before the calm.
    school.at("2026-11-17 19:59");
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    school.at("2026-11-17 21:15");
    later(&school);
    assert!(outbox(&school).iter().all(|sent| sent.send_at == instant("2026-11-18 07:00").0), "{:?}", outbox(&school));
    // The urgent one does not wait.
    sql(&school, "DELETE FROM outbox");
    school.at("2026-11-17 19:59");
    write(&school, "maitre_cm1", "CM1", "Sans eau", "read");
    school.at("2026-11-17 21:15");
    sql(&school, "UPDATE liaison_note SET is_urgent = 1 WHERE id = (SELECT max(id) FROM liaison_note)");
    later(&school);
    assert!(outbox(&school).iter().all(|sent| sent.send_at == instant("2026-11-17 21:15").0));
}

#[test]
fn only_who_has_not_answered_is_reminded() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "all");
    later(&school);
    sign(&school, "parent_lea", note);
    sql(&school, "DELETE FROM outbox");
    school.browser("maitre_cm1").post(&format!("/cahier-de-liaison/{note}/relancer"), &[]).assert_status(200);
    later(&school);
    let all = outbox(&school);
    assert_eq!(recipients(&school), ["other_parent_lea"], "the others read without signing, or have signed");
    assert_eq!((all[0].kind.as_str(), all[0].subject.as_str()), ("rappel", "École Jean-Jaurès, rappel : Sortie"));
    assert!(all[0].text.contains("l’école n’a pas encore votre réponse pour Léa"), "{}", all[0].text);
    assert!(!all[0].text.contains("Sophie") && all[0].links().len() == 1);
}

fn correct(school: &School, note: i64, text: &str, again: bool) {
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get(&format!("/cahier-de-liaison/{note}/corriger"));
    let form = page.form("Corriger le mot").set("texte", text);
    let form = if again { form.tick("a_nouveau", "oui") } else { form };
    form.send(&mut teacher).assert_status(200);
}

#[test]
fn a_correction_asks_again_by_letter_or_rewrites_what_has_not_left() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    let first = letter(&school, "parent_lea");
    // Sophie's has left; the three others still wait and are written anew with the right text.
    sql(
        &school,
        "UPDATE outbox SET sent_at = 1, text = '', html = NULL, reply = '' WHERE recipient LIKE 'parent_lea@%'",
    );
    correct(&school, note, "Rendez-vous à 9 heures.", false);
    later(&school);
    assert_eq!(recipients(&school), ["grand_mere", "mere_sans_autorite", "other_parent_lea", "parent_lea"]);
    let paul = letter(&school, "other_parent_lea");
    assert!(paul.text.contains("9 heures") && !paul.text.contains("Bonjour à tous."), "{}", paul.text);
    // Asked again: all are told, and no letter with the old text leaves beside.
    correct(&school, note, "Rendez-vous à 10 heures.", true);
    later(&school);
    let told: Vec<Sent> = outbox(&school).into_iter().filter(|sent| !sent.text.is_empty()).collect();
    assert_eq!(told.len(), 4);
    for sent in told {
        assert_eq!(sent.subject, "École Jean-Jaurès, corrigé : Sortie");
        assert!(sent.text.contains("10 heures") && !sent.text.contains("9 heures"), "{}", sent.text);
    }
    // The old link shows the word as it is.
    school.visitor().get(&first.link()).assert_status(200).assert_says("10 heures").assert_says("Corrigé");
}

#[test]
fn what_is_written_anew_stays_what_it_was() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    // Sophie's and Paul's have left; Yvonne's and Inès's still wait while the reminder is written.
    sql(&school, "UPDATE outbox SET sent_at = 1, text = '' WHERE recipient LIKE '%parent_lea@%'");
    school.browser("maitre_cm1").post(&format!("/cahier-de-liaison/{note}/relancer"), &[]).assert_status(200);
    later(&school);
    let told = |school: &School| -> Vec<(String, String, String)> {
        let left = outbox(school).into_iter().filter(|sent| !sent.text.is_empty());
        left.map(|sent| (sent.to, sent.kind, sent.subject.replace("École Jean-Jaurès", ""))).collect()
    };
    let before = told(&school);
    let reminder = ("parent_lea".to_owned(), "rappel".to_owned(), ", rappel : Sortie".to_owned());
    assert!(before.len() == 4 && before.contains(&reminder), "{before:?}");
    correct(&school, note, "À 9 heures.", false);
    later(&school);
    assert_eq!(told(&school), before);
    assert!(outbox(&school).iter().all(|sent| sent.text.is_empty() || sent.text.contains("À 9 heures.")));
    correct(&school, note, "À 10 heures.", true);
    later(&school);
    correct(&school, note, "À 11 heures.", false);
    later(&school);
    let last = told(&school);
    assert!(last.len() == 4 && last.iter().all(|(_, _, subject)| subject == ", corrigé : Sortie"), "{last:?}");
}

#[test]
fn asked_again_before_the_first_letters_were_written_is_asked_once() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    correct(&school, note, "Rendez-vous à 10 heures.", true);
    later(&school);
    assert_eq!(recipients(&school), ["grand_mere", "mere_sans_autorite", "other_parent_lea", "parent_lea"]);
}

#[test]
fn a_withdrawn_word_s_letters_stay() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    write(&school, "maitre_cm1", "CM1", "Piscine", "one");
    later(&school);
    assert_eq!(outbox(&school).len(), 8);
    let mut teacher = school.browser("maitre_cm1");
    let asked = teacher.get(&format!("/cahier-de-liaison/{note}/retirer"));
    asked.form("Retirer").send(&mut teacher).assert_status(200);
    assert!(outbox(&school).iter().all(|sent| sent.subject.ends_with("Piscine")));
    assert_eq!(outbox(&school).len(), 4);
    // Withdrawn before its letters were written.
    let note = write(&school, "maitre_cm1", "CM1", "Vélo", "one");
    sql(&school, &format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}"));
    later(&school);
    assert_eq!(outbox(&school).len(), 4);
}

#[test]
fn who_loses_a_tie_gets_no_letter_that_was_still_to_leave() {
    let school = school();
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    let (lea, paul) = (school.id("lea"), school.id("other_parent_lea"));
    let tie = rows(&school, &format!("SELECT id FROM guardianship WHERE pupil = {lea} AND guardian = {paul}"));
    let tx = school.house.db.write().unwrap();
    let by = System::at_the_console();
    preau::school::guardianship::store::remove(&tx, Id::new(tie), school.house.clock.now(), &by).unwrap();
    tx.commit().unwrap();
    assert_eq!(recipients(&school), ["grand_mere", "mere_sans_autorite", "parent_lea"]);
}
