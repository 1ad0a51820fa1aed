//! The class blog: drafts, reviews, publishing, reading, by each who may and each who may not.

mod around;
mod helping;
mod mending;
mod publishing;
mod reviewing;

use crate::world::{FoundForm, School};
use preau::{app, base::jobs::runner};

/// What the house would do by itself at this moment.
pub fn run_jobs(school: &School) {
    let kinds: Vec<_> = app::ROOMS.iter().flat_map(|room| room.jobs).copied().collect();
    runner::run_due(&school.house.db, &school.house.clock, &kinds).unwrap();
}

/// An account in which its owner has signed in once: the house acts for nobody else.
pub fn activate(school: &School, who: &str) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE account SET activated_at = 1 WHERE person = ?1", [school.id(who)]).unwrap();
}

/// A post in hand, begun through the page; its number.
pub fn begin(school: &School, who: &str) -> i64 {
    let mut browser = school.browser(who);
    let composer = browser.post("/blog/articles", &[]);
    composer.assert_status(200);
    let parts: Vec<&str> = composer.path.split('/').collect();
    assert_eq!(parts.get(4), Some(&"ecrire"), "{}", composer.path);
    parts[3].parse().unwrap()
}

/// Its composer, with a title and a text typed in.
pub fn filled(school: &School, who: &str, post: i64, button: &str, title: &str) -> FoundForm {
    let form = school.browser(who).get(&of(post, "ecrire")).form(button);
    form.set("titre", title).set("texte", "Nous avons semé des radis.")
}

/// Published by its author for the class that is ticked already.
pub fn publish(school: &School, who: &str, title: &str) -> i64 {
    let post = begin(school, who);
    let sent = filled(school, who, post, "Publier", title).send(&mut school.browser(who));
    sent.assert_status(200).assert_says("C’est publié");
    post
}

pub fn post(post: i64) -> String {
    format!("/blog/articles/{post}")
}

pub fn of(post: i64, what: &str) -> String {
    format!("/blog/articles/{post}/{what}")
}

pub fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

pub fn press(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).post_once(path, &[]).status
}
