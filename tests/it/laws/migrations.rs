//! The schema on one page, and the way to it.

use crate::world::{School, instant};
use preau::{
    base::db::{Db, migrate},
    migrations,
};

#[test]
fn the_schema_is_the_golden_one() {
    let school = School::bare();
    super::assert_golden("schema.sql", &migrate::schema(&school.house.db).unwrap());
    assert_eq!(migrate::faults(&school.house.db).unwrap(), Vec::<String>::new());
}

#[test]
fn tables_are_strict_and_point_somewhere() {
    let schema = migrate::schema(&School::bare().house.db).unwrap();
    for table in schema.split(";\n").filter(|sql| sql.trim_start().starts_with("CREATE TABLE")) {
        assert!(table.trim_end().ends_with("STRICT") || table.contains("STRICT, WITHOUT ROWID"), "not STRICT: {table}");
    }
}

#[test]
fn a_copy_is_made_before_an_existing_database_changes() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("preau.db")).unwrap();
    let now = instant("2026-09-01 08:00");
    let first = migrate::migrate(&db, &migrations::STEPS[..1], &folder.path().join("copies"), now).unwrap();
    assert_eq!((first.from, first.to, first.copy), (0, 1, None));
    let then = migrate::migrate(&db, migrations::STEPS, &folder.path().join("copies"), now).unwrap();
    let copy = then.copy.expect("a dated copy");
    let old = Db::open(&copy).unwrap();
    assert!(!migrate::schema(&old).unwrap().contains("CREATE TABLE liaison_note"));
    let again = migrate::migrate(&db, migrations::STEPS, &folder.path().join("copies"), now).unwrap();
    assert_eq!((again.from, again.copy), (again.to, None));
    drop(old);
    // It is clear and whole: it goes once nobody can want it back.
    let copies = copy.parent().unwrap();
    std::fs::write(copies.join("autre.txt"), "").unwrap();
    assert_eq!(migrate::forget_copies(copies, instant("2026-09-30 08:00")).unwrap(), 0);
    assert_eq!(migrate::forget_copies(copies, instant("2026-10-02 08:00")).unwrap(), 1);
    assert!(!copy.exists() && copies.join("autre.txt").exists());
    assert_eq!(migrate::forget_copies(&copies.join("absent"), now).unwrap(), 0);
}

#[test]
fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("preau.db")).unwrap();
    let now = instant("2026-09-01 08:00");
    migrate::migrate(&db, migrations::STEPS, folder.path(), now).unwrap();
    let refused = migrate::migrate(&db, &migrations::STEPS[..1], folder.path(), now).unwrap_err();
    assert!(refused.to_string().contains("plus récente"), "{refused}");
}

#[test]
fn a_step_that_breaks_a_key_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("preau.db")).unwrap();
    let steps = [
        migrate::Step {
            name: "one",
            sql: "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (a INTEGER REFERENCES a) STRICT;",
        },
        migrate::Step { name: "two", sql: "CREATE TABLE c (x INTEGER) STRICT; INSERT INTO b VALUES (7);" },
    ];
    assert!(migrate::migrate(&db, &steps, folder.path(), instant("2026-09-01 08:00")).is_err());
    let schema = migrate::schema(&db).unwrap();
    assert!(schema.contains("CREATE TABLE a") && !schema.contains("CREATE TABLE c"), "{schema}");
}
