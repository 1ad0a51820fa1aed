//! By words, on the page of everybody.

use super::given;
use crate::world::{Browser, Reply, School, row};
use preau::door::session;

fn try_in(browser: &mut Browser, login: &str, words: &str) -> Reply {
    let page = browser.get("/connexion");
    page.form("Me connecter").set("identifiant", login).set("phrase", words).send(browser)
}

#[test]
fn a_pupil_comes_in_with_two_words_from_anywhere() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    assert_eq!((login.as_str(), words.split(' ').count()), ("lea.martin", 2));
    let mut lea = school.visitor();
    lea.address = "203.0.113.9:443".parse().unwrap();
    // As a child of nine types.
    let home = try_in(&mut lea, "Lea.Martin", &words.to_uppercase().replace(' ', "-"));
    home.assert_says("Bonjour Léa").assert_says("J’ai fini");
    // Her computer is always somebody else's too.
    assert!(lea.cookie(session::DEVICE_COOKIE).is_none());
    assert_eq!(row(&school, "SELECT is_shared FROM session ORDER BY id DESC LIMIT 1"), 1);
    school.at("2026-11-17 09:05");
    assert_eq!(lea.get("/").path, "/connexion");
    // Nobody is written to.
    assert_eq!(row(&school, "SELECT count(*) FROM outbox"), 0);
}

#[test]
fn nothing_of_her_account_is_hers_to_change() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let mut lea = school.visitor();
    try_in(&mut lea, &login, &words);
    lea.get("/compte").assert_says("Ton identifiant").assert_silent_on("Changer ma phrase");
    lea.get("/compte/phrase").assert_status(404);
    let typed = [
        ("actuelle", words.as_str()),
        ("nouvelle", "trois tortues du couloir"),
        ("encore", "trois tortues du couloir"),
    ];
    lea.post_once("/compte/phrase", &typed).assert_status(404);
}

#[test]
fn five_wrong_tries_and_the_right_words_say_the_same() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let mut stranger = school.visitor();
    for _ in 0..5 {
        try_in(&mut stranger, &login, "loup nuage").assert_status(422).assert_says("n’est pas le bon");
    }
    // Hours later the throttle has forgotten; the school has not.
    school.at("2026-11-17 16:30");
    try_in(&mut stranger, &login, &words).assert_status(422).assert_says("n’est pas le bon");
    let unknown = try_in(&mut stranger, "personne.dici", "loup nuage");
    unknown.assert_status(422).assert_says("n’est pas le bon");
    let mut teacher = school.browser("maitre_cm1");
    teacher.get("/").form("Rouvrir").send(&mut teacher).assert_says("C’est rouvert");
    try_in(&mut school.visitor(), &login, &words).assert_says("Bonjour Léa");
}

/// Whoever knows the names of a class knows its logins: from one house not all of them can be closed.
#[test]
fn nobody_closes_a_whole_class_from_home() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let (other, others_words) = given(&school, "maitre_cm1", "zoe");
    let mut prank = school.visitor();
    prank.address = "203.0.113.9:443".parse().unwrap();
    for _ in 0..20 {
        school.sql("DELETE FROM pupil_try; DELETE FROM throttle WHERE key LIKE 'account %'");
        try_in(&mut prank, &login, "loup nuage").assert_status(422).assert_says("n’est pas le bon");
    }
    school.sql("DELETE FROM pupil_try");
    // The same answer, and nothing more is counted against anybody.
    for _ in 0..5 {
        try_in(&mut prank, &other, "loup nuage").assert_status(422).assert_says("n’est pas le bon");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_try"), 0);
    let mut zoe = school.visitor();
    zoe.address = "198.51.100.7:443".parse().unwrap();
    school.sql("DELETE FROM throttle WHERE key LIKE 'account %'");
    try_in(&mut zoe, &other, &others_words).assert_says("Bonjour Zoé");
    // Inside the school a whole class may be clumsy.
    for _ in 0..25 {
        school.sql("DELETE FROM pupil_try; DELETE FROM throttle WHERE key LIKE 'account %'");
        try_in(&mut school.visitor(), &login, "loup nuage").assert_status(422);
    }
    school.sql("DELETE FROM pupil_try; DELETE FROM throttle WHERE key LIKE 'account %'");
    try_in(&mut school.visitor(), &login, &words).assert_says("Bonjour Léa");
}

#[test]
fn the_teacher_s_tap_also_empties_the_throttle() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let mut stranger = school.visitor();
    for _ in 0..5 {
        try_in(&mut stranger, &login, "loup nuage");
    }
    let mut teacher = school.browser("maitre_cm1");
    teacher.get("/").form("Rouvrir").send(&mut teacher);
    try_in(&mut stranger, &login, &words).assert_says("Bonjour Léa");
}

#[test]
fn limited_to_the_school_they_open_nothing_at_home() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let mut director = school.browser("directrice");
    let class = school.class("CM1");
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set(&format!("classe-{class}"), "words-ecole").send(&mut director);
    let mut home = school.visitor();
    home.address = "203.0.113.9:443".parse().unwrap();
    try_in(&mut home, &login, &words).assert_status(422).assert_says("n’est pas le bon");
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_try"), 0, "who is not let in does not block her");
    let mut lea = school.visitor();
    try_in(&mut lea, &login, &words).assert_says("Bonjour Léa");
    lea.get("/compte").assert_says("Ton identifiant");
    // She takes the computer home, open as it is.
    lea.address = "203.0.113.9:443".parse().unwrap();
    assert_eq!(lea.get("/").path, "/connexion");
}

#[test]
fn words_are_one_account_s_and_kept_as_nobody_can_read() {
    let school = School::new();
    let (_, words) = given(&school, "maitre_cm1", "lea");
    let (zoe, _) = given(&school, "maitre_cm1", "zoe");
    try_in(&mut school.visitor(), &zoe, &words).assert_status(422);
    assert!(!crate::world::data_holds(school.data(), words.as_bytes()));
    assert_eq!(row(&school, "SELECT count(*) FROM account WHERE password LIKE '$argon2id$%'"), 3, "with Sophie's");
}

#[test]
fn a_class_of_pictures_has_no_words_and_a_closed_one_nothing() {
    let school = School::new();
    let (login, words) = given(&school, "maitre_cm1", "lea");
    let mut director = school.browser("directrice");
    let field = format!("classe-{}", school.class("CM1"));
    for ways in ["pictures", "ferme"] {
        let page = director.get("/reglages/eleves");
        page.form("Enregistrer").set(&field, ways).send(&mut director);
        try_in(&mut school.visitor(), &login, &words).assert_status(422).assert_says("n’est pas le bon");
    }
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set(&field, "words").send(&mut director);
    try_in(&mut school.visitor(), &login, &words).assert_says("Bonjour Léa");
}
