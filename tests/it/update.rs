//! The real binary before and after it is replaced. The rest needs a machine of its own: scripts/boxes-update.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const PREAU: &str = env!("CARGO_BIN_EXE_preau");

fn preau(program: &Path, words: &[&str], data: &Path) -> Output {
    Command::new(program).args(words).arg("--data").arg(data).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Another program, that does the same.
fn another(folder: &Path) -> PathBuf {
    let path = folder.join("preau");
    let mut bytes = fs::read(PREAU).unwrap();
    bytes.push(0);
    fs::write(&path, bytes).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn school(data: &Path) {
    preau::door::House::open(data, preau::base::clock::Clock::default(), preau::app::ROOMS, preau::migrations::STEPS)
        .unwrap();
}

#[test]
fn a_program_refuses_newer_data_and_says_not_to_be_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    school(&data);
    let newer = preau::migrations::STEPS.len() as i64 + 1;
    rusqlite::Connection::open(data.join("preau.db")).unwrap().pragma_update(None, "user_version", newer).unwrap();
    let served = preau(Path::new(PREAU), &["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0"], &data);
    assert_eq!(served.status.code(), Some(78), "{}", said(&served));
    assert!(said(&served).contains("plus récente"), "{}", said(&served));
    let sandbox = concat!(env!("CARGO_MANIFEST_DIR"), "/systemd/sandbox.conf");
    assert!(fs::read_to_string(sandbox).unwrap().contains("RestartPreventExitStatus=78"));
    let checked = preau(Path::new(PREAU), &["check"], &data);
    assert!(said(&checked).contains("plus récente"), "{}", said(&checked));
}

#[test]
fn what_one_program_prepared_no_other_opens_nor_cancels() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    school(&data);
    let (old, new) = (another(folder.path()), Path::new(PREAU));
    let prepared = preau(&old, &["update", "prepare", "--from", "1", "--to", "2"], &data);
    assert!(prepared.status.success(), "{}", said(&prepared));
    assert!(preau(&old, &["check"], &data).status.success());
    let refused = preau(new, &["check"], &data);
    assert!(said(&refused).contains("une mise à jour est en cours"), "{}", said(&refused));
    assert!(preau(new, &["update", "cancel"], &data).status.success());
    assert!(!preau(new, &["check"], &data).status.success(), "only who prepared gives up");
    assert!(!preau(new, &["update", "copy"], &data).status.success());
    // Nor prepares anew what is not its own: its way back is the older one's. Packages ask before.
    assert_eq!(preau(new, &["update", "status"], &data).status.code(), Some(3));
    assert_eq!(preau(new, &["update", "prepare", "--from", "2", "--to", "3"], &data).status.code(), Some(3));
    assert_eq!(preau(&old, &["update", "status"], &data).status.code(), Some(0));
    assert!(preau(&old, &["update", "copy"], &data).status.success());
    assert!(preau(&old, &["update", "cancel", "--tried"], &data).status.success());
    assert!(preau(new, &["check"], &data).status.success());
    let told = preau(new, &["update", "status"], &data);
    assert!(String::from_utf8_lossy(&told.stdout).contains("1 → 2 : revenue en arrière"), "{told:?}");
}

/// Without the program that was there before, which alone may copy its data, a new one does not begin.
#[test]
fn a_new_program_does_not_begin_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    school(&data);
    let old = another(folder.path());
    assert!(preau(&old, &["update", "prepare", "--from", "1", "--to", "2"], &data).status.success());
    let served = preau(Path::new(PREAU), &["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0"], &data);
    assert_eq!(served.status.code(), Some(78), "{}", said(&served));
    assert!(said(&served).contains("la version précédente"), "{}", said(&served));
}
