//! No statement reads a whole table that grows with the years. The house never runs ANALYZE, so SQLite plans from the
//! schema alone: the plan on an empty database is the plan after ten school years.

use super::source::{self, SourceFile};
use crate::world::School;
use preau::base::db::migrate;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Tables that stay small however long the school stands, and subqueries that SQLite builds as it goes.
const SMALL: [&str; 0] = [];

/// Whole-school work that reads all of a table because its answer is about all of it: (store, how the statement begins).
/// This list may only shrink.
const WHOLE: [(&str, &str); 0] = [];

#[test]
fn no_statement_reads_a_whole_table_that_grows() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(&migrate::schema(&School::bare().house.db).unwrap()).unwrap();
    let mut unused = WHOLE.to_vec();
    let mut scans = Vec::new();
    let mut explained = 0;
    for file in source::all().iter().filter(|file| file.name() == "store.rs") {
        for sql in statements(file) {
            let plan = plan(&db, &sql).unwrap_or_else(|error| panic!("{}: {error}\n{sql}", file.path));
            explained += 1;
            let read: Vec<&String> = plan.iter().filter(|line| reads_all_of_a_growing_table(line, &sql)).collect();
            if read.is_empty() {
                continue;
            }
            let is_listed = |(path, start): &(&str, &str)| *path == file.path && sql.starts_with(start);
            match unused.iter().position(is_listed) {
                Some(at) => drop(unused.swap_remove(at)),
                None if WHOLE.iter().any(|one| is_listed(one)) => {}
                None => scans.push(format!("{}\n  {sql}\n  {read:?}", file.path)),
            }
        }
    }
    assert!(explained > 100, "only {explained} statements were found");
    assert!(scans.is_empty(), "{} statements read a whole table:\n{}", scans.len(), scans.join("\n"));
    assert!(unused.is_empty(), "no longer needed, take them away: {unused:?}");
}

#[test]
fn a_scan_is_seen_under_its_alias_and_a_search_is_not_one() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX by_name ON person (name)")
        .unwrap();
    let is_scan = |sql: &str| plan(&db, sql).unwrap().iter().any(|line| reads_all_of_a_growing_table(line, sql));
    assert!(is_scan("SELECT p.id FROM person p WHERE p.name LIKE '%a'"));
    assert!(is_scan("SELECT name FROM person ORDER BY name"));
    assert!(!is_scan("SELECT p.id FROM person p WHERE p.name = ?1"));
    assert!(!is_scan("SELECT name FROM person ORDER BY name LIMIT ?1"));
}

fn plan(db: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    statement.raw_query().mapped(|row| row.get(3)).collect()
}

/// « SCAN p », « SCAN n USING INDEX … ». Along an index and no further than a LIMIT is a page of a list, not the table.
fn reads_all_of_a_growing_table(line: &str, sql: &str) -> bool {
    let Some(scanned) = line.strip_prefix("SCAN ") else { return false };
    let name = scanned.split_whitespace().next().unwrap_or_default();
    let stops_early = scanned.contains("USING") && sql.contains("LIMIT");
    let is_no_table = scanned.contains("VIRTUAL TABLE") || scanned.contains("CONSTANT ROW") || name.starts_with('(');
    !is_no_table && !stops_early && !SMALL.contains(&table_of(name, sql).as_str())
}

/// The table behind an alias.
fn table_of(name: &str, sql: &str) -> String {
    let words: Vec<&str> =
        sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let named = |at: usize| ["FROM", "JOIN", "UPDATE", "INTO"].contains(&words[at]);
    let aliased = (0..words.len().saturating_sub(2)).find(|at| named(*at) && words[at + 2] == name);
    aliased.map_or(name, |at| words[at + 1]).to_owned()
}

/// The statements of a store: its literals that begin as SQL does, with the file's own constants put in their places.
fn statements(file: &SourceFile) -> Vec<String> {
    let code = file.code();
    let literals = literals(&code);
    let constants: BTreeMap<&str, &String> =
        literals.iter().filter_map(|(at, text)| Some((constant_before(&code[..*at])?, text))).collect();
    let is_part = |name: &str| literals.iter().any(|(_, text)| text.contains(&format!("{{{name}}}")));
    literals
        .iter()
        .filter(|(at, _)| !constant_before(&code[..*at]).is_some_and(is_part))
        .map(|(_, text)| {
            constants.iter().fold(text.clone(), |sql, (name, part)| sql.replace(&format!("{{{name}}}"), part))
        })
        .filter(|sql| ["SELECT ", "WITH ", "UPDATE ", "DELETE ", "INSERT "].iter().any(|verb| sql.starts_with(verb)))
        // A condition chosen among literals: the widest of them.
        .map(|sql| sql.replace("{pupils}", "?3 = 0"))
        .collect()
}

/// `NAME` when the text ends with `const NAME: &str =`.
fn constant_before(text: &str) -> Option<&str> {
    let head = text.trim_end().strip_suffix('=')?.trim_end().strip_suffix(": &str")?;
    let at = head.rfind("const ")?;
    Some(&head[at + "const ".len()..]).filter(|name| !name.contains(char::is_whitespace))
}

/// Where each string literal begins, and what it says.
fn literals(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut chars = code.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' if code[at..].starts_with("'\"'") => {
                chars.nth(1);
            }
            '"' => {
                let mut text = String::new();
                while let Some((_, c)) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => match chars.next() {
                            Some((_, 'n')) => text.push('\n'),
                            Some((_, '\n')) => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                            Some((_, escaped)) => text.push(escaped),
                            None => {}
                        },
                        c => text.push(c),
                    }
                }
                found.push((at, text.trim().to_owned()));
            }
            _ => {}
        }
    }
    found
}
