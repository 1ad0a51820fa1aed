//! The team's parts by hand: several classes, pupils to accompany, a group to lead; from when to when.

use crate::world::{Reply, School, row};

fn add(school: &School, person: &str, part: &[(&str, &str)]) -> Reply {
    let mut anne = school.browser("directrice");
    let id = school.id(person).to_string();
    let page = anne.get(&format!("/ecole/equipe/nouveau?personne={id}")).form("Ajouter à l’équipe");
    let several = |name: &str| matches!(name, "classe" | "eleve");
    part.iter()
        .fold(page, |form, (name, value)| if several(name) { form.tick(name, value) } else { form.set(name, value) })
        .send(&mut anne)
}

#[test]
fn a_complement_teaches_in_two_classes_between_her_dates() {
    let school = School::new();
    let (cm1, ce1) = (school.class("CM1").to_string(), school.class("CE1").to_string());
    let part = [
        ("fonction", "teacher"),
        ("classe", cm1.as_str()),
        ("classe", &ce1),
        ("du", "2026-11-17"),
        ("jusqu_au", "2026-11-20"),
    ];
    let page = add(&school, "mairie", &part);
    page.assert_says("Enseignant·e · CM1").assert_says("Enseignant·e · CE1");
    let mut yves = school.browser("mairie");
    for class in [&cm1, &ce1] {
        assert_eq!(yves.get_once(&format!("/classes/{class}")).status, 200);
    }
    // The same again in one of them adds only the other.
    add(&school, "mairie", &part).assert_status(422).assert_says("a déjà cette fonction");
    school.at("2026-11-21 08:30");
    assert_ne!(yves.get_once(&format!("/classes/{cm1}")).status, 200);
}

#[test]
fn an_aesh_is_shown_with_the_pupils_she_accompanies() {
    let school = School::new();
    let (tom, zoe) = (school.id("tom").to_string(), school.id("zoe").to_string());
    let page = add(&school, "aesh", &[("fonction", "aesh"), ("eleve", &tom), ("eleve", &zoe), ("du", "2026-11-01")]);
    page.assert_says("AESH de Tom Öztürk").assert_says("AESH de Zoé Nguyễn").assert_says("AESH de Léa Martin");
    let mut anne = school.browser("directrice");
    anne.get("/ecole/equipe").assert_says("Carmen Lopez").assert_says("Zoé Nguyễn");
    anne.get(&format!("/classes/{}", school.class("CM1"))).assert_says("AESH de Léa").assert_says("AESH de Zoé");
    anne.get(&format!("/classes/{}", school.class("CE1"))).assert_says("AESH de Tom").assert_silent_on("AESH de Léa");
    anne.get(&format!("/eleves/{tom}")).assert_says("Qui l’accompagne").assert_says("Carmen Lopez");
    school.browser("maitre_cm1").get(&format!("/eleves/{zoe}")).assert_says("Carmen Lopez");
    // Ended: shown no more from the day after.
    let duty = row(&school, &format!("SELECT id FROM duty WHERE pupil = {tom}"));
    let form = anne.get(&format!("/ecole/fonctions/{duty}")).form("Enregistrer");
    form.set("jusqu_au", "2026-11-20").send(&mut anne).assert_says("au 20 novembre 2026");
    school.at("2026-11-21 08:30");
    anne.get(&format!("/eleves/{tom}")).assert_silent_on("Qui l’accompagne");
    // Prolonged: there again.
    let form = anne.get(&format!("/ecole/fonctions/{duty}")).form("Enregistrer");
    form.set("jusqu_au", "2026-12-18").send(&mut anne).assert_says("au 18 décembre 2026");
    anne.get(&format!("/eleves/{tom}")).assert_says("Carmen Lopez");
}

#[test]
fn after_school_staff_lead_a_group() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("INSERT INTO pupil_group (id, name, sort_key, from_on, until_on) VALUES (7, 'Garderie du soir', 'garderie du soir', '2026-09-01', '2027-07-03')", []).unwrap();
    file.execute("INSERT INTO pupil_group_member (team, pupil) VALUES (7, ?1)", [school.id("lea")]).unwrap();
    let page = add(&school, "mairie", &[("fonction", "after_school"), ("groupe", "7")]);
    page.assert_says("Périscolaire · Garderie du soir");
    let mut anne = school.browser("directrice");
    anne.get("/ecole/equipe").assert_says("Garderie du soir");
    anne.get(&format!("/eleves/{}", school.id("lea"))).assert_says("Yves Blanc").assert_says("Garderie du soir");
    let duty = row(&school, "SELECT id FROM duty WHERE team = 7");
    let form = anne.get(&format!("/ecole/fonctions/{duty}")).form("Enregistrer");
    form.set("groupe", "").send(&mut anne).assert_silent_on("Garderie du soir");
}

#[test]
fn what_is_not_there_cannot_be_given() {
    let school = School::new();
    let person = school.id("aesh").to_string();
    let mut anne = school.browser("directrice");
    let mut give = |name: &str, value: &str, kind: &str| {
        anne.post_once("/ecole/equipe/nouveau", &[("qui", &person), ("fonction", kind), (name, value)]).status
    };
    assert_eq!(give("eleve", "999999", "aesh"), 404);
    assert_eq!(give("eleve", &school.id("parent_tom").to_string(), "aesh"), 404);
    assert_eq!(give("classe", "999999", "teacher"), 404);
    assert_eq!(give("groupe", "999999", "after_school"), 404);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM duty WHERE person = {person}")), 1);
    let duty = row(&school, &format!("SELECT id FROM duty WHERE person = {person}"));
    for who in ["maitre_cm1", "aesh", "parent_lea", "mairie", "technicien", "lea", "visiteur"] {
        let mut other = school.browser(who);
        for path in ["/ecole/equipe".to_owned(), "/ecole/equipe/nouveau".to_owned(), format!("/ecole/fonctions/{duty}")]
        {
            assert_ne!(other.get_once(&path).status, 200, "{who} at {path}");
        }
    }
}

#[test]
fn three_pupils_in_a_row() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let mut page = anne.get(&format!("/ecole/eleves/nouveau?classe={}", school.class("CP")));
    for (at, first) in ["Ayşe", "Łukasz", "Zoé"].into_iter().enumerate() {
        let form = page.form("Ajouter et continuer").set("prenom", first).set("nom", "Lefèvre");
        let form = if at == 0 { form.set("niveau", "CP") } else { form };
        page = form.send(&mut anne);
        page.assert_status(200).assert_says(&format!("{first} est dans l’école. À vous d’écrire l’élève suivant."));
    }
    let class = anne.get(&format!("/classes/{}", school.class("CP")));
    class.assert_says("3 élèves").assert_says("Lefèvre Łukasz");
}
