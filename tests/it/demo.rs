//! The fictive school of `preau demo`: whole, believable, the same each time, and of nobody who exists.

use crate::world::{Browser, School, instant};
use jiff::civil::{Date, date};
use preau::{
    base::{clock::Clock, db::Id, jobs::System},
    commands::demo::{
        folder::{self, Wanted},
        keys,
    },
    door::{
        demo::{PASSPHRASE, Part, Plan},
        house::DEMO_MARK,
        session,
    },
    school::account,
};
use rusqlite::{Connection, types::Value};
use std::{collections::BTreeMap, path::Path};
use tempfile::TempDir;

const DAY: Date = date(2026, 11, 20);

fn plan(pupils: usize, years: usize) -> Plan {
    Plan { seed: 1, date: DAY, pupils, years }
}

fn wanted(plan: Plan) -> Wanted {
    Wanted { plan, date_is_given: true, fresh: false }
}

fn clock() -> Clock {
    let clock = Clock::default();
    clock.set(instant("2026-11-20 08:30"));
    clock
}

fn built(plan: Plan) -> (TempDir, Vec<Part>) {
    let data = tempfile::tempdir().unwrap();
    let found = folder::open(data.path(), &wanted(plan), clock()).unwrap();
    assert!(found.was_built);
    (data, found.parts)
}

fn database(data: &Path) -> Connection {
    Connection::open(data.join("preau.db")).unwrap()
}

fn number(db: &Connection, sql: &str) -> i64 {
    db.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{error}: {sql}"))
}

