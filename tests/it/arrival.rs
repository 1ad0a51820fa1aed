//! A sign-in from a browser that the account does not know: told to its owner, and to nobody else.

use crate::world::{Browser, PASSPHRASE, Reply, School, row};
use actix_web::test::TestRequest;
use preau::{
    base::{db::Id, jobs::System},
    school::account,
};

const NOTICE: &str = "Nouvelle connexion à votre compte";
const NEW: &str = "trois tortues dans le couloir";

fn sign_in(browser: &mut Browser) -> Reply {
    let form = browser.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit");
    form.set("phrase", PASSPHRASE).send(browser)
}

fn sign_in_shared(browser: &mut Browser) -> Reply {
    let form = browser.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit");
    form.set("phrase", PASSPHRASE).tick("partage", "oui").send(browser)
}

/// The letters about new sign-ins, their text.
fn letters(school: &School) -> Vec<String> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let mut rows = file
        .prepare("SELECT text FROM outbox WHERE recipient = 'parent_lea@exemple.invalid' AND subject LIKE '%nouvelle connexion%' ORDER BY id")
        .unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Sophie's own telephone, known since Monday.
fn phone(school: &School) -> Browser<'_> {
    school.at("2026-11-16 18:00");
    let mut phone = school.visitor();
    sign_in(&mut phone).assert_says("Bonjour Sophie").assert_silent_on(NOTICE);
    school.at("2026-11-17 08:30");
    phone
}

#[test]
fn a_new_browser_is_told_by_letter_and_on_the_other_sessions() {
    let school = School::new();
    let mut phone = phone(&school);
    let mut other = school.visitor();
    let agent = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0";
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("identifiant", "sophie.petit"), ("phrase", PASSPHRASE)])
        .finish();
    let request = TestRequest::post()
        .uri("/connexion")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("user-agent", agent))
        .set_payload(body);
    assert_eq!(other.send(request, "/connexion").status, 303);
    let told = letters(&school);
    let said = "Nouvelle connexion à votre compte depuis Firefox sur Android, mardi 17 novembre 2026 à 8 h 30.";
    let plain = |text: &String| text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(told.iter().map(plain).any(|text| text.contains(said) && text.contains("Ce n’était pas moi")), "{told:#?}");
    // Not to whoever has just come, and to no other account.
    other.get("/").assert_silent_on(NOTICE);
    school.browser("other_parent_lea").get("/").assert_silent_on(NOTICE);
    let home = phone.get("/");
    home.assert_says(NOTICE).assert_says("Depuis Firefox sur Android").assert_says("une chose");
    home.form("C’était moi").send(&mut phone).assert_says("c’est noté").assert_silent_on(NOTICE);
    other.get("/").assert_says("Bonjour Sophie").assert_silent_on(NOTICE);
    // Known from now on.
    let page = other.get("/compte").form("Me déconnecter").send(&mut other);
    page.assert_says("La connexion est fermée");
    sign_in(&mut other);
    phone.get("/").assert_silent_on(NOTICE);
}

#[test]
fn it_was_not_me_puts_everybody_else_out() {
    let school = School::new();
    let mut phone = phone(&school);
    let mut thief = school.visitor();
    sign_in(&mut thief).assert_says("Bonjour Sophie");
    let page = phone.get("/").form("Ce n’était pas moi").send(&mut phone);
    assert_eq!(page.path, "/compte/phrase");
    page.assert_says("Changez maintenant votre phrase de passe");
    assert_eq!(thief.get("/").path, "/connexion");
    phone.get("/").assert_silent_on(NOTICE);
    // The thief still knows the passphrase, and is a stranger again.
    sign_in(&mut thief);
    phone.get("/").assert_says(NOTICE);
    let form = phone.get("/compte/phrase").form("Enregistrer").set("actuelle", PASSPHRASE);
    form.set("nouvelle", NEW).set("encore", NEW).send(&mut phone).assert_says("enregistrée");
    phone.get("/").assert_silent_on(NOTICE);
    sign_in(&mut thief).assert_status(422);
}

#[test]
fn whoever_came_cannot_wave_it_away() {
    let school = School::new();
    let mut phone = phone(&school);
    let mut thief = school.visitor();
    sign_in(&mut thief);
    let arrival = row(&school, "SELECT max(id) FROM arrival").to_string();
    // Again in the same browser, and in a second one: neither was there before.
    thief.get("/compte").form("Me déconnecter").send(&mut thief);
    sign_in(&mut thief);
    let mut second = school.visitor();
    sign_in(&mut second).assert_silent_on(NOTICE);
    for action in ["/compte/connexions/moi", "/compte/connexions/pas-moi"] {
        for browser in [&mut thief, &mut second, &mut school.browser("parent_tom")] {
            let reply = browser.post(action, &[("connexion", &arrival)]);
            reply.assert_says("a déjà sa réponse");
        }
        school.visitor().post_once(action, &[("connexion", &arrival)]).assert_status(303);
    }
    let home = phone.get("/");
    home.assert_says(NOTICE).assert_says("deux choses");
}

