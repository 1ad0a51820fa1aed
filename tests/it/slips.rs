//! Access slips, from the director's printer to two parents who live apart.

use crate::world::{Browser, Reply, School, data_holds, letters, words};
use std::{io::Write, process::Command};

const NEW: &str = "trois tortues dans le couloir";

/// The sheet's text, as a reader would have it.
fn text(pdf: &Reply) -> String {
    assert_eq!(pdf.header("content-type"), Some("application/pdf"), "{}", pdf.text());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&pdf.bytes).unwrap();
    let read = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output();
    String::from_utf8(read.expect("pdftotext (poppler-utils) reads the sheets").stdout).unwrap()
}

/// The code that follows this login on the sheet, as printed: « abcd-efgh ».
fn code_of(sheet: &str, login: &str) -> String {
    let after = &sheet[sheet.find(login).unwrap_or_else(|| panic!("{login} is not on:\n{sheet}"))..];
    let is_code = |word: &&str| word.len() == 9 && word.as_bytes()[4] == b'-' && word.is_ascii();
    after.split_whitespace().find(is_code).unwrap_or_else(|| panic!("no code after {login}:\n{after}")).to_owned()
}

fn print(anne: &mut Browser, choice: &str) -> Reply {
    anne.get(&format!("/ecole/fiches?{choice}")).form("Imprimer les fiches").send(anne)
}

/// Parents who have never come in yet.
fn unopened(school: &School) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE account SET password = NULL, activated_at = NULL WHERE login = 'sophie.petit'", []).unwrap();
    file.execute("UPDATE person SET street = '1 rue Haute', town = 'Saint-Fictif' WHERE first_name = 'Sophie'", [])
        .unwrap();
    file.execute("UPDATE person SET street = '9 place Basse', town = 'Saint-Fictif' WHERE first_name = 'Paul'", [])
        .unwrap();
}

fn activate(school: &School, login: &str, code: &str) -> Reply {
    let mut parent = school.visitor();
    let page = parent.get("/activation");
    let page = page.form("Continuer").set("identifiant", login).set("code", code).send(&mut parent);
    let boxes: Vec<String> = ["charte"]
        .into_iter()
        .filter(|name| page.body().contains(&format!("name=\"{name}\"")))
        .map(str::to_owned)
        .collect();
    let form = page.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW);
    boxes.iter().fold(form, |form, name| form.tick(name, "oui")).send(&mut parent)
}

#[test]
fn two_parents_who_live_apart_each_open_their_own_account() {
    let school = School::new();
    unopened(&school);
    let mut anne = school.browser("directrice");
    let page = anne.get("/ecole/fiches");
    page.assert_says("remettre en main propre").assert_says("Sophie Petit").assert_says("Paul Martin");
    let sheet = text(&print(&mut anne, "qui=familles"));
    assert_eq!(sheet.matches("main propre").count(), 3, "their grandmother's too: {sheet}");
    assert!(sheet.contains("pour Hugo") && sheet.contains("Léa"), "{sheet}");
    assert!(sheet.contains("L’activation se fait à l’école"), "no public address: {sheet}");
    assert!(!sheet.contains("Bao") && !sheet.contains("João"), "withdrawn and restricted get none: {sheet}");
    for login in ["sophie.petit", "paul.martin"] {
        let code = code_of(&sheet, login);
        assert!(!data_holds(school.data(), code.as_bytes()), "as printed");
        assert!(!data_holds(school.data(), code.replace('-', "").as_bytes()), "as drawn");
        activate(&school, login, &code).assert_status(200).assert_says("Votre compte est prêt");
        // It served: it serves no more.
        let mut again = school.visitor();
        let page = again.get("/activation");
        let page = page.form("Continuer").set("identifiant", login).set("code", &code).send(&mut again);
        page.assert_status(422);
    }
    anne.get("/ecole/fiches").assert_says("ont déjà activé leur compte");
}

