//! Files whose titles nobody knows: explained on a page, remembered, forgotten, and never on the disk.
use super::{book, offer};
use crate::world::{Browser, Reply, School, data_holds, selector};

const STRANGE: &str = "Patro;Petit nom;Venu au monde;Groupe-classe;Confession;Humeur\r\n\
    PLANTÉ;Zoé;01/02/2019;CP Soleil;CONFESSIONSECRETE;HUMEURSECRETE\r\nSEMÉ;Ali;03/04/2019;CP Soleil;CONFESSIONSECRETE;HUMEURSECRETE\r\n";
/// Another order, and a column that was not there.
const NEXT: &str = "Humeur;Venu au monde;Patro;Cantine;Confession;Groupe-classe;Petit nom\r\n\
    HUMEURSECRETE;05/06/2019;POUSSÉ;CANTINESECRETE;CONFESSIONSECRETE;CP Soleil;Mia\r\n";

fn explained(page: &Reply, browser: &mut Browser) -> Reply {
    let answers = [
        ("Patro", "Last"),
        ("Petit nom", "First"),
        ("Venu au monde", "Birth"),
        ("Groupe-classe", "Class"),
        ("Humeur", "non"),
    ];
    let mut form = page.form("Lire avec ces colonnes");
    for (title, value) in answers {
        form = form.set(&field(page, title), value);
    }
    form.send(browser)
}

/// The select under this label.
fn field(page: &Reply, title: &str) -> String {
    let html = page.html();
    let label = html.select(&selector("label")).find(|label| label.text().collect::<String>().trim() == title);
    let id = label.unwrap_or_else(|| panic!("no column {title}: {}", page.text())).attr("for").unwrap().to_owned();
    id.strip_prefix("f-").unwrap().to_owned()
}

fn nowhere(school: &School) {
    for secret in ["HUMEURSECRETE", "CONFESSIONSECRETE", "CANTINESECRETE"] {
        assert!(!data_holds(school.data(), secret.as_bytes()), "{secret}");
    }
}

#[test]
fn unknown_columns_are_explained_once_and_remembered() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("onde2.csv", STRANGE.as_bytes())]);
    page.assert_status(200)
        .assert_says("Dites-nous ce que contient chaque colonne")
        .assert_says("Zoé")
        .assert_says("onde2.csv");
    // Nothing of it waits anywhere but in memory.
    assert!(!data_holds(school.data(), "PLANTÉ".as_bytes()));
    nowhere(&school);
    let review = explained(&page, &mut anne);
    review.assert_says("2 élèves à ajouter").assert_says("Colonnes reconnues grâce à votre réglage du");
    nowhere(&school);
    review.form("Tout enregistrer").send(&mut anne).assert_says("2 élèves");
    // The next one, by her or by another way in: no question.
    let next = offer(&mut anne, &[("suite.csv", NEXT.as_bytes())]);
    next.assert_says("1 élève à ajouter").assert_says("votre réglage du").assert_says("Cantine");
    let rows = book::rows(NEXT);
    offer(&mut anne, &[("suite.xlsx", &book::xlsx(&[rows]))]).assert_says("1 élève à ajouter");
    nowhere(&school);
    // She may look again at what she said.
    let again = anne.get(&next.link("Le revoir"));
    again.assert_says("Petit nom");
    let patro = again
        .html()
        .select(&selector(&format!("select[name={}] option[selected]", field(&again, "Patro"))))
        .next()
        .map(|one| one.attr("value").unwrap().to_owned());
    assert_eq!(patro.as_deref(), Some("Last"));
    // Forgotten, the question is back.
    let choose = anne.get("/ecole/import");
    choose.assert_says("1 réglage de colonnes retenu");
    choose.form("Oublier ce réglage").send(&mut anne).assert_says("oublié");
    offer(&mut anne, &[("suite.csv", NEXT.as_bytes())]).assert_says("Dites-nous ce que contient");
}

#[test]
fn an_answer_that_does_not_do_keeps_the_others() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = offer(&mut anne, &[("onde2.csv", STRANGE.as_bytes())]);
    let name = |title| field(&page, title);
    let form = page.form("Lire avec ces colonnes").set(&name("Patro"), "Last").set(&name("Petit nom"), "Last");
    let form =
        form.set(&name("Venu au monde"), "Birth").set(&name("Groupe-classe"), "Class").set(&name("Humeur"), "non");
    let fault = form.send(&mut anne);
    fault.assert_status(422).assert_says("qu’une fois").assert_says("Petit nom");
    let kept = fault
        .html()
        .select(&selector(&format!("select[name={}] option[selected]", name("Venu au monde"))))
        .next()
        .map(|one| one.attr("value").unwrap().to_owned());
    assert_eq!(kept.as_deref(), Some("Birth"));
    let form = fault.form("Lire avec ces colonnes").set(&name("Petit nom"), "non");
    form.send(&mut anne).assert_status(422).assert_says("Prénom");
    explained(&fault, &mut anne).assert_says("2 élèves à ajouter");
}

#[test]
fn another_kind_of_file_has_other_columns() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let file = "Contact;Petit nom;Boîte;Gamin;Petit nom du gamin\r\nPLANTÉ;Ida;ida@exemple.invalid;MARTIN;Léa\r\n";
    offer(&mut anne, &[("contacts.csv", file.as_bytes())]).assert_says("Dites-nous");
    let page = anne.get("/ecole/import/colonnes?genre=responsables&fichier=0");
    page.assert_says("Nom du responsable");
    let mut form = page.form("Lire avec ces colonnes");
    for (title, value) in [
        ("Contact", "Last"),
        ("Petit nom", "First"),
        ("Boîte", "Email"),
        ("Gamin", "ChildLast"),
        ("Petit nom du gamin", "ChildFirst"),
    ] {
        form = form.set(&field(&page, title), value);
    }
    form.send(&mut anne).assert_says("1 responsable à ajouter");
}

#[test]
fn a_file_lost_from_memory_is_asked_for_again() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get("/ecole/import/colonnes").assert_says("Renvoyez le fichier");
    let page = offer(&mut anne, &[("onde2.csv", STRANGE.as_bytes())]);
    // Nobody else's browser has it, not even her own other one.
    school.browser("directrice").get("/ecole/import/colonnes").assert_says("Renvoyez le fichier");
    school.at("2026-11-17 12:00");
    let lost = explained(&page, &mut anne);
    lost.assert_says("Renvoyez le fichier").assert_says("rien n’a été enregistré");
    // Sent away by hand, it is gone at once.
    let page = offer(&mut anne, &[("onde2.csv", STRANGE.as_bytes())]);
    page.form("Ce n’est pas le bon fichier").send(&mut anne).assert_says("oublié");
    anne.get("/ecole/import/colonnes").assert_says("Renvoyez le fichier");
    nowhere(&school);
}
