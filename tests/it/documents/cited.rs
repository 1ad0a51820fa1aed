//! What refers to a document by its address: told before it is thrown away.

use super::space;
use crate::world::School;

/// Clean HTML comes from the editor; without it, a typed address stays a text.
fn linked(entry: i64) -> String {
    format!("<p>Voir <a href=\"https://ecole-jaures.local/documents/fichiers/{entry}\">le menu</a>.</p>")
}

fn write(school: &School, who: &str, entry: i64) {
    let class = school.class("CM1").to_string();
    let mut browser = school.browser(who);
    let form = browser.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Le menu");
    let form = form.forge("texte", &linked(entry)).set("a_qui", "classes");
    form.tick("classe", &class).send(&mut browser).assert_status(200);
}

#[test]
fn a_word_that_links_to_a_document_is_told_before_it_is_thrown_away() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let entry = school.put("maitre_cm1", &format!("/documents/{cm1}"), "menu.txt", b"lundi : soupe");
    let mut teacher = school.browser("maitre_cm1");
    teacher
        .get(&format!("/documents/fichiers/{entry}"))
        .assert_says("Le citer dans un mot")
        .assert_silent_on("On y renvoie");
    write(&school, "maitre_cm1", entry);
    teacher.get(&format!("/documents/fichiers/{entry}")).assert_says("On y renvoie depuis 1 endroit");
    let asked = teacher.get(&format!("/documents/{cm1}/jeter?choix={entry}"));
    asked.assert_status(200).assert_says("menu.txt");
    // A family reads it, and is not told where else it is spoken of.
    school.browser("parent_lea").get(&format!("/documents/fichiers/{entry}")).assert_silent_on("On y renvoie");
}

#[test]
fn to_write_the_address_of_what_one_may_not_read_notes_nothing() {
    let school = School::new();
    let ce1 = space(&school, "CE1");
    let entry = school.put("maitresse_ce1", &format!("/documents/{ce1}"), "notes.txt", b"secret");
    let own = school.put("maitresse_ce1", "/documents/moi", "brouillon.txt", b"secret");
    write(&school, "maitre_cm1", own);
    let count = crate::world::row(&school, &format!("SELECT count(*) FROM document_use WHERE document = {own}"));
    assert_eq!(count, 0, "a colleague's own document");
    school.browser("maitre_cm1").get(&format!("/documents/fichiers/{own}")).assert_status(404);
    school.browser("maitresse_ce1").get(&format!("/documents/fichiers/{entry}")).assert_silent_on("On y renvoie");
}
