//! Letters of words: who gets one, what stands in it, when it leaves, and who is told nothing of whom.

mod joining;
mod leaving;

use crate::{
    liaison::{write, write_to},
    world::School,
};
use preau::base::jobs::runner::{Runs, run_due};

/// A letter of the outbox.
#[derive(Clone, Debug)]
pub struct Sent {
    pub to: String,
    pub kind: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub reply: String,
    pub send_at: i64,
}

/// A school that families reach from home and whose mailbox is read, in which all guardians have opened their accounts.
pub fn school() -> School {
    let school = School::new();
    sql(&school, "UPDATE account SET activated_at = coalesce(activated_at, 1)");
    sql(&school, "UPDATE settings SET public_address = 'https://jaures.example/'");
    sql(&school, "UPDATE settings SET imap_host = 'imap.exemple.invalid', imap_address = 'ecole@exemple.invalid'");
    school
}

pub fn sql(school: &School, statement: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(statement).unwrap();
}

/// What the house does a moment later.
pub fn later(school: &School) {
    let kinds: Vec<Runs> = school.house.rooms.iter().flat_map(|room| room.jobs).copied().collect();
    run_due(&school.house.db, &school.house.clock, &kinds).unwrap();
    let broken: i64 = crate::world::row(school, "SELECT count(*) FROM job WHERE fault IS NOT NULL");
    assert_eq!(broken, 0, "a job failed");
}

pub fn outbox(school: &School) -> Vec<Sent> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql =
        "SELECT recipient, kind, subject, text, coalesce(html, ''), reply, send_at FROM outbox ORDER BY recipient, id";
    let mut rows = file.prepare(sql).unwrap();
    let read = |row: &rusqlite::Row| {
        Ok(Sent {
            to: row.get::<_, String>(0)?.replace("@exemple.invalid", ""),
            kind: row.get(1)?,
            subject: row.get(2)?,
            text: row.get(3)?,
            html: row.get(4)?,
            reply: row.get(5)?,
            send_at: row.get(6)?,
        })
    };
    rows.query_map([], read).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The newest letter to that person.
#[track_caller]
pub fn letter(school: &School, to: &str) -> Sent {
    let all = outbox(school);
    all.iter().rfind(|sent| sent.to == to).unwrap_or_else(|| panic!("no letter to {to} among {all:#?}")).clone()
}

impl Sent {
    /// The paths of its links to one word for one child.
    pub fn links(&self) -> Vec<String> {
        let of = |text: &str| format!("/mot/{}", text.split(['"', '\n', ' ', '/']).next().unwrap());
        let mut links: Vec<String> = self.text.split("https://jaures.example/mot/").skip(1).map(of).collect();
        links.dedup();
        links
    }

    #[track_caller]
    pub fn link(&self) -> String {
        self.links().first().unwrap_or_else(|| panic!("no link in {}", self.text)).clone()
    }
}

fn recipients(school: &School) -> Vec<String> {
    outbox(school).into_iter().map(|sent| sent.to).collect()
}

#[test]
fn each_guardian_to_whom_letters_come_gets_one_of_their_own() {
    let school = school();
    write(&school, "maitre_cm1", "CM1", "Sortie au musée", "one");
    assert!(outbox(&school).is_empty(), "the page does not wait for letters");
    later(&school);
    // Not the father whose authority was withdrawn, the one who is restricted, the aunt and the home for whom nothing is ticked.
    assert_eq!(recipients(&school), ["grand_mere", "mere_sans_autorite", "other_parent_lea", "parent_lea"]);
    let sophie = letter(&school, "parent_lea");
    assert_eq!(sophie.subject, "École Jean-Jaurès : Sortie au musée");
    assert_eq!(sophie.kind, "mot");
    for part in [&sophie.text, &sophie.html] {
        for said in ["Sortie au musée", "Bonjour à tous.", "Signer pour ", "Léa", "Roussel", "« Lu et signé »"] {
            assert!(part.contains(said), "{said} in {part}");
        }
    }
    assert!(
        sophie.html.contains("<html lang=\"fr\"")
            && sophie.html.contains("translate=\"no\" class=\"notranslate\">Léa<")
    );
    for sent in outbox(&school) {
        let others = [
            ("parent_lea", "Sophie"),
            ("other_parent_lea", "Paul"),
            ("grand_mere", "Yvonne"),
            ("mere_sans_autorite", "Inès"),
        ];
        for (who, name) in others {
            assert!(!sent.text.contains(name) && !sent.html.contains(name), "{name} in the letter to {}", sent.to);
            assert!(sent.to == who || !sent.text.contains(who), "the address of {who} in the letter to {}", sent.to);
        }
    }
}

