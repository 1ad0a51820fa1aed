//! A parent with two children in two classes who teaches a third: one account, one home, each thing once.

use crate::world::{Browser, Reply, School, row};
use preau::{
    base::{db::Id, jobs::System},
    school::class::{self, DutyKind, NewDuty},
};

/// Sophie, mother of Léa (CM1) and Hugo (CE1), teaches CP, where a pupil is.
fn school() -> School {
    let school = School::new();
    let by = System::at_the_console();
    let tx = school.house.db.write().unwrap();
    let day = "2026-09-01".parse().unwrap();
    let cp = Id::new(school.class("CP"));
    class::store::add_duty(&tx, &NewDuty::new(Id::new(school.id("parent_lea")), DutyKind::Teacher, Some(cp), day), &by)
        .unwrap();
    tx.commit().unwrap();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    // Zoé is in CP in this school.
    file.execute("UPDATE enrolment SET class = ?1 WHERE pupil = ?2", (cp.number(), school.id("zoe"))).unwrap();
    school
}

fn to_all(school: &School, title: &str) {
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", title).set("texte", "Pour tous.").set("categorie", "sortie");
    let form = form.set("demande", "one").set("a_qui", "ecole").tick("confirmer", "oui");
    form.send(&mut anne).assert_says("Le mot est envoyé");
}

fn times(page: &Reply, text: &str) -> usize {
    page.text().matches(text).count()
}

fn home(sophie: &mut Browser) -> Reply {
    let home = sophie.get("/");
    home.assert_status(200).assert_says("Bonjour Sophie");
    home
}

#[test]
fn one_home_says_each_thing_once() {
    let school = school();
    to_all(&school, "Photo de classe");
    let mut sophie = school.browser("parent_lea");
    let page = home(&mut sophie);
    page.assert_says("un mot vous attend.").assert_says("pour Léa et Hugo");
    assert_eq!(times(&page, "« Photo de classe »"), 1, "{}", page.text());
    let titles = |page: &Reply| {
        page.html().select(&crate::world::selector("article h2")).map(crate::world::words).collect::<Vec<_>>()
    };
    assert_eq!(titles(&page), ["Photo de classe"]);
    // Her children's labels and her own class, each once in the page and in the menu.
    page.assert_says("Ma classe");
    for child in ["lea", "hugo"] {
        let link = format!("href=\"/cahier-de-liaison?enfant={}\"", school.id(child));
        assert_eq!(page.body().matches(&link).count(), 1, "{child}");
    }
    assert_eq!(page.body().matches("href=\"/cahier-de-liaison\"").count(), 1, "one book in the menu");
}

#[test]
fn her_book_leads_to_both() {
    let school = school();
    to_all(&school, "Photo de classe");
    let mut sophie = school.browser("parent_lea");
    let book = sophie.get("/cahier-de-liaison");
    // As a teacher: the word reached CP too, and is listed once. The one to CM1 alone is no business of hers here.
    assert_eq!(book.html().select(&crate::world::selector("a.titre")).count(), 1, "{}", book.text());
    book.assert_silent_on("Réunion de rentrée").assert_says("Écrire un mot");
    let all = sophie.get(&book.link("Tous"));
    all.assert_says("Un mot vous attend").assert_says("Réunion de rentrée").assert_says("pour Léa et Hugo");
    assert_eq!(times(&all, "« Photo de classe »"), 1);
    let hugo = sophie.get(&book.link("Hugo"));
    hugo.assert_says("Un mot vous attend pour Hugo").assert_silent_on("Réunion de rentrée");
    // And back.
    let back = sophie.get(&hugo.link("Mes classes"));
    assert_eq!(back.path, "/cahier-de-liaison");
    for page in [&book, &all, &hugo] {
        let current = page.html().select(&crate::world::selector("nav [aria-current=true]")).count();
        assert_eq!(current, 1, "where one is: {}", page.path);
    }
}

#[test]
fn with_one_child_her_book_still_leads_to_both() {
    let school = school();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (school.id("hugo"), school.id("parent_lea"));
    file.execute("DELETE FROM guardianship WHERE pupil = ?1 AND guardian = ?2", row).unwrap();
    let mut sophie = school.browser("parent_lea");
    let book = sophie.get("/cahier-de-liaison");
    let lea = sophie.get(&book.link("Léa"));
    lea.assert_says("Réunion de rentrée");
    sophie.get(&lea.link("Mes classes")).assert_says("Écrire un mot");
}

#[test]
fn she_writes_to_the_class_she_teaches_not_to_her_children_s() {
    let school = school();
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get("/cahier-de-liaison/nouveau");
    page.assert_says("Zoé").assert_silent_on("Hugo").assert_silent_on("Léa").assert_silent_on("Tom");
    let form = page.form("Envoyer").set("titre", "Piscine").set("texte", "Jeudi.").set("categorie", "sortie");
    let cm1 = school.class("CM1").to_string();
    form.set("demande", "one").set("a_qui", "classes").forge("classe", &cm1).send(&mut sophie).assert_status(403);
    let form = sophie.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Piscine").set("texte", "Jeudi.");
    let form = form.set("categorie", "sortie").set("demande", "one").set("a_qui", "classes");
    let cp = school.class("CP").to_string();
    form.forge("classe", &cp).send(&mut sophie).assert_says("Le mot est envoyé à");
    let page = home(&mut sophie);
    assert_eq!(
        page.html()
            .select(&crate::world::selector("article h2 a"))
            .filter(|a| crate::world::words(*a) == "Piscine")
            .count(),
        1
    );
    page.assert_says("rien ne vous attend");
}

#[test]
fn one_tap_signs_for_both_children_and_the_follow_up_counts_them() {
    let school = school();
    to_all(&school, "Photo de classe");
    let mut sophie = school.browser("parent_lea");
    let link = home(&mut sophie).link("Photo de classe");
    let word = sophie.get(&link);
    assert_eq!(times(&word, "Pour tous."), 1, "the text once: {}", word.text());
    let signed = word.form("Signer").send(&mut sophie);
    signed.assert_status(200);
    let note = row(&school, "SELECT max(id) FROM liaison_note");
    let count = format!("SELECT count(*) FROM liaison_answer WHERE note = {note}");
    assert_eq!(row(&school, &count), 2, "for Léa and for Hugo");
    let page = home(&mut sophie);
    page.assert_says("rien ne vous attend");
    assert_eq!(
        page.html()
            .select(&crate::world::selector("article h2 a"))
            .filter(|a| crate::world::words(*a) == "Photo de classe")
            .count(),
        1
    );
}
