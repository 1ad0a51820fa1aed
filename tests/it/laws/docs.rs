//! What the documents tell people to type exists.

use preau::base::config::{Config, Layer};
use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents that people read: the README and the pages of docs/.
pub fn documents() -> Vec<(String, String)> {
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

/// Every line that is a key and its value, those that stand behind a « # » too; sections as they are.
fn uncommented(text: &str) -> String {
    let line = |line: &str| {
        let plain = line.strip_prefix("# ").unwrap_or(line);
        let key = plain.split_once(" = ").map_or("", |(key, _)| key);
        let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        (is_key || plain.starts_with('[')).then(|| format!("{plain}\n"))
    };
    text.lines().filter_map(line).collect()
}

fn keys(toml: &str) -> BTreeSet<String> {
    toml.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

/// What a file that holds a key of nobody's is told to hold instead.
fn possible(said: &str) -> BTreeSet<String> {
    let (_, list) = said.split_once("Les clés possibles : ").unwrap_or_else(|| panic!("{said}"));
    list.trim().trim_end_matches('.').split(", ").map(str::to_owned).collect()
}

#[test]
fn each_key_of_the_configuration_is_in_the_example_and_no_other() {
    let example = uncommented(&fs::read_to_string(root().join("packaging/preau.toml")).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("preau.toml");
    let read = |text: &str| {
        fs::write(&file, text).unwrap();
        Config::read(&file, |_| None, Layer::default())
    };
    read(&example).unwrap();
    assert_eq!(keys(&example), possible(&read("inconnue = 1\n").unwrap_err()));
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains("la configuration, onze clés") && keys(&example).len() == 11, "the README counts them");
}

#[test]
fn each_key_of_the_answers_is_in_the_example_and_no_other() {
    let example = uncommented(&fs::read_to_string(root().join("packaging/answers.example.toml")).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (file, password) = (folder.path().join("reponses.toml"), folder.path().join("mot-de-passe"));
    let init = |text: &str, data: &str| {
        fs::write(&file, text).unwrap();
        let data = folder.path().join(data);
        let ran = Command::new(env!("CARGO_BIN_EXE_preau"))
            .args(["init", "--answers"])
            .arg(&file)
            .arg("--data")
            .arg(data)
            .output()
            .unwrap();
        (ran.status.success(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    // All of it at once is taken, with a true password beside it and a true hash in it.
    fs::write(&password, "secret\n").unwrap();
    let hash = preau::base::secret::hash_passphrase("une phrase de passe").unwrap();
    let whole: String = example
        .lines()
        .map(|line| match line.split_once(" = ").map(|(key, _)| key) {
            Some("password_file") => format!("password_file = \"{}\"\n", password.display()),
            Some("password_hash") => format!("password_hash = \"{hash}\"\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (is_taken, said) = init(&whole, "donnees");
    assert!(is_taken, "{said}");
    let example = format!("\n{example}");
    let sections: Vec<&str> = example.split("\n[").skip(1).collect();
    let named: BTreeSet<String> = sections.iter().map(|part| part.split(']').next().unwrap().to_owned()).collect();
    assert_eq!(named, possible(&init("[inconnue]\n", "rien").1));
    for section in sections {
        let (name, rest) = section.split_once("]\n").unwrap();
        let (is_taken, said) = init(&format!("[{name}]\ninconnue = \"1\"\n"), "rien");
        assert!(!is_taken && said.contains("« inconnue » : clé inconnue"), "{said}");
        assert_eq!(keys(rest), possible(&said), "{name}");
    }
    assert!(!folder.path().join("rien").exists(), "nothing is begun on answers that are refused");
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
