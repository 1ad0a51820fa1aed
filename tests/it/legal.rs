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
