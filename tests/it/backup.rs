//! Backups and their return: by the commands that a technician types, on real files, beside a school that is at work.

mod coming_back;
pub mod nightly;
mod pages;
mod refused;

use crate::{
    letters::{later, letter},
    liaison::write,
    second_factor,
    world::{PASSPHRASE, School, data_holds, dump, row},
};
use preau::{
    base::{backup::Shelf, db::Id, secret},
    door::session::COOKIE,
    school::account,
};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicBool, Ordering},
};

const PREAU: &str = env!("CARGO_BIN_EXE_preau");

fn preau(arguments: &[&str], data: &Path) -> Output {
    Command::new(PREAU).args(arguments).arg("--data").arg(data).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[track_caller]
pub fn done(output: Output) -> String {
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

#[track_caller]
fn refused(output: Output, why: &str) {
    assert!(!output.status.success() && said(&output).contains(why), "{}", said(&output));
}

/// Draws the school's recovery key as the technician does: printed, its last group typed again.
pub fn paper(data: &Path) -> String {
    let mut child = Command::new(PREAU)
        .args(["recovery-key", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap());
    let (mut key, mut line) = (String::new(), String::new());
    while !line.starts_with("Recopiez") {
        line.clear();
        assert!(told.read_line(&mut line).unwrap() > 0);
        if line.starts_with("    ") {
            key.push_str(&line);
        }
    }
    let last = key.split_whitespace().last().unwrap().to_lowercase();
    child.stdin.take().unwrap().write_all(format!("autre\n{last}\n").as_bytes()).unwrap();
    told.read_to_string(&mut line).unwrap();
    assert!(
        child.wait().unwrap().success() && line.contains("Ce n’est pas cela") && line.contains("C’est elle"),
        "{line}"
    );
    key
}

fn backup(school: &School, to: &Path) -> String {
    done(preau(&["backup", "--to", to.to_str().unwrap()], school.data()))
}

/// With the key in a file, as a technician who has it on a stick.
pub fn restore(from: &Path, key: &str, data: &Path) -> Output {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, format!("# la clé de l’école\n{key}\n")).unwrap();
    preau(&["restore", "--from", from.to_str().unwrap(), "--key", file.path().to_str().unwrap()], data)
}

/// The school that came back, served.
fn restored(from: &Path, key: &str, school: &School) -> (School, String) {
    let data = tempfile::tempdir().unwrap();
    let told = done(restore(from, key, data.path()));
    let mut back = School::standing(data);
    back.people = school.people.clone();
    (back, told)
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { found.extend(all_files(&entry)) } else { found.push(entry) }
    }
    found.sort();
    found
}

/// What a restore leaves as it was: everything but what lets somebody in.
fn kept(school: &School) -> BTreeMap<String, Vec<String>> {
    const REVOKED: [&str; 16] = [
        "access_slip",
        "application_password",
        "half_sign_in",
        "liaison_letter",
        "liaison_letter_pupil",
        "message_letter",
        "new_address",
        "pupil_access",
        "pupil_pictures",
        "pupil_tablet",
        "recovery_code",
        "rescue_letter",
        "restored",
        "second_factor",
        "second_factor_trial",
        "settings",
    ];
    dump(school).into_iter().filter(|(table, _)| !REVOKED.contains(&table.as_str())).collect()
}

#[test]
fn a_school_at_work_comes_back_whole_on_a_bare_machine() {
    let school = second_factor::school(&["directrice"]);
    let class = format!("/documents/classe-{}", school.class("CM1"));
    let document = school.put("maitre_cm1", &class, "planète.txt", b"Les planetes du systeme solaire");
    write(&school, "maitre_cm1", "CM1", "Sortie au musée", "one");
    let before = kept(&school);
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());

    // Somebody writes all along, two lines at a time: a copy has both or neither.
    let (at_work, database) = (AtomicBool::new(true), school.data().join("preau.db"));
    let told = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let file = rusqlite::Connection::open(&database).unwrap();
            file.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
            let pair = "BEGIN IMMEDIATE;
                INSERT INTO journal (at, act, thing) VALUES (1, 'first', 'pair');
                INSERT INTO journal (at, act, thing) VALUES (1, 'second', 'pair'); COMMIT;";
            let mut pairs = 0;
            while at_work.load(Ordering::Relaxed) {
                file.execute_batch(pair).unwrap();
                pairs += 1;
            }
            pairs
        });
        let told = backup(&school, shelf.path());
        at_work.store(false, Ordering::Relaxed);
        assert!(writer.join().unwrap() > 10);
        told
    });
    assert!(told.contains("Sauvegarde faite, relue et comptée") && !told.contains("clé de secours"), "{told}");
    assert!(
        done(preau(&["verify", "--from", shelf.path().to_str().unwrap()], school.data())).contains("relue en entier")
    );

    let (back, told) = restored(shelf.path(), &key.to_lowercase(), &school);
    assert!(told.contains("comptés et comparés"), "{told}");
    let pairs = |act: &str| row(&back, &format!("SELECT count(*) FROM journal WHERE act = '{act}'"));
    assert_eq!(pairs("first"), pairs("second"));
    assert_eq!(kept(&back), before);
    assert_eq!(row(&back, "SELECT count(*) FROM journal WHERE act = 'restored' AND by IS NULL"), 1);
    let file = back.browser("parent_lea").get(&format!("/documents/fichiers/{document}/telecharger"));
    assert_eq!((file.status, file.bytes.as_ref()), (200, b"Les planetes du systeme solaire".as_slice()));
    assert_eq!(back.house.tls.facts().roots.len(), school.house.tls.facts().roots.len(), "the school's own authority");
    assert!(done(preau(&["check"], back.data())).contains("Tout va bien"));
}