#[test]
fn a_browser_known_before_sees_it_in_a_session_of_later() {
    let school = School::new();
    let mut phone = phone(&school);
    phone.get("/compte").form("Me déconnecter").send(&mut phone);
    let mut thief = school.visitor();
    sign_in(&mut thief);
    school.at("2026-11-18 08:00");
    sign_in(&mut phone).assert_says(NOTICE);
}

#[test]
fn letters_are_few() {
    let school = School::new();
    let mut phone = phone(&school);
    let before = letters(&school).len();
    for minute in ["08:30", "08:40", "09:10"] {
        school.at(&format!("2026-11-17 {minute}"));
        sign_in(&mut school.visitor());
    }
    assert_eq!(letters(&school).len(), before + 1, "one an hour");
    school.at("2026-11-17 09:31");
    sign_in(&mut school.visitor());
    assert_eq!(letters(&school).len(), before + 2);
    phone.get("/").assert_says("trois choses");
}

#[test]
fn a_shared_computer_is_named_and_told_once_a_day() {
    let school = School::new();
    let mut phone = phone(&school);
    let before = letters(&school).len();
    for hour in ["09", "11", "14", "16"] {
        school.at(&format!("2026-11-17 {hour}:00"));
        sign_in_shared(&mut school.visitor()).assert_says("Bonjour Sophie").assert_silent_on(NOTICE);
    }
    let told = letters(&school);
    assert_eq!(told.len(), before + 1);
    assert!(told.last().unwrap().contains("un ordinateur partagé"), "{told:#?}");
    phone.get("/").assert_says("un ordinateur partagé").assert_says("une chose vous attend");
    school.at("2026-11-18 09:01");
    sign_in_shared(&mut school.visitor());
    assert_eq!(letters(&school).len(), before + 2);
}

#[test]
fn what_follows_a_new_passphrase_is_no_news_but_the_next_is() {
    let school = School::new();
    let tx = school.house.db.write().unwrap();
    let (account, now) = (Id::new(school.people.account("parent_lea")), school.house.clock.now());
    let slip = account::store::draw_slip(&tx, account, &school.house.keys, now, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    let mut sophie = school.visitor();
    let page = sophie.get(&format!("/activer/{}", slip.token));
    let form = page.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW).tick("charte", "oui");
    form.send(&mut sophie).assert_says("Bonjour Sophie");
    assert_eq!(letters(&school).len(), 0, "she was just told of the passphrase");
    let mut thief = school.visitor();
    let form = thief.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit").set("phrase", NEW);
    form.send(&mut thief).assert_says("Bonjour Sophie");
    assert_eq!(letters(&school).len(), 1);
    sophie.get("/").assert_says(NOTICE);
    // A passphrase changed on a shared computer leaves no door ajar either.
    let mut library = school.visitor();
    let form = library.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit").set("phrase", NEW);
    form.tick("partage", "oui").send(&mut library);
    let form = library.get("/compte/phrase").form("Enregistrer").set("actuelle", NEW);
    form.set("nouvelle", PASSPHRASE).set("encore", PASSPHRASE).send(&mut library).assert_says("enregistrée");
    library.get("/").assert_silent_on(NOTICE);
    school.at("2026-11-17 10:00");
    sign_in(&mut school.visitor());
    assert_eq!(letters(&school).len(), 2);
}

#[test]
fn a_second_coming_at_a_shared_computer_does_not_hide_the_first() {
    let school = School::new();
    let mut phone = phone(&school);
    let (mut first, mut own, mut last) = (school.visitor(), school.visitor(), school.visitor());
    sign_in_shared(&mut first);
    school.at("2026-11-17 08:40");
    sign_in(&mut own);
    school.at("2026-11-17 08:45");
    sign_in_shared(&mut last);
    // What came after it the first may judge, as any session may; its own coming stands.
    for _ in 0..3 {
        let home = first.get("/");
        if home.has_button("C’était moi") {
            home.form("C’était moi").send(&mut first);
        }
        own.get("/");
    }
    first.get("/").assert_silent_on(NOTICE);
    let home = phone.get("/");
    home.assert_says(NOTICE).assert_says("8 h 30");
    home.form("C’était moi").send(&mut phone).assert_silent_on(NOTICE);
}

#[test]
fn one_answer_is_enough_for_a_week_of_shared_computers() {
    let school = School::new();
    let mut phone = phone(&school);
    for day in 17..21 {
        school.at(&format!("2026-11-{day} 08:40"));
        sign_in_shared(&mut school.visitor()).assert_silent_on(NOTICE);
    }
    let home = phone.get("/");
    home.assert_says("vendredi 20 novembre").assert_says("une chose vous attend");
    home.form("C’était moi").send(&mut phone).assert_silent_on(NOTICE);
}
