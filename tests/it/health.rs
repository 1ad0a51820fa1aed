//! « Santé de la boîte »: who sees it, what it says of this very machine, and the same for scripts.

use crate::world::School;
use preau::{
    base::{clock::Instant, jobs::System},
    rooms::settings::health::{self, State},
};

fn state_of(school: &School, topic: &str) -> State {
    let house = &school.house;
    let facts = health::look(house, &house.db.read().unwrap(), house.clock.now()).unwrap();
    health::findings(&facts).into_iter().find(|finding| finding.topic == topic).unwrap().state
}

#[test]
fn the_direction_and_who_tends_the_box_read_it() {
    let school = School::new();
    for who in ["directrice", "technicien"] {
        school.browser(who).get(health::PATH).assert_status(200).assert_says("Disque").assert_says("Préau");
        school.browser(who).get("/reglages").link("Santé de la boîte");
    }
    for who in ["maitre_cm1", "atsem", "parent_lea", "lea", "mairie"] {
        let status = school.browser(who).get(health::PATH).status;
        assert!([403, 404].contains(&status), "{who} : {status}");
    }
}

#[test]
fn the_database_is_read_through_once_a_day() {
    let school = School::new();
    assert_eq!(state_of(&school, "database"), State::Watch);
    health::check(&school.house, &System::at_the_console()).unwrap();
    assert_eq!(state_of(&school, "database"), State::Well);
    let now = school.house.clock.now();
    school.house.clock.set(now.plus(5 * Instant::DAY));
    assert_eq!(state_of(&school, "database"), State::Watch);
    health::check(&school.house, &System::at_the_console()).unwrap();
    assert_eq!(state_of(&school, "database"), State::Well);
}

#[test]
fn a_letter_that_does_not_leave_is_told_with_what_the_server_said() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute_batch(&format!(
        "UPDATE settings SET mail_host = 'smtp.example.org', mail_port = 587, mail_from = 'ecole@example.org'; INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at, fault) VALUES ('a@b.fr', 'x', 'x', '', {0}, {0}, '550 non')",
        school.house.clock.now().0 - 3 * Instant::HOUR
    ))
    .unwrap();
    assert_eq!(state_of(&school, "mail"), State::Wrong);
    let mut director = school.browser("directrice");
    director.get(health::PATH).assert_says("550 non").assert_says("À régler").assert_silent_on("a@b.fr");
}
