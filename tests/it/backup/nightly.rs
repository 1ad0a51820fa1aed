//! What the box does of itself: one backup a night, the old ones gone, the newest read whole once a week.

use super::{all_files, done, paper, preau, restore};
use crate::world::{School, instant, row};
use preau::{
    app::backups,
    base::jobs::System,
    school::{
        retention::steady,
        settings::{self, ClockConfirmation},
    },
};
use std::{os::unix::fs::PermissionsExt, path::PathBuf};

/// Set up on Tuesday the 17th; and its date believed, whenever this program was built.
pub fn ready() -> School {
    let school = School::new();
    school.sql("UPDATE settings SET set_up_at = unixepoch('2026-11-17 08:00')");
    let believed = ClockConfirmation { at: instant("2026-11-17 08:00"), despite: instant("2200-01-01 00:00") };
    let tx = school.house.db.write().unwrap();
    settings::store::confirm_clock(&tx, believed, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    school
}

pub fn night(school: &School, when: &str) {
    school.at(when);
    backups::go(&school.house, &System::at_the_console(), &|| false).unwrap();
}

fn archives(school: &School) -> Vec<PathBuf> {
    let shelf = school.data().join("sauvegardes/sauvegardes");
    if shelf.exists() { all_files(&shelf) } else { Vec::new() }
}

fn told(school: &School, what: &str) -> String {
    let file = rusqlite::Connection::open(school.data().join("preau.db")).unwrap();
    file.query_row("SELECT fault FROM backup_round WHERE what = ?1", [what], |row| row.get(0)).unwrap()
}

fn look(school: &School) {
    let tx = school.house.db.write().unwrap();
    steady::store::look(&tx, school.house.clock.now(), &System::at_the_console()).unwrap();
    tx.commit().unwrap();
}

fn checks(school: &School) -> i64 {
    row(school, "SELECT coalesce(max(done_at), 0) FROM backup_round WHERE what = 'verify'")
}

#[test]
fn one_a_night_and_read_whole_once_a_week() {
    let school = ready();
    let key = paper(school.data());
    night(&school, "2026-11-17 23:00");
    assert!(archives(&school).is_empty(), "the day of the set-up is not over");
    night(&school, "2026-11-18 01:05");
    night(&school, "2026-11-18 01:06");
    night(&school, "2026-11-18 23:00");
    assert_eq!(archives(&school).len(), 1);
    let first = checks(&school);
    assert!(first > 0, "the first is read at once");
    night(&school, "2026-11-19 08:10");
    assert_eq!((archives(&school).len(), checks(&school)), (2, first), "the box slept in the night");
    night(&school, "2026-11-25 01:10");
    assert!(checks(&school) > first && told(&school, "make").is_empty() && told(&school, "verify").is_empty());
    let bare = tempfile::tempdir().unwrap();
    done(restore(&school.data().join("sauvegardes"), &key, bare.path()));
    let copy = rusqlite::Connection::open(bare.path().join("preau.db")).unwrap();
    let rounds: i64 = copy.query_row("SELECT count(*) FROM backup_round", [], |row| row.get(0)).unwrap();
    assert_eq!(rounds, 0, "they were another box's");
}

#[test]
fn what_another_one_is_writing_is_left_to_it() {
    let school = ready();
    night(&school, "2026-11-18 01:05");
    let half = school.data().join("sauvegardes/sauvegardes/20261119T000400Z.tar.age.partial");
    std::fs::write(&half, "").unwrap();
    let at_work = std::fs::File::open(school.data().join("sauvegarde.verrou")).unwrap();
    at_work.lock().unwrap();
    night(&school, "2026-11-19 01:05");
    assert!(half.exists() && archives(&school).len() == 2, "one stands, one is being written");
    drop(at_work);
    night(&school, "2026-11-19 01:06");
    assert!(!half.exists() && archives(&school).len() == 2, "what a cut leaves is nobody's");
}

#[test]
fn old_ones_go_and_the_files_that_only_they_named() {
    let school = ready();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", b"une feuille qui s'en va");
    night(&school, "2026-11-18 01:05");
    let files = || all_files(&school.data().join("sauvegardes/fichiers")).len();
    let before = files();
    assert!(before > 0);
    let one = "(SELECT file FROM document_version WHERE document = (SELECT max(id) FROM document))";
    school.sql(&format!(
        "CREATE TEMP TABLE gone AS SELECT * FROM {one};
         DELETE FROM document_version WHERE document = (SELECT max(id) FROM document);
         DELETE FROM file WHERE hash IN (SELECT file FROM gone)"
    ));
    night(&school, "2026-11-19 01:05");
    assert_eq!((archives(&school).len(), files()), (2, before), "the first names it still");
    // Another's archive in the same folder: while it is there, no file goes, and it goes last of all.
    let other = school.data().join("sauvegardes/sauvegardes/20261118T000000Z-2.tar.age");
    std::fs::write(&other, b"age-encryption.org/v1\nrien").unwrap();
    night(&school, "2027-01-20 01:05");
    assert!(other.exists() && files() == before);
    night(&school, "2027-03-01 01:05");
    assert!(!other.exists());
    assert_eq!((archives(&school).len(), files()), (2, before - 1));
}

#[test]
fn what_hinders_it_is_noted_and_a_damaged_file_is_written_anew() {
    let school = ready();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", b"une feuille");
    let shelf = school.data().join("sauvegardes");
    std::fs::write(&shelf, b"pas un dossier").unwrap();
    night(&school, "2026-11-18 01:05");
    assert!(told(&school, "make").contains("sauvegardes"), "{}", told(&school, "make"));
    std::fs::remove_file(&shelf).unwrap();
    night(&school, "2026-11-18 01:30");
    assert!(!shelf.exists(), "not before the hour");
    night(&school, "2026-11-18 02:10");
    assert_eq!((archives(&school).len(), told(&school, "make").as_str()), (1, ""));

    let file = all_files(&shelf.join("fichiers")).remove(0);
    std::fs::write(&file, b"abime").unwrap();
    night(&school, "2026-11-26 01:05");
    assert!(told(&school, "verify").contains("est abîmé") && !file.exists());
    night(&school, "2026-11-27 01:10");
    assert!(file.exists() && told(&school, "verify").is_empty(), "written anew, and read");
    assert!(done(preau(&["verify"], school.data())).contains("relue en entier"));

    // By way of the disk, as a restore; but not what the school itself has no more.
    let verified = || done(preau(&["verify"], school.data()));
    assert!(verified().contains("3 fichiers vérifiés, dont 3 écrits"), "{}", verified());
    std::fs::remove_file(all_files(&school.data().join(preau::door::FILES)).remove(0)).unwrap();
    assert!(verified().contains("3 fichiers vérifiés, dont 2 écrits"), "{}", verified());
    assert!(!school.data().join("sauvegarde-en-cours").exists(), "nothing of it stays in the clear");
}

#[test]
fn a_clock_that_leaps_ahead_removes_no_backup_and_stops_none_once_set_right() {
    let school = ready();
    for day in [18, 19, 20] {
        night(&school, &format!("2026-11-{day} 01:05"));
        look(&school);
    }
    let before = archives(&school);
    night(&school, "2040-01-01 02:00");
    look(&school);
    let ahead = archives(&school);
    assert!(before.iter().all(|path| ahead.contains(path)) && ahead.len() == 4, "{ahead:?}");
    // Nights go by at that date too, and do not fill the disk.
    for day in 2..20 {
        night(&school, &format!("2040-01-{day:02} 02:00"));
        look(&school);
    }
    let later = archives(&school);
    assert!(before.iter().all(|path| later.contains(path)) && (8..16).contains(&later.len()), "{later:?}");
    // Set right again: the night that comes has one, although one stands that was made « later ».
    night(&school, "2026-11-21 01:05");
    let right = archives(&school);
    assert!(
        before.iter().all(|path| right.contains(path))
            && right.iter().any(|path| path.ends_with("20261121T000500Z.tar.age"))
    );
    let done = |what: &str| {
        row(&school, &format!("SELECT done_at < unixepoch('2027-01-01') FROM backup_round WHERE what = '{what}'"))
    };
    assert_eq!((done("make"), done("verify")), (1, 1));
    school.browser("directrice").get("/").assert_silent_on("n’a pas été sauvegardée");
    // Once people have worked five days by that date it is believed, and what the wrong clock made goes.
    look(&school);
    let director = school.id("directrice");
    for day in 23..28 {
        school.sql(&format!(
            "INSERT INTO journal (at, by, act, thing) VALUES (unixepoch('2026-11-{day} 10:00'), {director}, 'x', 'x')"
        ));
    }
    for day in 23..29 {
        school.at(&format!("2026-11-{day} 11:00"));
        look(&school);
    }
    night(&school, "2026-11-29 01:05");
    let left = archives(&school);
    let names = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(left.iter().map(names).collect::<Vec<_>>(), ["20261121T000500Z.tar.age", "20261129T000500Z.tar.age"]);
}

#[test]
fn what_cannot_be_read_is_told_and_stays_where_it_is() {
    let school = ready();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", b"une feuille");
    night(&school, "2026-11-18 01:05");
    // As a disk that fails: something is there, and its bytes do not come.
    let file = all_files(&school.data().join("sauvegardes/fichiers")).remove(0);
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    night(&school, "2026-11-26 01:05");
    assert!(told(&school, "verify").contains("un fichier est attendu") && file.exists(), "{}", told(&school, "verify"));
    super::refused(preau(&["verify"], school.data()), "un fichier est attendu");
}

#[test]
fn what_root_put_there_takes_each_backup_elsewhere() {
    let machine = tempfile::tempdir().unwrap();
    let school = ready().beside(machine.path());
    let (hooks, there) = (machine.path().join("hooks"), machine.path().join("ailleurs"));
    std::fs::create_dir(&hooks).unwrap();
    std::fs::create_dir(&there).unwrap();
    let script = |text: &str| {
        let path = hooks.join("10-porter");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    };
    script(&format!("cp -r \"$PREAU_SAUVEGARDES\" {}", there.display()));
    let key = paper(school.data());
    night(&school, "2026-11-18 01:05");
    let mut director = school.browser("directrice");
    director.get("/reglages/sauvegardes").assert_says("Dernier envoi ailleurs").assert_silent_on("10-porter");
    director.get("/reglages/sante").assert_says("La dernière copie a quitté la boîte");
    let bare = tempfile::tempdir().unwrap();
    done(restore(&there.join("sauvegardes"), &key, bare.path()));
    script("echo 'le serveur ne répond pas' >&2; exit 1");
    night(&school, "2026-11-19 01:05");
    assert!(told(&school, "make").is_empty() && told(&school, "hook").contains("le serveur ne répond pas"));
    director.get("/reglages/sauvegardes").assert_says("10-porter").assert_says("le serveur ne répond pas");
}
