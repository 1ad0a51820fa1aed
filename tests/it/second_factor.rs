//! The second step of a sign-in, by named people: set up, asked for, lost, required.

mod owning;
mod required;
mod signing_in;

use crate::world::{Browser, PASSPHRASE, Reply, School};
use preau::{
    base::{clock::Instant, db::Id, secret},
    school::account,
};
use totp_rs::{Algorithm, Builder};

/// What Étienne's telephone and his drawer hold.
pub struct Phone {
    key: String,
    pub sheet: Vec<String>,
}

impl Phone {
    /// The code that it shows, `steps` of thirty seconds away from the school's clock.
    pub fn code(&self, school: &School, steps: i64) -> String {
        let at = school.house.clock.machine().plus(30 * steps);
        let secret = totp_rs::Secret::try_from_base32(&self.key).unwrap();
        let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_secret(secret).build().unwrap();
        totp.generate(at.0 as u64).to_string()
    }
}

/// A school in which these people have chosen the passphrase of all tests.
pub fn school(people: &[&str]) -> School {
    let school = School::new();
    let phc = secret::hash_passphrase(PASSPHRASE).unwrap();
    let tx = school.house.db.write().unwrap();
    for who in people {
        account::store::set_passphrase(&tx, Id::new(school.people.account(who)), &phc, school.house.clock.now())
            .unwrap();
    }
    tx.commit().unwrap();
    school
}

pub fn pass(school: &School, seconds: i64) {
    let now: Instant = school.house.clock.machine();
    school.house.clock.set(now.plus(seconds));
}

/// The first step: login and passphrase.
pub fn first_step(browser: &mut Browser, login: &str) -> Reply {
    let page = browser.get("/connexion");
    page.form("Me connecter").set("identifiant", login).set("phrase", PASSPHRASE).send(browser)
}

pub fn second_step(page: &Reply, browser: &mut Browser, code: &str) -> Reply {
    page.form("Continuer").set("code", code).send(browser)
}

/// With a code of the printed sheet instead.
pub fn with_sheet(page: &Reply, browser: &mut Browser, code: &str) -> Reply {
    page.form("Continuer avec ce code").set("secours", code).send(browser)
}

/// From the page that asks the passphrase to the printed sheet.
pub fn set_up(school: &School, browser: &mut Browser) -> Phone {
    let page = browser.get("/compte/deux-etapes");
    let page = page.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(browser);
    finish_set_up(school, browser, &page)
}

pub fn finish_set_up(school: &School, browser: &mut Browser, page: &Reply) -> Phone {
    assert_eq!(page.path, "/compte/deux-etapes/application", "{}", page.text());
    let mut phone = Phone { key: key_on(page), sheet: Vec::new() };
    let sheet = page.form("Activer").set("code", &phone.code(school, 0)).send(browser);
    sheet.assert_status(200).assert_says("Vos codes de secours");
    phone.sheet = sheet_on(&sheet);
    assert_eq!(phone.sheet.len(), 10);
    phone
}

pub fn key_on(page: &Reply) -> String {
    let html = page.html();
    let key = html.select(&crate::world::selector("#cle")).next().expect("a key to copy");
    crate::world::words(key).replace(' ', "")
}

pub fn sheet_on(page: &Reply) -> Vec<String> {
    let html = page.html();
    html.select(&crate::world::selector("ol code")).map(crate::world::words).collect()
}
