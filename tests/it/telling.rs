//! How people hear of messages: letters, digests, open pages; and what comes back by mail.

mod by_mail;

use crate::{
    letters::{Sent, later, letter, outbox, sql},
    liaison::rows,
    world::School,
};

/// As for the letters of words.
pub fn school() -> School {
    crate::letters::school()
}

/// Sends it to these, and says which thread and message came of it.
pub fn write(school: &School, who: &str, to: &[String], text: &str, more: &[(&str, &str)]) -> (i64, i64) {
    let mut browser = school.browser(who);
    let composer = browser.post_once("/messages/nouveau", &[]).header("location").unwrap().to_owned();
    let mut pairs = vec![("objet", "Sortie"), ("texte", text), ("geste", "envoyer"), ("malgre", "oui")];
    pairs.extend(to.iter().map(|word| ("a", word.as_str())));
    pairs.extend(more);
    let sent = browser.post_once(&composer, &pairs);
    assert_eq!(sent.status, 303, "{}", sent.text());
    newest(school)
}

pub fn newest(school: &School) -> (i64, i64) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let newest = "SELECT thread, id FROM message WHERE thread IS NOT NULL ORDER BY id DESC LIMIT 1";
    file.query_row(newest, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

pub fn parent(school: &School, who: &str, child: &str) -> String {
    format!("r{}-{}", school.id(who), school.id(child))
}

fn sophie(school: &School) -> String {
    parent(school, "parent_lea", "lea")
}

fn to(school: &School, who: &str) -> Vec<Sent> {
    outbox(school).into_iter().filter(|sent| sent.to == who).collect()
}

#[test]
fn a_letter_announces_and_holds_the_text_only_where_it_was_ticked() {
    let school = school();
    write(&school, "maitre_cm1", &[sophie(&school)], "Léa a mal au ventre.", &[]);
    assert!(outbox(&school).is_empty(), "sending does not wait for letters");
    later(&school);
    assert_eq!(outbox(&school).len(), 1, "one reader, one letter: not her father, not the director");
    let announced = letter(&school, "parent_lea");
    assert_eq!(
        (announced.kind.as_str(), announced.subject.as_str()),
        ("message", "École Jean-Jaurès : M. Roussel vous a écrit")
    );
    for said in [&announced.text, &announced.html] {
        assert!(said.contains("M. Roussel") && said.contains("https://jaures.example/messages/"), "{said}");
        assert!(!said.contains("ventre") && !said.contains("Sortie"), "{said}");
    }
    write(&school, "maitre_cm1", &[sophie(&school)], "La sortie est jeudi.", &[("texte_dans_mail", "oui")]);
    later(&school);
    let whole = letter(&school, "parent_lea");
    assert!(whole.text.contains("La sortie est jeudi.") && whole.html.contains("La sortie est jeudi."));
    assert!(
        !whole.subject.contains("jeudi") && !whole.subject.contains("Sortie"),
        "a subject stands on locked screens"
    );
}

#[test]
fn each_is_told_as_they_chose_and_pupils_and_those_on_paper_by_no_letter() {
    let school = school();
    let choice = |how: &str| {
        sql(&school, "DELETE FROM notice_choice");
        let sophie = school.id("parent_lea");
        sql(&school, &format!("INSERT INTO notice_choice (person, kind, how) VALUES ({sophie}, 'message', '{how}')"));
    };
    choice("never");
    write(&school, "maitre_cm1", &[sophie(&school)], "Bonjour.", &[]);
    later(&school);
    choice("digest");
    let (thread, _) = write(&school, "maitre_cm1", &[sophie(&school)], "Bonsoir.", &[]);
    later(&school);
    assert_eq!(outbox(&school).len(), 0);
    assert_eq!(rows(&school, "SELECT count(*) FROM notice WHERE kind = 'message'"), 1);
    school.at("2026-11-17 18:01");
    preau::app::digest::send_due(&school.house, &preau::base::jobs::System::at_the_console()).unwrap();
    let digest = letter(&school, "parent_lea");
    assert!(digest.text.contains("M. Roussel vous a écrit") && !digest.text.contains("Bonsoir"), "{}", digest.text);
    assert!(digest.text.contains(&format!("/messages/{thread}")), "{}", digest.text);
    sql(&school, "DELETE FROM notice_choice; DELETE FROM outbox; UPDATE person SET channel = 'paper'");
    write(&school, "maitre_cm1", &[sophie(&school)], "Encore.", &[]);
    later(&school);
    assert_eq!(outbox(&school).len(), 0);
}

#[test]
fn a_digest_says_nothing_of_what_was_read_or_is_theirs_no_more() {
    let school = school();
    let sophie_id = school.id("parent_lea");
    sql(&school, &format!("INSERT INTO notice_choice (person, kind, how) VALUES ({sophie_id}, 'message', 'digest')"));
    let (read, _) = write(&school, "maitre_cm1", &[sophie(&school)], "Lu.", &[]);
    let (gone, _) = write(&school, "maitre_cm1", &[sophie(&school)], "Perdu.", &[]);
    later(&school);
    school.browser("parent_lea").post(&format!("/messages/{read}/lu"), &[]);
    sql(&school, &format!("DELETE FROM thread_member WHERE thread = {gone} AND person = {sophie_id}"));
    school.at("2026-11-17 18:01");
    preau::app::digest::send_due(&school.house, &preau::base::jobs::System::at_the_console()).unwrap();
    assert_eq!(to(&school, "parent_lea").len(), 0);
}

#[test]
fn a_lively_conversation_is_announced_once_until_it_is_opened() {
    let school = school();
    let (thread, _) = write(&school, "maitre_cm1", &[sophie(&school)], "Un.", &[]);
    later(&school);
    let mut karim = school.browser("maitre_cm1");
    let answer = |browser: &mut crate::world::Browser, text: &str| {
        browser.post_once(&format!("/messages/{thread}/repondre"), &[("texte", text), ("geste", "envoyer")]);
        later(&school);
    };
    answer(&mut karim, "Deux.");
    answer(&mut karim, "Trois.");
    assert_eq!(to(&school, "parent_lea").len(), 1);
    school.browser("parent_lea").post(&format!("/messages/{thread}/lu"), &[]);
    answer(&mut karim, "Quatre.");
    assert_eq!(to(&school, "parent_lea").len(), 2);
}

#[test]
fn letters_wait_for_the_end_of_quiet_hours() {
    let school = school();
    sql(&school, "UPDATE settings SET public_address = ''");
    school.at("2026-11-17 21:30");
    write(&school, "directrice", &[format!("p{}", school.id("maitre_cm1"))], "Demain ?", &[]);
    later(&school);
    let told = letter(&school, "maitre_cm1");
    assert_eq!(told.kind, "message-equipe");
    assert_eq!(told.send_at, crate::world::instant("2026-11-18 07:00").0, "delivered at once, told in the morning");
    assert!(!told.text.contains("https://"), "reached from the school alone");
}

#[test]
fn what_was_taken_back_is_told_to_nobody() {
    let school = school();
    school.at("2026-11-17 21:30");
    let mut stream = school.browser("parent_lea").listen();
    let (_, message) = write(&school, "maitre_cm1", &[sophie(&school)], "Trop tard.", &[]);
    later(&school);
    school.browser("maitre_cm1").post_once(&format!("/messages/ecrits/{message}/reprendre"), &[]);
    school.at("2026-11-18 09:00");
    later(&school);
    assert_eq!(outbox(&school).len(), 0);
    assert!(!stream.heard().0.contains("change"));
}

#[test]
fn open_pages_of_those_for_whom_it_is_hear_of_it_and_no_others() {
    let school = school();
    let listen = |who: &str| school.browser(who).listen();
    let mut told = ["parent_lea", "maitre_cm1"].map(listen);
    let mut others = ["other_parent_lea", "parent_tom", "directrice"].map(listen);
    let (thread, _) = write(&school, "maitre_cm1", &[sophie(&school)], "Bonjour.", &[]);
    for stream in &mut told {
        let (text, _) = stream.heard();
        assert!(text.ends_with(&format!("event: change\ndata: messages {thread}\n\n")), "{text}");
        assert!(!text.contains("Bonjour") && !text.contains("Roussel"));
    }
    assert!(others.iter_mut().all(|stream| !stream.heard().0.contains("change")));
    let page = school.browser("parent_lea").get(&format!("/messages/{thread}"));
    assert!(page.body().contains(&format!("data-direct=\"messages-{thread}\"")), "{}", page.body());
    assert!(page.body().contains("data-annonce=\"Nouveau message de M. Roussel\""));
}
