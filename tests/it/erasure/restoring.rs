//! A backup older than an erasure, restored.

use super::{aged, family, found, hour, leaves, school};
use crate::{
    backup::{done, nightly::night, paper, restore},
    world::{School, row},
};

#[test]
fn an_older_backup_brings_nobody_back() {
    let school = school();
    school.sql("UPDATE settings SET set_up_at = unixepoch('2026-11-16 08:00')");
    let key = paper(school.data());
    let post = school.post("maitresse_ce1", "CE1");
    let photo = school.media(post, "photo");
    school.on_it(photo, &["tom"]);
    leaves(&school, "tom", "2026-11-17");
    night(&school, "2026-11-18 01:05");
    hour(&school, "2026-11-18 09:00");
    aged(&school.data().join("fichiers"));
    hour(&school, "2027-02-15 02:00");
    let shelf = school.data().join("sauvegardes");
    let ledger = std::fs::read_to_string(shelf.join("effacements.txt")).unwrap();
    assert_eq!(ledger, std::fs::read_to_string(school.data().join("effacements.txt")).unwrap());
    assert!(found(&shelf, &[b"effacements"]).is_empty() && !ledger.contains("Tibelius"));
    assert_eq!(
        ledger.lines().filter(|line| !line.starts_with('#')).count(),
        row(&school, "SELECT count(*) FROM erasure") as usize
    );

    let bare = tempfile::tempdir().unwrap();
    done(restore(&shelf, &key, bare.path()));
    let mut needles = family();
    let bytes = format!("originale {photo} fin");
    needles.push(bytes.as_bytes());
    let left = found(bare.path(), &needles);
    assert!(left.is_empty(), "{}", left.join("\n"));
    let mut back = School::standing(bare);
    back.people = school.people.clone();
    assert_eq!(
        row(
            &back,
            &format!("SELECT count(*) FROM person WHERE id IN ({}, {})", school.id("tom"), school.id("parent_tom"))
        ),
        0
    );
    assert_eq!(row(&back, &format!("SELECT count(*) FROM person WHERE id = {}", school.id("lea"))), 1);
    assert!(back.data().join("effacements.txt").exists(), "for the next restore");
    assert_eq!(row(&back, "SELECT count(*) FROM erasure WHERE scrubbed_at IS NULL"), 0);
}

#[test]
fn the_number_alone_erases_nobody_else() {
    let school = school();
    school.sql("UPDATE settings SET set_up_at = unixepoch('2026-11-16 08:00')");
    let key = paper(school.data());
    night(&school, "2026-11-18 01:05");
    let shelf = school.data().join("sauvegardes");
    // The same number, of a person of another time line.
    std::fs::write(shelf.join("effacements.txt"), format!("{} 1 2\n", school.id("tom"))).unwrap();
    let bare = tempfile::tempdir().unwrap();
    done(restore(&shelf, &key, bare.path()));
    let back = School::standing(bare);
    assert_eq!(row(&back, &format!("SELECT count(*) FROM person WHERE id = {}", school.id("tom"))), 1);
}