#[test]
fn siblings_are_told_in_one_letter_with_a_link_each() {
    let school = school();
    let mut anne = school.browser("directrice");
    let form = anne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Kermesse").set("texte", "Samedi.");
    let form = form.set("categorie", "evenement").set("demande", "one").set("a_qui", "ecole");
    form.send(&mut anne).form("Envoyer").tick("confirmer", "oui").send(&mut anne).assert_status(200);
    later(&school);
    let sophie = letter(&school, "parent_lea");
    assert_eq!(outbox(&school).iter().filter(|sent| sent.to == "parent_lea").count(), 1);
    assert_eq!(sophie.links().len(), 2);
    assert!(sophie.text.contains("pour Léa et Hugo"), "{}", sophie.text);
    assert!(sophie.text.contains("Signer pour Hugo :\n"), "{}", sophie.text);
    let mut all: Vec<String> = outbox(&school).iter().flat_map(Sent::links).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!((all.len(), count), (5, 5), "two parents for two children, and Tom's father: no link is another's");
}

#[test]
fn a_link_is_for_who_may_sign_by_one() {
    let school = school();
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    let links = |who: &str| letter(&school, who).links().len();
    assert_eq!(
        [links("parent_lea"), links("other_parent_lea"), links("grand_mere"), links("mere_sans_autorite")],
        [1, 1, 0, 0]
    );
    let ines = letter(&school, "mere_sans_autorite");
    assert!(ines.text.contains("La signature est demandée à un responsable légal"), "{}", ines.text);
    assert!(!ines.text.contains("Lu et signé"));
    // An account that was never opened, an address that two people share be it without an account, a relative for whom all
    // was ticked.
    let ids = |who: &str| school.id(who);
    sql(&school, &format!("UPDATE account SET activated_at = NULL WHERE person = {}", ids("other_parent_lea")));
    sql(&school, &format!("UPDATE person SET email = 'Parent_Lea@exemple.invalid' WHERE id = {}", ids("tante")));
    sql(&school, &format!("DELETE FROM account WHERE person = {}", ids("tante")));
    sql(
        &school,
        &format!("UPDATE guardianship SET reads = 1, signs = 1, receives = 1 WHERE guardian = {}", ids("grand_mere")),
    );
    sql(&school, "DELETE FROM outbox");
    write(&school, "maitre_cm1", "CM1", "Piscine", "one");
    later(&school);
    let links = |who: &str| letter(&school, who).links().len();
    assert_eq!([links("parent_lea"), links("other_parent_lea"), links("grand_mere")], [0, 0, 1]);
    // One signature is asked for: whoever answers from the shared address may give it. Of a closed account nobody knows whose.
    assert!(letter(&school, "parent_lea").text.contains("« Lu et signé »"));
    assert!(!letter(&school, "other_parent_lea").text.contains("« Lu et signé »"));
    write(&school, "maitre_cm1", "CM1", "Droit à l’image", "all");
    later(&school);
    let sophie = letter(&school, "parent_lea");
    assert!(
        !sophie.text.contains("« Lu et signé »") && sophie.text.contains("chacun signe de son côté"),
        "{}",
        sophie.text
    );
}

