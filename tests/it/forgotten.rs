//! A forgotten passphrase and a new address: what letters open, and what nobody is told.

mod address;
mod waiting;

use crate::world::{Browser, PASSPHRASE, Reply, School, letters, row};
use preau::{
    base::{
        db::Id,
        jobs::{
            System,
            runner::{Runs, run_due},
        },
        secret,
    },
    door::session,
    school::{
        account::second_factor,
        settings::{self, MailSettings},
    },
};

const NEW: &str = "trois tortues dans le couloir";
const SOPHIE: &str = "parent_lea@exemple.invalid";

/// A school that sends mail, though nobody takes it away here.
pub fn school() -> School {
    let school = School::new();
    let tx = school.house.db.write().unwrap();
    let mail = MailSettings {
        host: "smtp.exemple.invalid".into(),
        port: 587,
        security: "starttls".into(),
        from: "ecole@exemple.invalid".into(),
        ..MailSettings::default()
    };
    settings::store::set_mail(&tx, &mail, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    school
}

pub fn sql(school: &School, statement: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(statement).unwrap();
}

fn ask(browser: &mut Browser, named: &str) -> Reply {
    let page = browser.get("/connexion");
    let page = browser.get(&page.link("J’ai oublié ma phrase de passe"));
    page.form("Recevoir le lien").set("identifiant", named).send(browser)
}

/// What the house does a moment later.
fn later(school: &School) {
    let kinds: Vec<Runs> = school.house.rooms.iter().flat_map(|room| room.jobs).copied().collect();
    run_due(&school.house.db, &school.house.clock, &kinds).unwrap();
}

/// The path of the link in the newest letter to that address.
pub fn link(school: &School, to: &str) -> String {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let newest = "SELECT text FROM outbox WHERE recipient = ?1 ORDER BY id DESC LIMIT 1";
    let text: String = file.query_row(newest, [to], |row| row.get(0)).unwrap();
    let (_, after) = text.split_once("https://ecole-jaures.local/").unwrap_or_else(|| panic!("no link in {text}"));
    format!("/{}", after.split_whitespace().next().unwrap())
}

fn linked(school: &School, named: &str) -> String {
    ask(&mut school.visitor(), named).assert_status(200).assert_says("Regardez vos e-mails");
    later(school);
    link(school, SOPHIE)
}

fn choose(browser: &mut Browser, path: &str) -> Reply {
    let page = browser.get(path);
    page.form("Enregistrer et me connecter").set("nouvelle", NEW).set("encore", NEW).send(browser)
}

fn sign_in(browser: &mut Browser, passphrase: &str) -> Reply {
    let page = browser.get("/connexion");
    page.form("Me connecter").set("identifiant", "sophie.petit").set("phrase", passphrase).send(browser)
}

#[test]
fn sophie_is_back_by_her_login_or_by_her_address() {
    for named in ["Sophie.Petit", "Parent_Lea@exemple.invalid"] {
        let school = school();
        let mut old = school.browser("parent_lea");
        let path = linked(&school, named);
        let mut sophie = school.visitor();
        sophie.get(&path).assert_status(200).assert_says("Bonjour Sophie").assert_says("sophie.petit");
        choose(&mut sophie, &path).assert_status(200).assert_says("Bonjour Sophie");
        assert_eq!(old.get("/").path, "/connexion", "whoever was in with the old passphrase is out");
        sign_in(&mut school.visitor(), PASSPHRASE).assert_status(422);
        sign_in(&mut school.visitor(), NEW).assert_says("Bonjour Sophie");
        assert!(letters(&school).iter().any(|(to, subject)| to == SOPHIE && subject.contains("a été choisie")));
        assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'rescue_by_letter'"), 1);
        school.visitor().get(&path).assert_status(404).assert_says("Ce lien ne vaut plus");
        school
            .visitor()
            .post_once(&path, &[("nouvelle", NEW), ("encore", NEW)])
            .assert_status(404)
            .assert_says("Ce lien ne vaut plus");
    }
}

#[test]
fn nothing_is_told_of_who_exists() {
    let school = school();
    sql(
        &school,
        &format!(
            "UPDATE account SET activated_at = 1 WHERE person IN ({0}, {1});
             UPDATE account SET closed_at = 1 WHERE person = {0};
             UPDATE person SET email = 'Deux@exemple.invalid' WHERE id = {1};
             UPDATE person SET email = 'deux@exemple.invalid' WHERE id = {2};",
            school.id("parent_tom"),
            school.id("other_parent_lea"),
            school.id("tante"),
        ),
    );
    let known = ask(&mut school.visitor(), "sophie.petit");
    let jobs = row(&school, "SELECT count(*) FROM job");
    assert_eq!(jobs, 1);
    assert!(letters(&school).is_empty(), "no letter is written while the visitor waits");
    sql(&school, "DELETE FROM job");
    let nobodies = [
        "personne.dici",
        "personne@exemple.invalid",
        // Closed.
        "emre.ozturk",
        "parent_tom@exemple.invalid",
        // Not activated.
        "samia.benali",
        "maitresse_ce1@exemple.invalid",
        // One address for two accounts.
        "paul.martin",
        "deux@exemple.invalid",
        "' OR 1=1 --",
    ];
    for (at, nobody) in nobodies.iter().enumerate() {
        let reply = ask(&mut school.visitor(), nobody);
        assert_eq!((reply.status, reply.text()), (known.status, known.text()), "{nobody}");
        assert_eq!(row(&school, "SELECT count(*) FROM job"), at as i64 + 1, "as much work for {nobody}");
        reply.assert_silent_on(nobody);
    }
    later(&school);
    assert!(letters(&school).is_empty(), "{:?}", letters(&school));
    assert_eq!(row(&school, "SELECT count(*) FROM rescue_letter"), 0);
}

#[test]
fn a_link_dies_with_time_with_the_next_one_and_with_the_address() {
    let school = school();
    let first = linked(&school, "sophie.petit");
    let second = linked(&school, SOPHIE);
    assert_ne!(first, second);
    school.visitor().get(&first).assert_status(404);
    school.visitor().get(&second).assert_status(200);
    school.at("2026-11-17 09:00");
    school.visitor().get(&second).assert_status(404);
    let third = linked(&school, "sophie.petit");
    sql(&school, &format!("UPDATE person SET email = 'x@exemple.invalid' WHERE id = {}", school.id("parent_lea")));
    school.visitor().get(&third).assert_status(404);
}

#[test]
fn a_scanner_that_follows_the_link_changes_nothing() {
    let school = school();
    let path = linked(&school, "sophie.petit");
    let mut scanner = school.visitor();
    for _ in 0..3 {
        scanner.get(&path).assert_status(200);
        scanner.send(actix_web::test::TestRequest::default().method(actix_web::http::Method::HEAD).uri(&path), &path);
    }
    sign_in(&mut school.visitor(), PASSPHRASE).assert_says("Bonjour Sophie");
    let token = path.rsplit('/').next().unwrap();
    let digest = secret::hex(&secret::Token::presented(token).digest());
    let kept = format!("SELECT count(*) FROM rescue_letter WHERE lower(hex(token)) = '{digest}'");
    assert_eq!(row(&school, &kept), 1, "only the digest is kept");
    choose(&mut school.visitor(), &path).assert_says("Bonjour Sophie");
}

#[test]
fn a_weak_or_mistyped_passphrase_does_not_use_the_link_up() {
    let school = school();
    let path = linked(&school, "sophie.petit");
    let mut sophie = school.visitor();
    for (new, again) in [("court", "court"), ("motdepasse123", "motdepasse123"), (NEW, PASSPHRASE)] {
        let page = sophie.get(&path);
        let form = page.form("Enregistrer et me connecter").set("nouvelle", new).set("encore", again);
        form.send(&mut sophie).assert_status(422).assert_silent_on(new);
    }
    choose(&mut sophie, &path).assert_says("Bonjour Sophie");
}

#[test]
fn a_link_leads_to_the_school_whatever_the_visitor_says_of_the_host() {
    let school = school();
    let body = "identifiant=sophie.petit";
    let request = actix_web::test::TestRequest::post()
        .uri("/connexion/oubli")
        .insert_header(("host", "ailleurs.example"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(body);
    school.visitor().send_as_is(request, "/connexion/oubli").assert_status(200);
    later(&school);
    link(&school, SOPHIE);
}

#[test]
fn letters_are_few_and_the_page_says_when_to_wait() {
    let school = school();
    for _ in 0..5 {
        ask(&mut school.visitor(), "sophie.petit").assert_status(200);
    }
    let unknown = (0..5).map(|_| ask(&mut school.visitor(), "personne.dici").status).collect::<Vec<_>>();
    assert_eq!(unknown, [200; 5]);
    // An unknown name waits like a known one.
    for named in ["sophie.petit", "personne.dici"] {
        ask(&mut school.visitor(), named).assert_status(422).assert_says("trop d’essais");
    }
    // By her address she is asked for under another name, but the letters are hers.
    ask(&mut school.visitor(), SOPHIE).assert_status(200);
    later(&school);
    assert_eq!(letters(&school).len(), 3);
    // She may sign in all the while.
    sign_in(&mut school.visitor(), PASSPHRASE).assert_says("Bonjour Sophie");
}

#[test]
fn the_second_factor_is_asked_as_ever() {
    let school = school();
    let account = Id::new(school.people.account("parent_lea"));
    let tx = school.house.db.write().unwrap();
    let (now, keys) = (school.house.clock.now(), &school.house.keys);
    let factor = preau::base::totp::Secret::draw().unwrap();
    second_factor::store::turn_on(&tx, account, &factor, 0, keys, now).unwrap();
    tx.commit().unwrap();
    let path = linked(&school, "sophie.petit");
    let mut sophie = school.visitor();
    let page = choose(&mut sophie, &path);
    assert_eq!(page.path, "/connexion/code");
    assert!(sophie.cookie(session::COOKIE).is_none());
    sophie.get_once("/compte").assert_status(303);
}

#[test]
fn another_new_passphrase_kills_the_links_that_wait() {
    let school = school();
    let path = linked(&school, "sophie.petit");
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get("/compte/phrase");
    let form = page.form("Enregistrer").set("actuelle", PASSPHRASE).set("nouvelle", NEW).set("encore", NEW);
    form.send(&mut sophie).assert_says("est enregistrée");
    school.visitor().get(&path).assert_status(404);
}

#[test]
fn without_mail_the_page_says_whom_to_ask() {
    let school = School::new();
    let page = school.visitor().get("/connexion/oubli");
    page.assert_status(200).assert_says("n’envoie pas d’e-mails").assert_says("nouvelle fiche de connexion");
    assert!(!page.has_button("Recevoir le lien"));
    let sent = school.visitor().post_once("/connexion/oubli", &[("identifiant", "sophie.petit")]);
    sent.assert_says("n’envoie pas d’e-mails");
    assert_eq!(row(&school, "SELECT count(*) FROM job"), 0);
}
