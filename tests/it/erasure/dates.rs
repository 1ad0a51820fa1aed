//! Nobody goes too early: by a clock that leapt, by a last day that was wrong, or although they came back.

use super::{hour, leaves, once::known, school};
use crate::{
    liaison::write,
    world::{PASSPHRASE, School, instant, letters, row},
};
use preau::{
    app,
    base::{db::Id, jobs::System},
    school::departure,
};

fn is_here(school: &School, who: &str) -> bool {
    row(school, &format!("SELECT count(*) FROM person WHERE id = {}", school.id(who))) == 1
}

/// As the clock says, with no hour between.
fn leap(school: &School, when: &str) {
    school.at(when);
    app::leaving::go(&school.house, &System::at_the_console()).unwrap();
}

fn somebody_works(school: &School, when: &str) {
    let (at, by) = (instant(when).0, school.id("maitre_cm1"));
    school.sql(&format!("INSERT INTO journal (at, by, act, thing) VALUES ({at}, {by}, 'sign_in', 'account')"));
}

#[test]
fn a_clock_that_leaps_takes_nobody_and_nothing() {
    let school = school();
    let note = write(&school, "maitresse_ce1", "CE1", "Cirque", "one");
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let told = letters(&school).len();
    leap(&school, "2040-03-02 02:00");
    somebody_works(&school, "2040-03-02 10:00");
    leap(&school, "2040-03-02 15:00");
    let stands = |school: &School| row(school, &format!("SELECT count(*) FROM liaison_note WHERE id = {note}")) == 1;
    assert!(is_here(&school, "tom") && is_here(&school, "parent_tom") && stands(&school));
    assert_eq!(letters(&school).len(), told, "nobody is told of a day that may be none");
    let list = school.browser("directrice").get("/ecole/departs");
    list.assert_says("du 18 novembre 2026 au 2 mars 2040").assert_says("(1 jour jusqu’ici)");
    list.assert_says("Quand la date sera sûre").assert_silent_on("Dans l’heure");

    // Set right again: what was written in the wrong year bears nothing out.
    leap(&school, "2026-11-19 09:00");
    assert!(is_here(&school, "tom"));
    assert_eq!(
        row(&school, "SELECT count(*) FROM departure WHERE noted_on > '2026-11-19' OR left_on > '2026-11-19'"),
        0
    );

    // A box that slept for long: people have worked on five days of the new date, then what is over goes.
    leap(&school, "2027-05-03 02:00");
    for day in ["03", "04", "05", "06"] {
        somebody_works(&school, &format!("2027-05-{day} 09:00"));
    }
    leap(&school, "2027-05-07 02:00");
    assert!(is_here(&school, "tom"));
    somebody_works(&school, "2027-05-07 09:00");
    leap(&school, "2027-05-08 02:00");
    assert!(!is_here(&school, "tom") && stands(&school));
    school.browser("directrice").get("/").assert_says("cette semaine, à la fin du délai");
    school.browser("directrice").get("/ecole/departs").assert_says("ces trente derniers jours");
}

#[test]
fn a_last_day_put_right_moves_the_day() {
    let school = school();
    leaves(&school, "tom", "2026-09-01");
    hour(&school, "2026-11-18 09:00");
    let tom = school.id("tom");
    let on = |day: &str| row(&school, &format!("SELECT erase_on = '{day}' FROM departure WHERE person = {tom}")) == 1;
    assert!(on("2026-12-18"));
    leaves(&school, "tom", "2026-11-18");
    hour(&school, "2026-11-19 09:00");
    assert!(on("2027-02-16"));
}

#[test]
fn who_came_back_within_the_hour_is_not_erased() {
    let school = school();
    known(&school);
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let tom = school.id("tom");
    let mut anne = school.browser("directrice");
    let form = anne.get(&format!("/ecole/departs/{tom}/effacement")).form("Effacer cette fiche");
    anne.post(&format!("/ecole/eleves/{tom}/retour"), &[]).assert_status(200);
    form.set("phrase", PASSPHRASE).send(&mut anne).assert_status(422).assert_says("est revenue à l’école");
    school.sql("UPDATE departure SET erase_on = '2026-11-01'");
    let rx = school.house.db.read().unwrap();
    let today = "2026-11-18".parse().unwrap();
    assert!(!departure::store::is_due(&rx, Id::new(tom), today, &System::at_the_console()).unwrap());
    drop(rx);
    hour(&school, "2026-11-18 10:00");
    assert!(is_here(&school, "tom") && is_here(&school, "parent_tom"));
}

#[test]
fn one_that_cannot_go_keeps_nobody_else() {
    let school = school();
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let tom = school.id("tom");
    school.sql(&format!(
        "CREATE TRIGGER stays BEFORE DELETE ON person WHEN old.id = {tom} BEGIN SELECT RAISE(ABORT, 'not yet'); END;
         UPDATE steady SET looked_at = {}",
        instant("2027-02-15 01:00").0
    ));
    school.at("2027-02-15 02:00");
    assert!(app::leaving::go(&school.house, &System::at_the_console()).is_err());
    assert!(is_here(&school, "tom") && !is_here(&school, "parent_tom"));
    assert!(school.data().join("effacements.txt").exists(), "known beside the database at once");
    school.sql("DROP TRIGGER stays");
    hour(&school, "2027-02-15 03:00");
    assert!(!is_here(&school, "tom"));
}

#[test]
fn a_clock_that_leaps_empties_neither_the_bin_nor_the_journal() {
    let school = school();
    hour(&school, "2026-11-18 09:00");
    let of_then = instant("2026-11-18 09:00").0;
    school.sql(&format!(
        "INSERT INTO journal (at, by, act, thing) VALUES ({of_then}, NULL, 'of_then', 'account');
         INSERT INTO document (id, space, owner, kind, name, folded, sort_key, made_at, changed_at, binned_at, binned_with, erase_at)
           VALUES (900, 'staff', 0, 'folder', 'Vieux', 'vieux', 'vieux', 1, 1, {of_then}, 900, {})",
        instant("2026-12-18 09:00").0
    ));
    let stand = |school: &School| {
        let journal = row(school, "SELECT count(*) FROM journal WHERE act = 'of_then'");
        (journal, row(school, "SELECT count(*) FROM document WHERE id = 900"))
    };
    let day = |when: &str| {
        leap(&school, when);
        app::rounds::tidy(&school.house).unwrap();
    };
    day("2040-03-02 02:00");
    assert_eq!(stand(&school), (1, 1));
    day("2026-11-19 09:00");
    assert_eq!(stand(&school), (1, 1), "set right again, nothing is old");
    // A box that slept, borne out by five days of work.
    day("2028-05-02 02:00");
    for at in ["02", "03", "04", "05"] {
        somebody_works(&school, &format!("2028-05-{at} 09:00"));
    }
    day("2028-05-06 02:00");
    assert_eq!(stand(&school), (1, 1));
    somebody_works(&school, "2028-05-06 09:00");
    day("2028-05-07 02:00");
    assert_eq!(stand(&school), (0, 0));
}
