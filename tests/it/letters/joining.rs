//! Who joins a class after a word was delivered: the guardians read it, and one letter tells them while it waits for them.

use super::{later, letter, outbox, recipients, school, sql};
use crate::{
    liaison::{rows, word, write},
    world::School,
};
use preau::{
    base::{db::Id, jobs::System},
    school::class::store as classes,
};

fn join(school: &School, who: &str, class: &str) {
    let (tx, by) = (school.house.db.write().unwrap(), System::at_the_console());
    let today = school.house.clock.now().date(&jiff::tz::TimeZone::get("Europe/Paris").unwrap());
    let (pupil, class) = (Id::new(school.id(who)), Id::new(school.class(class)));
    classes::enrol(&tx, pupil, class, "CM1", today, &by).unwrap();
    tx.commit().unwrap();
}

#[test]
fn a_newcomer_s_guardians_read_what_still_waits_and_are_told_by_one_letter() {
    let school = school();
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    sql(&school, &format!("UPDATE liaison_note SET deadline_on = '2026-11-27' WHERE id = {note}"));
    later(&school);
    sql(&school, "DELETE FROM outbox");
    school.at("2026-11-19 09:00");
    join(&school, "tom", "CM1");
    later(&school);
    school.browser("parent_tom").get(&word(note)).assert_status(200).assert_says("À signer");
    let told: Vec<String> = recipients(&school);
    assert!(told.contains(&"parent_tom".to_owned()), "{told:?}");
    assert!(!told.contains(&"parent_lea".to_owned()), "only the newcomer's: {told:?}");
    let his = letter(&school, "parent_tom");
    assert_eq!(his.subject, "École Jean-Jaurès : Sortie");
    let mut phone = school.visitor();
    phone.get(&his.link()).form("Signer pour Tom").send(&mut phone).assert_says("Signé par vous");
    // Once, whatever else moves.
    let count = outbox(&school).len();
    join(&school, "tom", "CM1");
    later(&school);
    assert_eq!(outbox(&school).len(), count);
}

#[test]
fn what_waits_for_nobody_any_more_is_told_to_no_newcomer() {
    let changes = ["asks = 'nothing'", "deadline_on = '2026-11-18'", "shown_until = '2026-11-18'", "withdrawn_at = 1"];
    for change in changes {
        let school = school();
        let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
        later(&school);
        sql(&school, &format!("UPDATE liaison_note SET {change} WHERE id = {note}; DELETE FROM outbox"));
        school.at("2026-11-19 09:00");
        join(&school, "tom", "CM1");
        later(&school);
        assert_eq!(recipients(&school), [""; 0], "{change}");
    }
}

#[test]
fn a_place_given_by_mistake_tells_nobody_anything() {
    let school = school();
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    sql(&school, "DELETE FROM outbox");
    join(&school, "tom", "CM1");
    let by = System::at_the_console();
    let tx = school.house.db.write().unwrap();
    let day = "2026-11-17".parse().unwrap();
    let (tom, cm1, ce1) = (Id::new(school.id("tom")), Id::new(school.class("CM1")), Id::new(school.class("CE1")));
    assert!(classes::move_back(&tx, tom, cm1, Some(ce1), "CE1", day, &by).unwrap());
    tx.commit().unwrap();
    later(&school);
    assert_eq!(recipients(&school), [""; 0]);
    assert_eq!(rows(&school, "SELECT count(*) FROM job WHERE name = 'joined'"), 1);
}
