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

#[test]
fn errors_are_counted_until_somebody_has_looked() {
    let school = School::new();
    let count = |more| {
        let tx = school.house.db.write().unwrap();
        preau::base::log::store::count(&tx, more, school.house.clock.now()).unwrap();
        tx.commit().unwrap();
    };
    let topics = || {
        let facts = health::look(&school.house, &school.house.db.read().unwrap(), school.house.clock.now()).unwrap();
        health::findings(&facts).iter().map(|finding| finding.topic).collect::<Vec<_>>()
    };
    assert!(!topics().contains(&"errors"), "no news is good news");
    count(3);
    assert_eq!(state_of(&school, "errors"), State::Watch);
    let mut director = school.browser("directrice");
    director.get(health::PATH).assert_says("3 erreurs n’ont pas encore été vues");
    // One more came while she was reading: it stays unread.
    count(1);
    for (who, status) in [("maitre_cm1", 403), ("parent_lea", 403)] {
        let refused = school.browser(who).post(health::ERRORS, &[("erreurs", "9")]).status;
        assert!([status, 404].contains(&refused), "{who}: {refused}");
    }
    director.post(health::ERRORS, &[("erreurs", "3")]);
    director.get(health::PATH).assert_says("1 erreur n’a pas encore été vue");
    director.post(health::ERRORS, &[("erreurs", "4")]);
    assert!(!topics().contains(&"errors"));
    director.post(health::ERRORS, &[("erreurs", "-5")]);
    assert!(!topics().contains(&"errors"), "what was read stays read");
}

#[test]
fn the_name_that_leads_here_is_told_where_another_machine_has_ours() {
    use preau::base::neighbours::{Announced, store};
    let school = School::new();
    let own = "ecole.local";
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE settings SET names = ?1", [own]).unwrap();
    let note = |held: Option<&str>| {
        let said = [Announced { name: own.to_owned(), held: held.map(str::to_owned) }];
        let tx = school.house.db.write().unwrap();
        store::note(&tx, &said, &System::at_the_console()).unwrap();
        tx.commit().unwrap();
    };
    note(Some(own));
    assert_eq!(state_of(&school, "local_name"), State::Well);
    note(Some("ecole-2.local"));
    assert_eq!(state_of(&school, "local_name"), State::Watch);
    school.browser("directrice").get(health::PATH).assert_says("ecole-2.local");
    school.browser("directrice").get("/confiance").assert_status(200);
    note(None);
    assert_eq!(state_of(&school, "local_name"), State::Watch);
}
