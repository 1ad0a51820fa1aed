//! Proposed, taken back, returned with a remark, corrected and published by who teaches there.

use super::{begin, filled, of, post, press, status};
use crate::world::School;

/// Proposed by the CE1's teacher to the CM1.
fn proposed(school: &School, title: &str) -> i64 {
    let id = begin(school, "maitresse_ce1");
    let form = filled(school, "maitresse_ce1", id, "Proposer", title).forge("pour", &school.class("CM1").to_string());
    form.forge("geste", "proposer").send(&mut school.browser("maitresse_ce1")).assert_says("Votre article est proposé");
    id
}

#[test]
fn what_is_proposed_waits_for_who_teaches_there() {
    let school = School::new();
    let id = proposed(&school, "La chorale");
    for who in ["maitre_cm1", "remplacante_en_poste", "directrice"] {
        school.browser(who).get("/").assert_says("La chorale").assert_says("À relire");
        school.browser(who).get("/blog").assert_says("À relire").assert_says("La chorale");
        assert_eq!(status(&school, who, &post(id)), 200, "{who}");
    }
    // Who asks for one class's posts is shown these alone.
    let class = school.class("CM1");
    school.browser("directrice").get(&format!("/blog?classe={class}")).assert_status(200).assert_silent_on("À relire");
    for who in ["parent_lea", "lea", "atsem", "aesh", "animatrice", "parent_tom", "remplacante"] {
        assert_eq!(status(&school, who, &post(id)), 404, "{who}");
        school.browser(who).get("/").assert_silent_on("La chorale");
    }
    // She reads it and waits.
    assert_eq!(status(&school, "maitresse_ce1", &of(id, "ecrire")), 403);
    assert_eq!(press(&school, "maitresse_ce1", &of(id, "publier")), 403);
    let mut etienne = school.browser("maitre_cm1");
    // A colleague opened the comments of his class: he is told before he publishes.
    etienne.get(&post(id)).assert_silent_on("commenter");
    school.sql("UPDATE blog_post SET comments = 1");
    etienne.get(&post(id)).assert_says("Elles pourront le commenter");
    let form = etienne.get(&of(id, "ecrire")).form("Publier").set("texte", "Nous chantons avec le CE1.");
    form.forge("geste", "publier").send(&mut etienne).assert_says("C’est publié");
    school.browser("parent_lea").get(&post(id)).assert_says("De Mme Benali").assert_says("Nous chantons avec le CE1");
    // Her own words are kept beside his.
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM blog_version"), 1);
    assert_eq!(status(&school, "maitresse_ce1", &post(id)), 200);
    assert_eq!(status(&school, "maitresse_ce1", &of(id, "retirer")), 403);
}

#[test]
fn it_comes_back_with_a_remark_and_is_taken_back() {
    let school = School::new();
    let id = proposed(&school, "La chorale");
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get(&of(id, "renvoyer"));
    page.form("Renvoyer").send(&mut etienne).assert_status(422);
    let form = page.form("Renvoyer").set("remarque", "Sans le nom de famille, s’il vous plaît.");
    form.send(&mut etienne).assert_says("L’article est renvoyé");
    assert_eq!(status(&school, "maitre_cm1", &post(id)), 404);
    let mut samia = school.browser("maitresse_ce1");
    samia.get("/").assert_says("À reprendre");
    samia.get(&post(id)).assert_says("Sans le nom de famille").assert_says("M. Roussel");
    samia.get(&post(id)).form("Proposer").send(&mut samia).assert_says("Votre article est proposé");
    samia.get(&post(id)).form("Reprendre mon article").send(&mut samia).assert_says("Vous avez repris");
    assert_eq!(status(&school, "maitre_cm1", &post(id)), 404);
    assert_eq!(press(&school, "maitresse_ce1", &of(id, "reprendre")), 403);
}

#[test]
fn a_pupil_who_has_an_address_hears_of_nothing() {
    let school = crate::letters::school();
    let lea = school.id("lea");
    school.sql(&format!("UPDATE person SET email = 'lea@exemple.invalid' WHERE id = {lea}"));
    let returned = proposed(&school, "La chorale");
    school.sql(&format!("UPDATE blog_post SET author = {lea} WHERE id = {returned}"));
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&of(returned, "renvoyer")).form("Renvoyer").set("remarque", "Une phrase de plus.");
    form.send(&mut etienne).assert_status(200);
    super::publish(&school, "maitre_cm1", "Le potager");
    crate::liaison::write(&school, "maitre_cm1", "CM1", "Piscine", "all");
    crate::letters::later(&school);
    let sent = crate::letters::outbox(&school);
    assert!(sent.iter().any(|one| one.to == "parent_lea") && sent.iter().all(|one| one.to != "lea"), "{sent:?}");
    assert_eq!(crate::world::row(&school, &format!("SELECT count(*) FROM outbox WHERE person = {lea}")), 0);
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM notice WHERE person IN (SELECT person FROM pupil)"), 0);
}
