//! The walls of the house: which way imports run, and where SQL, rules, HTTP and the house's own hand may stand.

use super::source::{self, SourceFile};
use std::collections::BTreeSet;

/// What each layer may import; a room further only itself.
fn may_import(from: &[&str], to: &[String]) -> bool {
    let to_layer = to[0].as_str();
    match from[0] {
        "base" => to_layer == "base",
        "school" => matches!(to_layer, "school" | "base" | "rules"),
        "door" => matches!(to_layer, "door" | "school" | "base"),
        "rooms" if to_layer == "rooms" => to.get(1).map(String::as_str) == from.get(1).copied(),
        "rooms" => matches!(to_layer, "door" | "school" | "base" | "rules"),
        "migrations.rs" => to_layer == "base",
        "app.rs" => to_layer != "commands",
        _ => true,
    }
}

#[test]
fn imports_run_one_way() {
    let mut broken = Vec::new();
    for file in source::all() {
        for import in imports(&file.code()) {
            if !may_import(&file.steps(), &import) {
                broken.push(format!("{} imports {}", file.path, import.join("::")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_forbidden_import_would_be_seen() {
    let seen = imports(
        "use crate::{\n    base::db::{Rx, Tx},\n    rooms::liaison::store,\n};\nfn x() { crate::door::shell::y() }",
    );
    let seen: Vec<String> = seen.iter().map(|path| path.join("::")).collect();
    assert_eq!(seen, ["base::db", "door::shell", "rooms::liaison"]);
    assert!(!may_import(&["rooms", "home", "routes.rs"], &["rooms".into(), "liaison".into()]));
    assert!(!may_import(&["base", "x.rs"], &["school".into()]));
}

#[test]
fn sql_stands_in_stores() {
    only_in("statements", &["Sql", "SqlWrite"], |file| {
        file.name() == "store.rs" || file.path.starts_with("src/base/db/")
    });
    only_in("rusqlite", &["rusqlite"], |file| {
        file.name() == "store.rs"
            || file.path.starts_with("src/base/db/")
            || ["src/base/clock.rs", "src/base/error.rs"].contains(&file.path.as_str())
    });
}

#[test]
fn rules_stand_in_policies() {
    let stray = |file: &SourceFile| file.name() == "policy.rs" || file.path == "src/school/permit.rs";
    containing("rules! {", stray);
    containing("permit::Rule for", stray);
    containing("impl Rule for", stray);
}

#[test]
fn http_stands_at_the_door() {
    only_in("actix_web", &["actix_web", "actix_multipart"], |file| {
        file.path.starts_with("src/door/")
            || file.path.starts_with("src/base/tls/")
            || ["src/app/service.rs", "src/app/opening.rs"].contains(&file.path.as_str())
    });
}

#[test]
fn the_house_acts_by_itself_only_where_it_must() {
    containing("System::at_the_console()", |file| {
        file.path.starts_with("src/commands/")
            || [
                "src/door/gate.rs",
                "src/base/jobs/mod.rs",
                "src/app/rounds.rs",
                "src/app/mailbox.rs",
                "src/app/sender.rs",
            ]
            .contains(&file.path.as_str())
    });
    containing("viewer::store::viewer(", |file| {
        ["src/door/session/mod.rs", "src/door/demo.rs"].contains(&file.path.as_str())
    });
    containing("viewer::store::of_person(", |file| file.path == "src/door/gate.rs");
}

#[test]
fn the_one_accepted_unsafe_is_the_look_up_pin() {
    only_in("unsafe", &["unsafe"], |file| file.path == "src/base/nss.rs");
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    containing(".unwrap()", |_| false);
    containing(".expect(\"\")", |_| false);
    containing("todo!(", |_| false);
    containing("allow(dead_code)", |_| false);
}

/// No identifier of `words` outside the files that `may` have it.
fn only_in(what: &str, words: &[&str], may: impl Fn(&SourceFile) -> bool) {
    let mut broken = Vec::new();
    for file in source::all().iter().filter(|file| !may(file)) {
        let code = file.code();
        let mut idents = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        if idents.any(|ident| words.contains(&ident)) {
            broken.push(file.path.clone());
        }
    }
    assert!(broken.is_empty(), "{what} in:\n{}", broken.join("\n"));
}

fn containing(text: &str, may: impl Fn(&SourceFile) -> bool) {
    let broken: Vec<String> = source::all()
        .iter()
        .filter(|file| !may(file) && file.code().contains(text))
        .map(|file| file.path.clone())
        .collect();
    assert!(broken.is_empty(), "« {text} » in:\n{}", broken.join("\n"));
}

/// Every path after `crate::`, as its first two names; groups are opened.
fn imports(code: &str) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(members(group).iter().map(|member| first_two(member))),
            None => {
                found.insert(first_two(rest));
            }
        }
    }
    found.remove(&Vec::new());
    found
}

/// What stands between the commas of a group, up to its closing brace.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut members, mut current) = (0, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(std::mem::take(&mut current)),
            _ => {}
        }
        if !(c == ',' && depth == 0) {
            current.push(c);
        }
    }
    members.push(current);
    members
}

fn first_two(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for name in path.trim_start().split("::").take(2) {
        let ident: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if ident.is_empty() {
            break;
        }
        names.push(ident);
    }
    names
}
