//! Coming in and going out: sign-in, activation, devices, and what guesses get.

use crate::world::{Browser, PASSPHRASE, Reply, School};
use preau::{
    base::{db::Id, jobs::System},
    door::session,
    school::account,
};

const NEW: &str = "trois tortues dans le couloir";

fn try_in(browser: &mut Browser, login: &str, passphrase: &str) -> Reply {
    let page = browser.get("/connexion");
    page.form("Me connecter").set("identifiant", login).set("phrase", passphrase).send(browser)
}

/// A slip for this person, as the printer would have it: code and token.
fn slip(school: &School, who: &str) -> (String, String) {
    let tx = school.house.db.write().unwrap();
    let account = Id::new(school.people.account(who));
    let slip = account::store::draw_slip(
        &tx,
        account,
        &school.house.keys,
        school.house.clock.now(),
        &System::at_the_console(),
    )
    .unwrap();
    tx.commit().unwrap();
    (slip.code, slip.token)
}

#[test]
fn sophie_signs_in_and_out() {
    let school = School::new();
    let mut sophie = school.visitor();
    let page = sophie.get("/compte");
    assert_eq!(page.path, "/connexion?retour=%2Fcompte");
    let account =
        page.form("Me connecter").set("identifiant", "Sophie.Petit").set("phrase", PASSPHRASE).send(&mut sophie);
    assert_eq!(account.path, "/compte");
    account.assert_says("sophie.petit").assert_says("Cet appareil");
    let old = sophie.cookie(session::COOKIE).unwrap().to_owned();
    account.form("Me déconnecter").send(&mut sophie).assert_says("La connexion est fermée");
    sophie.set_cookie(session::COOKIE, &old);
    assert_eq!(sophie.get("/compte").path, "/connexion?retour=%2Fcompte", "the old cookie opens nothing any more");
}

#[test]
fn the_cookie_is_shut_tight() {
    let school = School::new();
    let mut sophie = school.visitor();
    let page = sophie.get("/connexion");
    let form = page.form("Me connecter").set("identifiant", "sophie.petit").set("phrase", PASSPHRASE);
    let reply = form.send_once(&mut sophie);
    let cookie = reply.headers.iter().find(|(_, value)| value.starts_with("__Host-preau=")).unwrap();
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.1.contains(flag), "{flag} in {}", cookie.1);
    }
    // The database alone opens no session.
    let token = sophie.cookie(session::COOKIE).unwrap();
    assert_eq!(token.len(), 22, "128 bits in base64");
    assert!(!crate::world::data_holds(school.data(), token.as_bytes()));
}

#[test]
fn a_shared_computer_forgets_after_half_an_hour_and_with_the_browser() {
    let school = School::new();
    let mut sophie = school.visitor();
    let page = sophie.get("/connexion");
    let form = page.form("Me connecter").set("identifiant", "sophie.petit").set("phrase", PASSPHRASE);
    let reply = form.tick("partage", "oui").send_once(&mut sophie);
    let cookie = reply.headers.iter().find(|(_, value)| value.starts_with("__Host-preau=")).unwrap();
    assert!(!cookie.1.contains("Max-Age"), "{}", cookie.1);
    sophie.get("/").assert_says("Bonjour Sophie");
    school.at("2026-11-17 08:55");
    sophie.get("/").assert_says("Bonjour Sophie");
    // Seen at 8:55: good until 9:25.
    school.at("2026-11-17 09:24");
    sophie.get("/").assert_says("Bonjour Sophie");
    school.at("2026-11-17 09:55");
    assert_eq!(sophie.get("/").path, "/connexion");
}

#[test]
fn an_own_device_lasts_while_it_is_used() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    for when in ["2026-12-10 08:00", "2027-01-05 08:00", "2027-02-01 08:00"] {
        school.at(when);
        sophie.get("/").assert_says("Bonjour Sophie");
        session::flush(&school.house).unwrap();
    }
    school.at("2027-03-15 08:00");
    assert_eq!(sophie.get("/").path, "/connexion", "thirty days without a visit");
}

#[test]
fn a_wrong_passphrase_and_an_unknown_login_read_the_same() {
    let school = School::new();
    let wrong = try_in(&mut school.visitor(), "sophie.petit", "ce n'est pas la bonne");
    let unknown = try_in(&mut school.visitor(), "personne.dici", "ce n'est pas la bonne");
    wrong.assert_status(422).assert_says("n’est pas le bon");
    assert_eq!(wrong.text().replace("sophie.petit", ""), unknown.text().replace("personne.dici", ""));
    wrong.assert_silent_on("ce n'est pas la bonne");
}

