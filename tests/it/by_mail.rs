//! Answers by return mail: what signs, and what only a person reads.

use crate::{
    letters::{Sent, later, letter, outbox, school, sql},
    liaison::{rows, write, write_to},
    world::{School, instant},
};
use preau::{
    base::{
        jobs::System,
        mail::{Doubt, Incoming},
    },
    rooms::liaison::ROOM,
};

const ANSWERS: &str = "SELECT count(*) FROM liaison_answer";
const TO_READ: &str = "SELECT count(*) FROM liaison_incoming";
const SOPHIE: &str = "parent_lea@exemple.invalid";

pub fn incoming(to: &Sent, from: &str, text: &str) -> Incoming {
    let message =
        format!("<{}@exemple.invalid>", preau::base::secret::hex(&preau::base::secret::sha256(text.as_bytes())[..6]));
    Incoming { token: to.reply.clone(), from: from.into(), message, text: text.into(), files: 0, doubt: None }
}

pub fn take(school: &School, incoming: &Incoming) -> bool {
    let tx = school.house.db.write().unwrap();
    let taken = (ROOM.reply)(&tx, &System::at_the_console(), incoming, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    taken
}

/// Sophie answers the letter that she got.
fn answer(school: &School, text: &str) {
    assert!(take(school, &incoming(&letter(school, "parent_lea"), SOPHIE, text)));
}

fn written(school: &School, asks: &str) -> i64 {
    let note = write(school, "maitre_cm1", "CM1", "Sortie au musée", asks);
    later(school);
    note
}

pub fn why(school: &School) -> String {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row("SELECT why FROM liaison_incoming ORDER BY id DESC LIMIT 1", [], |row| row.get(0)).unwrap()
}

/// It signed nothing, and is there to be read, for that reason.
#[track_caller]
fn is_to_read(school: &School, reason: &str) {
    assert_eq!((rows(school, ANSWERS), rows(school, TO_READ)), (0, 1));
    assert_eq!(why(school), reason);
}

#[test]
fn read_and_signed_signs_and_is_confirmed() {
    let school = school();
    let note = written(&school, "one");
    answer(&school, "Bonjour,\n\nLu et signé.\n\nSophie Petit");
    let of = format!("note = {note} AND guardian = {} AND pupil = {}", school.id("parent_lea"), school.id("lea"));
    assert_eq!(rows(&school, &format!("{ANSWERS} WHERE {of} AND how = 'mail' AND version = 1")), 1);
    assert_eq!(rows(&school, TO_READ), 0);
    let by = format!("act = 'SignNote' AND by = {} AND thing_id = {note}", school.id("parent_lea"));
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM journal WHERE {by}")), 1);
    let told = letter(&school, "parent_lea");
    assert_eq!(told.subject, "École Jean-Jaurès : c’est enregistré pour Léa");
    let said = told.text.replace('\u{a0}', " ");
    assert!(said.contains("Votre signature est enregistrée, le mardi 17 novembre à 8 h 30, pour Léa."), "{said}");
    assert!(told.reply.is_empty(), "two machines thank each other once");
    // The same again, from the mailbox read twice or said twice: nothing more.
    let first = outbox(&school).iter().find(|sent| sent.to == "parent_lea").unwrap().clone();
    take(&school, &incoming(&first, SOPHIE, "Signé"));
    assert_eq!((rows(&school, ANSWERS), outbox(&school).len()), (1, 5));
    school.browser("maitre_cm1").get(&format!("/cahier-de-liaison/{note}/suivi")).assert_says("a signé");
}

#[test]
fn one_reply_signs_for_the_children_of_its_letter() {
    let school = school();
    write_whole_school(&school);
    later(&school);
    answer(&school, "Lu et signé");
    let for_both = format!(
        "{ANSWERS} WHERE guardian = {} AND pupil IN ({}, {})",
        school.id("parent_lea"),
        school.id("lea"),
        school.id("hugo")
    );
    assert_eq!(rows(&school, &for_both), 2);
    assert!(letter(&school, "parent_lea").text.contains("pour Léa et Hugo"));
}

fn write_whole_school(school: &School) {
    let mut anne = school.browser("directrice");
    let form = anne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Kermesse").set("texte", "Samedi.");
    let form = form.set("categorie", "evenement").set("demande", "one").set("a_qui", "ecole");
    form.send(&mut anne).form("Envoyer").tick("confirmer", "oui").send(&mut anne).assert_status(200);
}

#[test]
fn one_word_says_that_it_was_read() {
    let school = school();
    written(&school, "read");
    answer(&school, "Lu, merci");
    assert_eq!(rows(&school, &format!("{ANSWERS} WHERE how = 'mail'")), 1);
    assert!(letter(&school, "parent_lea").text.contains("C’est noté : vous avez lu ce mot"));
    // A signature takes more than « lu ».
    let school = self::school();
    written(&school, "one");
    answer(&school, "Lu, merci");
    is_to_read(&school, "words");
}

#[test]
fn yes_and_no_answer_the_only_question() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    let question = "INSERT INTO liaison_question (note, place, kind, label, is_required, per)";
    sql(&school, &format!("{question} VALUES ({note}, 1, 'yes_no', 'J’autorise mon enfant', 1, 'pupil')"));
    later(&school);
    let asked = letter(&school, "parent_lea");
    assert!(
        asked.text.contains("J’autorise mon enfant") && asked.text.contains("« oui » ou « non »"),
        "{}",
        asked.text
    );
    let values =
        |value: &str| rows(&school, &format!("SELECT count(*) FROM liaison_answer_value WHERE value = '{value}'"));
    take(&school, &incoming(&asked, SOPHIE, "Lu et signé"));
    assert_eq!((rows(&school, ANSWERS), rows(&school, TO_READ)), (0, 1), "neither yes nor no");
    take(&school, &incoming(&asked, SOPHIE, "Oui"));
    take(&school, &incoming(&asked, SOPHIE, "Oui, merci"));
    assert_eq!((values("yes"), rows(&school, ANSWERS)), (1, 1));
    take(&school, &incoming(&asked, SOPHIE, "Non"));
    assert_eq!((values("yes"), values("no"), rows(&school, ANSWERS)), (1, 1, 2), "changed, with its history");
    assert!(letter(&school, "parent_lea").text.contains("Votre réponse, « non », est enregistrée et signée"));
    // With a second question the page is needed.
    sql(&school, &format!("{question} VALUES ({note}, 2, 'text', 'Allergies', 0, 'pupil')"));
    take(&school, &incoming(&asked, SOPHIE, "Oui !"));
    assert_eq!((values("yes"), why(&school).as_str()), (1, "not_by_mail"));
}

