//! What the documents tell people to type exists.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents that people read: the README and the pages of docs/.
fn documents() -> Vec<(String, String)> {
    let pages = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<(String, String)> = pages
        .chain([root().join("README.md")])
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter_map(|path| Some((path.display().to_string(), fs::read_to_string(&path).ok()?)))
        .collect();
    found.sort();
    found
}

#[test]
fn scripts_that_people_are_told_to_run_can_be_run() {
    let mut named: BTreeSet<String> =
        ["scripts/demo", "scripts/test", "scripts/release", ".ci/run"].map(String::from).into();
    for (_, text) in documents() {
        named.extend(after(&text, "scripts/").into_iter().map(|name| format!("scripts/{name}")));
    }
    for script in named {
        let file = fs::metadata(root().join(&script)).unwrap_or_else(|error| panic!("{script}: {error}"));
        assert!(file.permissions().mode() & 0o111 == 0o111, "{script} is not executable");
    }
}

#[test]
fn ci_runs_what_people_run() {
    let text = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(text.contains("scripts/test"));
}

#[test]
fn commands_that_documents_name_exist() {
    for (document, text) in documents() {
        for command in commands(&text) {
            let run = Command::new(env!("CARGO_BIN_EXE_preau")).args([command.as_str(), "--help"]).output().unwrap();
            assert!(run.status.success(), "{document} tells of `preau {command}`, which does not exist");
        }
    }
}

#[test]
fn a_command_in_a_document_would_be_seen() {
    let text =
        "Préau\n```\nsudo preau serve --data x\n```\nPuis `preau check` ; preau est un mot, `scripts/demo --lan`.";
    assert_eq!(commands(text), BTreeSet::from(["check".to_owned(), "serve".to_owned()]));
    assert_eq!(after(text, "scripts/"), BTreeSet::from(["demo".to_owned()]));
}

/// The first word after `preau`, in blocks and spans of code.
fn commands(text: &str) -> BTreeSet<String> {
    let code = text.split('`').filter(|part| !part.is_empty()).skip(1).step_by(2);
    code.flat_map(|part| after(part, "preau ")).collect()
}

/// The words that follow this one.
fn after(text: &str, before: &str) -> BTreeSet<String> {
    let word = |rest: &str| {
        rest.chars()
            .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-./".contains(*c))
            .collect::<String>()
    };
    let words = text.split(before).skip(1).map(word).map(|word| word.trim_end_matches(['.', '/']).to_owned());
    words.filter(|word| !word.is_empty() && !word.starts_with('-')).collect()
}
