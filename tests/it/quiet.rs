//! Quiet hours as the director sets them: what the screen says is what happens.

use crate::world::{PERSONAS, School, instant};
use preau::{
    base::jobs::System,
    school::quiet::{self, Why, Window, store},
};

const SCREEN: &str = "/reglages/heures-calmes";

fn window(school: &School) -> Window {
    quiet(school).window
}

fn quiet(school: &School) -> quiet::Quiet {
    store::quiet(&school.house.db.read().unwrap()).unwrap()
}

#[test]
fn a_new_school_is_quiet_at_night_and_says_so() {
    let school = School::new();
    let mut director = school.browser("directrice");
    assert_eq!(window(&school), Window { from: 1200, until: 420, week_end: true, days_off: true });
    director.get("/reglages").assert_says("Heures calmes").assert_says("De 20 h à 7 h · le week-end · les vacances");
    let page = director.get(SCREEN);
    page.assert_status(200)
        .assert_says("Un mot écrit maintenant arrive tout de suite.")
        .assert_says("Un mot écrit ce soir à 21 h sera remis demain à 7 h.")
        .assert_says("Un mot écrit samedi à 10 h sera remis lundi à 7 h.");
    // Late on Friday the evening that is told is tomorrow's.
    school.at("2026-11-20 22:15");
    director
        .get(SCREEN)
        .assert_says("Un mot écrit maintenant sera remis lundi à 7 h.")
        .assert_says("Un mot écrit demain à 21 h sera remis lundi à 7 h.");
}

#[test]
fn the_director_moves_the_window_and_the_sentences_follow() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let form = director.get(SCREEN).form("Enregistrer");
    let saved = form.set("de", "18:30").set("a", "08:00").untick("week_end", "oui").send(&mut director);
    saved.assert_says("sont enregistrées").assert_says("Un mot écrit ce soir à 21 h sera remis demain à 8 h.");
    saved.assert_says("Un mot écrit samedi à 10 h arrive tout de suite.");
    assert_eq!(window(&school), Window { from: 18 * 60 + 30, until: 480, week_end: false, days_off: true });
    // The page comes back as it was saved, and saving it again changes nothing.
    director.get(SCREEN).form("Enregistrer").send(&mut director).assert_status(200);
    assert_eq!(window(&school), Window { from: 18 * 60 + 30, until: 480, week_end: false, days_off: true });
    let wrong = director.get(SCREEN).form("Enregistrer").set("de", "08:00").set("a", "07:30").send(&mut director);
    wrong.assert_status(422).assert_says("au moins deux heures ouvertes");
    let empty = director.get(SCREEN).form("Enregistrer").set("de", "").send(&mut director);
    empty.assert_status(422).assert_says("Donnez une heure");
    assert_eq!(window(&school).from, 18 * 60 + 30);
}

#[test]
fn she_opens_a_day_in_the_holidays_and_closes_it_again() {
    let school = School::new();
    school.at("2026-10-16 21:00");
    let mut director = school.browser("directrice");
    let opens = |at: &str| quiet(&school).opens_at(instant(at)).unwrap();
    assert_eq!(opens("2026-10-16 21:00"), instant("2026-11-02 07:00"));
    director
        .get(SCREEN)
        .assert_says("Un mot écrit mercredi à 10 h (Vacances de la Toussaint) sera remis lundi 2 novembre à 7 h.");
    let page = director.get("/reglages/heures-calmes/jours");
    let opened = page.form("Ouvrir ce jour").set("jour", "2026-10-29").send(&mut director);
    opened
        .assert_says("Ce jour est ouvert")
        .assert_says("jeudi 29 octobre 2026")
        .assert_says("Vacances de la Toussaint");
    assert_eq!(opens("2026-10-16 21:00"), instant("2026-10-29 07:00"));
    assert_eq!(opens("2026-10-29 12:00"), instant("2026-10-29 12:00"));
    // Its night stays quiet.
    assert_eq!(opens("2026-10-29 20:00"), instant("2026-11-02 07:00"));
    for (day, said) in [
        ("2026-10-29", "déjà ouvert"),
        ("2026-11-05", "déjà ouvert"),
        ("2026-10-01", "passé"),
        ("", "Choisissez le jour"),
    ] {
        let page = director.get("/reglages/heures-calmes/jours");
        page.form("Ouvrir ce jour").set("jour", day).send(&mut director).assert_status(422).assert_says(said);
    }
    director.get(SCREEN).form("Refermer").send(&mut director).assert_says("de nouveau calme");
    assert_eq!(opens("2026-10-16 21:00"), instant("2026-11-02 07:00"));
    director.post("/reglages/heures-calmes/jours/2026-10-29/retrait", &[]).assert_status(404);
    director.post("/reglages/heures-calmes/jours/nimporte/retrait", &[]).assert_status(404);
}

#[test]
fn nobody_else_opens_the_settings() {
    let school = School::new();
    for who in PERSONAS.iter().filter(|who| **who != "directrice") {
        let mut browser = school.browser(who);
        for path in [SCREEN, "/reglages/heures-calmes/jours"] {
            assert!(matches!(browser.get_once(path).status, 303 | 403 | 404), "{who} at {path}");
            let sent = browser.post_once(path, &[("de", "08:00"), ("a", "08:00"), ("jour", "2026-11-22")]);
            let location = sent.header("location").unwrap_or_default();
            assert!(matches!(sent.status, 403 | 404) || location.starts_with("/connexion"), "{who} at {path}");
        }
    }
    assert_eq!(window(&school).from, 1200);
    assert!(quiet(&school).open_days.is_empty());
}

#[test]
fn it_follows_the_school_s_calendar_and_clock() {
    let school = School::new();
    assert_eq!(quiet(&school).why(instant("2026-10-20 12:00")), Some(Why::Holiday("Vacances de la Toussaint")));
    assert!(!quiet(&school).is_quiet(instant("2026-11-18 15:00")));
    let tx = school.house.db.write().unwrap();
    let by = System::at_the_console();
    preau::school::settings::store::set_school(&tx, "École", "autre", "Indian/Reunion", "moap-tuap-thap-frap-saa", &by)
        .unwrap();
    tx.commit().unwrap();
    // 17 h in Paris is 20 h at Saint-Denis; and there is class on Saturday now.
    assert_eq!(quiet(&school).opens_at(instant("2026-11-17 17:00")), Some(instant("2026-11-18 04:00")));
    assert!(!quiet(&school).is_quiet(instant("2026-11-21 10:00")));
    assert!(quiet(&school).is_quiet(instant("2026-11-22 10:00")));
}
