//! Setting it up from « Mon compte », changing telephone, taking it away.

use super::{Phone, finish_set_up, first_step, key_on, pass, school, second_step, set_up, sheet_on, with_sheet};
use crate::world::{Browser, PASSPHRASE, Reply, School, data_holds, letters};

fn prove(browser: &mut Browser, path: &str, button: &str, phrase: &str, code: &str) -> Reply {
    let page = browser.get(path);
    page.form(button).set("phrase", phrase).set("code", code).send(browser)
}

#[test]
fn etienne_adds_his_telephone() {
    let school = school(&["maitre_cm1"]);
    let mut etienne = school.browser("maitre_cm1");
    let mut other = school.browser("maitre_cm1");
    let to = etienne.get("/compte").link("Connexion en deux étapes");
    let page = etienne.get(&to);
    page.form("Ajouter mon téléphone").set("phrase", "autre chose").send(&mut etienne).assert_status(422);
    let page = page.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(&mut etienne);
    page.assert_says("Ajouter votre téléphone");
    let html = page.body();
    assert!(html.contains("otpauth://totp/") && html.contains("<svg class=\"qr\""), "{html}");
    assert!(html.contains("issuer=%C3%89cole%20Jean-Jaur%C3%A8s"), "{html}");
    let key = key_on(&page);
    assert_eq!(key.len(), 32);
    assert!(!data_holds(school.data(), key.as_bytes()), "sealed at rest");

    let wrong = page.form("Activer").set("code", "000000").send(&mut etienne);
    wrong.assert_status(422).assert_says("Ce n’est pas le code de cette clé");
    assert_eq!(key_on(&wrong), key, "the same key after a slip of the finger");
    etienne.get("/compte/deux-etapes").assert_says("Ajouter mon téléphone");
    let phone = finish_set_up(&school, &mut etienne, &wrong);
    etienne.get("/compte/deux-etapes").assert_says("Activée").assert_says("10 codes");
    assert_eq!(other.get("/").path, "/connexion", "what the passphrase alone had opened is closed");
    assert_eq!(etienne.get("/compte/deux-etapes/application").path, "/compte/deux-etapes", "shown once");
    for code in &phone.sheet {
        let plain = code.replace('-', "").to_lowercase();
        assert!(!data_holds(school.data(), plain.as_bytes()), "only HMACs are kept");
    }
    let told = letters(&school);
    assert!(told.iter().any(|(_, subject)| subject.contains("deux étapes est activée")), "{told:?}");
}

#[test]
fn the_key_is_shown_in_one_session_and_for_half_an_hour() {
    let school = school(&["maitre_cm1"]);
    let (mut etienne, mut thief) = (school.browser("maitre_cm1"), school.browser("maitre_cm1"));
    let page = etienne.get("/compte/deux-etapes");
    page.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(&mut etienne);
    assert_eq!(thief.get("/compte/deux-etapes/application").path, "/compte/deux-etapes");
    let shown = etienne.get("/compte/deux-etapes/application");
    pass(&school, 31 * 60);
    let late = Phone { key: key_on(&shown), sheet: Vec::new() };
    let reply = shown.form("Activer").set("code", &late.code(&school, 0)).send(&mut etienne);
    assert_eq!(reply.path, "/compte/deux-etapes");
    reply.assert_says("Recommencez");
}

#[test]
fn a_parent_may_have_it_too() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let phone = set_up(&school, &mut sophie);
    pass(&school, 30);
    let mut elsewhere = school.visitor();
    let page = first_step(&mut elsewhere, "sophie.petit");
    second_step(&page, &mut elsewhere, &phone.code(&school, 0)).assert_says("Bonjour Sophie");
}

#[test]
fn a_new_telephone_replaces_the_old_one_once_it_has_proved_itself() {
    let school = school(&["maitre_cm1"]);
    let mut etienne = school.browser("maitre_cm1");
    let old = set_up(&school, &mut etienne);
    pass(&school, 60);
    let path = "/compte/deux-etapes/changer";
    prove(&mut etienne, path, "Continuer", PASSPHRASE, "000000")
        .assert_status(422)
        .assert_says("Ce code n’est pas bon");
    prove(&mut etienne, path, "Continuer", "autre chose", &old.code(&school, 0)).assert_status(422);
    let page = prove(&mut etienne, path, "Continuer", PASSPHRASE, &old.code(&school, 0));
    // Until the new one is confirmed the old one counts.
    pass(&school, 60);
    let mut elsewhere = school.visitor();
    let asked = first_step(&mut elsewhere, "etienne.roussel");
    second_step(&asked, &mut elsewhere, &old.code(&school, 0)).assert_says("Bonjour Étienne");
    let new = finish_set_up(&school, &mut etienne, &page);
    pass(&school, 60);
    let mut elsewhere = school.visitor();
    let asked = first_step(&mut elsewhere, "etienne.roussel");
    second_step(&asked, &mut elsewhere, &old.code(&school, 0)).assert_status(422);
    with_sheet(&asked, &mut elsewhere, &old.sheet[0]).assert_status(422);
    second_step(&asked, &mut elsewhere, &new.code(&school, 0)).assert_says("Bonjour Étienne");
}

#[test]
fn a_new_sheet_makes_the_old_one_worthless() {
    let school = school(&["maitre_cm1"]);
    let mut etienne = school.browser("maitre_cm1");
    let phone = set_up(&school, &mut etienne);
    // A recovery code proves as much as the telephone.
    let page = prove(&mut etienne, "/compte/deux-etapes/codes", "Faire de nouveaux", PASSPHRASE, &phone.sheet[0]);
    let new = sheet_on(&page);
    assert_eq!(new.len(), 10);
    let mut elsewhere = school.visitor();
    let asked = first_step(&mut elsewhere, "etienne.roussel");
    with_sheet(&asked, &mut elsewhere, &phone.sheet[1]).assert_status(422);
    with_sheet(&asked, &mut elsewhere, &new[1]).assert_says("Bonjour Étienne");
    etienne.get("/compte/deux-etapes").assert_says("9 codes");
}

#[test]
fn it_is_taken_away_with_passphrase_and_code() {
    let school = school(&["maitre_cm1"]);
    let mut etienne = school.browser("maitre_cm1");
    let phone = set_up(&school, &mut etienne);
    let path = "/compte/deux-etapes/arret";
    prove(&mut etienne, path, "Arrêter", PASSPHRASE, &phone.code(&school, 0)).assert_status(422);
    pass(&school, 30);
    prove(&mut etienne, path, "Arrêter", PASSPHRASE, &phone.code(&school, 0)).assert_says("est arrêtée");
    first_step(&mut school.visitor(), "etienne.roussel").assert_says("Bonjour Étienne");
    let told = letters(&school);
    assert!(told.iter().any(|(_, subject)| subject.contains("deux étapes est arrêtée")), "{told:?}");
}