/// The reason told, what the word asks, and what has happened since its letter.
type Case = (&'static str, &'static str, fn(&School, i64) -> String);

#[test]
fn what_speaks_against_it_signs_nothing() {
    let cases: [Case; 8] = [
        ("withdrawn", "one", |_, note| format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}")),
        ("expired", "one", |_, _| "UPDATE liaison_letter SET expires_at = 1".into()),
        ("corrected", "one", |_, note| format!("UPDATE liaison_note SET asks_since = 2 WHERE id = {note}")),
        ("sender", "one", |s, _| {
            format!("UPDATE person SET email = 'neuve@exemple.invalid' WHERE id = {}", s.id("parent_lea"))
        }),
        ("closed", "one", |s, _| format!("UPDATE account SET closed_at = 1 WHERE person = {}", s.id("parent_lea"))),
        ("no_right", "one", |s, _| {
            format!("UPDATE guardianship SET authority = 'not_exercising' WHERE guardian = {}", s.id("parent_lea"))
        }),
        ("not_by_mail", "all", |s, _| {
            format!("UPDATE person SET email = '{SOPHIE}' WHERE id = {}", s.id("other_parent_lea"))
        }),
        ("not_by_mail", "one", |_, note| format!("UPDATE liaison_note SET category = 'sante' WHERE id = {note}")),
    ];
    for (reason, asks, statement) in cases {
        let school = school();
        let note = written(&school, asks);
        sql(&school, &statement(&school, note));
        answer(&school, "Lu et signé");
        is_to_read(&school, reason);
    }
}

#[test]
fn nobody_signs_for_somebody_else() {
    let school = school();
    written(&school, "one");
    let sophie = letter(&school, "parent_lea");
    take(&school, &incoming(&sophie, "other_parent_lea@exemple.invalid", "Lu et signé"));
    is_to_read(&school, "sender");
    for (doubt, reason) in
        [(Doubt::NotAuthentic, "not_authentic"), (Doubt::Forward, "forward"), (Doubt::Unreadable, "words")]
    {
        let doubted =
            Incoming { doubt: Some(doubt), message: reason.into(), ..incoming(&sophie, SOPHIE, "Lu et signé") };
        take(&school, &doubted);
        assert_eq!((rows(&school, ANSWERS), why(&school).as_str()), (0, reason));
    }
    // A secret of nobody's is none of ours.
    let astray = Incoming { token: "AAAAAAAAAAAAAAAAAAAAAA".into(), ..incoming(&sophie, SOPHIE, "Lu et signé") };
    assert!(!take(&school, &astray));
    // A shared address may sign where one signature is enough.
    sql(&school, &format!("UPDATE person SET email = '{SOPHIE}' WHERE id = {}", school.id("tante")));
    take(&school, &incoming(&sophie, "Parent_LEA@exemple.invalid", "Lu et signé"));
    assert_eq!(rows(&school, ANSWERS), 1);
}

