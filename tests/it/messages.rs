//! Messages: who writes to whom, who reads what, by each who may and each who may not.

mod addressing;
mod answering;
mod drafts;
mod opening;
mod pausing;
mod pieces;
mod reading;
mod reporting;
mod stopping;
mod waiting;

use crate::{
    blog::{activate, run_jobs},
    world::{Browser, FoundForm, Reply, School, row},
};

/// A composer with nothing in it, and its number.
pub fn begin(browser: &mut Browser) -> (Reply, i64) {
    let composer = browser.post("/messages/nouveau", &[]);
    composer.assert_status(200);
    let id = composer.path.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{}", composer.path));
    (composer, id)
}

/// The composer's form, filled and about to be sent, whoever of them has an account.
pub fn filled(composer: &Reply, to: &[String], subject: &str, text: &str) -> FoundForm {
    let form = composer.form("Enregistrer le brouillon").set("objet", subject).set("texte", text);
    let mut form = form.forge("geste", "envoyer");
    form.pairs.extend(to.iter().map(|word| ("a".to_owned(), word.clone())));
    form.pairs.push(("malgre".to_owned(), "oui".to_owned()));
    form
}

/// What the page says after it was sent.
pub fn sent(school: &School, who: &str, to: &[String], subject: &str, text: &str) -> Reply {
    let mut browser = school.browser(who);
    let (composer, _) = begin(&mut browser);
    filled(&composer, to, subject, text).send(&mut browser)
}

/// The number of the thread that was opened.
#[track_caller]
pub fn write(school: &School, who: &str, to: &[String], subject: &str, text: &str) -> i64 {
    let reply = sent(school, who, to, subject, text);
    reply.assert_status(200);
    let id = reply.path.strip_prefix("/messages/").and_then(|id| id.parse().ok());
    id.unwrap_or_else(|| panic!("not sent, at {}:\n{}", reply.path, reply.text()))
}

pub fn person(school: &School, who: &str) -> String {
    format!("p{}", school.id(who))
}

pub fn guardian(school: &School, who: &str, child: &str) -> String {
    format!("r{}-{}", school.id(who), school.id(child))
}

pub fn page(thread: i64) -> String {
    format!("/messages/{thread}")
}

pub fn of(thread: i64, what: &str) -> String {
    format!("/messages/{thread}/{what}")
}

pub fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

pub fn press(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).post_once(path, &[]).status
}

/// From the foot of the thread.
pub fn answer(school: &School, who: &str, thread: i64, text: &str) -> Reply {
    let mut browser = school.browser(who);
    let form = browser.get(&page(thread)).form("Envoyer").set("texte", text);
    form.send(&mut browser)
}

/// Nothing of it: list, archive, unread, page, search, home.
#[track_caller]
pub fn sees_nothing(school: &School, who: &str, thread: i64, words: &str) {
    let mut browser = school.browser(who);
    for path in ["/messages", "/messages?archive", "/messages?non-lus", "/messages?brouillons", "/"] {
        let reply = browser.get(path);
        reply.assert_silent_on(words).assert_silent_on(&format!("{}\"", page(thread)));
        reply.assert_silent_on("message non lu");
    }
    let asked: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    for path in [format!("/messages?q={asked}"), format!("/recherche?q={asked}")] {
        browser.get(&path).assert_silent_on(&page(thread));
    }
    assert_eq!(browser.get_once(&page(thread)).status, 404, "{who}");
    for what in ["repondre", "lu", "non-lu", "archiver", "sortir", "fermer", "rouvrir", "brouillon"] {
        let reply = browser.post_once(&of(thread, what), &[("geste", "envoyer"), ("texte", "Non")]);
        assert_eq!(reply.status, 404, "{who} {what}");
    }
}

pub fn text(school: &School, sql: &str) -> String {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn last_message(school: &School) -> i64 {
    row(school, "SELECT max(id) FROM message WHERE state <> 'draft'")
}

/// The hour of what waits comes.
fn deliver(school: &School, when: &str, author: &str) {
    activate(school, author);
    school.at(when);
    run_jobs(school);
}
