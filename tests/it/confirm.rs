//! The passphrase asked again on a shared computer: of whom, before what, for how long.

use crate::world::{Browser, PASSPHRASE, School, letters, row};
use preau::{base::secret, door::session, school::account};

const TIE: &str = "/ecole/liens";

/// The director on the computer of the staff room, signed in this minute.
fn shared<'a>(school: &'a School, who: &str) -> Browser<'a> {
    let mut browser = school.visitor();
    let phc = secret::hash_passphrase(PASSPHRASE).unwrap();
    let account = preau::base::db::Id::new(school.people.account(who));
    let tx = school.house.db.write().unwrap();
    account::store::set_passphrase(&tx, account, &phc, school.house.clock.now()).unwrap();
    let token = session::open(&tx, account, true, "", school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    browser.set_cookie(session::COOKIE, token.reveal());
    browser
}

fn tie(school: &School) -> String {
    let lea = school.id("lea");
    format!("{TIE}/{}", row(school, &format!("SELECT min(id) FROM guardianship WHERE pupil = {lea}")))
}

#[test]
fn a_shared_computer_asks_again_after_five_minutes() {
    let school = School::new();
    let mut anne = shared(&school, "directrice");
    anne.get(&tie(&school)).assert_status(200);
    school.at("2026-11-17 08:36");
    let asked = anne.get(&tie(&school));
    asked.assert_status(403).assert_says("Est-ce bien vous").assert_silent_on("Martin");
    let wrong = asked.form("Continuer").set("phrase-confirmee", "pas celle-ci du tout").send(&mut anne);
    wrong.assert_status(422).assert_says("Ce n’est pas la bonne phrase");
    let tie_page = wrong.form("Continuer").set("phrase-confirmee", PASSPHRASE).send(&mut anne);
    tie_page.assert_status(200);
    assert_eq!(tie_page.path, tie(&school));
    anne.get("/reglages/ecole").assert_status(200);
    school.at("2026-11-17 08:42");
    anne.get("/reglages/ecole").assert_status(403);
    // What is no secret of anybody's is not asked for.
    anne.get("/ecole").assert_status(200);
    anne.get("/").assert_status(200);
}

#[test]
fn one_s_own_device_is_never_asked() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    school.at("2026-11-17 18:30");
    anne.get(&tie(&school)).assert_status(200);
    anne.get("/reglages/ecole").assert_status(200);
}

#[test]
fn what_was_typed_is_sent_once_more_with_the_passphrase() {
    let school = School::new();
    let mut anne = shared(&school, "directrice");
    let page = anne.get("/reglages/calendrier/nouveau");
    school.at("2026-11-17 08:40");
    let asked = page.form("Enregistrer").set("nom", "Pont de mai").set("du", "2027-05-07").send(&mut anne);
    asked.assert_status(403).assert_says("Est-ce bien vous");
    assert_eq!(row(&school, "SELECT count(*) FROM holiday WHERE name = 'Pont de mai'"), 0);
    let wrong = asked.form("Continuer").set("phrase-confirmee", "non").send(&mut anne);
    wrong.assert_status(403).assert_says("Ce n’est pas la bonne phrase");
    let saved = wrong.form("Continuer").set("phrase-confirmee", PASSPHRASE).send(&mut anne);
    saved.assert_says("Pont de mai").assert_silent_on(PASSPHRASE);
    assert_eq!(row(&school, "SELECT count(*) FROM holiday WHERE name = 'Pont de mai'"), 1);
}

#[test]
fn a_file_is_not_taken_in_before_the_passphrase() {
    let school = School::new();
    let mut anne = shared(&school, "directrice");
    let page = anne.get("/ecole/import");
    school.at("2026-11-17 08:40");
    let csv = b"Nom;Pr\xe9nom;N\xe9 le;Classe\r\nNOUVEAU;Lou;01/02/2019;CP\r\n";
    let asked = page.form("Lire les fichiers").attach("fichiers", "eleves.csv", csv).send(&mut anne);
    asked.assert_status(403).assert_says("Est-ce bien vous");
    assert_eq!(row(&school, "SELECT count(*) FROM people_import"), 0);
}

#[test]
fn who_may_not_pass_is_asked_for_nothing() {
    let school = School::new();
    let mut etienne = shared(&school, "maitre_cm1");
    school.at("2026-11-17 08:40");
    etienne.get_once("/reglages/ecole").assert_status(403).assert_silent_on("Est-ce bien vous");
    etienne.get_once(&tie(&school)).assert_status(404).assert_silent_on("Est-ce bien vous");
    school.visitor().get_once("/reglages/ecole").assert_status(303);
}

#[test]
fn guesses_are_few_and_shared_with_the_sign_in() {
    let school = School::new();
    let mut anne = shared(&school, "directrice");
    school.at("2026-11-17 08:40");
    let mut asked = anne.get("/reglages/ecole");
    for _ in 0..5 {
        asked = asked.form("Continuer").set("phrase-confirmee", "une autre phrase").send(&mut anne);
        asked.assert_says("Ce n’est pas la bonne phrase");
    }
    asked.form("Continuer").set("phrase-confirmee", PASSPHRASE).send(&mut anne).assert_says("Trop d’essais");
    anne.get("/reglages/ecole").assert_status(403);
    assert!(letters(&school).is_empty());
}

#[test]
fn what_would_give_an_account_away_is_asked_for_too() {
    let school = School::new();
    let (lea, sophie) = (school.id("lea"), school.id("parent_lea"));
    let duty = row(&school, "SELECT min(id) FROM duty WHERE kind = 'teacher'");
    let tie = row(&school, &format!("SELECT id FROM guardianship WHERE pupil = {lea} AND guardian = {sophie}"));
    let mut anne = shared(&school, "directrice");
    let mut etienne = shared(&school, "maitre_cm1");
    school.at("2026-11-17 08:40");
    for path in [
        format!("/ecole/personnes/{sophie}/modifier"),
        "/ecole/equipe/nouveau".to_owned(),
        format!("/ecole/fonctions/{duty}"),
    ] {
        anne.get(&path).assert_status(403).assert_says("Est-ce bien vous");
        anne.post_once(&path, &[("courriel", "voleur@exemple.invalid")]).assert_status(403);
    }
    // A child at the teacher's computer shows itself no code for somebody's parent.
    let rescue = format!("/eleves/{lea}/depannage");
    etienne.get(&rescue).assert_status(403).assert_says("Est-ce bien vous");
    let code = etienne.post_once(&format!("{rescue}/{tie}"), &[]);
    code.assert_status(403).assert_silent_on("sophie.petit");
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'show_rescue'"), 0);
    let shown = code.form("Continuer").set("phrase-confirmee", PASSPHRASE).send(&mut etienne);
    shown.assert_status(200).assert_says("Un code pour Sophie Petit");
}

#[test]
fn a_clock_that_was_ahead_leaves_nothing_open() {
    let school = School::new();
    let mut anne = shared(&school, "directrice");
    school.at("2026-11-17 08:59");
    let asked = anne.get("/reglages/ecole");
    asked.form("Continuer").set("phrase-confirmee", PASSPHRASE).send(&mut anne).assert_status(200);
    school.at("2026-11-17 08:50");
    assert!(anne.get("/reglages/ecole").path.starts_with("/connexion?"));
    school.at("2027-01-04 08:30");
    let mut late = shared(&school, "directrice");
    late.get("/").assert_status(200);
    school.at("2026-11-17 09:00");
    assert_eq!(late.get("/").path, "/connexion");
}
