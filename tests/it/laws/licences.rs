//! What we are given and what we give: under which licence, said where everybody looks for it.

use std::{fs, path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_licence_is_whole_and_named() {
    let text = read("LICENSE");
    assert!(text.trim_start().starts_with("GNU AFFERO GENERAL PUBLIC LICENSE"));
    assert!(text.contains("Version 3, 19 November 2007") && text.contains("13. Remote Network Interaction"));
    assert!(text.trim_end().ends_with("<https://www.gnu.org/licenses/>."), "LICENSE is cut");
    // The text of the Free Software Foundation, to the byte.
    assert_eq!(text.len(), 34_523);
    assert!(read("Cargo.toml").lines().any(|line| line == "license = \"AGPL-3.0-or-later\""));
}

#[test]
fn kept_packages_are_named_with_version_and_licence() {
    let readme = read("assets/vendor/README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| package"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(!rows.is_empty());
    for row in &rows {
        assert!(row.len() >= 4 && row.iter().take(4).all(|cell| !cell.is_empty()), "{row:?}");
        assert!(row[1].split('.').count() == 3, "a version as npm says it: {row:?}");
    }
    for entry in fs::read_dir(root().join("assets/vendor")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(rows.iter().any(|row| row[3].contains(&format!("`{name}/"))), "README.md does not name {name}/");
        assert!(path.join("LICENSE").is_file(), "{name} has no LICENSE beside it");
    }
}

#[test]
fn each_folder_of_fonts_has_its_licences() {
    for folder in ["assets/fonts", "assets/pdf-fonts"] {
        let texts = fs::read_dir(root().join(folder)).unwrap().filter(|entry| {
            let name = entry.as_ref().unwrap().file_name().to_string_lossy().into_owned();
            name.starts_with("OFL-") || name.starts_with("LICENSE-")
        });
        assert!(texts.count() >= 3, "{folder}");
    }
}

#[test]
fn a_licence_that_we_may_not_use_is_refused() {
    let told = |name: &str, licence: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("metadata.json");
        let package = format!(r#"{{"id":"x","name":"{name}","version":"1.0.0","license":{licence}}}"#);
        fs::write(&file, format!(r#"{{"packages":[{package}]}}"#)).unwrap();
        let run = Command::new(root().join("scripts/licences")).arg("--metadata").arg(&file).output().unwrap();
        run.status.success()
    };
    for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0-only OR MIT", "(MIT OR GPL-2.0) AND BSD-3-Clause"] {
        assert!(told("autre", &format!("{good:?}")), "{good}");
    }
    for bad in ["\"GPL-3.0-only\"", "\"MIT AND SSPL-1.0\"", "\"AGPL-3.0-or-later\"", "\"(MIT\"", "null"] {
        assert!(!told("autre", bad), "{bad}");
    }
}
