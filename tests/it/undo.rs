//! An import put back to the byte, or not at all: after the summer, after use, twice, by somebody else.

use crate::world::{Browser, Reply, School, dump, row, selector};
use std::{collections::BTreeSet, time::Instant};

mod summer;

const SMALL: &str = "Nom;Prénom;Né le;INE;Classe;Niveau\r\nNOUVEAU;Lou;01/02/2019;260000001AA;CP;CP\r\nNOUVEL;Ana;03/02/2019;260000002AA;CP;CP\r\n";

fn offer(browser: &mut Browser, files: &[(&str, &[u8])]) -> Reply {
    let page = browser.get("/ecole/import");
    let form = page.form("Lire les fichiers");
    files.iter().fold(form, |form, (name, bytes)| form.attach("fichiers", name, bytes)).send(browser)
}

fn undo_path(school: &School) -> String {
    format!("/ecole/annuler/{}", row(school, "SELECT max(id) FROM people_undo"))
}

fn imported() -> School {
    let school = School::new();
    let mut anne = school.browser("directrice");
    offer(&mut anne, &[("e.csv", SMALL.as_bytes())]).form("Tout enregistrer").send(&mut anne).assert_says("2 élèves");
    school
}

fn run(school: &School, sql: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn an_import_is_put_back_once_and_said_in_the_list() {
    let school = School::new();
    let before = dump(&school);
    let mut anne = school.browser("directrice");
    let done = offer(&mut anne, &[("e.csv", SMALL.as_bytes())]).form("Tout enregistrer").send(&mut anne);
    let after = dump(&school);
    assert_ne!(before, after);
    let ask = anne.get(&done.link("Annuler cet import"));
    ask.assert_says("2 élèves");
    assert_eq!(dump(&school), after, "looking changes nothing");
    ask.form("Tout remettre comme avant").send(&mut anne).assert_says("tout est comme avant").assert_says("Annulé");
    assert_eq!(dump(&school), before);
    anne.get(&done.path).assert_says("Annulé").assert_silent_on("Annuler cet import");
    // Sent again, from a page that was left open.
    ask.form("Tout remettre comme avant").send(&mut anne).assert_says("Annulé");
    assert_eq!(dump(&school), before);
    assert_eq!(row(&school, "SELECT count(*) FROM people_undo_step"), 0);
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'undo_import'"), 1);
}

#[test]
fn what_was_used_since_stands_in_the_way_by_name() {
    let school = imported();
    let mut anne = school.browser("directrice");
    let ask = anne.get(&undo_path(&school));
    let lou = row(&school, "SELECT person FROM pupil WHERE ine = '260000001AA'");
    run(&school, &format!("INSERT INTO account (person, login, activated_at) VALUES ({lou}, 'lou.nouveau', 1)"));
    run(&school, "UPDATE pupil SET sex = 'F' WHERE ine = '260000002AA'");
    let before = dump(&school);
    let refused = ask.form("Tout remettre comme avant").send(&mut anne);
    refused.assert_status(422).assert_says("Lou Nouveau").assert_says("a activé son compte");
    refused.assert_says("Ana Nouvel").assert_says("sa page a été modifiée").assert_says("2 empêchements");
    assert!(!refused.has_button("Tout remettre comme avant"));
    assert_eq!(dump(&school), before, "nothing by half");
}

#[test]
fn a_slip_that_nobody_used_goes_with_the_import() {
    let school = School::new();
    let before = dump(&school);
    let mut anne = school.browser("directrice");
    offer(&mut anne, &[("e.csv", SMALL.as_bytes())]).form("Tout enregistrer").send(&mut anne);
    let lou = row(&school, "SELECT person FROM pupil WHERE ine = '260000001AA'");
    run(&school, &format!("INSERT INTO account (person, login) VALUES ({lou}, 'lou.nouveau')"));
    anne.get(&undo_path(&school)).form("Tout remettre comme avant").send(&mut anne).assert_says("tout est comme avant");
    assert_eq!(dump(&school), before);
}

#[test]
fn a_word_sent_since_stands_in_the_way() {
    let school = imported();
    let lou = row(&school, "SELECT person FROM pupil WHERE ine = '260000001AA'");
    let class = school.class("CP");
    run(
        &school,
        &format!("INSERT OR IGNORE INTO audience_pupil SELECT id, {lou}, {class}, sent_at FROM audience LIMIT 1"),
    );
    let mut anne = school.browser("directrice");
    anne.get(&undo_path(&school)).assert_says("Lou Nouveau").assert_says("a reçu un mot");
}

#[test]
fn it_is_kept_until_the_next_import_or_thirty_days() {
    let school = imported();
    let mut anne = school.browser("directrice");
    let first = undo_path(&school);
    let next = "Nom;Prénom;Né le;INE;Classe\r\nTROIS;Max;01/02/2019;260000003AA;CP\r\n";
    offer(&mut anne, &[("e.csv", next.as_bytes())]).form("Tout enregistrer").send(&mut anne);
    anne.get(&first).assert_says("ne peut plus être annulé");
    anne.post(&first, &[]).assert_says("ne peut plus être annulé");
    let second = undo_path(&school);
    assert!(anne.get(&second).has_button("Tout remettre comme avant"));
    school.at("2026-12-18 08:30");
    let tx = school.house.db.write().unwrap();
    let (now, system) = (school.house.clock.now(), preau::base::jobs::System::at_the_console());
    for every in preau::app::ROOMS.iter().flat_map(|room| room.every).filter(|every| every.name.starts_with("forget")) {
        (every.run)(&tx, &system, now).unwrap();
    }
    tx.commit().unwrap();
    school.browser("directrice").get(&second).assert_says("ne peut plus être annulé");
    assert_eq!(row(&school, "SELECT count(*) FROM people_undo_step"), 0);
    school.browser("directrice").get("/ecole/import").assert_says("Les imports passés");
}

#[test]
fn nobody_but_the_director_puts_back() {
    let school = imported();
    let after = dump(&school);
    for who in ["maitre_cm1", "parent_lea", "mairie", "technicien", "ancienne_directrice", "visiteur"] {
        let mut browser = school.browser(who);
        assert_ne!(browser.get_once(&undo_path(&school)).status, 200, "{who}");
        assert_ne!(browser.post_once(&undo_path(&school), &[]).status, 200, "{who}");
        assert_eq!(dump(&school), after, "{who}");
    }
}
