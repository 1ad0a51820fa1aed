//! What everyone may read at any time, even in an empty house.

use crate::world::{Browser, School, selector};

const PAGES: [&str; 4] =
    ["/donnees-personnelles", "/donnees-personnelles/enfants", "/donnees-personnelles/arrete", "/accessibilite"];

#[test]
fn a_bare_house_shows_its_legal_pages() {
    let school = School::bare();
    walk_around(&mut school.visitor());
}

#[test]
fn a_visitor_a_guardian_and_a_pupil_read_the_same_pages() {
    let school = School::new();
    for who in ["visiteur", "parent_lea", "lea"] {
        walk_around(&mut school.browser(who));
    }
    let page = school.visitor().get("/donnees-personnelles");
    page.assert_says("École Jean-Jaurès");
}

#[test]
fn the_foot_of_a_page_leads_to_the_order() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let foot = sophie.get("/").link("Données personnelles");
    let notice = sophie.get(&foot);
    let order = sophie.get(&notice.link("Le texte de l’arrêté"));
    order.assert_says("Article 8").assert_says("est consultable par chaque utilisateur à partir de la page d’accueil");
    order.assert_says("Légifrance fait foi").assert_says("Nous n’avons pas pu vérifier si elle a changé.");
    // In force since 2017: what concerns schools is no longer what concerns universities.
    order.assert_says("Dans l’enseignement scolaire, elles sont supprimées de l’ENT dans un délai de trois mois");
    order
        .assert_says("dans les limites du besoin d’en connaître")
        .assert_silent_on("sont exclusivement les catégories");
    let children = sophie.get(&notice.link("La page pour les enfants"));
    children.assert_says("Tu as le droit").assert_silent_on("vous");
    assert_eq!(children.link("La page pour les adultes"), "/donnees-personnelles");
}

/// The register and the notices tell the terms that the school set, and only the direction has the entry.
#[test]
fn the_entry_of_the_register_says_what_is_set() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let notice = anne.get("/donnees-personnelles");
    let page = anne.get(&notice.link("la fiche de registre, déjà remplie"));
    page.assert_says("0751234J").assert_says("proposée à tous").assert_says("Aucune messagerie n’est réglée");
    page.assert_says("Blog : La vie de la classe").assert_says("Messages : Écrire entre");
    school.sql(
        "UPDATE settings SET second_factor_of = 'staff', second_factor_from = 4000000000, mail_host = 'smtp.exemple.invalid', image_consent = 'all'",
    );
    school.sql("INSERT INTO service_off (room, class, off_at) VALUES ('messages', NULL, 0)");
    school.sql("INSERT INTO retention (kind, days, changed_at) VALUES ('messages', 1095, 0), ('accounts', 60, 0)");
    let page = anne.get("/donnees-personnelles/registre");
    page.assert_says("obligatoire pour le personnel")
        .assert_says("smtp.exemple.invalid")
        .assert_says("chaque responsable.");
    page.assert_says("60 jours après le départ").assert_says("3 ans").assert_silent_on("Messages : Écrire entre");
    let file = anne.get(&page.link("Télécharger la fiche"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
    file.assert_says("60 jours après le départ").assert_says("smtp.exemple.invalid");
    school
        .visitor()
        .get("/donnees-personnelles")
        .assert_says("60 jours après le départ")
        .assert_silent_on("fiche de registre");
    school.visitor().get("/donnees-personnelles/enfants").assert_says("Il faut attendre 60 jours");
    for who in ["maitre_cm1", "parent_lea", "lea", "mairie", "technicien"] {
        let got = school.browser(who).get_once("/donnees-personnelles/registre").status;
        assert!([403, 404].contains(&got), "{who}: {got}");
    }
    school.visitor().get_once("/donnees-personnelles/registre").assert_status(303);
}

#[test]
fn the_declaration_does_not_claim_an_audit() {
    let page = School::new().visitor().get("/accessibilite");
    page.assert_says("non conforme").assert_says("Aucun audit n’a encore été fait").assert_says("la direction");
}

#[track_caller]
fn walk_around(browser: &mut Browser) {
    for path in PAGES {
        let page = browser.get_once(path);
        page.assert_status(200);
        let html = page.html();
        assert_eq!(html.select(&selector("h1")).count(), 1, "one h1 at {path}");
        for link in html.select(&selector("main a[href^='/']")) {
            let to = link.attr("href").expect("selected by it");
            browser.get_once(to).assert_status(200);
        }
    }
}