#[test]
fn guesses_at_one_account_are_few_from_wherever_they_come() {
    let school = School::new();
    let mut examined = 0;
    for minute in 0..60 {
        school.at(&format!("2026-11-17 10:{minute:02}"));
        let mut stranger = school.visitor();
        stranger.address = format!("203.0.113.{minute}:4000").parse().unwrap();
        if !try_in(&mut stranger, "sophie.petit", "au hasard encore une fois").text().contains("trop d’essais") {
            examined += 1;
        }
    }
    assert!((10..=15).contains(&examined), "five at once, then ten an hour: {examined}");
}

#[test]
fn the_owner_comes_in_on_a_known_device_while_others_guess() {
    let school = School::new();
    let mut sophie = school.visitor();
    try_in(&mut sophie, "sophie.petit", PASSPHRASE).assert_says("Bonjour Sophie");
    let account = sophie.get("/compte");
    account.form("Me déconnecter").send(&mut sophie);
    for _ in 0..8 {
        try_in(&mut school.visitor(), "sophie.petit", "au hasard encore une fois");
    }
    // A stranger's browser at the same address is asked to wait, even with the right one.
    try_in(&mut school.visitor(), "sophie.petit", PASSPHRASE).assert_says("trop d’essais");
    try_in(&mut sophie, "sophie.petit", PASSPHRASE).assert_says("Bonjour Sophie");
}

#[test]
fn one_public_address_never_locks_a_school() {
    let school = School::new();
    for _ in 0..30 {
        try_in(&mut school.visitor(), "quelquun.dautre", "au hasard encore une fois");
    }
    try_in(&mut school.visitor(), "sophie.petit", PASSPHRASE).assert_says("Bonjour Sophie");
}

#[test]
fn two_parents_who_live_apart_open_their_accounts() {
    let school = School::new();
    let (code, _) = slip(&school, "other_parent_lea");
    let mut paul = school.visitor();
    let page = paul.get("/activation");
    let typed = code.to_uppercase();
    let phrase = page
        .form("Continuer")
        .set("identifiant", "paul.martin")
        .set("code", &format!("{}-{}", &typed[..4], &typed[4..]))
        .send(&mut paul);
    phrase.assert_says("Bonjour Paul Martin").assert_silent_on("Sophie");
    let refused =
        phrase.form("Ouvrir mon compte").set("nouvelle", "trop court").set("encore", "trop court").send(&mut paul);
    refused.assert_status(422).assert_says("Il manque encore 2 signes").assert_says("charte");
    let form = refused.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW);
    form.tick("charte", "oui").send(&mut paul).assert_says("Bienvenue").assert_says("Bonjour Paul");
    try_in(&mut school.visitor(), "paul.martin", NEW).assert_says("Bonjour Paul");

    // The slip is spent.
    let page = school.visitor().get("/activation");
    page.form("Continuer")
        .set("identifiant", "paul.martin")
        .set("code", &code)
        .send(&mut school.visitor())
        .assert_says("ne vont pas ensemble");
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM journal WHERE act = 'slip_refused'"), 1);
}

#[test]
fn a_scanned_slip_opens_the_account_once() {
    let school = School::new();
    let (_, token) = slip(&school, "parent_tom");
    let path = format!("/activer/{token}");
    let mut emre = school.visitor();
    let page = emre.get(&path);
    page.assert_says("Bonjour Emre Öztürk");
    let form =
        page.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW).set("courriel", "emre@exemple.invalid");
    let home = form.tick("charte", "oui").send(&mut emre);
    home.assert_says("Bonjour Emre");
    school.visitor().get(&path).assert_status(404).assert_says("ne vaut plus");
    // Told by every address known before and after.
    let told = crate::world::letters(&school);
    assert!(
        told.iter().any(|(to, subject)| to == "emre@exemple.invalid" && subject.contains("phrase de passe")),
        "{told:?}"
    );
    assert!(told.iter().any(|(to, _)| to == "parent_tom@exemple.invalid"), "{told:?}");
}

