//! Two pages of one person become one, nothing lost, and two again; the other guardian untouched.

use crate::world::{Browser, Reply, School, WORD, dump, letters, row};

const NOBODY: &str = "une seule et même personne";

fn run(school: &School, sql: &str) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute(sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
    file.last_insert_rowid()
}

/// A second page of Sophie Petit, tied to Léa as she is, who signed too.
fn twin_of_sophie(school: &School, activated: bool) -> i64 {
    let (sophie, lea) = (school.id("parent_lea"), school.id("lea"));
    let twin = run(
        school,
        &format!(
            "INSERT INTO person (civility, last_name, first_name, sort_key, email, made_at) SELECT civility, 'Petit-Martin', first_name, sort_key, 'autre@exemple.invalid', 7 FROM person WHERE id = {sophie}"
        ),
    );
    run(school, &format!("INSERT INTO guardianship (pupil, guardian) VALUES ({lea}, {twin})"));
    let at = if activated { "7" } else { "NULL" };
    run(school, &format!("INSERT INTO account (person, login, activated_at) VALUES ({twin}, 'sophie.petit2', {at})"));
    for (guardian, version) in [(sophie, 1), (twin, 1), (twin, 2)] {
        run(
            school,
            &format!(
                "INSERT OR IGNORE INTO liaison_answer (note, pupil, guardian, version, answered_at, how) VALUES ({WORD}, {lea}, {guardian}, {version}, 9, 'application')"
            ),
        );
    }
    run(
        school,
        &format!(
            "INSERT INTO guardianship_removed (pupil, guardian, removed_at) VALUES ({}, {twin}, 3)",
            school.id("zoe")
        ),
    );
    twin
}

fn compare(school: &School, browser: &mut Browser, keep: i64, gone: i64) -> Reply {
    assert_eq!(row(school, &format!("SELECT count(*) FROM person WHERE id IN ({keep}, {gone})")), 2);
    browser.get(&format!("/ecole/personnes/{keep}/doublon/{gone}"))
}

#[test]
fn two_pages_of_a_guardian_become_one_and_two_again() {
    let school = School::new();
    let sophie = school.id("parent_lea");
    let twin = twin_of_sophie(&school, true);
    let others = |school: &School| {
        let paul = school.id("other_parent_lea");
        (
            row(school, &format!("SELECT count(*) FROM guardianship WHERE guardian = {paul}")),
            row(school, &format!("SELECT count(*) FROM liaison_answer WHERE guardian = {paul}")),
        )
    };
    let (before, other) = (dump(&school), others(&school));
    let mut her = school.browser("parent_lea");
    let mut anne = school.browser("directrice");
    let list = anne.get(&format!("/ecole/personnes/{sophie}")).link("Deux pages pour une seule personne ?");
    let list = anne.get(&list);
    list.assert_says("Même enfant").assert_says("Sophie Petit-Martin");
    let page = anne.get(&list.link("Comparer"));
    page.form("N’en faire qu’une page").send(&mut anne).assert_status(422).assert_says("Les deux comptes servent");
    assert_eq!(dump(&school), before);
    let form = page.form("N’en faire qu’une page").set("nom", "autre").set("compte", "autre").tick("compare", "oui");
    form.send(&mut anne)
        .assert_says("Il n’y a plus qu’une page")
        .assert_says("sophie.petit2")
        .assert_says("Petit-Martin");
    let count = |sql: &str| row(&school, &sql.replace("SOPHIE", &sophie.to_string()));
    assert_eq!(
        count("SELECT count(*) FROM liaison_answer WHERE guardian = SOPHIE"),
        3,
        "all that was given under each"
    );
    assert_eq!(count("SELECT count(*) FROM account WHERE person = SOPHIE AND login = 'sophie.petit2'"), 1);
    assert_eq!(count("SELECT count(*) FROM guardianship_removed WHERE guardian = SOPHIE"), 1, "kept in mind");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {twin}")), 0);
    assert_eq!(others(&school), other, "the other guardian is untouched");
    assert_ne!(her.get_once("/").status, 200, "her session has ended");
    assert!(
        letters(&school)
            .iter()
            .any(|(to, subject)| to == "autre@exemple.invalid" && subject.contains("n’en font plus qu’un"))
    );
    let again = anne.get(&anne_path(sophie));
    let undo = anne.get(&again.link("Revenir en arrière"));
    undo.form("Tout remettre comme avant").send(&mut anne).assert_says("La fusion est annulée");
    for (table, rows) in dump(&school) {
        assert_eq!(rows, before[&table], "{table}");
    }
}

fn anne_path(person: i64) -> String {
    format!("/ecole/personnes/{person}/doublon")
}

#[test]
fn a_merge_that_was_lived_in_is_not_put_back() {
    let school = School::new();
    let (sophie, twin) = (school.id("parent_lea"), twin_of_sophie(&school, false));
    let mut anne = school.browser("directrice");
    let page = compare(&school, &mut anne, sophie, twin);
    page.form("N’en faire qu’une page").tick("compare", "oui").send(&mut anne).assert_says("Il n’y a plus qu’une page");
    run(&school, &format!("UPDATE person SET email = 'nouvelle@exemple.invalid' WHERE id = {sophie}"));
    let list = anne.get(&anne_path(sophie));
    // Her page was not changed by the merge itself: it does not stand in the way of what was.
    anne.get(&list.link("Revenir en arrière")).assert_status(200);
    run(&school, &format!("DELETE FROM liaison_answer WHERE guardian = {sophie} AND version = 2"));
    anne.get(&list.link("Revenir en arrière")).assert_says("Sophie Petit").assert_says("empêchement");
}

