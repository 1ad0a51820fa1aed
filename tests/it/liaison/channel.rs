//! On paper or on the screen: each guardian's own choice, the director's note of it, and who never has one.

use crate::world::{School, row};

fn channel(school: &School, who: &str) -> i64 {
    let sql = format!(
        "SELECT CASE channel WHEN 'digital' THEN 0 WHEN 'paper' THEN 1 ELSE 2 END FROM person WHERE id = {}",
        school.id(who)
    );
    row(school, &sql)
}

#[test]
fn a_guardian_chooses_for_herself_alone() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let account = sophie.get("/compte");
    account.assert_says("Mots de l’école Sur Préau");
    let page = sophie.get(&account.link("Recevoir les mots sur papier"));
    page.form("Enregistrer").set("canal", "both").send(&mut sophie).assert_says("C’est noté");
    sophie.get("/compte").assert_says("Mots de l’école Les deux");
    assert_eq!(channel(&school, "parent_lea"), 2);
    assert_eq!(channel(&school, "other_parent_lea"), 0);
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'choose_channel'"), 1);
    sophie.post("/compte/papier", &[("canal", "pigeon")]).assert_status(422).assert_says("Choisissez comment");
    for who in ["maitre_cm1", "lea", "mairie"] {
        school.browser(who).get("/compte").assert_silent_on("Recevoir les mots");
        school.browser(who).get_once("/compte/papier").assert_status(404);
        school.browser(who).post_once("/compte/papier", &[("canal", "paper")]).assert_status(404);
    }
}

#[test]
fn the_director_notes_it_and_those_who_teach_see_it() {
    let school = School::new();
    let path = format!("/ecole/personnes/{}/papier", school.id("parent_lea"));
    let mut anne = school.browser("directrice");
    anne.get(&path).form("Enregistrer").set("canal", "paper").send(&mut anne).assert_says("Les mots : sur papier");
    assert_eq!(channel(&school, "parent_lea"), 1);
    let lea = format!("/eleves/{}", school.id("lea"));
    for who in ["directrice", "maitre_cm1"] {
        school.browser(who).get(&lea).assert_says("Mots sur papier");
    }
    for who in ["maitre_cm1", "other_parent_lea", "parent_lea"] {
        assert!(school.browser(who).get_once(&path).status >= 403, "{who}");
        assert!(school.browser(who).post_once(&path, &[("canal", "digital")]).status >= 403, "{who}");
    }
    assert_eq!(channel(&school, "parent_lea"), 1);
}

#[test]
fn a_correction_of_the_person_leaves_the_choice_standing() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    sophie.post("/compte/papier", &[("canal", "paper")]).assert_status(200);
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("/ecole/personnes/{}/modifier", school.id("parent_lea")));
    page.form("Enregistrer").set("tel_mobile", "06 11 22 33 44").send(&mut anne).assert_says("C’est enregistré");
    assert_eq!(channel(&school, "parent_lea"), 1);
}