#[test]
fn a_reprint_asks_first_and_revokes() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let class = school.class("CE1");
    let first = text(&print(&mut anne, &format!("qui={class}")));
    let old = code_of(&first, "emre.ozturk");
    anne.get(&format!("/ecole/fiches?qui={class}")).assert_says("Aucune fiche à imprimer").assert_says("déjà");
    let again = anne.get(&format!("/ecole/fiches?qui={class}&quoi=toutes"));
    again.form("Imprimer les fiches").send(&mut anne).assert_status(422).assert_says("ne vaudront plus rien");
    let second = again.form("Imprimer les fiches").tick("confirme", "oui").send(&mut anne);
    let new = code_of(&text(&second), "emre.ozturk");
    assert_ne!(old, new);
    let mut emre = school.visitor();
    let page = emre.get("/activation");
    let refused = page.form("Continuer").set("identifiant", "emre.ozturk").set("code", &old).send(&mut emre);
    refused.assert_status(422).assert_says("remplacée");
    activate(&school, "emre.ozturk", &new).assert_says("Votre compte est prêt");
}

#[test]
fn a_slip_is_worth_ninety_days() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let code = code_of(&text(&print(&mut anne, "qui=familles")), "emre.ozturk");
    let enter = |when: &str| {
        school.at(when);
        let mut emre = school.visitor();
        let page = emre.get("/activation");
        page.form("Continuer").set("identifiant", "emre.ozturk").set("code", &code).send(&mut emre)
    };
    enter("2027-02-15 08:00").assert_status(200);
    enter("2027-02-15 08:31").assert_status(422);
}

#[test]
fn one_person_s_slip_ends_nothing_until_it_serves_and_tells_the_owner() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("/ecole/personnes/{}/fiche", school.id("parent_lea")));
    page.assert_says("tous ses appareils seront déconnectés");
    let sheet = text(&page.form("Imprimer la fiche").send(&mut anne));
    assert!(sheet.contains("Bienvenue sur Préau") && sheet.contains("English"), "{sheet}");
    let (to, subject) = letters(&school).pop().unwrap();
    assert_eq!(to, "parent_lea@exemple.invalid");
    assert!(subject.contains("nouvelle fiche"), "{subject}");
    sophie.get("/").assert_says("Bonjour Sophie");
    activate(&school, "sophie.petit", &code_of(&sheet, "sophie.petit")).assert_says("Votre compte est prêt");
    assert_eq!(sophie.get("/").path, "/connexion", "the reset ended every other session");
}

#[test]
fn who_may_see_nothing_gets_no_slip() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    for who in ["pere_retire", "pere_restreint"] {
        let page = anne.get(&format!("/ecole/personnes/{}/fiche", school.id(who)));
        page.assert_says("pas de fiche");
        assert!(!page.has_button("Imprimer la fiche"));
        assert_eq!(anne.post_once(&format!("/ecole/personnes/{}/fiche", school.id(who)), &[]).status, 403);
    }
    assert_eq!(anne.get(&format!("/ecole/personnes/{}/fiche", school.id("lea"))).status, 404, "pupils come later");
}

#[test]
fn the_team_has_slips_too() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let sheet = text(&print(&mut anne, "qui=equipe"));
    assert!(sheet.contains("enseignant, CM1") && sheet.contains("ATSEM, CP"), "{sheet}");
}

#[test]
fn a_public_address_is_on_the_slip() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE settings SET public_address = 'https://preau.saint-fictif.fr'", []).unwrap();
    let mut anne = school.browser("directrice");
    let sheet = text(&print(&mut anne, "qui=equipe"));
    assert!(sheet.contains("preau.saint-fictif.fr") && !sheet.contains("se fait à l’école"), "{sheet}");
}

#[test]
fn only_the_director_prints() {
    let school = School::new();
    for who in ["maitre_cm1", "remplacante", "parent_lea", "other_parent_lea", "mairie", "technicien", "visiteur"] {
        let mut other = school.browser(who);
        let own = format!("/ecole/personnes/{}/fiche", school.id("parent_lea"));
        for reply in [
            other.get_once("/ecole/fiches"),
            other.get_once(&own),
            other.post_once("/ecole/fiches", &[("qui", "familles")]),
            other.post_once(&own, &[]),
        ] {
            assert!(matches!(reply.status, 303 | 403 | 404), "{who} at {}: {}", reply.path, reply.status);
        }
    }
    let html = school.browser("directrice").get("/ecole/fiches").html();
    assert!(words(html.root_element()).contains("Fiches de connexion"));
}