/// Every row of every table, as text.
fn dump(data: &Path) -> BTreeMap<String, Vec<String>> {
    let db = database(data);
    let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let rows = |name: &String| {
        let mut all = db.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = all.column_count();
        let mut rows: Vec<String> = all
            .query_map([], |row| {
                Ok(format!("{:?}", (0..columns).map(|at| row.get::<_, Value>(at).unwrap()).collect::<Vec<_>>()))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        rows.sort_unstable();
        rows
    };
    // When this machine migrated says nothing of the school.
    names.iter().filter(|name| *name != "migration").map(|name| (name.clone(), rows(name))).collect()
}

#[test]
fn the_whole_school_is_there() {
    let (data, parts) = built(plan(270, 1));
    let db = database(data.path());
    let count = |sql: &str| number(&db, sql);
    assert_eq!(count("SELECT count(*) FROM pupil"), 270);
    assert_eq!(count("SELECT count(*) FROM enrolment WHERE until_on IS NULL"), 270);
    assert_eq!(count("SELECT count(*) FROM class"), 12);
    let two = "SELECT count(*) FROM (SELECT class FROM enrolment GROUP BY class HAVING count(DISTINCT grade) = 2)";
    assert!(count(two) >= 3);
    assert!(count("SELECT max(n) FROM (SELECT count(*) n FROM enrolment GROUP BY class)") <= 28);
    let guardians = count("SELECT count(DISTINCT guardian) FROM guardianship");
    assert!((280..540).contains(&guardians), "{guardians} guardians");
    let waiting = count("SELECT count(*) FROM account WHERE activated_at IS NULL");
    assert!((20..120).contains(&waiting), "{waiting} not activated");
    // A term of words of every kind, and its answers.
    let words = count("SELECT count(*) FROM liaison_note");
    assert!((220..420).contains(&words), "{words} words");
    assert_eq!(count("SELECT count(DISTINCT category) FROM liaison_note"), 6);
    assert_eq!(count("SELECT count(DISTINCT asks) FROM liaison_note"), 4);
    assert!(count("SELECT count(DISTINCT title) FROM liaison_version") >= 40);
    assert!(count("SELECT count(*) FROM liaison_note WHERE version = 2") >= 1);
    assert!(count("SELECT count(*) FROM liaison_note WHERE withdrawn_at IS NOT NULL") >= 1);
    assert!(count("SELECT count(*) FROM liaison_reminder") >= 5);
    // What a term shows by chance is there all the same, for the accounts that a visitor may open.
    let waits = "SELECT count(DISTINCT author) FROM liaison_note WHERE delivered_at IS NULL AND withdrawn_at IS NULL";
    assert_eq!(count(waits), 3, "words that wait");
    assert_eq!(count("SELECT count(*) FROM job WHERE name = 'deliver_note'"), 3, "and leave by themselves");
    assert!(count("SELECT count(*) FROM liaison_share") >= 1, "a follow-up that is shared");
    assert!(count("SELECT count(*) FROM person WHERE channel = 'paper'") >= 3, "families on paper");
    assert!(count("SELECT count(*) FROM liaison_answer WHERE how = 'paper'") >= 1, "a talon that came back");
    let kinds =
        "SELECT count(DISTINCT q.kind) FROM liaison_question q JOIN liaison_answer_value v ON v.question = q.id";
    assert!(count(kinds) >= 5, "answers of several kinds");
    assert_eq!(count("SELECT count(*) FROM session"), 0);
    assert!(parts.len() >= 11, "{parts:?}");
    // The blog of each class, and what is under way there.
    let posts = count("SELECT count(*) FROM blog_post WHERE state = 'published'");
    assert!((120..320).contains(&posts), "{posts} posts");
    for state in ["draft", "submitted", "scheduled"] {
        assert!(count(&format!("SELECT count(*) FROM blog_post WHERE state = '{state}'")) >= 1, "{state}");
    }
    assert_eq!(count("SELECT count(DISTINCT class) FROM blog_target WHERE class <> 0"), 12);
    assert!(count("SELECT count(*) FROM blog_comment WHERE state = 'shown'") >= 10);
    assert!(count("SELECT count(*) FROM blog_comment WHERE state = 'waiting'") >= 1);
    assert!(count("SELECT count(*) FROM blog_post WHERE pinned_at IS NOT NULL") >= 1);
    let end = instant("2026-11-20 07:30").0;
    for (table, column) in [("liaison_note", "delivered_at"), ("liaison_answer", "answered_at")] {
        assert!(count(&format!("SELECT max({column}) FROM {table}")) <= end, "{table} tells the future");
    }
}

#[test]
fn families_are_of_every_kind_and_of_nobody() {
    let (data, _) = built(plan(270, 1));
    let db = database(data.path());
    let count = |sql: &str| number(&db, sql);
    assert!(count("SELECT count(*) FROM pupil WHERE second_street <> ''") >= 15, "two homes");
    let homonyms = |last: &str, first: &str| {
        count(&format!("SELECT count(*) FROM person WHERE last_name = '{last}' AND first_name = '{first}'"))
    };
    assert!(homonyms("Martin", "Léa") >= 2 && homonyms("Martin", "Paul") >= 2);
    assert!(count("SELECT count(*) FROM guardianship WHERE authority = 'withdrawn'") >= 1);
    assert!(
        count("SELECT count(*) FROM guardianship WHERE restricted_on IS NOT NULL AND document_on IS NOT NULL") >= 1
    );
    assert!(count("SELECT count(*) FROM guardianship WHERE needs_look <> '' AND looked_at IS NULL") >= 1);
    assert!(count("SELECT count(*) FROM (SELECT pupil FROM guardianship GROUP BY pupil HAVING count(*) = 3)") >= 1);
    assert!(
        count("SELECT count(*) FROM guardianship g JOIN duty d ON d.person = g.guardian WHERE d.kind = 'director'")
            >= 1
    );
    assert_eq!(count("SELECT count(DISTINCT kind) FROM duty"), 9);
    assert_eq!(count("SELECT count(*) FROM person WHERE email <> '' AND email NOT LIKE '%@exemple.invalid'"), 0);
    let real = "mobile_phone <> '' AND mobile_phone NOT LIKE '06 39 98 %'";
    assert_eq!(count(&format!("SELECT count(*) FROM person WHERE {real}")), 0);
    // Who may not sign has signed nothing, nor whoever has not activated an account.
    let stray = "SELECT count(*) FROM liaison_answer s JOIN guardianship g ON g.pupil = s.pupil AND g.guardian = s.guardian
                 LEFT JOIN account a ON a.person = s.guardian WHERE g.authority <> 'exercises' OR a.activated_at IS NULL";
    assert_eq!(count(stray), 0);
}

#[test]
fn most_answer_and_late_words_less() {
    let (data, _) = built(plan(270, 1));
    let db = database(data.path());
    let share = |when: &str| -> f64 {
        let sql = format!(
            "SELECT avg(EXISTS (SELECT 1 FROM liaison_answer s WHERE s.note = n.id AND s.pupil = a.pupil) * 1.0)
             FROM liaison_note n JOIN audience_pupil a ON a.audience = n.audience
             WHERE n.asks = 'one' AND n.withdrawn_at IS NULL AND n.sent_at {when} {}",
            instant("2026-11-17 00:00").0
        );
        db.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let (early, late) = (share("<"), share(">="));
    assert!((0.75..=0.97).contains(&early), "{early}");
    assert!(late < early, "{late} is not under {early}");
}

#[test]
fn enough_families_answer_on_paper_to_be_told() {
    let (data, _) = built(plan(270, 1));
    let db = database(data.path());
    // Five families are told as a row of their own; children of one family are two at most.
    let on_paper = number(&db, "SELECT count(DISTINCT pupil) FROM liaison_answer WHERE how = 'paper'");
    let all = number(&db, "SELECT count(*) FROM liaison_answer");
    let papers = number(&db, "SELECT count(*) FROM liaison_answer WHERE how = 'paper'");
    assert!(on_paper >= 12, "{on_paper} children");
    assert!(papers * 4 < all, "{papers} of {all}: most answer on a screen");
    assert_eq!(number(&db, "SELECT count(*) FROM liaison_answer WHERE how = 'paper' AND recorded_by IS NULL"), 0);
}

#[test]
fn the_same_seed_and_date_make_the_same_school() {
    let ((one, _), (two, _)) = (built(plan(90, 2)), built(plan(90, 2)));
    let (first, second) = (dump(one.path()), dump(two.path()));
    for (table, rows) in &first {
        assert!(rows == &second[table], "{table} differs");
    }
    assert!(first["liaison_answer"].len() > 500);
    let (other, _) = built(Plan { seed: 2, ..plan(90, 2) });
    assert_ne!(first["person"], dump(other.path())["person"]);
}

#[test]
fn older_years_are_closed() {
    let (data, _) = built(plan(90, 3));
    let db = database(data.path());
    let count = |sql: &str| number(&db, sql);
    assert_eq!(count("SELECT count(*) FROM school_year"), 3);
    assert_eq!(count("SELECT count(*) FROM enrolment WHERE until_on IS NULL"), 90);
    let open = "SELECT count(*) FROM enrolment e JOIN class c ON c.id = e.class JOIN school_year y ON y.id = c.year
                WHERE e.until_on IS NULL AND y.label <> '2026-2027'";
    assert_eq!(count(open), 0);
    assert!(count("SELECT count(*) FROM pupil WHERE left_on IS NOT NULL") >= 20);
    let stale = "SELECT count(*) FROM duty d JOIN class c ON c.id = d.class JOIN school_year y ON y.id = c.year
                 WHERE y.label <> '2026-2027' AND (d.until_on IS NULL OR d.until_on > y.ends_on)";
    assert_eq!(count(stale), 0);
}

#[test]
fn everybody_finds_a_home_page() {
    let (data, parts) = built(plan(270, 1));
    let school = School::standing(data);
    school.at("2026-11-20 08:30");
    assert!(school.house.is_demo);
    let handed = keys::hand_out(&school.house, &parts, false).unwrap();
    for key in &handed {
        if key.code.is_some() {
            assert_eq!(key.password, None, "{key:?}");
            continue;
        }
        if key.role.starts_with("élève") {
            continue;
        }
        assert_eq!(key.password.as_deref(), Some(PASSPHRASE));
        let mut browser = signed_in(&school, &key.login);
        let home = browser.get("/");
        home.assert_status(200).assert_says("Bonjour");
        if key.role.starts_with("directrice") || key.role.starts_with("mère de deux") || key.role.starts_with("maître")
        {
            let book = browser.get("/cahier-de-liaison");
            book.assert_status(200);
            assert!(book.html().select(&crate::world::selector("a[href^='/cahier-de-liaison/']")).count() > 3);
        }
        if key.role.starts_with("directrice") {
            let page = browser.get("/statistiques");
            assert!(page.assert_status(200).text().contains("Sur papier"), "a row of its own: {}", page.text());
        }
    }
    assert_eq!(handed.iter().filter(|key| key.code.is_some()).count(), 1);
    let pupils: Vec<&keys::Key> = handed.iter().filter(|key| key.role.starts_with("élève")).collect();
    assert!(pupils.len() == 2 && pupils[0].pictures.is_some() && pupils[1].password.is_some(), "{pupils:?}");
}

#[test]
fn on_the_network_each_passphrase_is_its_own() {
    let (data, parts) = built(plan(90, 1));
    let school = School::standing(data);
    let handed = keys::hand_out(&school.house, &parts, true).unwrap();
    let adults = handed.iter().filter(|key| !key.role.starts_with("élève"));
    let mut phrases: Vec<&str> = adults.filter_map(|key| key.password.as_deref()).collect();
    let count = phrases.len();
    phrases.sort_unstable();
    phrases.dedup();
    assert!(count >= 10 && phrases.len() == count && phrases.iter().all(|one| one.split(' ').count() == 4));
    let db = database(school.data());
    let fixed = preau::door::demo::PASSPHRASE_HASH;
    assert_eq!(number(&db, &format!("SELECT count(*) FROM account WHERE password = '{fixed}'")), 0);
}

#[test]
fn a_folder_is_found_again_or_refused() {
    let (data, parts) = built(plan(60, 1));
    let again = folder::open(data.path(), &wanted(plan(60, 1)), clock()).unwrap();
    assert!(!again.was_built && again.parts == parts);
    drop(again);
    let refused = folder::open(data.path(), &wanted(plan(61, 1)), clock()).err().unwrap();
    assert!(refused.contains("--fresh"), "{refused}");
    let anew = Wanted { fresh: true, ..wanted(plan(61, 1)) };
    assert!(folder::open(data.path(), &anew, clock()).unwrap().was_built);

    let real = tempfile::tempdir().unwrap();
    std::fs::write(real.path().join("preau.db"), b"a school").unwrap();
    let refused = folder::open(real.path(), &anew, clock()).err().unwrap();
    assert!(refused.contains("rien n’y est touché"), "{refused}");
    assert_eq!(std::fs::read(real.path().join("preau.db")).unwrap(), b"a school");
    assert!(!real.path().join(DEMO_MARK).exists());
}

fn signed_in<'a>(school: &'a School, login: &str) -> Browser<'a> {
    let tx = school.house.db.write().unwrap();
    let account = account::store::by_login(&tx, login, &System::at_the_console()).unwrap().unwrap();
    let token = session::open(&tx, Id::new(account.id.number()), false, "", school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    let mut browser = school.visitor();
    browser.set_cookie(session::COOKIE, token.reveal());
    browser
}
