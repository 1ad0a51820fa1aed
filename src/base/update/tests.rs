//! Each way in which an update may go, without a package: the program before is played by a script that copies.

use super::*;
use crate::base::db::{Db, SqlWrite, migrate};
use std::{fs, os::unix::fs::PermissionsExt};

const NOW: Instant = Instant(1_795_000_000);

/// A data folder whose program is not the one that runs these tests.
struct Place {
    _folder: tempfile::TempDir,
    data: PathBuf,
    kept: PathBuf,
    previous: PathBuf,
}

const COPIES: &str = "#!/bin/sh\ncp \"$4/preau.db\" \"$4/mise-a-jour/avant.db\"\n";

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        disk::private_folder(&data).unwrap();
        let kept = folder.path().join("kept");
        let previous = kept.join("precedent/preau");
        executable(&previous, COPIES);
        let place = Place { _folder: folder, data, kept, previous };
        place.write("CREATE TABLE word (text TEXT NOT NULL) STRICT");
        place
    }

    fn write(&self, sql: &str) {
        let db = Db::open(&self.data.join("preau.db")).unwrap();
        let tx = db.write().unwrap();
        tx.run(sql, []).unwrap();
        tx.commit().unwrap();
        db.checkpoint().unwrap();
    }

    fn words(&self) -> i64 {
        use crate::base::db::Sql;
        Db::open(&self.data.join("preau.db")).unwrap().read().unwrap().value("SELECT count(*) FROM word", []).unwrap()
    }

    fn folder(&self) -> PathBuf {
        self.data.join(FOLDER)
    }

    /// Prepared by another program than this one.
    fn prepared_by_another(&self) {
        prepare(&self.data, "1", "2", NOW).unwrap();
        let Standing::Prepared(mark) = standing(&self.folder()).unwrap() else { panic!("not prepared") };
        Mark { from: Program::at(&self.previous).unwrap(), ..mark }.write_prepared(&self.folder()).unwrap();
    }

    fn start(&self) -> Result<Start> {
        start(&self.data, &self.kept, NOW)
    }

    fn begun(&self) -> Unconfirmed {
        match self.start().unwrap() {
            Start::Unconfirmed(update) => update,
            Start::Ordinary => panic!("no update was seen"),
        }
    }

    /// As if the program that runs were the one before again.
    fn is_the_one_before(&self) {
        let Standing::Begun(mark) = standing(&self.folder()).unwrap() else { panic!("nothing begun") };
        let (own, other) = (Program::running().unwrap(), Program::at(&self.previous).unwrap());
        let mark = Mark { from: own, ..mark }.prepared_again(&self.folder()).unwrap();
        mark.begun_by(other, &self.folder()).unwrap();
    }
}