#[test]
fn whoever_was_in_comes_in_anew_and_nothing_given_out_before_opens() {
    let school = crate::letters::school();
    let account = school.people.account("directrice");
    let phc = secret::hash_passphrase(PASSPHRASE).unwrap();
    let tx = school.house.db.write().unwrap();
    account::store::set_passphrase(&tx, Id::new(account), &phc, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    write(&school, "maitre_cm1", "CM1", "Sortie au musée", "one");
    later(&school);
    let link = letter(&school, "parent_lea").link();
    school.visitor().get(&link).assert_status(200);
    school.sql(&format!(
        "INSERT INTO application_password (account, name, secret, made_at) VALUES ({account}, 'PC', randomblob(32), 1);
         INSERT INTO access_slip (account, code, token, made_at, expires_at)
             VALUES ({account}, randomblob(32), randomblob(32), 1, 9999999999);
         INSERT INTO rescue_letter (account, token, email, expires_at) VALUES ({account}, randomblob(32), 'a@b.fr', 9999999999);
         INSERT INTO recovery_code (account, code) VALUES ({account}, randomblob(32));
         INSERT INTO second_factor (account, secret, set_at, last_step) VALUES ({account}, x'00', 1, 1);
         UPDATE settings SET mail_password = x'00';"
    ));
    let director = school.browser("directrice");
    let cookie = director.cookie(COOKIE).unwrap().to_owned();
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());
    backup(&school, shelf.path());

    let (back, told) = restored(shelf.path(), &key, &school);
    assert!(told.contains("en deux étapes à remettre en route : 1") && told.contains("serveur d’e-mail"), "{told}");
    for (what, left) in [
        ("session", ""),
        ("half_sign_in", ""),
        ("known_device", ""),
        ("application_password", "WHERE revoked_at IS NULL"),
        ("access_slip", "WHERE used_at IS NULL AND revoked_at IS NULL"),
        ("rescue_letter", ""),
        ("recovery_code", ""),
        ("second_factor", ""),
        ("liaison_letter_pupil", "WHERE link IS NOT NULL"),
        ("liaison_letter", "WHERE reply IS NOT NULL"),
        ("message_letter", "WHERE reply IS NOT NULL"),
        ("settings", "WHERE mail_password IS NOT NULL"),
    ] {
        assert_eq!(row(&back, &format!("SELECT count(*) FROM {what} {left}")), 0, "{what}");
    }
    assert!(row(&back, "SELECT count(*) FROM liaison_letter_pupil") > 0, "what was told is still known");
    let mut browser = back.visitor();
    browser.set_cookie(COOKIE, &cookie);
    assert_eq!(browser.get("/").path, "/connexion");
    back.visitor().get(&link).assert_status(404);
    let login: String = rusqlite::Connection::open(back.data().join("preau.db"))
        .unwrap()
        .query_row("SELECT login FROM account WHERE id = ?1", [account], |row| row.get(0))
        .unwrap();
    second_factor::first_step(&mut browser, &login).assert_says("Bonjour");
}

#[test]
fn a_second_backup_writes_only_what_is_new() {
    let school = School::new();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", b"le premier");
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());
    backup(&school, shelf.path());
    let first = all_files(shelf.path());
    let inodes = |files: &[PathBuf]| -> Vec<(PathBuf, std::time::SystemTime)> {
        files.iter().map(|file| (file.clone(), file.metadata().unwrap().modified().unwrap())).collect()
    };
    let written = inodes(&first);
    school.put("maitre_cm1", &class, "deux.txt", b"le second");
    assert!(backup(&school, shelf.path()).contains("dont nouveaux : 1"));
    assert_eq!(inodes(&first), written, "what was there is as it was");
    assert_eq!(all_files(shelf.path()).len(), first.len() + 2, "a file and an archive more");
    // Either comes back with the files of its day.
    let archives = Shelf::prepare(shelf.path()).unwrap().all().unwrap();
    let documents =
        |from: &Path| row(&restored(from, &key, &school).0, "SELECT count(*) FROM document WHERE kind = 'file'");
    assert_eq!(documents(&archives[1]), documents(&archives[0]) + 1);
    assert_eq!(documents(shelf.path()), documents(&archives[1]), "the folder's newest");
}

#[test]
fn a_backup_shows_nobody_what_it_holds() {
    let school = School::new();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", b"Les planetes du systeme solaire");
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());
    backup(&school, shelf.path());
    for clear in ["Les planetes", "Sophie", "SQLite format 3", "PRIVATE KEY", "un.txt", "manifest"] {
        assert!(!data_holds(shelf.path(), clear.as_bytes()), "{clear}");
    }
    let hash = secret::hex(&secret::sha256(b"Les planetes du systeme solaire"));
    let names: Vec<PathBuf> = all_files(shelf.path());
    assert!(names.iter().all(|path| !path.to_string_lossy().contains(&hash)), "a name tells nobody which file it is");
    // The paper's half is nowhere on the box, and nothing is left in the clear beside the data.
    assert!(!data_holds(school.data(), key.split_whitespace().collect::<String>().as_bytes()));
    assert!(!data_holds(school.data(), key.split_whitespace().next().unwrap().as_bytes()));
    assert!(!school.data().join("sauvegarde-en-cours").exists());
    // The box's own key opens its backups, and is in none of them.
    let (back, _) = restored(shelf.path(), &key, &school);
    let own = |school: &School| std::fs::read(school.data().join("cles/sauvegarde.key")).ok();
    assert!(own(&school).is_some() && own(&back) != own(&school));
}