#[test]
fn a_slip_dies_after_ninety_days_and_when_it_is_printed_again() {
    let school = School::new();
    let (_, first) = slip(&school, "parent_tom");
    let (_, second) = slip(&school, "parent_tom");
    school.visitor().get(&format!("/activer/{first}")).assert_status(404);
    school.visitor().get(&format!("/activer/{second}")).assert_status(200);
    school.at("2027-02-16 08:30");
    school.visitor().get(&format!("/activer/{second}")).assert_status(404);
}

#[test]
fn a_new_slip_ends_every_session_once_it_is_used() {
    let school = School::new();
    let mut thief = school.browser("parent_lea");
    let (_, token) = slip(&school, "parent_lea");
    let mut sophie = school.visitor();
    let page = sophie.get(&format!("/activer/{token}"));
    page.form("Ouvrir mon compte")
        .set("nouvelle", NEW)
        .set("encore", NEW)
        .tick("charte", "oui")
        .send(&mut sophie)
        .assert_says("Bonjour Sophie");
    assert_eq!(thief.get("/").path, "/connexion");
    try_in(&mut school.visitor(), "sophie.petit", PASSPHRASE).assert_status(422);
}

#[test]
fn a_weak_or_personal_passphrase_is_refused_with_advice() {
    let school = School::new();
    let (_, token) = slip(&school, "parent_tom");
    let mut emre = school.visitor();
    for weak in ["motdepasse123", "emre.ozturk2026", "aaaaaaaaaaaaaa", "azertyuiopqsdf"] {
        let page = emre.get(&format!("/activer/{token}"));
        let reply = page
            .form("Ouvrir mon compte")
            .set("nouvelle", weak)
            .set("encore", weak)
            .tick("charte", "oui")
            .send(&mut emre);
        reply.assert_status(422).assert_silent_on(weak);
    }
}

#[test]
fn sophie_ends_another_device_but_nobody_else_s() {
    let school = School::new();
    let mut phone = school.browser("parent_lea");
    let mut laptop = school.browser("parent_lea");
    let mut emre = school.browser("parent_tom");
    let account = phone.get("/compte");
    let foreign = account.form("Déconnecter").action;
    emre.post(&foreign, &[]).assert_status(404);
    laptop.get("/").assert_says("Bonjour Sophie");
    account.form("Déconnecter tous les autres").send(&mut phone).assert_says("déconnectés");
    assert_eq!(laptop.get("/").path, "/connexion");
    phone.get("/").assert_says("Bonjour Sophie");
}

#[test]
fn a_changed_passphrase_asks_for_the_old_one_and_ends_the_other_devices() {
    let school = School::new();
    let mut phone = school.browser("parent_lea");
    let mut thief = school.browser("parent_lea");
    let page = thief.get("/compte/phrase");
    page.form("Enregistrer")
        .set("actuelle", "je ne sais pas")
        .set("nouvelle", NEW)
        .set("encore", NEW)
        .send(&mut thief)
        .assert_status(422);
    let page = phone.get("/compte/phrase");
    page.form("Enregistrer")
        .set("actuelle", PASSPHRASE)
        .set("nouvelle", NEW)
        .set("encore", NEW)
        .send(&mut phone)
        .assert_says("enregistrée");
    assert_eq!(thief.get("/").path, "/connexion");
}

#[test]
fn a_post_from_elsewhere_is_refused() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    for headers in [
        vec![],
        vec![("sec-fetch-site", "cross-site")],
        vec![("origin", "https://ailleurs.example")],
        vec![("origin", "http://ecole-jaures.local")],
        vec![("sec-fetch-site", "same-site")],
    ] {
        let mut request = actix_web::test::TestRequest::post().uri("/deconnexion");
        for header in &headers {
            request = request.insert_header(*header);
        }
        assert_eq!(sophie.send(request, "/deconnexion").status, 403, "{headers:?}");
    }
    sophie.get("/").assert_says("Bonjour Sophie");
    let request = actix_web::test::TestRequest::post()
        .uri("/deconnexion")
        .insert_header(("origin", "https://ecole-jaures.local"));
    assert_eq!(sophie.send(request, "/deconnexion").status, 303, "an old browser says Origin");
}

#[test]
fn a_clock_that_was_once_ahead_locks_nobody_out() {
    let school = School::new();
    school.at("2036-01-01 08:00");
    try_in(&mut school.visitor(), "sophie.petit", PASSPHRASE).assert_says("Bonjour Sophie");
    try_in(&mut school.visitor(), "sophie.petit", "au hasard encore une fois").assert_status(422);
    school.at("2026-11-17 08:30");
    for attempt in 0..3 {
        let reply = try_in(&mut school.visitor(), "paul.martin", "au hasard encore une fois");
        assert!(!reply.text().contains("trop d’essais"), "attempt {attempt}");
    }
    try_in(&mut school.visitor(), "sophie.petit", PASSPHRASE).assert_says("Bonjour Sophie");
}

