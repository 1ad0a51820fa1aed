//! What works behind the pages: later work, letters, cleaning.

use crate::world::{School, instant};
use preau::base::{
    clock::Clock,
    db::{Db, Sql, SqlWrite, Tx, migrate},
    error::{Error, Result},
    jobs::{
        Job, System,
        runner::{Runs, run_due},
        store,
    },
};
use preau::{
    app::{neighbours::Neighbours, rounds::Rounds},
    base::mail::{self, Letter},
    school::settings::{self, MailSettings},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

#[derive(serde::Serialize, serde::Deserialize)]
struct RingTheBell {
    times: u32,
}

impl Job for RingTheBell {
    const NAME: &'static str = "ring_the_bell";
}

fn queue() -> (tempfile::TempDir, Db, Clock) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("x.db")).unwrap();
    let clock = Clock::default();
    clock.set(instant("2026-11-17 08:30"));
    migrate::migrate(&db, &preau::migrations::STEPS[..1], folder.path(), clock.now()).unwrap();
    (folder, db, clock)
}

#[test]
fn a_job_is_written_with_its_transaction_and_done_once() {
    static RUNG: AtomicUsize = AtomicUsize::new(0);
    fn ring(_: &Tx, _: &System, payload: &str, _: preau::base::clock::Instant) -> Result<()> {
        let job: RingTheBell = serde_json::from_str(payload)?;
        RUNG.fetch_add(job.times as usize, Ordering::SeqCst);
        Ok(())
    }
    let kinds = [Runs { name: RingTheBell::NAME, run: ring }];
    let (_folder, db, clock) = queue();
    let tx = db.write().unwrap();
    store::enqueue(&tx, &RingTheBell { times: 100 }, clock.now()).unwrap();
    drop(tx);
    assert_eq!(run_due(&db, &clock, &kinds).unwrap(), 0, "rolled back with the rest");
    let tx = db.write().unwrap();
    store::enqueue(&tx, &RingTheBell { times: 3 }, clock.now()).unwrap();
    tx.commit().unwrap();
    assert_eq!(run_due(&db, &clock, &kinds).unwrap(), 1);
    assert_eq!(run_due(&db, &clock, &kinds).unwrap(), 0);
    assert_eq!(RUNG.load(Ordering::SeqCst), 3);
}

#[test]
fn a_failing_job_is_put_off_undone_and_in_the_end_set_aside() {
    fn fail(tx: &Tx, _: &System, _: &str, now: preau::base::clock::Instant) -> Result<()> {
        tx.run("INSERT INTO throttle (key, full_till) VALUES ('half', ?1)", [now])?;
        Err(Error::internal("the bell is broken"))
    }
    let kinds = [Runs { name: RingTheBell::NAME, run: fail }];
    let (_folder, db, clock) = queue();
    let tx = db.write().unwrap();
    store::enqueue(&tx, &RingTheBell { times: 1 }, clock.now()).unwrap();
    tx.commit().unwrap();
    let mut tries = 0;
    for _ in 0..20 {
        tries += run_due(&db, &clock, &kinds).unwrap();
        clock.set(clock.now().plus(86_400));
    }
    assert_eq!(tries, 7, "one try and six more");
    let rx = db.read().unwrap();
    let fault: String = rx.value("SELECT fault FROM job WHERE ended_at IS NOT NULL", []).unwrap();
    assert!(fault.contains("the bell is broken"));
    assert_eq!(rx.value::<i64>("SELECT count(*) FROM throttle", []).unwrap(), 0, "what it wrote was undone");
}

#[test]
fn a_job_that_panics_is_put_off_like_one_that_fails() {
    fn panic(tx: &Tx, _: &System, _: &str, now: preau::base::clock::Instant) -> Result<()> {
        tx.run("INSERT INTO throttle (key, full_till) VALUES ('half', ?1)", [now])?;
        panic!("the rope broke")
    }
    let kinds = [Runs { name: RingTheBell::NAME, run: panic }];
    let (_folder, db, clock) = queue();
    let tx = db.write().unwrap();
    store::enqueue(&tx, &RingTheBell { times: 1 }, clock.now()).unwrap();
    tx.commit().unwrap();
    let mut tries = 0;
    for _ in 0..20 {
        tries += run_due(&db, &clock, &kinds).unwrap();
        clock.set(clock.now().plus(86_400));
    }
    assert_eq!(tries, 7, "one try and six more");
    let rx = db.read().unwrap();
    let fault: String = rx.value("SELECT fault FROM job WHERE ended_at IS NOT NULL", []).unwrap();
    assert!(fault.contains("panicked"), "{fault}");
    assert_eq!(rx.value::<i64>("SELECT count(*) FROM throttle", []).unwrap(), 0, "what it wrote was undone");
}

