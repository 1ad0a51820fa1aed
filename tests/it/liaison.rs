//! The liaison book: words written, read, signed, followed up, corrected and withdrawn, by each who may and each who may not.

mod answering;
mod attaching;
mod budget;
mod channel;
mod following;
mod paper;
mod proof;
mod sharing;
mod slips;
mod templates;
mod waiting;
mod writing;

use crate::world::{Browser, Reply, School};

/// A word from this teacher to a class, sent through the page; its number.
pub fn write(school: &School, who: &str, class: &str, title: &str, asks: &str) -> i64 {
    let mut browser = school.browser(who);
    let page = browser.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", title).set("texte", "Bonjour à tous.").set("categorie", "sortie");
    let form = form.set("demande", asks).set("a_qui", "classes").forge("classe", &school.class(class).to_string());
    number(form.send(&mut browser).assert_status(200))
}

/// A word from the head teacher to these pupils only.
pub fn write_to(school: &School, pupils: &[&str], asks: &str) -> i64 {
    let mut browser = school.browser("directrice");
    let page = browser.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Entre nous").set("texte", "Bonjour.").set("categorie", "divers");
    let form = form.set("demande", asks).set("a_qui", "eleves");
    let form = pupils.iter().fold(form, |form, who| form.tick("eleve", &school.id(who).to_string()));
    number(form.send(&mut browser).assert_status(200))
}

/// The word's number, from its follow-up's path.
pub fn number(reply: &Reply) -> i64 {
    let parts: Vec<&str> = reply.path.split('/').collect();
    assert_eq!(parts.get(3), Some(&"suivi"), "{}", reply.path);
    parts[2].parse().unwrap()
}

pub fn word(note: i64) -> String {
    format!("/cahier-de-liaison/{note}")
}

pub fn suivi(note: i64) -> String {
    format!("/cahier-de-liaison/{note}/suivi")
}

fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

/// Signs through the button on the page.
pub fn sign(school: &School, who: &str, note: i64) -> Reply {
    let mut browser: Browser = school.browser(who);
    browser.get(&word(note)).form("Signer").send(&mut browser)
}

pub fn rows(school: &School, sql: &str) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row(sql, [], |row| row.get(0)).unwrap()
}
