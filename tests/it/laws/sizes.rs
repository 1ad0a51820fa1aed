//! Files and functions stay small enough to be read in one sitting.

use super::source::{self, SourceFile};

const FILE: usize = 400;
const FUNCTION: usize = 60;
const MEDIAN_FILE: usize = 160;

#[test]
fn files_stay_short() {
    let files: Vec<SourceFile> = source::all().into_iter().chain(source::under("tests")).collect();
    let long: Vec<String> = files
        .iter()
        .filter(|file| file.text.lines().count() > FILE && !is_words(file))
        .map(|file| format!("{} has {} lines", file.path, file.text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
    let mut lengths: Vec<usize> = source::all().iter().map(|file| file.text.lines().count()).collect();
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= MEDIAN_FILE, "the median file has {} lines", lengths[lengths.len() / 2]);
}

#[test]
fn functions_stay_short() {
    let mut long = Vec::new();
    for file in source::all() {
        long.extend(
            functions(&file.code())
                .into_iter()
                .filter(|(_, lines)| *lines > FUNCTION)
                .map(|(name, lines)| format!("{}: {name} has {lines} lines", file.path)),
        );
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    // A route list and a store say it by their name.
    let silent: Vec<String> = source::all()
        .iter()
        .filter(|file| !file.text.starts_with("//!") && file.name() != "routes.rs")
        .map(|file| file.path.clone())
        .collect();
    assert!(silent.is_empty(), "no //! at the top of:\n{}", silent.join("\n"));
}

/// A list of words is data.
fn is_words(file: &SourceFile) -> bool {
    file.path == "src/base/tls/words.rs"
}

/// Name and length of each function, by indentation: the closing brace stands under the `fn`.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let Some(after) = bare
            .split_once("fn ")
            .filter(|(before, _)| {
                before.is_empty() || before.starts_with("pub") || *before == "async " || *before == "const "
            })
            .map(|(_, after)| after)
        else {
            continue;
        };
        let indent = " ".repeat(line.len() - bare.len());
        if line.ends_with('}') || line.ends_with(';') {
            continue;
        }
        if let Some(length) = lines[start..].iter().position(|line| *line == format!("{indent}}}")) {
            found.push((after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect(), length + 1));
        }
    }
    found
}
