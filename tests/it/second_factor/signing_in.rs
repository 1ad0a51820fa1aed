//! What a sign-in asks for, and what it never tells.

use super::{first_step, pass, school, second_step, set_up, with_sheet};
use crate::world::{PASSPHRASE, School, data_holds, letters, row};
use preau::{
    base::{db::Id, jobs::System},
    door::session,
    school::{account, login},
};

const LOGIN: &str = "etienne.roussel";

fn with_etienne() -> (School, super::Phone) {
    let school = school(&["maitre_cm1"]);
    let mut etienne = school.browser("maitre_cm1");
    let phone = set_up(&school, &mut etienne);
    drop(etienne);
    pass(&school, 60);
    (school, phone)
}

#[test]
fn no_session_before_the_code() {
    let (school, phone) = with_etienne();
    let mut browser = school.visitor();
    let page = browser.get("/connexion?retour=%2Fcompte");
    let form = page.form("Me connecter").set("identifiant", LOGIN).set("phrase", PASSPHRASE);
    let reply = form.send_once(&mut browser);
    assert_eq!(reply.header("location"), Some("/connexion/code"));
    assert!(browser.cookie(session::COOKIE).is_none() && browser.cookie(session::DEVICE_COOKIE).is_none());
    let half = browser.cookie(session::HALF_WAY_COOKIE).unwrap().to_owned();
    assert!(!data_holds(school.data(), half.as_bytes()), "only its digest is kept");
    for path in ["/", "/compte", "/compte/deux-etapes", "/ecole"] {
        assert!(browser.get(path).path.starts_with("/connexion"), "{path}");
    }
    let page = browser.get("/connexion/code");
    page.assert_silent_on("Étienne");
    assert!(page.body().contains("autocomplete=\"one-time-code\"") && page.body().contains("inputmode=\"numeric\""));
    second_step(&page, &mut browser, "12 34").assert_status(422).assert_says("six chiffres");
    let home = second_step(&page, &mut browser, &phone.code(&school, 0));
    assert_eq!(home.path, "/compte", "where the sign-in led");
    assert!(browser.cookie(session::HALF_WAY_COOKIE).is_none());
    // The half-way token was good once.
    let mut thief = school.visitor();
    thief.set_cookie(session::HALF_WAY_COOKIE, &half);
    assert_eq!(thief.get("/connexion/code").path, "/connexion");
    pass(&school, 30);
    let code = phone.code(&school, 0);
    assert_eq!(thief.post("/connexion/code", &[("code", &code)]).path, "/connexion");
}

#[test]
fn five_minutes_and_it_is_over() {
    let (school, phone) = with_etienne();
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    pass(&school, 5 * 60);
    let late = second_step(&page, &mut browser, &phone.code(&school, 0));
    assert_eq!(late.path, "/connexion");
    late.assert_says("Connectez-vous de nouveau");
}

#[test]
fn a_code_is_good_once_and_never_after_a_later_one() {
    let (school, phone) = with_etienne();
    let (early, now) = (phone.code(&school, -1), phone.code(&school, 0));
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    second_step(&page, &mut browser, &now).assert_says("Bonjour Étienne");
    let mut over_the_shoulder = school.visitor();
    let page = first_step(&mut over_the_shoulder, LOGIN);
    for seen in [now.as_str(), &early] {
        second_step(&page, &mut over_the_shoulder, seen).assert_status(422).assert_says("déjà servi");
    }
}

#[test]
fn one_step_of_drift_and_no_more() {
    let (school, phone) = with_etienne();
    pass(&school, 300);
    for (steps, good) in [(-2, false), (2, false), (-1, true), (1, true)] {
        let mut browser = school.visitor();
        let page = first_step(&mut browser, LOGIN);
        let reply = second_step(&page, &mut browser, &phone.code(&school, steps));
        assert_eq!(reply.text().contains("Bonjour Étienne"), good, "{steps} steps: {}", reply.text());
    }
}

#[test]
fn a_recovery_code_is_spent_once_and_its_owner_is_told() {
    let (school, phone) = with_etienne();
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    with_sheet(&page, &mut browser, &phone.sheet[3].to_lowercase()).assert_says("Bonjour Étienne");
    browser.get("/compte/deux-etapes").assert_says("9 codes");
    let mut again = school.visitor();
    let page = first_step(&mut again, LOGIN);
    with_sheet(&page, &mut again, &phone.sheet[3]).assert_status(422);
    assert!(letters(&school).iter().any(|(_, subject)| subject.contains("un code de secours a servi")));
}

