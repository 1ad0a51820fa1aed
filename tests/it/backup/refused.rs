//! What is not restored, not believed or not begun, and that nothing is left of the attempt.

use super::{all_files, backup, done, paper, preau, refused, restore};
use crate::world::{School, row};
use preau::{
    base::backup::{self, Fault, Ground, RecoveryKey, Shelf},
    door::FILES,
    migrations,
};
use std::path::{Path, PathBuf};

fn saved() -> (School, String, tempfile::TempDir) {
    let school = School::new();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", &[b'x'; 200_000]);
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());
    backup(&school, shelf.path());
    (school, key, shelf)
}

fn archive(shelf: &Path) -> PathBuf {
    Shelf::find(shelf).unwrap().1
}

fn without_damaged(from: &Path, key: &str, data: &Path) -> std::process::Output {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, key).unwrap();
    let (from, key) = (from.to_str().unwrap(), file.path().to_str().unwrap());
    preau(&["restore", "--without-damaged", "--from", from, "--key", key], data)
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[track_caller]
fn is_empty(folder: &Path) {
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_flipped_byte_is_refused_wherever_it_is() {
    let (school, key, shelf) = saved();
    let archive = archive(shelf.path());
    let length = archive.metadata().unwrap().len() as usize;
    let bare = tempfile::tempdir().unwrap();
    for at in [length / 3, length / 2, length - 1] {
        flip(&archive, at);
        refused(restore(shelf.path(), &key, bare.path()), "est abîmé");
        is_empty(bare.path());
        refused(preau(&["verify", "--from", archive.to_str().unwrap()], school.data()), "est abîmé");
        flip(&archive, at);
    }
    // Cut short.
    let whole = std::fs::read(&archive).unwrap();
    std::fs::write(&archive, &whole[..whole.len() - 70_000]).unwrap();
    refused(restore(shelf.path(), &key, bare.path()), "est abîmé");
    is_empty(bare.path());
    std::fs::write(&archive, whole).unwrap();

    let files = all_files(&shelf.path().join("fichiers"));
    let file = files.iter().max_by_key(|file| file.metadata().unwrap().len()).unwrap();
    flip(file, 100_000);
    refused(restore(shelf.path(), &key, bare.path()), "est abîmé");
    is_empty(bare.path());
    let verified = preau(&["verify", "--from", shelf.path().to_str().unwrap()], school.data());
    refused(verified, "fichiers à refaire : 1");
    // Whoever has no other disk has all the rest.
    let rest = tempfile::tempdir().unwrap();
    let told = done(without_damaged(shelf.path(), &key, rest.path()));
    assert!(told.contains("1 fichier n’est pas revenu") && told.contains("comme elle était le"), "{told}");
    let copy = rusqlite::Connection::open(rest.path().join("preau.db")).unwrap();
    assert!(copy.query_row("SELECT count(*) FROM pupil", [], |row| row.get::<_, i64>(0)).unwrap() > 0);
    refused(preau(&["check"], rest.path()), "fichier absent ou abîmé");
    // But not a database that is damaged.
    flip(&archive, length / 2);
    let bare_again = tempfile::tempdir().unwrap();
    refused(without_damaged(shelf.path(), &key, bare_again.path()), "est abîmé");
    is_empty(bare_again.path());
    flip(&archive, length / 2);
    // Removed, it is written again, and all is well.
    std::fs::remove_file(file).unwrap();
    refused(restore(shelf.path(), &key, bare.path()), "1 fichier manque ou est abîmé sur 3");
    is_empty(bare.path());
    assert!(backup(&school, shelf.path()).contains("dont nouveaux : 1"));
    done(restore(&archive, &key, bare.path()));
}

#[test]
fn another_key_opens_nothing() {
    let (_school, _, shelf) = saved();
    let bare = tempfile::tempdir().unwrap();
    let other = RecoveryKey::draw().groups().join(" ");
    refused(restore(shelf.path(), &other, bare.path()), "cette clé n’ouvre pas cette sauvegarde");
    refused(restore(shelf.path(), &other[1..], bare.path()), "ce n’est pas une clé de secours");
    refused(restore(shelf.path(), "", bare.path()), "ce n’est pas une clé de secours");
    is_empty(bare.path());
}

#[test]
fn an_older_program_refuses_what_a_newer_one_wrote() {
    let (_school, key, shelf) = saved();
    let bare = tempfile::tempdir().unwrap();
    let key = RecoveryKey::parse(&key).unwrap();
    let steps = migrations::STEPS.len();
    let staged = |steps| {
        let ground =
            Ground { data: bare.path(), files: FILES, steps, takes_loss: false, stop: &|| false, told: &|_| () };
        backup::stage(shelf.path(), key.identity(), &ground)
    };
    let said = staged(steps - 1).err().map(|fault| {
        assert!(matches!(fault, Fault::Newer { .. }), "{fault}");
        fault.to_string()
    });
    assert!(said.is_some_and(|said| said.contains("version plus récente de Préau")));
    is_empty(bare.path());
    // Read and not taken: what was prepared aside is gone too.
    drop(staged(steps).unwrap_or_else(|e| panic!("{e}")));
    is_empty(bare.path());
}

#[test]
fn nothing_is_written_over_and_nothing_comes_of_an_empty_shelf() {
    let (school, key, shelf) = saved();
    let before = all_files(school.data());
    refused(restore(shelf.path(), &key, school.data()), "n’est pas vide");
    assert_eq!(all_files(school.data()), before);
    let (nothing, bare) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    refused(restore(nothing.path(), &key, bare.path()), "il n’y a pas de sauvegarde");
    refused(preau(&["verify"], school.data()), "il n’y a pas de sauvegarde");
    refused(preau(&["backup"], bare.path()), "il n’y a pas d’école");
    // What a cut restore left aside does not stop the next.
    std::fs::create_dir(bare.path().join("restauration-en-cours")).unwrap();
    done(restore(shelf.path(), &key, bare.path()));
    assert!(!bare.path().join("restauration-en-cours").exists());
}

#[test]
fn a_box_as_its_package_leaves_it_is_as_good_as_an_empty_folder_once_its_service_has_stopped() {
    let (school, key, shelf) = saved();
    let installed = School::bare();
    refused(restore(shelf.path(), &key, installed.data()), "arrêtez-le");
    assert!(!installed.data().join("restauration-prete").exists());
    // Refused before the key is asked for.
    let nothing = tempfile::tempdir().unwrap();
    let back = installed.restarted_after(|data| {
        refused(preau(&["restore", "--from", nothing.path().to_str().unwrap()], data), "il n’y a pas de sauvegarde");
        done(restore(shelf.path(), &key, data));
        assert!(done(preau(&["check"], data)).contains("Tout va bien"));
        refused(restore(shelf.path(), &key, data), "n’est pas vide");
    });
    assert_eq!(row(&back, "SELECT count(*) FROM pupil"), row(&school, "SELECT count(*) FROM pupil"));
}

#[test]
fn one_at_a_time_and_a_key_that_nobody_copied_changes_nothing() {
    let school = School::new();
    let lock = std::fs::File::create(school.data().join("sauvegarde.verrou")).unwrap();
    lock.lock().unwrap();
    refused(preau(&["backup"], school.data()), "est en cours");
    drop(lock);
    refused(preau(&["recovery-key"], school.data()), "n’est pas confirmée");
    // Without paper there is a backup all the same, for the box alone, and it is said.
    let told = done(preau(&["backup"], school.data()));
    assert!(told.contains("pas encore de clé de secours"), "{told}");
    assert!(done(preau(&["verify"], school.data())).contains("relue en entier"));
    let (own, bare) = (school.data().join("cles/sauvegarde.key"), tempfile::tempdir().unwrap());
    let own = std::fs::read_to_string(own).unwrap();
    done(restore(&school.data().join("sauvegardes"), &own, bare.path()));
}

#[test]
fn what_the_box_has_lost_stops_no_backup_and_is_told() {
    let (school, key, _) = saved();
    let kept = all_files(&school.data().join("fichiers"));
    let lost = kept.iter().max_by_key(|file| file.metadata().unwrap().len()).unwrap();
    std::fs::write(lost, b"autre chose").unwrap();
    let shelf = tempfile::tempdir().unwrap();
    assert!(backup(&school, shelf.path()).contains("fichiers que cette boîte a perdus : 1"));
    assert!(all_files(shelf.path()).iter().all(|path| !path.to_string_lossy().ends_with(".partial")));
    let bare = tempfile::tempdir().unwrap();
    done(restore(shelf.path(), &key, bare.path()));
    refused(preau(&["check"], bare.path()), "fichier absent ou abîmé");
}
