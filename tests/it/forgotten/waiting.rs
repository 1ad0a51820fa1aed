//! Links that wait in somebody's letters, and what makes them worthless.

use super::{SOPHIE, link, linked, school, sign_in, sql};
use crate::world::{Browser, PASSPHRASE, School, row};

const OTHER: &str = "sophie@ailleurs.invalid";

/// The paths of a rescue letter and of an address that waits.
fn both(school: &School) -> [String; 2] {
    [linked(school, "sophie.petit"), awaited(school, &mut school.browser("parent_lea"))]
}

fn awaited(school: &School, browser: &mut Browser) -> String {
    let page = browser.get("/compte/adresse");
    page.form("Envoyer l’e-mail").set("courriel", OTHER).set("phrase", PASSPHRASE).send(browser).assert_status(200);
    link(school, OTHER)
}

fn assert_all(school: &School, paths: &[String], status: u16) {
    for path in paths {
        school.visitor().get(path).assert_status(status);
    }
}

#[test]
fn an_account_opened_again_has_nothing_that_waited() {
    let school = school();
    let paths = both(&school);
    let account = school.people.account("parent_lea");
    sql(
        &school,
        &format!(
            "INSERT INTO known_device (token, account, seen_at, trusted_until) VALUES (zeroblob(32), {account}, 0, 9999999999)"
        ),
    );
    assert_all(&school, &paths, 200);
    let person = format!("/ecole/personnes/{}", school.id("parent_lea"));
    let mut anne = school.browser("directrice");
    anne.get(&format!("{person}/fermeture")).form("Fermer le compte").send(&mut anne);
    assert_all(&school, &paths, 404);
    anne.get(&format!("{person}/reouverture")).form("Rouvrir le compte").send(&mut anne).assert_says("rouvert");
    assert_all(&school, &paths, 404);
    let trusted = format!("SELECT count(*) FROM known_device WHERE account = {account} AND trusted_until IS NOT NULL");
    assert_eq!(row(&school, &trusted), 0, "no browser goes without its code any more");

    // Whatever closed it: what stands in the rows is not worth anything again.
    let paths = both(&school);
    sql(&school, &format!("UPDATE account SET closed_at = 1 WHERE id = {account}"));
    anne.get(&format!("{person}/reouverture")).form("Rouvrir le compte").send(&mut anne).assert_says("rouvert");
    assert_all(&school, &paths, 404);
}

#[test]
fn a_guardian_who_loses_a_right_loses_the_links_sent_before() {
    let school = school();
    let paths = both(&school);
    assert_all(&school, &paths, 200);
    let (lea, sophie) = (school.id("lea"), school.id("parent_lea"));
    let tie = row(&school, &format!("SELECT id FROM guardianship WHERE pupil = {lea} AND guardian = {sophie}"));
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("/ecole/liens/{tie}"));
    page.form("nregistrer").set("autorite", "withdrawn").send(&mut anne).assert_status(200);
    assert_all(&school, &paths, 404);
    // What she asks for afterwards is hers: the account stands.
    school.at("2026-11-17 08:31");
    let again = linked(&school, "sophie.petit");
    school.visitor().get(&again).assert_status(200);
}

#[test]
fn it_was_not_me_takes_back_the_address_that_the_thief_gave() {
    let school = school();
    let mut phone = school.visitor();
    sign_in(&mut phone, PASSPHRASE);
    school.at("2026-11-17 10:00");
    let mut thief = school.visitor();
    sign_in(&mut thief, PASSPHRASE);
    let path = awaited(&school, &mut thief);
    phone.get("/").form("Ce n’était pas moi").send(&mut phone).assert_says("Changez maintenant");
    school.visitor().get(&path).assert_status(404);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE email = '{SOPHIE}'")), 1);
}