#[test]
fn a_job_cut_by_a_power_failure_is_taken_again() {
    fn done(_: &Tx, _: &System, _: &str, _: preau::base::clock::Instant) -> Result<()> {
        Ok(())
    }
    let (_folder, db, clock) = queue();
    let tx = db.write().unwrap();
    store::enqueue(&tx, &RingTheBell { times: 1 }, clock.now()).unwrap();
    store::lease(&tx, clock.now()).unwrap().expect("leased, then the power went");
    tx.commit().unwrap();
    let kinds = [Runs { name: RingTheBell::NAME, run: done }];
    assert_eq!(run_due(&db, &clock, &kinds).unwrap(), 0, "somebody may still be at it");
    clock.set(clock.now().plus(3_600));
    assert_eq!(run_due(&db, &clock, &kinds).unwrap(), 1);
}

#[test]
fn a_reader_cannot_write_and_sees_one_moment() {
    let school = School::new();
    let db = &school.house.db;
    let before = db.read().unwrap();
    let count = |rx: &preau::base::db::Rx| rx.value::<i64>("SELECT count(*) FROM journal", []).unwrap();
    let seen = count(&before);
    let tx = db.write().unwrap();
    tx.insert("INSERT INTO journal (at, act, thing) VALUES (1, 'x', 'y')", []).unwrap();
    tx.commit().unwrap();
    assert_eq!(count(&before), seen, "a snapshot stays what it was");
    drop(before);
    assert_eq!(count(&db.read().unwrap()), seen + 1);
    let refused = rusqlite::Connection::open(db.path()).unwrap();
    assert_eq!(refused.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)).unwrap(), "wal");
}

#[test]
fn the_database_and_its_journals_are_for_their_own_account_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for name in ["neuve.db", "d-avant.db"] {
        let path = folder.path().join(name);
        if name == "d-avant.db" {
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        }
        let db = Db::open(&path).unwrap();
        migrate::migrate(&db, &preau::migrations::STEPS[..1], folder.path(), instant("2026-11-17 08:30")).unwrap();
        let beside: Vec<u32> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(name))
            .map(|entry| entry.metadata().unwrap().permissions().mode() & 0o777)
            .collect();
        assert_eq!(beside, [0o600; 3], "{name}, its journal and its index");
    }
}

#[test]
fn a_mail_server_that_is_down_is_asked_for_one_letter_at_a_time() {
    let school = School::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (host, from) = ("127.0.0.1".to_owned(), "ecole@ville.example".to_owned());
    let wanted = MailSettings { host, port: closed, security: "local".to_owned(), from, ..MailSettings::default() };
    let tx = school.house.db.write().unwrap();
    settings::store::set_mail(&tx, &wanted, &System::at_the_console()).unwrap();
    for to in ["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"] {
        let letter = Letter { to: to.into(), kind: "x", subject: "x".into(), text: "x".into(), ..Letter::default() };
        mail::store::post(&tx, &letter, school.house.clock.now()).unwrap();
    }
    tx.commit().unwrap();
    let tries = || {
        let sql = "SELECT count(*) FROM outbox WHERE fault IS NOT NULL OR attempts > 0";
        school.house.db.read().unwrap().value::<i64>(sql, []).unwrap()
    };
    let before = tries();
    let neighbours = Neighbours::of(([127, 0, 0, 1], 0).into(), None);
    let rounds = Rounds::start(&school.house, false, neighbours, None).unwrap();
    let begun = Instant::now();
    while tries() == before && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    rounds.stop();
    assert_eq!(tries(), before + 1);
}
