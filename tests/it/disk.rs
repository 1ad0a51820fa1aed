//! How much room is left, and who is told of it. A disk that really fills up is scripts/disk-full's matter.

use crate::world::School;
use preau::{
    base::{disk::Room, jobs::System},
    rooms::settings::disk,
};

#[test]
fn the_direction_sees_what_takes_room() {
    let school = School::new();
    let mut director = school.browser("directrice");
    director.get("/reglages/disque").assert_status(200).assert_says("Base de données").assert_silent_on("Blog 4");
    let post = school.post("maitre_cm1", "CM1");
    school.media(post, "photo");
    director.get("/reglages/disque").assert_says("Blog 4");
    director.get("/reglages").assert_status(200).link("Disque");
}

#[test]
fn who_tends_the_box_sees_it_and_others_do_not() {
    let school = School::new();
    school.browser("technicien").get("/reglages/disque").assert_status(200);
    for who in ["maitre_cm1", "parent_lea"] {
        let status = school.browser(who).get("/reglages/disque").status;
        assert!([403, 404].contains(&status), "{who} : {status}");
    }
}

#[test]
fn the_direction_is_told_once_a_week_that_room_runs_short_and_once_a_day_that_there_is_none() {
    let school = School::new();
    let letters = || {
        let all = crate::world::letters(&school);
        all.into_iter().filter(|(_, subject)| subject.contains("le disque")).count()
    };
    let watch = |used: u64| {
        let room = Room { whole: 1_000_000, free: (100 - used) * 10_000 };
        disk::warn(&school.house, room, &System::at_the_console()).unwrap();
        letters()
    };
    school.at("2026-11-17 09:00");
    assert_eq!(watch(80), 0);
    let first = watch(86);
    assert!(first > 0, "somebody is told");
    assert_eq!(watch(87), first, "not at each look");
    let full = watch(96);
    assert!(full > first, "the worse is told at once");
    school.at("2026-11-18 10:00");
    assert_eq!(watch(87), full);
    assert!(watch(97) > full, "once a day while no file is taken");
}
