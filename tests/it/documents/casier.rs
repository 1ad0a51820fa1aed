//! What is handed in: the teacher's alone, and the depositor's receipt.

use super::{file, holds};
use crate::world::{School, row};

#[test]
fn a_casier_takes_in_and_shows_to_its_teacher_alone() {
    let school = School::new();
    let class = school.class("CM1");
    let casier = format!("/documents/casier-{class}");
    let slot = format!("/documents/casiers/{class}/depots/{}", school.id("lea"));
    school
        .try_to_put("parent_lea", &slot, "Fiche.txt", b"de sa mere")
        .assert_says("reçu mardi 17 novembre 2026 à 8 h 30");
    let id = row(&school, "SELECT max(id) FROM document");
    // The receipt is the depositor's: neither the other guardian nor the child has it, and nobody opens it again.
    school.browser("other_parent_lea").get(&slot).assert_status(200).assert_silent_on("Fiche.txt");
    school.browser("lea").get(&casier).assert_status(200).assert_silent_on("Fiche.txt");
    for who in ["parent_lea", "other_parent_lea", "lea", "directrice", "maitresse_ce1", "parent_tom"] {
        let mut browser = school.browser(who);
        for path in [file(id), format!("{}/telecharger", file(id)), format!("/documents/casiers/{class}/archive")] {
            assert!(browser.get_once(&path).status >= 403, "{who} {path}");
        }
        assert!(browser.post_once(&format!("{}/renommer", file(id)), &[("nom", "x")]).status >= 403);
        assert!(browser.post_once(&format!("{casier}/jeter"), &[("choix", &id.to_string())]).status >= 403);
        assert!(browser.post_once(&format!("/documents/casiers/{class}/vider"), &[]).status >= 403);
        browser.get("/documents?q=fiche").assert_silent_on("Fiche.txt");
    }
    // The same name from the other one does not tell that there was one already.
    school
        .try_to_put("other_parent_lea", &slot, "Fiche.txt", b"de son pere")
        .assert_says("Fiche.txt")
        .assert_silent_on("(2)");
    for who in ["parent_tom", "pere_retire", "tom", "directrice", "maitre_cm1"] {
        school.browser(who).get_once(&slot).assert_status(404);
    }
    let mut teacher = school.browser("maitre_cm1");
    let open = teacher.get(&casier);
    open.assert_says("Fiche.txt").assert_says("Fiche (2).txt").assert_says("N’ont rien déposé");
    assert_eq!(teacher.get(&format!("{}/telecharger", file(id))).bytes, b"de sa mere");
    let zip = teacher.get(&format!("/documents/casiers/{class}/archive")).bytes;
    assert!(holds(&zip, "Martin Léa/Fiche.txt".as_bytes()) && holds(&zip, b"de son pere"), "by pupil");
    teacher.post(&format!("/documents/casiers/{class}/vider"), &[]).assert_says("corbeille");
    teacher.get(&casier).assert_says("Personne n’a encore déposé");
    school.browser("parent_lea").get(&slot).assert_says("Fiche.txt");
    // A tie withdrawn closes the slot at once.
    school.sql(&format!(
        "UPDATE guardianship SET authority = 'withdrawn' WHERE pupil = {} AND guardian = {}",
        school.id("lea"),
        school.id("parent_lea")
    ));
    school.browser("parent_lea").get_once(&slot).assert_status(404);
}
