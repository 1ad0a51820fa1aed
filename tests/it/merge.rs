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

/// The tables of the parts that came after: the account that goes takes all that opened it along, the rest moves.
#[test]
fn what_opened_the_account_that_goes_opens_nothing_and_comes_back_with_it() {
    let school = School::new();
    let (sophie, twin) = (school.id("parent_lea"), twin_of_sophie(&school, true));
    let account = row(&school, &format!("SELECT id FROM account WHERE person = {twin}"));
    let blob = "zeroblob(32)";
    for sql in [
        format!("INSERT INTO second_factor (account, secret, set_at, last_step) VALUES ({account}, x'0102', 1, 5)"),
        format!("INSERT INTO recovery_code (account, code, opens) VALUES ({account}, {blob}, 'second_factor')"),
        format!(
            "INSERT INTO access_slip (account, code, token, made_at, expires_at) VALUES ({account}, {blob}, {blob}, 1, 9999999999)"
        ),
        format!(
            "INSERT INTO session (token, account, opened_at, seen_at, expires_at, is_shared, proved_at, device) VALUES (randomblob(32), {account}, 1, 1, 9999999999, 0, 1, '')"
        ),
        format!(
            "INSERT INTO half_sign_in (token, account, is_shared, back, expires_at) VALUES (randomblob(32), {account}, 0, '/', 9999999999)"
        ),
        format!("INSERT INTO arrival (account, session, device, at) VALUES ({account}, 1, 'Firefox', 2)"),
        format!("INSERT INTO arrival_told (account, letter_at) VALUES ({account}, 2)"),
        format!(
            "INSERT INTO rescue_letter (account, token, email, expires_at) VALUES ({account}, {blob}, 'a@b.fr', 9999999999)"
        ),
        format!(
            "INSERT INTO new_address (account, token, email, expires_at) VALUES ({account}, {blob}, 'a@b.fr', 9999999999)"
        ),
        format!("INSERT INTO pupil_group_leader (team, person) VALUES ({}, {twin})", school.group("Chorale")),
        format!("UPDATE pupil_group SET made_by = {twin}"),
        format!("INSERT INTO service_off (room, off_at, off_by) VALUES ('annuaire', 1, {twin})"),
        format!("INSERT INTO liaison_draft (author, fields, saved_at) VALUES ({twin}, '{{}}', 1)"),
        format!("INSERT INTO duty (person, kind, from_on) VALUES ({twin}, 'staff', '2026-09-01')"),
    ] {
        run(&school, &sql);
    }
    let before = dump(&school);
    let mut anne = school.browser("directrice");
    let page = compare(&school, &mut anne, sophie, twin);
    page.assert_says("sophie.petit2, activé, connexion en deux étapes");
    let form = page.form("N’en faire qu’une page").set("compte", "ici").tick("compare", "oui");
    form.send(&mut anne).assert_says("Il n’y a plus qu’une page");
    for table in [
        "second_factor",
        "recovery_code",
        "access_slip",
        "session",
        "half_sign_in",
        "arrival",
        "arrival_told",
        "rescue_letter",
        "new_address",
    ] {
        let left = row(&school, &format!("SELECT count(*) FROM {table} WHERE account = {account}"));
        assert_eq!(left, 0, "{table}");
    }
    for (table, column) in [
        ("pupil_group_leader", "person"),
        ("pupil_group", "made_by"),
        ("service_off", "off_by"),
        ("liaison_draft", "author"),
        ("duty", "person"),
    ] {
        let moved = row(&school, &format!("SELECT count(*) FROM {table} WHERE {column} = {sophie}"));
        assert_eq!(moved, 1, "{table}");
    }
    let found =
        |name: &str| row(&school, &format!("SELECT count(*) FROM person_search WHERE person_search MATCH '{name}'"));
    assert_eq!(found("martin AND petit"), 0, "nobody finds who is gone");
    // Somebody new never gets the number of the page that went.
    run(&school, "INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES ('Neuf', 'Jo', 'neuf jo', 7)");
    assert!(row(&school, "SELECT max(id) FROM person") > twin);
    run(&school, "DELETE FROM person WHERE last_name = 'Neuf'");
    let list = anne.get(&anne_path(sophie));
    let undo = anne.get(&list.link("Revenir en arrière"));
    undo.form("Tout remettre comme avant").send(&mut anne).assert_says("La fusion est annulée");
    assert_eq!(found("martin AND petit"), 1);
    for (table, rows) in dump(&school) {
        match table.as_str() {
            // Doors that a merge closes stay closed.
            "half_sign_in" | "rescue_letter" | "new_address" => assert!(rows.is_empty(), "{table}"),
            _ => assert_eq!(rows, before[&table], "{table}"),
        }
    }
}

