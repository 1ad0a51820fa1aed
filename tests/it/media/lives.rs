//! What happens when a process dies: the child's costs one file its turn, the house's costs nothing.

use super::{fixture, row, send, served};
use crate::world::School;
use preau::{
    app,
    base::{
        darkroom::{Darkroom, Fault, Outcome},
        db::Id,
        files,
    },
    school::media::{self, Kind, Media, State},
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant, SystemTime},
};

/// Every file on the shelves, and what is on its way in.
fn shelves(data: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(data.join("fichiers")).unwrap().map(|entry| entry.unwrap().path());
    folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())).collect()
}

/// As if two days had gone by, then the sweep.
fn swept(school: &School) {
    for path in shelves(school.data()) {
        let old = SystemTime::now() - Duration::from_secs(2 * 86_400);
        File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
    let house = &school.house;
    house.files.sweep(|hash| files::store::has_row(&house.db.read()?, hash)).unwrap();
}

#[test]
fn a_child_that_dies_costs_that_file_alone() {
    let school = School::new();
    let deadly = send(&school, Kind::Photo, "mauvaise.jpg", &fixture("progressive.jpg"));
    let sent = tempfile::tempfile().unwrap();
    let outcome = Darkroom::at("/bin/false").develop(&school.house.files, sent, &[], &|| false).unwrap();
    assert!(matches!(outcome, Outcome::Died));
    // Three lives of the child, taken one by one.
    for attempt in 1..=media::queue::ATTEMPTS {
        let tx = school.house.db.write().unwrap();
        let taken = media::queue::store::take(&tx).unwrap().unwrap();
        assert_eq!((taken.id, taken.attempts), (deadly, attempt));
        if attempt == media::queue::ATTEMPTS {
            assert!(media::queue::store::refused(&tx, &taken, Fault::Deadly).unwrap().is_some());
        }
        tx.commit().unwrap();
    }
    let fine = send(&school, Kind::Photo, "bonne.jpg", &fixture("orientation-1.jpg"));
    school.develop();
    assert_eq!(row(&school, deadly).0, State::Refused);
    assert_eq!(Fault::parse(&row(&school, deadly).1), Some(Fault::Deadly));
    assert_eq!(row(&school, fine).0, State::Ready);
}

#[test]
fn the_queue_says_how_many_come_before() {
    let school = School::new();
    let sent: Vec<Id<Media>> =
        (1..=3).map(|n| send(&school, Kind::Photo, "a", &fixture(&format!("orientation-{n}.jpg")))).collect();
    let before = |id| media::queue::store::before(&school.house.db.read().unwrap(), id).unwrap();
    assert_eq!(sent.iter().map(|id| before(*id)).collect::<Vec<_>>(), [0, 1, 2]);
    let tx = school.house.db.write().unwrap();
    media::queue::store::take(&tx).unwrap().unwrap();
    tx.commit().unwrap();
    assert_eq!(before(sent[0]), 2, "what failed comes after what was never tried");
    school.develop();
    assert_eq!(before(sent[2]), 0);
}

#[test]
fn a_closing_house_gives_back_what_it_had_begun() {
    let school = School::new();
    let id = send(&school, Kind::Photo, "a.jpg", &fixture("progressive.jpg"));
    app::darkroom::Darkroom::default().go(&school.house, &|| true).unwrap();
    assert_eq!(row(&school, id).0, State::Waiting);
    let outcome = school.house.darkroom.develop(&school.house.files, stuck(), &[], &|| true).unwrap();
    assert!(matches!(outcome, Outcome::Stopped | Outcome::Refused(_)));
    school.develop();
    assert_eq!(row(&school, id).0, State::Ready);
}

fn stuck() -> File {
    let file = tempfile::tempfile().unwrap();
    file.set_len(400 * 1024 * 1024).unwrap();
    file
}

#[test]
fn the_same_bytes_sent_twice_are_developed_twice_and_swept_with_the_last() {
    let school = School::new();
    let (first, second) =
        (send(&school, Kind::Photo, "a", &fixture("p3.jpg")), send(&school, Kind::Photo, "b", &fixture("p3.jpg")));
    school.develop();
    assert_eq!((row(&school, first).0, row(&school, second).0), (State::Ready, State::Ready));
    let tx = school.house.db.write().unwrap();
    media::store::forget(&tx, first).unwrap();
    tx.commit().unwrap();
    swept(&school);
    assert_eq!(served(&school, second).len(), 2, "the other one still has its files");
    let tx = school.house.db.write().unwrap();
    media::store::forget(&tx, second).unwrap();
    tx.commit().unwrap();
    let house = &school.house;
    swept(&school);
    let rx = house.db.read().unwrap();
    assert_eq!(shelves(school.data()).len(), files::store::all(&rx).unwrap().len(), "what is left is somebody else's");
}

/// A program in the child's place that does what a child gone mad would do.
fn mad(folder: &Path, script: &str) -> Darkroom {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("mad");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    Darkroom::at(path)
}

fn fate(school: &School, script: &str, patience: Duration) -> (Outcome, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let (darkroom, begun) = (mad(folder.path(), script), Instant::now());
    let sent = tempfile::tempfile().unwrap();
    let outcome = darkroom.develop_within(patience, &school.house.files, sent, &[], &|| false).unwrap();
    (outcome, begun.elapsed())
}

#[test]
fn a_child_that_does_not_end_is_ended() {
    let school = School::new();
    let (outcome, took) = fate(&school, "exec /bin/sleep 60", Duration::from_millis(300));
    assert!(matches!(outcome, Outcome::Died));
    assert!(took < Duration::from_secs(10), "{took:?}");
    // It says that a form comes, and sends nothing of it.
    let form = r#"{"form":{"side":400,"media":"jpeg","width":4,"height":3,"bytes":1000}}"#;
    let (outcome, took) = fate(&school, &format!("echo '{form}'; exec /bin/sleep 60"), Duration::from_millis(300));
    assert!(matches!(outcome, Outcome::Died));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_child_that_gives_more_than_there_is_room_for_is_ended() {
    let school = School::new();
    let patience = Duration::from_secs(60);
    let forms = r#"{"form":{"side":400,"media":"jpeg","width":4,"height":3,"bytes":2}}"#;
    let (outcome, took) = fate(&school, &format!("while :; do printf '%s\\nxx' '{forms}'; done"), patience);
    assert!(matches!(outcome, Outcome::Died));
    let heavy = r#"{"form":{"side":null,"media":"mp4","width":4,"height":3,"bytes":99999999999}}"#;
    let (outcome, again) = fate(&school, &format!("echo '{heavy}'; exec /bin/cat /dev/zero"), patience);
    assert!(matches!(outcome, Outcome::Died));
    let (outcome, endless) = fate(&school, "exec /bin/cat /dev/zero", patience);
    assert!(matches!(outcome, Outcome::Died));
    assert!(
        [took, again, endless].iter().all(|took| *took < Duration::from_secs(20)),
        "{took:?} {again:?} {endless:?}"
    );
    // Nothing of it stays: what was staged went with the outcome.
    assert_eq!(fs::read_dir(school.data().join("fichiers/entrants")).unwrap().count(), 0);
}

/// The real service, killed again and again while it develops.
#[test]
fn a_house_killed_at_any_moment_loses_nothing_and_leaves_nothing() {
    let school = School::new();
    let names =
        ["progressive.jpg", "cmyk.jpg", "iphone.heic", "film.mp4", "photo.webp", "p3.jpg", "gris.jpg", "voix.mp3"];
    let sent: Vec<Id<Media>> = names.iter().map(|name| send(&school, Kind::Photo, name, &fixture(name))).collect();
    let is_waiting = || media::queue::store::is_waiting(&school.house.db.read().unwrap()).unwrap();
    for life in 0..12u64 {
        if !is_waiting() {
            break;
        }
        let mut service = Command::new(env!("CARGO_BIN_EXE_preau"))
            .args(["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
            .arg(school.data())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From before the first look at the queue to some files later.
        std::thread::sleep(Duration::from_millis(700 + life * 97 % 500));
        service.kill().unwrap();
        service.wait().unwrap();
    }
    let school = school.restarted();
    school.develop();
    for (id, name) in sent.iter().zip(names) {
        assert_eq!(row(&school, *id).0, State::Ready, "{name}");
        assert!(served(&school, *id).iter().all(|(_, bytes)| !bytes.is_empty()), "{name}");
    }
    swept(&school);
    let rx = school.house.db.read().unwrap();
    let rows = files::store::all(&rx).unwrap();
    assert_eq!(shelves(school.data()).len(), rows.len(), "no file without a row");
    assert!(rows.iter().all(|hash| school.house.files.is_whole(hash)), "no row without its file");
}