#[test]
fn a_letter_with_the_text_of_before_signs_that_text() {
    let school = school();
    let note = written(&school, "one");
    let sophie = letter(&school, "parent_lea");
    sql(&school, "UPDATE outbox SET sent_at = 1");
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get(&format!("/cahier-de-liaison/{note}/corriger")).form("Corriger le mot");
    form.set("texte", "À 9 heures.").send(&mut teacher).assert_status(200);
    take(&school, &incoming(&sophie, SOPHIE, "Lu et signé"));
    assert_eq!(rows(&school, &format!("{ANSWERS} WHERE version = 1 AND how = 'mail'")), 1, "what she had read");
}

#[test]
fn anything_else_is_read_by_who_follows_the_word_up_and_put_away() {
    let school = school();
    let note = written(&school, "one");
    school.at("2026-11-17 22:00");
    let words = "Bonjour, Léa sera absente ce jour-là.\nSophie";
    answer(&school, words);
    take(&school, &incoming(&letter(&school, "parent_lea"), SOPHIE, words));
    is_to_read(&school, "words");
    let told = letter(&school, "maitre_cm1");
    assert_eq!((told.kind.as_str(), told.subject.as_str()), ("reponse", "École Jean-Jaurès : une réponse à lire"));
    assert_eq!(told.send_at, instant("2026-11-18 07:00").0, "what staff is told of waits");
    assert!(!told.text.contains("absente") && told.text.contains("Sortie au musée"), "{}", told.text);
    // One letter however many wait.
    answer(&school, "Et aussi le jeudi.");
    assert_eq!(outbox(&school).iter().filter(|sent| sent.to == "maitre_cm1").count(), 1);

    let follow_up = format!("/cahier-de-liaison/{note}/suivi");
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get(&follow_up);
    page.assert_says("2 réponses par e-mail à lire")
        .assert_says("Léa sera absente ce jour-là.")
        .assert_says("Sophie Petit");
    let reply = rows(&school, "SELECT min(id) FROM liaison_incoming");
    let path = format!("/cahier-de-liaison/{note}/reponses/{reply}/lu");
    // Not by a family, by whoever has not these children, nor under another word.
    for who in ["parent_lea", "other_parent_lea"] {
        school.browser(who).post_once(&path, &[]).assert_status(403);
    }
    for who in ["maitresse_ce1", "atsem"] {
        assert!([403, 404].contains(&school.browser(who).post_once(&path, &[]).status), "{who}");
    }
    school
        .browser("maitre_cm1")
        .post_once(&format!("/cahier-de-liaison/1/reponses/{reply}/lu"), &[])
        .assert_status(404);
    assert_eq!(rows(&school, &format!("{TO_READ} WHERE read_at IS NULL")), 2);
    let after = page.form("C’est lu").send(&mut teacher);
    after.assert_says("1 réponse par e-mail à lire").assert_silent_on("absente ce jour-là");
    assert_eq!(rows(&school, &format!("{TO_READ} WHERE text = '' AND read_by = {}", school.id("maitre_cm1"))), 1);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'FollowUp'"), 1);
    teacher.post_once(&path, &[]).assert_status(404);
}

#[test]
fn a_colleague_s_letter_betrays_no_word_that_families_letters_hide() {
    let school = school();
    let note = written(&school, "one");
    sql(&school, &format!("UPDATE liaison_note SET category = 'sante' WHERE id = {note}"));
    answer(&school, "Merci, c’est fait.");
    let told = letter(&school, "maitre_cm1");
    assert!(!told.text.contains("musée") && !told.html.contains("musée"), "{}", told.text);
}

#[test]
fn a_reply_about_one_class_is_not_the_other_teacher_s() {
    let school = school();
    write_to(&school, &["lea", "tom"], "one");
    later(&school);
    answer(&school, "Je viendrai vous voir.");
    let note = rows(&school, "SELECT max(id) FROM liaison_note");
    let page = format!("/cahier-de-liaison/{note}/suivi");
    school.browser("maitresse_ce1").get(&page).assert_status(200).assert_silent_on("Je viendrai");
    school.browser("maitre_cm1").get(&page).assert_says("Je viendrai");
    // Its author leads nobody there but directs: she is told.
    assert_eq!(letter(&school, "directrice").kind, "reponse");
}
