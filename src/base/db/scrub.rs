//! After rows were taken away: no byte of them stays in the file. Freed cells are zeroed as they go (`secure_delete`), but what
//! moved between pages before, and words that only a deleted row had in a search index, are still there until this.

use super::Db;
use crate::base::error::Result;
use rusqlite::Connection;

/// Writes the indexes and the whole file anew, and empties the journal. False when a reader kept the journal: then again later.
/// Nobody writes meanwhile.
pub fn scrub(db: &Db) -> Result<bool> {
    db.with_writer(|conn| {
        for index in indexes(conn)? {
            // Tombstones keep the words of rows that are gone; one segment without any does not.
            conn.execute(&format!("INSERT INTO \"{index}\" (\"{index}\") VALUES ('optimize')"), [])?;
        }
        conn.flush_prepared_statement_cache();
        conn.execute_batch("VACUUM")?;
        Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))? == 0)
    })
}

fn indexes(conn: &Connection) -> Result<Vec<String>> {
    let mut named =
        conn.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'")?;
    let names = named.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::db::{Sql, SqlWrite};

    fn holds(folder: &std::path::Path, word: &str) -> bool {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
    }

    #[test]
    fn what_only_a_deleted_row_said_is_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("x.db")).unwrap();
        db.with_writer(|conn| {
            Ok(conn.execute_batch(
                "CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT);
                 CREATE VIRTUAL TABLE words USING fts5(text, content = '', contentless_delete = 1);",
            )?)
        })
        .unwrap();
        let tx = db.write().unwrap();
        for (id, text) in [(1, "mirabelle"), (2, "quetsche"), (3, "reinette")] {
            tx.run("INSERT INTO said (id, text) VALUES (?1, ?2)", rusqlite::params![id, text]).unwrap();
            tx.run("INSERT INTO words (rowid, text) VALUES (?1, ?2)", rusqlite::params![id, text]).unwrap();
        }
        tx.commit().unwrap();
        let tx = db.write().unwrap();
        tx.run("DELETE FROM said WHERE id = 2", []).unwrap();
        tx.run("DELETE FROM words WHERE rowid = 2", []).unwrap();
        tx.commit().unwrap();
        assert!(holds(folder.path(), "quetsche"), "else this test proves nothing");
        assert!(scrub(&db).unwrap());
        assert!(!holds(folder.path(), "quetsche") && holds(folder.path(), "reinette"));
        assert!(db.read().unwrap().exists("SELECT 1 FROM words WHERE words MATCH 'mirabelle'", []).unwrap());
    }
}
