//! No statement reads a whole table that grows with the years. The house never runs ANALYZE, so SQLite plans from the
//! schema alone: the plan on an empty database is the plan after ten school years.

use super::source::{self, SourceFile};
use preau::migrations;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Tables that stay small however long the school stands: one row, or a few for each school year.
const SMALL: &[&str] = &[
    "correspondence",
    "correspondence_freeze",
    "settings",
    "service_off",
    "first_run",
    "ecole",
    "school_year",
    "class",
    "holiday",
    "open_day",
    "duty",
    "throttle",
    "people_undo",
    "liaison_template",
    "blog_category",
    "blog_contributor",
    "document_grant",
    "health_check",
    "acme",
    "backup_plan",
    "family_access",
    "pupil_access",
    "school_network",
    // What is prepared for the next year: a few rows for each of its classes.
    "rollover",
    "rollover_class",
    "rollover_duty",
    "restored",
    // Only after a restore, until the director has decided.
    "outbox_held",
    // Who has left, for three months; what the director chose; one row.
    "departure",
    "retention",
    "former",
];

/// Where a whole table is read because the answer is about all of it: the director's lists, an import, the sweeps at
/// night, what a start checks of its indexes. (store, table, how many times). No page of a family or of a teacher is here.
/// This list may only shrink.
const WHOLE: &[(&str, &str, usize)] = &[
    ("src/base/files/store.rs", "file", 1),
    ("src/base/jobs/store.rs", "job", 1),
    // Once, when a school comes back from its backup.
    ("src/base/mail/held/store.rs", "outbox", 3),
    ("src/base/mail/refusals/store.rs", "mail_refusal", 2),
    // Two of them where somebody is erased, each time.
    ("src/base/mail/store.rs", "outbox", 6),
    ("src/door/resumable/store.rs", "upload", 1),
    ("src/rooms/blog/finding/store.rs", "blog_post", 1),
    ("src/rooms/liaison/finding/store.rs", "liaison_note", 1),
    ("src/rooms/liaison/letters/store.rs", "liaison_letter_pupil", 1),
    ("src/rooms/messages/finding/store.rs", "message", 1),
    ("src/rooms/people/adults/store.rs", "person", 2),
    ("src/rooms/people/import/mapping/store.rs", "people_mapping", 1),
    ("src/rooms/people/import/store.rs", "guardianship", 1),
    ("src/rooms/people/import/store.rs", "person", 1),
    ("src/rooms/people/import/store.rs", "pupil", 1),
    ("src/rooms/people/pupils/store.rs", "person", 1),
    ("src/rooms/people/situations/store.rs", "guardianship", 2),
    ("src/rooms/people/slips/store.rs", "guardianship", 1),
    ("src/rooms/people/slips/store.rs", "person", 1),
    ("src/rooms/people/staff/store.rs", "person", 1),
    ("src/rooms/people/store.rs", "guardianship", 2),
    // Whether an undoing would bring back somebody who is erased.
    ("src/rooms/people/undo/store.rs", "people_undo_step", 1),
    ("src/rooms/people/store.rs", "pupil", 2),
    // Whoever is erased may be told of in anybody's export: all of them go, a week's at most.
    ("src/rooms/privacy/taking/store.rs", "takeaway", 1),
    // What takes room on the disk: the direction's page, read now and then.
    ("src/rooms/settings/disk/store.rs", "document_version", 2),
    ("src/rooms/settings/disk/store.rs", "held", 2),
    ("src/rooms/settings/disk/store.rs", "liaison_attachment", 1),
    ("src/rooms/settings/disk/store.rs", "media_form", 2),
    // What the director goes through after a restore, until she has.
    ("src/rooms/settings/restored/store.rs", "consent_answer", 1),
    ("src/rooms/settings/restored/store.rs", "guardianship", 2),
    ("src/rooms/settings/restored/store.rs", "person", 1),
    // What pupils come in by is worth nothing after a restore.
    ("src/school/account/pupil/store.rs", "pupil_pictures", 1),
    ("src/school/account/pupil/store.rs", "pupil_tablet", 1),
    ("src/school/account/store.rs", "account", 1),
    // Everybody is signed out, after a theft or a restore; nothing that was given out opens any more.
    ("src/school/account/store.rs", "access_slip", 1),
    ("src/school/account/store.rs", "half_sign_in", 1),
    ("src/school/account/store.rs", "known_device", 2),
    ("src/school/account/store.rs", "new_address", 1),
    ("src/school/account/store.rs", "recovery_code", 1),
    ("src/school/account/store.rs", "rescue_letter", 1),
    ("src/school/account/store.rs", "second_factor", 1),
    ("src/school/account/store.rs", "second_factor_trial", 1),
    ("src/school/account/store.rs", "session", 1),
    ("src/school/audience/store.rs", "enrolment", 2),
    ("src/school/consent/said/store.rs", "consent_answer", 1),
    // Who is here no more, once an hour; and the ledger that is written from all who are gone.
    ("src/school/departure/store.rs", "person", 1),
    ("src/school/erasure/store.rs", "erasure", 2),
    ("src/school/guardianship/store.rs", "guardianship", 1),
    ("src/school/guardianship/store.rs", "guardianship_removed", 1),
    ("src/school/person/store.rs", "person", 3),
];