fn executable(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_ordinary_start_leaves_nothing() {
    let place = Place::new();
    assert!(matches!(place.start().unwrap(), Start::Ordinary));
    assert!(!place.folder().exists());
    assert_eq!(outcome(&place.data).unwrap(), None);
}

#[test]
fn what_was_written_after_the_preparation_is_in_the_copy_that_data_go_back_to() {
    let place = Place::new();
    place.prepared_by_another();
    place.write("INSERT INTO word VALUES ('signed while the package was laid')");
    drop(place.begun());
    place.write("INSERT INTO word VALUES ('never acknowledged')");
    place.is_the_one_before();
    assert!(matches!(place.start().unwrap(), Start::Ordinary));
    assert_eq!(place.words(), 1);
    assert_eq!(outcome(&place.data).unwrap().unwrap().ended, Ended::Returned);
    assert!(!place.folder().join(copying::COPY).exists(), "no clear copy stays");
}

#[test]
fn after_the_confirmation_nothing_goes_back() {
    let place = Place::new();
    place.prepared_by_another();
    place.begun().confirm(NOW).unwrap();
    place.write("INSERT INTO word VALUES ('acknowledged')");
    assert!(matches!(place.start().unwrap(), Start::Ordinary));
    assert_eq!(place.words(), 1);
    assert_eq!(outcome(&place.data).unwrap().unwrap().ended, Ended::Confirmed);
}

#[test]
fn a_way_back_that_was_cut_is_walked_again() {
    let place = Place::new();
    place.prepared_by_another();
    drop(place.begun());
    place.is_the_one_before();
    back(&place.data, &place.folder()).unwrap();
    place.start().unwrap();
    assert_eq!(place.words(), 0);
    assert!(matches!(standing(&place.folder()).unwrap(), Standing::Quiet));
}

#[test]
fn the_copy_is_made_once_and_a_third_program_begins_anew_from_it() {
    let place = Place::new();
    place.prepared_by_another();
    drop(place.begun());
    place.write("INSERT INTO word VALUES ('half migrated')");
    // The same one again: what it has is not copied over what was.
    drop(place.begun());
    let Standing::Begun(mark) = standing(&place.folder()).unwrap() else { panic!("nothing begun") };
    assert_eq!(mark.starts, 2);
    let third = Mark { by: Some(Program::at(Path::new("/proc/self/cmdline")).unwrap()), ..mark };
    third
        .prepared_again(&place.folder())
        .unwrap()
        .begun_by(Program::at(&place.previous).unwrap(), &place.folder())
        .unwrap();
    drop(place.begun());
    assert_eq!(place.words(), 0);
}

#[test]
fn a_clear_copy_that_a_cut_left_is_removed() {
    let place = Place::new();
    disk::private_folder(&place.folder()).unwrap();
    for left in [copying::COPY, "avant.db.partial", "avant.db.partial-journal"] {
        fs::write(place.folder().join(left), "clear").unwrap();
    }
    place.start().unwrap();
    assert_eq!(fs::read_dir(place.folder()).unwrap().count(), 0);
}

#[test]
fn after_three_starts_it_is_given_up() {
    let place = Place::new();
    place.prepared_by_another();
    for _ in 0..STARTS {
        drop(place.begun());
    }
    assert!(matches!(place.start(), Err(Fault::GivenUp)));
}

#[test]
fn without_the_program_before_nothing_begins() {
    let place = Place::new();
    place.prepared_by_another();
    executable(&place.previous, "#!/bin/sh\necho 'preau : disque plein' >&2\nexit 1\n");
    assert!(place.start().is_err_and(|fault| fault.to_string().ends_with("disque plein")));
    fs::remove_file(&place.previous).unwrap();
    assert!(matches!(place.start(), Err(Fault::NoPrevious { .. })));
    assert!(matches!(standing(&place.folder()).unwrap(), Standing::Prepared(_)));
}

/// One package, several schools: the others have confirmed, and the program that is kept has changed since.
#[test]
fn a_school_that_is_late_goes_back_to_its_own_program_s_data_and_not_to_the_last_one_s() {
    let place = Place::new();
    place.prepared_by_another();
    // Whoever runs now is neither the program of these data nor the one that was kept for them.
    assert_eq!(prepare(&place.data, "2", "3", NOW).unwrap(), Prepared::Already);
    let Standing::Prepared(mark) = standing(&place.folder()).unwrap() else { panic!("not prepared") };
    assert_eq!((mark.from_version.as_str(), mark.to_version.as_str()), ("1", "2"), "its own way back stays");
    executable(&place.kept.join("anciens/preau-bois"), COPIES);
    executable(&place.previous, "#!/bin/sh\necho 'preau : ce ne sont pas les miennes' >&2\nexit 1\n");
    executable(&place.kept.join("anciens/preau-lac"), "#!/bin/sh\nexit 1\n");
    drop(place.begun());
    place.write("INSERT INTO word VALUES ('never acknowledged')");
    place.is_the_one_before();
    place.start().unwrap();
    assert_eq!(place.words(), 0);
    // Without it nothing begins, and the last one says why.
    let place = Place::new();
    place.prepared_by_another();
    executable(&place.previous, "#!/bin/sh\necho 'preau : ce ne sont pas les miennes' >&2\nexit 1\n");
    assert!(place.start().is_err_and(|fault| fault.to_string().ends_with("pas les miennes")));
}

#[test]
fn a_damaged_database_is_not_updated() {
    let place = Place::new();
    let path = place.data.join("preau.db");
    let mut bytes = fs::read(&path).unwrap();
    let page = bytes.len() - 4096;
    bytes[page..].fill(0xff);
    fs::write(&path, bytes).unwrap();
    assert!(prepare(&place.data, "1", "2", NOW).is_err());
    assert!(matches!(standing(&place.folder()).unwrap(), Standing::Quiet));
}

#[test]
fn commands_wait_while_a_program_takes_over() {
    let place = Place::new();
    may_open(&place.data).unwrap();
    prepare(&place.data, "1", "2", NOW).unwrap();
    may_open(&place.data).unwrap();
    place.prepared_by_another();
    assert!(matches!(may_open(&place.data), Err(Fault::UnderWay)));
    let update = place.begun();
    assert!(matches!(may_open(&place.data), Err(Fault::UnderWay)));
    assert_eq!(prepare(&place.data, "2", "3", NOW).unwrap(), Prepared::Already);
    update.confirm(NOW).unwrap();
    may_open(&place.data).unwrap();
}

#[test]
fn a_cancelled_preparation_is_told_only_when_another_program_was_tried() {
    let place = Place::new();
    prepare(&place.data, "1", "2", NOW).unwrap();
    cancel(&place.data, false, NOW).unwrap();
    assert_eq!(outcome(&place.data).unwrap(), None);
    prepare(&place.data, "1", "2", NOW).unwrap();
    cancel(&place.data, true, NOW).unwrap();
    let told = outcome(&place.data).unwrap().unwrap();
    assert_eq!((told.ended, told.from.as_str(), told.to.as_str()), (Ended::Returned, "1", "2"));
    assert!(!place.folder().join(copying::COPY).exists());
}

#[test]
fn newer_data_are_known_without_touching_them() {
    let place = Place::new();
    let path = place.data.join("preau.db");
    let steps = [migrate::Step { name: "one", sql: "" }];
    assert!(!migrate::is_newer(&path, &steps).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 2).unwrap();
    assert!(migrate::is_newer(&path, &steps).unwrap());
    assert!(!migrate::is_newer(&place.data.join("absent.db"), &steps).unwrap());
}
