//! « Situations particulières »: who is listed and why, a look in one tap, slips before and after, and nobody else's page.

use crate::world::{Browser, PERSONAS, School, row};

const PAGE: &str = "/ecole/situations";

/// Both of Tom's parents come in one file, from two addresses.
fn two_homes(school: &School) -> i64 {
    let mut anne = school.browser("directrice");
    let file = "Civilité;Nom responsable;Prénom responsable;Adresse;Nom enfant;Prénom enfant;Classes enfants\r\n\
        MME;ROCHE;Maud;1 rue Haute;NGUYEN;Lou;CM1\r\n\
        M.;NGUYEN;Minh;9 place Basse;NGUYEN;Lou;CM1\r\n";
    let pupils = "Nom;Prénom;Né le;Classe\r\nNGUYEN;Lou;01/02/2017;CM1\r\n";
    let page = crate::import::offer(&mut anne, &[("e.csv", pupils.as_bytes()), ("r.csv", file.as_bytes())]);
    let done = page.form("Tout enregistrer").send(&mut anne);
    done.assert_says("2 liens attendent votre regard");
    assert_eq!(done.link("Regarder les situations particulières"), PAGE);
    row(school, "SELECT pupil FROM guardianship WHERE needs_look = 'two_homes' LIMIT 1")
}

fn slips(anne: &mut Browser, query: &str) -> String {
    anne.get(&format!("/ecole/fiches?{query}")).text()
}

#[test]
fn two_homes_in_a_file_wait_for_one_tap() {
    let school = School::new();
    let lou = two_homes(&school);
    let mut anne = school.browser("directrice");
    anne.get("/").assert_says("1 situation à regarder");
    anne.get("/ecole").assert_says("1 situation à regarder");
    let minh = row(&school, "SELECT id FROM person WHERE first_name = 'Minh'");
    let own = format!("/ecole/personnes/{minh}/fiche");
    for query in ["qui=familles".to_owned(), format!("qui={}", school.class("CM1")), "qui=familles&quoi=toutes".into()]
    {
        let page = anne.get(&format!("/ecole/fiches?{query}"));
        page.assert_says("attendent votre décision");
        let sheet = page.form("Imprimer les fiches").send(&mut anne);
        assert_eq!(sheet.header("content-type"), Some("application/pdf"));
        // Printed anew for the rest of the school, never for these two.
        assert_eq!(row(&school, &format!("SELECT count(*) FROM account WHERE person = {minh}")), 0);
        let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
        file.execute("DELETE FROM access_slip", []).unwrap();
    }
    let page = anne.get(&own);
    page.assert_says("Regardez d’abord son lien");
    assert!(!page.has_button("Imprimer la fiche"));
    assert_eq!(anne.post_once(&own, &[]).status, 403);
    let page = anne.get(PAGE);
    page.assert_says("Lou Nguyen")
        .assert_says("deux adresses")
        .assert_says("9 place Basse")
        .assert_says("Lit et signe.");
    let done = page.form("Rien à changer, j’ai vérifié").send(&mut anne);
    done.assert_says("C’est noté").assert_silent_on("Lou Nguyen");
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM guardianship WHERE pupil = {lou} AND looked_at IS NOT NULL")),
        2
    );
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'LookAtTie'"), 2);
    assert!(slips(&mut anne, "qui=familles").contains("remettre en main propre"));
    let sheet = anne.get(&own).form("Imprimer la fiche").send(&mut anne);
    assert_eq!(sheet.header("content-type"), Some("application/pdf"));
}

#[test]
fn one_tap_answers_for_two_homes_and_nothing_else() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let path = format!("/ecole/eleves/{}/responsables", school.id("tom"));
    for who in ["tante", "other_parent_lea"] {
        anne.post(&path, &[("personne", &school.id(who).to_string())]);
    }
    let page = anne.get(PAGE);
    page.assert_says("Tom Öztürk").assert_says("au moins le troisième adulte");
    assert!(!page.has_button("Rien à changer, j’ai vérifié"));
    anne.post(&format!("{PAGE}/verifiees"), &[("eleve", &school.id("tom").to_string())]);
    anne.get(PAGE).assert_says("au moins le troisième adulte");
    assert_eq!(anne.post(&format!("{PAGE}/verifiees"), &[("eleve", "999999")]).status, 404);
}

#[test]
fn what_is_special_is_listed_with_its_document_and_what_it_gives() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get(PAGE);
    page.assert_says("Notées").assert_says("Zoé Nguyễn");
    page.assert_says("João Da Silva").assert_says("depuis le 1er octobre 2026");
    page.assert_says("Date du document à compléter.");
    page.assert_says("Bao Nguyễn").assert_says("Ne voit rien.");
    page.assert_says("Inès Lefèvre").assert_says("Lit, ne signe pas. Reçoit les e-mails.");
    page.assert_says("Yvonne Petit").assert_says("Foyer des Tilleuls").assert_says("Organisme");
    page.assert_silent_on("Emre").assert_silent_on("Sophie");
    anne.get(&format!("{PAGE}?q=zoe")).assert_says("Zoé").assert_silent_on("Tilleuls");
    anne.get(&format!("{PAGE}?q=personne")).assert_says("Personne ne correspond.");
}

#[test]
fn the_page_is_the_director_s_alone() {
    let school = School::new();
    for who in PERSONAS.iter().filter(|who| **who != "directrice") {
        let mut other = school.browser(who);
        let lea = school.id("lea").to_string();
        for reply in [other.get_once(PAGE), other.post_once(&format!("{PAGE}/verifiees"), &[("eleve", &lea)])] {
            assert!(matches!(reply.status, 303 | 403 | 404), "{who} at {}: {}", reply.path, reply.status);
            reply.assert_silent_on("Notées");
        }
        other.get("/").assert_silent_on("situation à regarder");
    }
}
