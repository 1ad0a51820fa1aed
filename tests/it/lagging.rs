//! A box that wakes up years ago: it says so, and nobody is judged as they stood then.

use crate::world::{MORNING, School, instant, row};
use preau::rooms::settings::health;

const YEARS_AGO: &str = "2010-01-04 08:00";

/// Somebody did something this morning; then the battery was dead.
fn asleep() -> School {
    let school = School::new();
    school.browser("directrice").post("/reglages/heures-calmes", &[("de", "20:00"), ("a", "07:00")]);
    assert_eq!(row(&school, "SELECT max(at) FROM journal"), instant(MORNING).0);
    school
}

fn wakes(school: &School, when: &str) {
    school.at(when);
    school.house.tend().unwrap();
}

#[test]
fn rights_stand_as_they_stood_and_nobody_is_signed_out() {
    let school = asleep();
    let mut teacher = school.browser("maitre_cm1");
    let mut director = school.browser("directrice");
    school.at(YEARS_AGO);
    assert_eq!(teacher.get("/cahier-de-liaison/nouveau").status, 404, "years ago nobody taught here yet");
    wakes(&school, YEARS_AGO);
    teacher.get("/cahier-de-liaison/nouveau").assert_status(200);
    director.get(health::PATH).assert_says("4 janvier 2010").assert_says("en doute");
    assert!((0..60).contains(&school.house.clock.now().since(instant(MORNING))));
    let sessions = row(&school, "SELECT count(*) FROM session");
    preau::door::session::flush(&school.house).unwrap();
    assert_eq!(row(&school, "SELECT count(*) FROM session"), sessions);
}

#[test]
fn the_right_time_is_followed_at_once() {
    let school = asleep();
    wakes(&school, YEARS_AGO);
    // Whenever this program was built, it is past.
    let now = instant("2100-03-01 09:00");
    school.house.clock.set(now);
    assert_eq!(school.house.clock.now(), now, "before anybody has looked");
    school.house.tend().unwrap();
    assert!(school.house.verdict(&school.house.db.read().unwrap()).unwrap().doubt().is_none());
}

#[test]
fn a_person_may_say_that_the_date_is_right() {
    let school = asleep();
    let date = "2026-11-16 09:00";
    wakes(&school, date);
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/adresse");
    page.assert_says("16 novembre 2026");
    page.form("Confirmer la date").tick("date_juste", "oui").send(&mut director);
    school.house.tend().unwrap();
    director.get(health::PATH).assert_silent_on("en doute");
    assert_eq!(school.house.clock.now(), instant(date), "what is confirmed is followed");
}