#[test]
fn a_school_that_is_not_reached_from_home_puts_no_link_in_letters() {
    let school = school();
    sql(&school, "UPDATE settings SET public_address = ''");
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    let sophie = letter(&school, "parent_lea");
    assert!(!sophie.text.contains("https://") && !sophie.html.contains("https://"), "{}", sophie.text);
    assert!(sophie.text.contains("Répondez à cet e-mail par ces seuls mots, « Lu et signé »"), "{}", sophie.text);
    assert_eq!(sophie.reply.len(), 22);
    sql(&school, "UPDATE settings SET imap_address = ''; DELETE FROM outbox");
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    let sophie = letter(&school, "parent_lea");
    assert!(sophie.reply.is_empty() && sophie.text.contains("sur papier"), "{}", sophie.text);
}

#[test]
fn what_is_one_family_s_own_or_about_health_is_only_announced() {
    let school = school();
    let silent = |sent: &Sent, words: &[&str]| {
        for word in words {
            assert!(
                ![&sent.subject, &sent.text, &sent.html].iter().any(|part| part.contains(word)),
                "{word}: {}",
                sent.text
            );
        }
    };
    write_to(&school, &["lea"], "one");
    later(&school);
    let sophie = letter(&school, "parent_lea");
    assert_eq!(sophie.subject, "École Jean-Jaurès : un mot concernant Léa vous attend");
    silent(&sophie, &["Entre nous", "Bonjour.", "Morel", "Lu et signé"]);
    assert_eq!(sophie.links().len(), 1);

    let note = health(&school);
    later(&school);
    silent(&letter(&school, "parent_lea"), &["Poux", "shampoing", "Santé"]);
    sql(&school, &format!("UPDATE liaison_note SET text_in_mail = 1 WHERE id = {note}"));
    school.browser("maitre_cm1").post(&format!("/cahier-de-liaison/{note}/relancer"), &[]).assert_status(200);
    later(&school);
    let reminder = letter(&school, "parent_lea");
    assert!(reminder.text.contains("shampoing"), "its author ticked « texte dans l'e-mail »");
}

fn health(school: &School) -> i64 {
    let mut teacher = school.browser("maitre_cm1");
    let form =
        teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Poux").set("texte", "Un shampoing.");
    let form = form.set("categorie", "sante").set("demande", "read").set("a_qui", "classes");
    crate::liaison::number(&form.forge("classe", &school.class("CM1").to_string()).send(&mut teacher))
}

#[test]
fn who_wants_paper_or_has_no_place_here_gets_no_letter() {
    let school = school();
    let id = |who: &str| school.id(who);
    sql(&school, &format!("UPDATE person SET channel = 'paper' WHERE id = {}", id("parent_lea")));
    sql(&school, &format!("UPDATE account SET closed_at = 1 WHERE person = {}", id("grand_mere")));
    sql(&school, &format!("UPDATE person SET email = 'pas une adresse' WHERE id = {}", id("mere_sans_autorite")));
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    assert_eq!(recipients(&school), ["other_parent_lea"]);
}

#[test]
fn a_class_for_which_the_book_is_off_is_written_nothing() {
    let school = school();
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    sql(
        &school,
        &format!("INSERT INTO service_off (room, class, off_at) VALUES ('liaison', {}, 1)", school.class("CM1")),
    );
    later(&school);
    assert!(outbox(&school).is_empty());
}

#[test]
fn a_whole_school_is_written_to_fifty_at_a_time() {
    let school = school();
    let lea = school.id("lea");
    sql(
        &school,
        &format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
             INSERT INTO person (last_name, first_name, sort_key, email, made_at) SELECT 'Nom' || i, 'Prénom', 'nom', 'p' || i || '@exemple.invalid', 1 FROM n;
             INSERT INTO guardianship (pupil, guardian, authority) SELECT {lea}, id, 'exercises' FROM person WHERE last_name LIKE 'Nom%'"
        ),
    );
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    assert_eq!(outbox(&school).len(), 124);
    let mut addresses = recipients(&school);
    addresses.dedup();
    assert_eq!(addresses.len(), 124, "nobody twice");
    let jobs = crate::world::row(&school, "SELECT count(*) FROM job WHERE name = 'send_letters'");
    // The guardians to whom no letter comes are passed over within the batches.
    assert_eq!(jobs, 3);
}