#[test]
fn no_statement_reads_a_whole_table_that_grows() {
    let db = Connection::open_in_memory().unwrap();
    for step in migrations::STEPS {
        db.execute_batch(step.sql).unwrap();
    }
    let mut scans: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let (mut explained, mut of_search) = (0, 0);
    let files = source::all();
    let stores: Vec<&SourceFile> = files.iter().filter(|file| file.name() == "store.rs").collect();
    let shared: BTreeMap<String, String> = stores.iter().flat_map(|file| public_constants(file)).collect();
    for file in stores {
        for sql in statements(file, &shared) {
            explained += 1;
            of_search += usize::from(sql.starts_with("SELECT ") && sql.contains("_search MATCH"));
            let plan = plan(&db, &sql).unwrap_or_else(|error| panic!("{}: {error}\n{sql}", file.path));
            for table in plan.iter().filter_map(|line| wholly_read(line, &sql)) {
                // Where a trigger follows an INSERT, SQLite also plans a look at the tables that point here, which it takes
                // only while a foreign key is broken: an immediate one never is.
                if sql.starts_with("INSERT ") && !sql.contains(&table) {
                    continue;
                }
                scans.entry((file.path.clone(), table)).or_default().push(sql.clone());
            }
        }
    }
    assert!(explained > 100, "only {explained} statements were found");
    assert_eq!(
        of_search, 6,
        "pupils, guardians, words, posts, messages and documents: what a search asks is explained like the rest"
    );
    let expected: BTreeMap<(String, String), usize> =
        WHOLE.iter().map(|(path, table, times)| ((path.to_string(), table.to_string()), *times)).collect();
    let wrong: Vec<String> = scans
        .iter()
        .filter(|(place, found)| expected.get(place) != Some(&found.len()))
        .map(|((path, table), found)| format!("(\"{path}\", \"{table}\", {}),\n  {}", found.len(), found.join("\n  ")))
        .collect();
    assert!(wrong.is_empty(), "a whole table is read, more or less often than WHOLE says:\n{}", wrong.join("\n"));
    let unused: Vec<_> = expected.keys().filter(|place| !scans.contains_key(*place)).collect();
    assert!(unused.is_empty(), "no longer needed, take them away: {unused:?}");
}

#[test]
fn a_scan_is_seen_under_its_alias_and_a_search_is_not_one() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX by_name ON person (name)")
        .unwrap();
    let is_scan = |sql: &str| plan(&db, sql).unwrap().iter().any(|line| wholly_read(line, sql).is_some());
    assert!(is_scan("SELECT p.id FROM person p WHERE p.name LIKE '%a'"));
    assert!(is_scan("SELECT name FROM person ORDER BY name"));
    assert!(!is_scan("SELECT p.id FROM person p WHERE p.name = ?1"));
    assert!(!is_scan("SELECT name FROM person ORDER BY name LIMIT ?1"));
}

fn plan(db: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    statement.raw_query().mapped(|row| row.get(3)).collect()
}

/// The table behind « SCAN p » or « SCAN n USING INDEX … ». Along an index and no further than a LIMIT is a page of a
/// list, not the table.
fn wholly_read(line: &str, sql: &str) -> Option<String> {
    let scanned = line.strip_prefix("SCAN ")?;
    let name = scanned.split_whitespace().next()?;
    let stops_early = scanned.contains("USING") && sql.contains("LIMIT");
    // What a statement gathers itself, step by step.
    let is_gathered = sql.contains(&format!("RECURSIVE {name} (")) || sql.contains(&format!(") {name}\n"));
    let is_no_table =
        is_gathered || scanned.contains("VIRTUAL TABLE") || scanned.contains("CONSTANT ROW") || name.starts_with('(');
    let table = table_of(name, sql);
    (!is_no_table && !stops_early && !SMALL.contains(&table.as_str())).then_some(table)
}

/// The table behind an alias.
fn table_of(name: &str, sql: &str) -> String {
    let words: Vec<&str> =
        sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let named = |at: usize| ["FROM", "JOIN", "UPDATE", "INTO"].contains(&words[at]);
    let aliased = (0..words.len().saturating_sub(2)).find(|at| named(*at) && words[at + 2] == name);
    aliased.map_or(name, |at| words[at + 1]).to_owned()
}

/// The statements of a store: its literals that begin as SQL does, with the file's own constants put in their places,
/// then those that other stores offer.
fn statements(file: &SourceFile, shared: &BTreeMap<String, String>) -> Vec<String> {
    let code = file.code();
    let literals = literals(&code);
    let constants: BTreeMap<&str, &String> =
        literals.iter().filter_map(|(at, text)| Some((constant_before(&code[..*at])?, text))).collect();
    let is_part = |name: &str| literals.iter().any(|(_, text)| text.contains(&format!("{{{name}}}")));
    literals
        .iter()
        .filter(|(at, _)| !constant_before(&code[..*at]).is_some_and(is_part))
        .map(|(_, text)| {
            let own =
                constants.iter().fold(text.clone(), |sql, (name, part)| sql.replace(&format!("{{{name}}}"), part));
            shared.iter().fold(own, |sql, (name, part)| sql.replace(&format!("{{{name}}}"), part))
        })
        .filter(|sql| ["SELECT ", "WITH ", "UPDATE ", "DELETE ", "INSERT "].iter().any(|verb| sql.starts_with(verb)))
        // A condition chosen among literals: the widest of them.
        .map(|sql| sql.replace("{pupils}", "?3 = 0"))
        .collect()
}

/// What a store offers to the statements of others.
fn public_constants(file: &SourceFile) -> Vec<(String, String)> {
    let code = file.code();
    let offered = literals(&code).into_iter().filter_map(|(at, text)| {
        let name = constant_before(&code[..at])?;
        code[..at].contains(&format!("pub const {name}:")).then(|| (name.to_owned(), text))
    });
    offered.collect()
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
