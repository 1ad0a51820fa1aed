//! Who does not get an export, or no more: another, the other guardian, whoever lost a child since, too late, without passphrase.

use super::{fetched, lived, make, own};
use crate::{
    blog::activate,
    world::{PASSPHRASE, PERSONAS, School, letters, row},
};
use preau::{base::jobs::System, rooms::privacy::taking, school::consent::Purpose};

fn ready(school: &School, who: &str) -> String {
    own(school, who);
    format!("/mes-donnees/{}/fichier", row(school, "SELECT max(id) FROM takeaway"))
}

fn on_disk(school: &School) -> usize {
    std::fs::read_dir(school.data().join("emporter")).unwrap().count()
}

#[test]
fn an_export_is_its_persons_alone() {
    let school = lived();
    let path = ready(&school, "parent_lea");
    for who in PERSONAS.iter().filter(|who| !["parent_lea", "visiteur"].contains(who)) {
        school.browser(who).get_once(&path).assert_status(404);
        school.browser(who).post_once(&path.replace("fichier", "effacer"), &[]).assert_status(404);
    }
    school.visitor().get_once(&path).assert_status(303);
    school.browser("parent_lea").get_once(&path).assert_status(200);
    assert!(
        letters(&school)
            .iter()
            .any(|(to, subject)| to == "parent_lea@exemple.invalid" && subject.contains("vos données sont prêtes"))
    );
    // A pupil's is taken by who is responsible for the pupil.
    school.browser("lea").get("/mes-donnees").assert_status(200).assert_says("Tes parents");
    school.browser("lea").post_once("/mes-donnees/demande", &[]).assert_status(403);
}

#[test]
fn whoever_lost_a_child_since_does_not_get_what_they_then_had() {
    let school = lived();
    let path = ready(&school, "parent_lea");
    school.sql(&format!(
        "UPDATE guardianship SET authority = 'withdrawn' WHERE guardian = {} AND pupil = {}",
        school.id("parent_lea"),
        school.id("lea")
    ));
    school.browser("parent_lea").get_once(&path).assert_status(404);
    // Made anew, it holds her other child and nothing of Léa; restricted for both, nothing of either.
    let files = own_again(&school, "parent_lea");
    assert!(super::holds(&files, "Hugo").len() > 1 && super::holds(&files, "1111111111A").is_empty());
    assert!(super::holds(&files, "Nous vous attendons").is_empty());
    school.sql(&format!(
        "UPDATE guardianship SET restricted_on = '2026-11-01' WHERE guardian = {}",
        school.id("parent_lea")
    ));
    let files = own_again(&school, "parent_lea");
    assert!(super::holds(&files, "Hugo").is_empty() && !super::holds(&files, "12 rue des Écoles").is_empty());
}

fn own_again(school: &School, who: &str) -> super::Files {
    let mut browser = school.browser(who);
    browser.post("/mes-donnees/demande", &[]).assert_status(200);
    make(school);
    fetched(&mut browser)
}

#[test]
fn a_refusal_since_then_closes_what_may_hold_the_photo() {
    let school = lived();
    let path = ready(&school, "parent_lea");
    school.at("2026-11-17 08:33");
    school.says("other_parent_lea", "lea", Purpose::Class, false);
    let mut browser = school.browser("parent_lea");
    browser.get(&path).assert_status(200).assert_says("un refus de photo a été enregistré");
    browser.get("/mes-donnees").assert_says("Préparer de nouveau").assert_silent_on("Télécharger mes données");
}

#[test]
fn a_refusal_while_it_is_put_together_counts_too() {
    let school = lived();
    let mut browser = school.browser("parent_lea");
    browser.post("/mes-donnees/demande", &[]).assert_status(200);
    let partial = school.data().join("emporter/en-cours.partial");
    let said = std::cell::Cell::new(false);
    let goes_by = || {
        // Pages are being drawn from what was true before.
        if partial.exists() && !said.replace(true) {
            school.at("2026-11-17 08:32");
            school.says("other_parent_lea", "lea", Purpose::Class, false);
            school.at("2026-11-17 08:34");
        }
        false
    };
    taking::go(&school.house, &System::at_the_console(), &goes_by).unwrap();
    assert!(said.get());
    browser.get("/mes-donnees").assert_says("Préparer de nouveau").assert_silent_on("Télécharger mes données");
}

