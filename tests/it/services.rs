//! Rooms turned off, for the school or for a class: no menu, no route, no letter, and nothing lost.

use crate::world::{Browser, PERSONAS, Reply, School, bind, letters, row};
use preau::{app, door::routes::Method};

const WORD: &str = "/cahier-de-liaison/1";

/// The director chooses for whom a room is open, and saves.
fn choose(school: &School, room: &str, reach: &str, classes: &[&str]) -> Reply {
    let mut anne = school.browser("directrice");
    let page = anne.get("/reglages/services");
    let mut form = page.form("Enregistrer").set(&format!("ouvert-{room}"), reach);
    for class in ["CM1", "CE1", "CP"].iter().filter(|class| !classes.contains(class)) {
        form = form.untick(&format!("classe-{room}"), &school.class(class).to_string());
    }
    form.send(&mut anne)
}

fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

#[test]
fn a_room_that_is_off_has_no_routes_for_anybody() {
    for room in app::ROOMS.iter().filter(|room| room.service.is_some()) {
        let school = School::new();
        choose(&school, room.name, "eteint", &["CM1", "CE1", "CP"]).assert_says("Les services sont enregistrés");
        let before = letters(&school).len();
        for who in PERSONAS {
            let mut browser: Browser = school.browser(who);
            for route in school.routes.iter().filter(|route| route.room == room.name) {
                let path = bind(&school, route.path);
                let reply = match route.method {
                    Method::Get => browser.get_once(&path),
                    Method::Post => browser.post_once(&path, &[("titre", "x"), ("version", "1")]),
                    other => browser.tus_once(other, &path),
                };
                assert_eq!(reply.status, 404, "{who} {path}");
            }
        }
        assert_eq!(letters(&school).len(), before, "{}", room.name);
    }
}

#[test]
fn a_room_that_is_off_leaves_menu_and_home() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Piscine jeudi");
    let form = form.set("texte", "Bonnet.").set("categorie", "sortie").set("demande", "one").set("a_qui", "classes");
    form.send(&mut teacher).assert_status(200);
    school.browser("parent_lea").get("/").assert_says("Piscine jeudi").assert_says("Cahier");
    choose(&school, "liaison", "eteint", &["CM1", "CE1", "CP"]);
    for who in ["directrice", "maitre_cm1", "parent_lea", "lea"] {
        let home = school.browser(who).get("/");
        home.assert_status(200).assert_silent_on("Piscine jeudi").assert_silent_on("/cahier-de-liaison");
    }
    let page = school.browser("directrice").get("/reglages");
    page.assert_says("Services");
}

#[test]
fn what_a_room_held_is_there_when_it_is_opened_again() {
    let school = School::new();
    choose(&school, "liaison", "eteint", &["CM1", "CE1", "CP"]);
    assert_eq!(status(&school, "parent_lea", WORD), 404);
    choose(&school, "liaison", "toutes", &["CM1", "CE1", "CP"]);
    school.browser("parent_lea").get(WORD).assert_says("Réunion de rentrée");
    assert_eq!(row(&school, "SELECT count(*) FROM service_off"), 0);
    let acts = "SELECT count(*) FROM journal WHERE act IN ('CloseService', 'OpenService') AND thing = 'liaison'";
    assert_eq!(row(&school, acts), 2);
}

#[test]
fn off_for_a_class_is_off_for_its_teacher_and_families_only() {
    let school = School::new();
    choose(&school, "liaison", "certaines", &["CE1", "CP"]);
    for who in ["maitre_cm1", "lea", "mere_sans_autorite"] {
        assert_eq!(status(&school, who, WORD), 404, "{who}");
        assert_eq!(status(&school, who, "/cahier-de-liaison"), 404, "{who}");
        school.browser(who).get("/").assert_silent_on("/cahier-de-liaison");
    }
    // Sophie has Léa in CM1 and Hugo in CE1: the book is there for Hugo, and Léa's word is not.
    assert_eq!(status(&school, "parent_lea", "/cahier-de-liaison"), 200);
    assert_eq!(status(&school, "parent_lea", WORD), 404);
    assert_eq!(status(&school, "other_parent_lea", WORD), 404);
    school.browser("parent_lea").get("/").assert_silent_on("Réunion de rentrée");
    assert_eq!(status(&school, "maitresse_ce1", "/cahier-de-liaison/nouveau"), 200);
}

#[test]
fn nobody_writes_to_a_class_for_which_the_book_is_off() {
    let school = School::new();
    choose(&school, "liaison", "certaines", &["CE1", "CP"]);
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    page.assert_silent_on("CM1");
    let form = || {
        let form = page.form("Envoyer").set("titre", "Kermesse").set("texte", "Samedi.").set("categorie", "evenement");
        form.set("demande", "nothing")
    };
    let cm1 = school.class("CM1").to_string();
    form().set("a_qui", "classes").forge("classe", &cm1).send(&mut anne).assert_status(404);
    let lea = school.id("lea").to_string();
    form().set("a_qui", "eleves").forge("eleve", &lea).send(&mut anne).assert_status(404);
    let sent = form().set("a_qui", "ecole").tick("confirmer", "oui").send(&mut anne);
    // Hugo's and Tom's families; Léa and Zoé are in CM1.
    sent.assert_says("Le mot est envoyé à 2 familles.").assert_silent_on("Zoé");
}

#[test]
fn a_choice_is_whole_and_the_director_s() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get("/reglages/services");
    let mut form = page.form("Enregistrer").set("ouvert-liaison", "certaines");
    for class in ["CM1", "CE1", "CP"] {
        form = form.untick("classe-liaison", &school.class(class).to_string());
    }
    form.send(&mut anne).assert_status(422).assert_says("Cochez au moins une classe");
    page.form("Enregistrer").forge("ouvert-people", "eteint").send(&mut anne).assert_status(404);
    assert_eq!(row(&school, "SELECT count(*) FROM service_off"), 0);
    for who in ["maitre_cm1", "parent_lea", "mairie", "technicien", "atsem"] {
        assert!([403, 404].contains(&status(&school, who, "/reglages/services")), "{who}");
    }
}
