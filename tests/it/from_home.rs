//! « Accès des familles »: who reads and tries it, what is written down, since when it is said to be out of order, and that our
//! own calls tell nothing to anybody else.

use crate::world::School;
use preau::{
    base::clock::Instant,
    rooms::settings::{
        from_home::{self, Access, Checked, Found},
        health,
    },
    school::settings,
};

const PUBLIC: &str = "https://ecole-jaures.exemple.fr";

fn access(school: &School) -> Access {
    let rx = school.house.db.read().unwrap();
    from_home::access(&rx, &settings::store::facts(&rx).unwrap()).unwrap()
}

fn called(school: &School) -> Checked {
    match access(school) {
        Access::Called(checked) => checked,
        other => panic!("{other:?}"),
    }
}

fn told(school: &School, address: &str) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE settings SET public_address = ?1", [address]).unwrap();
}

fn found(school: &School, found: &str, since: Instant) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute(
        "INSERT INTO family_access (id, address, found, is_believed, knows_visitors, since, checked_at)
         VALUES (1, ?1, ?2, 1, 1, ?3, ?3) ON CONFLICT (id) DO UPDATE SET found = excluded.found",
        (PUBLIC, found, since.0),
    )
    .unwrap();
}

#[test]
fn the_direction_and_who_tends_the_box_see_it() {
    let school = School::new();
    for who in ["directrice", "technicien"] {
        school.browser(who).get(from_home::PATH).assert_status(200).assert_says("Réseau local seulement");
        school.browser(who).get("/reglages").link("Accès des familles");
    }
    for who in ["maitre_cm1", "atsem", "parent_lea", "lea", "mairie"] {
        let status = school.browser(who).get(from_home::PATH).status;
        assert!([403, 404].contains(&status), "{who} : {status}");
    }
}

#[test]
fn a_name_that_leads_nowhere_is_out_of_order_since_its_first_moment() {
    let school = School::new();
    told(&school, "https://ecole.invalid");
    assert_eq!(access(&school), Access::Untried);
    let mut director = school.browser("directrice");
    director.get(from_home::PATH).assert_says("pas encore été essayée");
    director.get(from_home::PATH).form("Essayer maintenant").send(&mut director);
    let first = called(&school);
    assert_eq!((first.found, first.opened), (Found::Nameless, None));
    school.house.clock.set(school.house.clock.now().plus(2 * Instant::HOUR));
    from_home::check(&school.house, &preau::base::jobs::System::at_the_console()).unwrap();
    let second = called(&school);
    assert_eq!(second.since, first.since);
    assert!(second.at > first.at);
    director.get(from_home::PATH).assert_says("En panne depuis").assert_says("DNS");
    director.get(health::PATH).assert_says("En panne depuis");
}

#[test]
fn the_school_s_own_network_says_nothing_of_the_world() {
    let school = School::new();
    told(&school, "https://192.168.1.20");
    let mut director = school.browser("directrice");
    director.get(from_home::PATH).form("Essayer maintenant").send(&mut director);
    assert_eq!(called(&school).found, Found::Indoors);
    director.get(from_home::PATH).assert_says("elle ne peut pas savoir");
}

#[test]
fn what_was_found_under_another_name_is_forgotten() {
    let school = School::new();
    let now = school.house.clock.now();
    told(&school, PUBLIC);
    found(&school, "silent", now.plus(-3 * Instant::HOUR));
    school.browser("directrice").get(from_home::PATH).assert_says("preau-tunnel status");
    told(&school, "https://autre.exemple.fr");
    assert_eq!(access(&school), Access::Untried);
}

#[test]
fn a_word_that_nobody_waits_for_opens_nothing() {
    let school = School::new();
    let word = school.house.calls.begin().unwrap();
    let mut stranger = school.visitor();
    stranger.get("/acces/autre").assert_status(404);
    stranger.get(&format!("/acces/{word}")).assert_status(200);
    stranger.get(&format!("/acces/{word}")).assert_status(404);
    assert!(school.house.calls.over(&word).is_some());
}