#[test]
fn a_stricter_rule_of_the_school_closes_it_too() {
    let school = lived();
    let rule = |to: &str| {
        let mut anne = school.browser("directrice");
        let page = anne.get("/autorisations-image/regle");
        page.form("Enregistrer").set("accord", to).send(&mut anne).assert_status(200);
    };
    school.says("parent_lea", "lea", Purpose::Class, true);
    let path = ready(&school, "parent_lea");
    school.at("2026-11-17 08:40");
    rule("one");
    school.browser("parent_lea").get("/mes-donnees").assert_says("Télécharger mes données");
    rule("all");
    let closed = school.browser("parent_lea").get(&path);
    closed.assert_status(200).assert_says("la règle des accords est devenue plus stricte");
    // Made anew it is what the rule says by now; a rule that asks less closes nothing.
    school.at("2026-11-17 08:50");
    own_again(&school, "parent_lea");
    let path = format!("/mes-donnees/{}/fichier", row(&school, "SELECT max(id) FROM takeaway"));
    rule("one");
    school.browser("parent_lea").get(&path).assert_status(200).assert_silent_on("plus stricte");
}

#[test]
fn a_yes_on_paper_that_is_taken_back_closes_it_as_a_refusal_does() {
    let school = lived();
    school.paper_says("lea", Purpose::School, true);
    let path = ready(&school, "parent_lea");
    let later = crate::world::instant("2026-11-17 08:33").0;
    school.sql(&format!("UPDATE consent_answer SET cancelled_at = {later} WHERE how = 'paper'"));
    school.at("2026-11-17 08:34");
    let page = school.browser("parent_lea").get(&path);
    page.assert_status(200).assert_says("un refus de photo a été enregistré");
}

#[test]
fn a_box_that_is_stopped_tries_again_as_often_as_need_be() {
    let school = lived();
    school.browser("parent_lea").post("/mes-donnees/demande", &[]).assert_status(200);
    let partial = school.data().join("emporter/en-cours.partial");
    for _ in 0..4 {
        let stopped = std::cell::Cell::new(false);
        let stop = || stopped.replace(stopped.get() || partial.exists()) || stopped.get();
        taking::go(&school.house, &System::at_the_console(), &stop).unwrap();
        assert!(stopped.get());
        assert_eq!(row(&school, "SELECT count(*) FROM takeaway WHERE made_at IS NULL AND tries = 0"), 1);
        // What was begun is gone: the next start finds nothing in its way.
        assert!(!partial.exists());
    }
    make(&school);
    assert!(fetched(&mut school.browser("parent_lea")).contains_key("index.html"));
}

#[test]
fn the_passphrase_is_asked_again_on_ones_own_device_too() {
    let school = lived();
    let mut browser = school.browser("parent_lea");
    browser.post("/mes-donnees/demande", &[]);
    make(&school);
    school.at("2026-11-17 08:40");
    let page = browser.get("/mes-donnees");
    let asked = browser.get(&page.link("Télécharger mes données"));
    asked.assert_status(403).assert_says("Est-ce bien vous");
    let wrong = asked.form("Continuer").set("phrase-confirmee", "une autre phrase de passe").send(&mut browser);
    wrong.assert_status(422);
    let got = wrong.form("Continuer").set("phrase-confirmee", PASSPHRASE).send(&mut browser);
    got.assert_status(200);
    assert_eq!(got.header("content-type"), Some("application/zip"));
}

#[test]
fn what_was_made_goes_after_a_week_with_its_person_and_when_asked() {
    let school = lived();
    let path = ready(&school, "parent_lea");
    assert_eq!(on_disk(&school), 1);
    // One a person: asked for anew, the old one goes.
    own(&school, "other_parent_lea");
    assert_eq!(on_disk(&school), 2);
    let mut browser = school.browser("other_parent_lea");
    let gone = browser.get("/mes-donnees").form("Effacer le fichier").send(&mut browser);
    gone.assert_status(200).assert_says("Le fichier est effacé");
    make(&school);
    assert_eq!(on_disk(&school), 1);
    school.at("2026-11-24 08:29");
    make(&school);
    assert_eq!(on_disk(&school), 1);
    school.at("2026-11-24 08:31");
    make(&school);
    assert_eq!((on_disk(&school), row(&school, "SELECT count(*) FROM takeaway")), (0, 0));
    school.browser("parent_lea").get_once(&path).assert_status(404);
    // What a cut left goes at the next look.
    std::fs::write(school.data().join("emporter/en-cours.partial"), b"moitie").unwrap();
    std::fs::write(school.data().join("emporter/77.zip"), b"a personne").unwrap();
    make(&school);
    assert_eq!(on_disk(&school), 0);
}

#[test]
fn a_room_that_is_off_is_said_and_left_out() {
    let school = lived();
    school.sql("INSERT INTO service_off (room, class, off_at) VALUES ('messages', NULL, 0)");
    let files = own(&school, "parent_lea");
    assert!(super::holds(&files, "Le car part").is_empty());
    assert!(
        super::text(&files["index.html"]).contains("absent d’ici\u{202f}: Messages"),
        "{}",
        super::text(&files["index.html"])
    );
    activate(&school, "technicien");
    let his = own(&school, "technicien");
    for foreign in ["Martin", "Léa", "Tom", "Réunion de rentrée"] {
        assert!(super::holds(&his, foreign).is_empty(), "{foreign}");
    }
}