#[test]
fn the_sheet_of_the_set_up_and_that_of_the_telephone_open_different_doors() {
    let (school, phone) = with_etienne();
    let printed = login::access_code().unwrap();
    let printed = printed.as_str();
    let tx = school.house.db.write().unwrap();
    let account = Id::new(school.people.account("maitre_cm1"));
    let digest = school.house.keys.code("recovery", printed);
    account::store::set_recovery_codes(&tx, account, &[digest]).unwrap();
    tx.commit().unwrap();
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    with_sheet(&page, &mut browser, printed).assert_status(422);
    let phrase = "trois tortues dans le couloir";
    let recover = |code: &str| {
        let mut browser = school.visitor();
        let page = browser.get("/connexion/secours");
        let form = page.form("Changer ma phrase de passe").set("identifiant", LOGIN).set("code", code);
        let reply = form.set("nouvelle", phrase).set("encore", phrase).send(&mut browser);
        (browser, reply)
    };
    recover(&phone.sheet[0]).1.assert_status(422);
    // A forgotten passphrase is one factor; the other is still asked for.
    let (mut browser, reply) = recover(printed);
    assert_eq!(reply.path, "/connexion/code");
    assert!(browser.cookie(session::COOKIE).is_none());
    second_step(&reply, &mut browser, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
    // Drawing the one sheet anew left the other alone.
    assert_eq!(row(&school, "SELECT count(*) FROM recovery_code WHERE opens = 'second_factor'"), 10);
}

#[test]
fn a_slip_does_not_go_round_the_code() {
    let (school, phone) = with_etienne();
    let tx = school.house.db.write().unwrap();
    let account = Id::new(school.people.account("maitre_cm1"));
    let (keys, now) = (&school.house.keys, school.house.clock.now());
    let slip = account::store::draw_slip(&tx, account, keys, now, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    let mut browser = school.visitor();
    let page = browser.get(&format!("/activer/{}", slip.token));
    let phrase = "trois tortues dans le couloir";
    let form = page.form("Ouvrir mon compte").set("nouvelle", phrase).set("encore", phrase).tick("charte", "oui");
    let asked = form.send(&mut browser);
    assert_eq!(asked.path, "/connexion/code");
    second_step(&asked, &mut browser, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
}

#[test]
fn before_the_right_passphrase_nothing_tells_who_has_it() {
    let (school, _) = with_etienne();
    let answers: Vec<String> = [LOGIN, "sophie.petit", "personne.dici"]
        .iter()
        .map(|login| {
            let mut browser = school.visitor();
            let page = browser.get("/connexion");
            let form = page.form("Me connecter").set("identifiant", login).set("phrase", "ce n'est pas la bonne");
            let reply = form.send_once(&mut browser);
            assert!(browser.cookie(session::HALF_WAY_COOKIE).is_none());
            format!("{} {:?} {}", reply.status, reply.headers, reply.body().replace(login, ""))
        })
        .collect();
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[test]
fn guesses_at_the_code_are_few_and_shut_out_nobody_else() {
    let (school, phone) = with_etienne();
    // Étienne's own browser has signed in before.
    let mut own = school.visitor();
    let page = first_step(&mut own, LOGIN);
    second_step(&page, &mut own, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
    own.get("/compte").form("Me déconnecter").send(&mut own);
    pass(&school, 60);
    let mut examined = 0;
    for guess in 0..30 {
        let mut thief = school.visitor();
        let page = first_step(&mut thief, LOGIN);
        let reply = second_step(&page, &mut thief, &format!("{guess:06}"));
        examined += usize::from(!reply.text().contains("trop d’essais"));
    }
    assert_eq!(examined, 5);
    // The sheet, the known browser and the rest of the school are not concerned.
    let page = first_step(&mut own, LOGIN);
    second_step(&page, &mut own, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
    let mut elsewhere = school.visitor();
    let page = first_step(&mut elsewhere, LOGIN);
    second_step(&page, &mut elsewhere, &phone.code(&school, 1)).assert_says("trop d’essais");
    with_sheet(&page, &mut elsewhere, &phone.sheet[0]).assert_says("Bonjour Étienne");
    first_step(&mut school.visitor(), "sophie.petit").assert_says("Bonjour Sophie");
}

#[test]
fn an_own_device_is_asked_once_a_month_if_its_owner_wants() {
    let (school, phone) = with_etienne();
    let mut own = school.visitor();
    let page = first_step(&mut own, LOGIN);
    page.form("Continuer").set("code", &phone.code(&school, 0)).tick("appareil", "oui").send(&mut own);
    let leave = |browser: &mut crate::world::Browser| browser.get("/compte").form("Me déconnecter").send(browser);
    leave(&mut own);
    first_step(&mut own, LOGIN).assert_says("Bonjour Étienne");
    leave(&mut own);
    // Another browser, and the same one called shared, are asked.
    assert_eq!(first_step(&mut school.visitor(), LOGIN).path, "/connexion/code");
    let page = own.get("/connexion");
    let form = page.form("Me connecter").set("identifiant", LOGIN).set("phrase", PASSPHRASE).tick("partage", "oui");
    assert_eq!(form.send(&mut own).path, "/connexion/code");
    pass(&school, 30 * 86_400);
    assert_eq!(first_step(&mut own, LOGIN).path, "/connexion/code", "thirty days");
}

#[test]
fn a_shared_computer_is_never_trusted() {
    let (school, phone) = with_etienne();
    let mut shared = school.visitor();
    let page = shared.get("/connexion");
    let form = page.form("Me connecter").set("identifiant", LOGIN).set("phrase", PASSPHRASE).tick("partage", "oui");
    let page = form.send(&mut shared);
    page.assert_silent_on("pendant 30 jours");
    let code = phone.code(&school, 0);
    shared.post("/connexion/code", &[("code", &code), ("appareil", "oui")]).assert_says("Bonjour Étienne");
    assert_eq!(row(&school, "SELECT count(*) FROM known_device WHERE trusted_until IS NOT NULL"), 0);
    let cookie = shared.get("/compte");
    cookie.assert_says("(partagé)");
}

#[test]
fn trust_ends_with_the_passphrase_and_from_afar() {
    let (school, phone) = with_etienne();
    let mut own = school.visitor();
    let trust = |browser: &mut crate::world::Browser, code: &str| {
        let page = first_step(browser, LOGIN);
        page.form("Continuer").set("code", code).tick("appareil", "oui").send(browser);
    };
    trust(&mut own, &phone.code(&school, 0));
    pass(&school, 30);
    let mut laptop = school.visitor();
    trust(&mut laptop, &phone.code(&school, 0));
    let page = laptop.get("/compte");
    page.form("Déconnecter tous les autres").send(&mut laptop).assert_says("déconnectés");
    assert_eq!(first_step(&mut own, LOGIN).path, "/connexion/code", "ended from afar");
    let page = laptop.get("/compte/phrase");
    let phrase = "trois tortues dans le couloir";
    let form = page.form("Enregistrer").set("actuelle", PASSPHRASE).set("nouvelle", phrase).set("encore", phrase);
    form.send(&mut laptop).assert_says("enregistrée");
    laptop.get("/compte").form("Me déconnecter").send(&mut laptop);
    let page = laptop.get("/connexion");
    let form = page.form("Me connecter").set("identifiant", LOGIN).set("phrase", phrase);
    assert_eq!(form.send(&mut laptop).path, "/connexion/code", "a new passphrase");
}

#[test]
fn a_passphrase_changed_meanwhile_ends_what_was_half_way() {
    let (school, phone) = with_etienne();
    let mut thief = school.visitor();
    let page = first_step(&mut thief, LOGIN);
    let mut etienne = school.browser("maitre_cm1");
    let own = etienne.get("/compte/phrase");
    let phrase = "trois tortues dans le couloir";
    let form = own.form("Enregistrer").set("actuelle", PASSPHRASE).set("nouvelle", phrase).set("encore", phrase);
    form.send(&mut etienne).assert_says("enregistrée");
    assert_eq!(second_step(&page, &mut thief, &phone.code(&school, 0)).path, "/connexion");
}

#[test]
fn a_clock_that_was_ahead_is_set_right_by_a_recovery_code() {
    let (school, phone) = with_etienne();
    school.at("2027-06-01 08:00");
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    second_step(&page, &mut browser, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
    school.at("2026-11-17 12:00");
    school.house.tend().unwrap();
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    page.assert_says("doute de la date");
    second_step(&page, &mut browser, &phone.code(&school, 0)).assert_status(422).assert_says("marche toujours");
    with_sheet(&page, &mut browser, &phone.sheet[0]).assert_says("Bonjour Étienne");
    pass(&school, 90);
    let mut browser = school.visitor();
    let page = first_step(&mut browser, LOGIN);
    second_step(&page, &mut browser, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
}