#[test]
fn invented_names_never_fill_the_server_s_bucket() {
    let school = School::new();
    for number in 0..70 {
        try_in(&mut school.visitor(), &format!("invente{number}"), "x");
    }
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let rows: i64 = file.query_row("SELECT count(*) FROM throttle WHERE key = 'server'", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
    let long = "a".repeat(5_000);
    try_in(&mut school.visitor(), &long, "x").assert_status(422);
    let longest: i64 = file.query_row("SELECT max(length(key)) FROM throttle", [], |row| row.get(0)).unwrap();
    assert!(longest < 120, "{longest}");
}

#[test]
fn a_changed_passphrase_makes_the_papers_about_worthless() {
    let school = School::new();
    let (_, token) = slip(&school, "parent_lea");
    let mut phone = school.browser("parent_lea");
    let page = phone.get("/compte/phrase");
    page.form("Enregistrer").set("actuelle", PASSPHRASE).set("nouvelle", NEW).set("encore", NEW).send(&mut phone);
    school.visitor().get(&format!("/activer/{token}")).assert_status(404);
}

#[test]
fn looking_for_a_better_passphrase_is_no_guess() {
    let school = School::new();
    let (code, _) = slip(&school, "other_parent_lea");
    let mut paul = school.visitor();
    let page = paul.get("/activation");
    let phrase = page.form("Continuer").set("identifiant", "paul.martin").set("code", &code).send(&mut paul);
    let try_with = |paul: &mut Browser, nouvelle: &str| {
        let form = phrase.form("Ouvrir mon compte").set("nouvelle", nouvelle).set("encore", nouvelle);
        form.tick("charte", "oui").send(paul)
    };
    for attempt in 0..8 {
        let refused = try_with(&mut paul, "motdepasse123");
        assert!(!refused.assert_status(422).text().contains("trop d’essais"), "attempt {attempt}");
    }
    try_with(&mut paul, NEW).assert_says("Bonjour Paul");
}

#[test]
fn a_recovery_code_opens_the_account_once() {
    let school = School::new();
    let account = Id::new(school.people.account("parent_lea"));
    let tx = school.house.db.write().unwrap();
    account::store::set_recovery_codes(&tx, account, &[school.house.keys.code("recovery", "abcdefgh")]).unwrap();
    tx.commit().unwrap();
    let mut thief = school.browser("parent_lea");
    let with = |browser: &mut Browser, code: &str, nouvelle: &str| {
        let form = browser.get("/connexion/secours").form("Changer ma phrase").set("identifiant", "sophie.petit");
        form.set("code", code).set("nouvelle", nouvelle).set("encore", nouvelle).send(browser)
    };
    let mut sophie = school.visitor();
    with(&mut sophie, "abcd-efgj", NEW).assert_status(422).assert_says("ne vont pas ensemble");
    with(&mut sophie, "abcd-efgh", "sophie.petit2026").assert_status(422).assert_silent_on("ne vont pas ensemble");
    with(&mut sophie, "ABCD EFGH", NEW).assert_says("Bonjour Sophie");
    assert_eq!(thief.get("/").path, "/connexion");
    with(&mut school.visitor(), "abcd-efgh", NEW).assert_status(422).assert_says("a déjà servi");
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM journal WHERE act = 'recovery_refused'"), 2);
    try_in(&mut school.visitor(), "sophie.petit", NEW).assert_says("Bonjour Sophie");
}

#[test]
fn whoever_comes_in_on_an_open_browser_closes_what_was_open() {
    let school = School::new();
    let mut shared = school.browser("maitre_cm1");
    let old = shared.cookie(session::COOKIE).unwrap().to_owned();
    let (_, token) = slip(&school, "parent_tom");
    let page = shared.get(&format!("/activer/{token}"));
    let form = page.form("Ouvrir mon compte").set("nouvelle", NEW).set("encore", NEW).tick("charte", "oui");
    form.send(&mut shared).assert_says("Bonjour Emre");
    let mut before = school.visitor();
    before.set_cookie(session::COOKIE, &old);
    assert_eq!(before.get("/").path, "/connexion", "nobody could have closed it any more");
}