#[test]
fn words_to_either_page_of_a_child_are_one_child_s_and_name_nobody_gone() {
    let school = School::new();
    let (lea, choir, cm1) = (school.id("lea"), school.group("Chorale"), school.class("CM1"));
    let twin = run(
        &school,
        &format!(
            "INSERT INTO person (last_name, first_name, sort_key, made_at) SELECT last_name, first_name, sort_key, 7 FROM person WHERE id = {lea}"
        ),
    );
    run(
        &school,
        &format!("INSERT INTO pupil (person, born_on) SELECT {twin}, born_on FROM pupil WHERE person = {lea}"),
    );
    run(&school, &format!("INSERT INTO pupil_group_member (team, pupil) VALUES ({choir}, {twin})"));
    run(
        &school,
        &format!(
            "INSERT INTO duty (person, kind, pupil, from_on) VALUES ({}, 'aesh', {twin}, '2026-09-01')",
            school.id("aesh")
        ),
    );
    for (audience, to) in [(81, vec![lea, twin]), (82, vec![twin])] {
        run(&school, &format!("INSERT INTO audience (id, sent_at, closes_on) VALUES ({audience}, 9, '2026-12-31')"));
        for pupil in to {
            run(
                &school,
                &format!("INSERT INTO audience_part (audience, kind, part) VALUES ({audience}, 'pupil', {pupil})"),
            );
            run(
                &school,
                &format!(
                    "INSERT INTO audience_pupil (audience, pupil, class, sent_at) VALUES ({audience}, {pupil}, {cm1}, 9)"
                ),
            );
            run(
                &school,
                &format!(
                    "INSERT INTO audience_group (audience, pupil, team, sent_at) VALUES ({audience}, {pupil}, {choir}, 9)"
                ),
            );
        }
    }
    let before = dump(&school);
    let mut anne = school.browser("directrice");
    let page = compare(&school, &mut anne, lea, twin);
    page.form("N’en faire qu’une page").tick("compare", "oui").send(&mut anne).assert_says("Il n’y a plus qu’une page");
    let count = |sql: &str| row(&school, &sql.replace("LEA", &lea.to_string()).replace("TWIN", &twin.to_string()));
    for (table, column) in [("audience_part", "part"), ("audience_pupil", "pupil"), ("audience_group", "pupil")] {
        let of = |who: &str| count(&format!("SELECT count(*) FROM {table} WHERE {column} = {who} AND audience > 80"));
        assert_eq!((of("LEA"), of("TWIN")), (2, 0), "{table}");
    }
    assert_eq!(count("SELECT count(*) FROM pupil_group_member WHERE pupil = LEA"), 1);
    assert_eq!(count("SELECT count(*) FROM duty WHERE pupil = TWIN"), 0);
    let list = anne.get(&anne_path(lea));
    let undo = anne.get(&list.link("Revenir en arrière")).form("Tout remettre comme avant");
    undo.send(&mut anne).assert_says("La fusion est annulée");
    for (table, rows) in dump(&school) {
        assert_eq!(rows, before[&table], "{table}");
    }
}