#[test]
fn a_name_alone_proposes_nobody_and_a_choice_by_hand_asks_twice() {
    let school = School::new();
    let sophie = school.id("parent_lea");
    let namesake = run(
        &school,
        &format!(
            "INSERT INTO person (last_name, first_name, sort_key, made_at) SELECT last_name, first_name, sort_key, 7 FROM person WHERE id = {sophie}"
        ),
    );
    let mut anne = school.browser("directrice");
    anne.get(&anne_path(sophie)).assert_says("Le nom seul ne suffit jamais");
    let list = anne.get(&format!("{}?q=petit", anne_path(sophie)));
    let page = anne.get(&list.link("Comparer"));
    page.assert_says(NOBODY);
    let before = dump(&school);
    page.form("N’en faire qu’une page").tick("compare", "oui").send(&mut anne).assert_status(422);
    assert_eq!(dump(&school), before);
    // The page grew stale meanwhile.
    run(&school, &format!("UPDATE person SET town = 'Brest' WHERE id = {namesake}"));
    let stale = page.form("N’en faire qu’une page").tick("compare", "oui").tick("certain", "oui").send(&mut anne);
    stale.assert_status(422).assert_says("a changé depuis");
    let again = anne.get(&page.path).form("N’en faire qu’une page").tick("compare", "oui").tick("certain", "oui");
    again.send(&mut anne).assert_says("Il n’y a plus qu’une page");
}

#[test]
fn two_pages_of_a_pupil_become_one_and_two_again() {
    let school = School::new();
    let lea = school.id("lea");
    let twin = run(
        &school,
        &format!(
            "INSERT INTO person (last_name, first_name, sort_key, made_at) SELECT last_name, first_name, sort_key, 7 FROM person WHERE id = {lea}"
        ),
    );
    run(
        &school,
        &format!(
            "INSERT INTO pupil (person, born_on, ine) SELECT {twin}, born_on, '260000009AA' FROM pupil WHERE person = {lea}"
        ),
    );
    run(
        &school,
        &format!(
            "INSERT INTO enrolment (pupil, class, from_on) VALUES ({twin}, {}, '2026-10-01')",
            school.class("CE1")
        ),
    );
    run(&school, &format!("INSERT INTO guardianship (pupil, guardian) VALUES ({twin}, {})", school.id("tante")));
    let before = dump(&school);
    let mut anne = school.browser("directrice");
    let list = anne.get(&format!("/eleves/{lea}")).link("Deux pages pour un seul enfant ?");
    let list = anne.get(&list);
    list.assert_says("Même date de naissance");
    let page = anne.get(&list.link("Comparer"));
    page.form("N’en faire qu’une page")
        .tick("compare", "oui")
        .send(&mut anne)
        .assert_status(422)
        .assert_says("la classe");
    let form = page.form("N’en faire qu’une page").set("classe", "ici").tick("compare", "oui");
    form.send(&mut anne).assert_says("Il n’y a plus qu’une page").assert_says("260000009AA");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM enrolment WHERE pupil = {lea} AND until_on IS NULL")), 1);
    let aunt = school.id("tante");
    let looked = format!(
        "SELECT count(*) FROM guardianship WHERE pupil = {lea} AND guardian = {aunt} AND needs_look = 'third_adult'"
    );
    assert!(row(&school, &looked) <= 1);
    let list = anne.get(&anne_path(lea));
    anne.get(&list.link("Revenir en arrière"))
        .form("Tout remettre comme avant")
        .send(&mut anne)
        .assert_says("La fusion est annulée");
    for (table, rows) in dump(&school) {
        assert_eq!(rows, before[&table], "{table}");
    }
}

#[test]
fn what_cannot_be_one_stays_two() {
    let school = School::new();
    let (lea, zoe, sophie, anne_id) =
        (school.id("lea"), school.id("zoe"), school.id("parent_lea"), school.id("directrice"));
    run(&school, &format!("UPDATE pupil SET ine = '26000000' || person || 'AA' WHERE person IN ({lea}, {zoe})"));
    let paul = school.id("other_parent_lea");
    run(&school, &format!("UPDATE guardianship SET restricted_on = '2026-10-01' WHERE guardian = {paul}"));
    let before = dump(&school);
    let mut anne = school.browser("directrice");
    compare(&school, &mut anne, lea, zoe).assert_says("chacun leur INE");
    compare(&school, &mut anne, sophie, lea).assert_says("Un adulte et un élève");
    compare(&school, &mut anne, sophie, anne_id).assert_says("C’est votre propre page");
    compare(&school, &mut anne, sophie, paul).assert_says("ne donnent pas la même chose");
    for (keep, gone) in [(lea, zoe), (sophie, lea), (sophie, anne_id), (sophie, paul)] {
        let path = format!("/ecole/personnes/{keep}/doublon/{gone}");
        anne.post(&path, &[("compare", "oui"), ("certain", "oui")]).assert_status(422);
    }
    for who in ["maitre_cm1", "parent_lea", "mairie", "technicien"] {
        let path = format!("/ecole/personnes/{sophie}/doublon/{}", school.id("tante"));
        assert_ne!(school.browser(who).get_once(&path).status, 200, "{who}");
        assert_ne!(school.browser(who).post_once(&path, &[("compare", "oui")]).status, 200, "{who}");
    }
    assert_eq!(dump(&school), before);
}
