//! No release is built with a clock that can be set by hand, nor with a database that forgets when the power goes.

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn asked(at: &Path, words: &[&str], flags: &str) -> Output {
    Command::new(at.join("scripts/release")).args(words).env("RUSTFLAGS", flags).output().unwrap()
}

/// What only tests may have.
const FORBIDDEN: [&str; 2] = ["settable-clock", "weak-sync"];

#[track_caller]
fn assert_refused(run: &Output, why: &str) {
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(!run.status.success() && said.contains(why), "not refused: {said}");
}

#[test]
fn the_house_as_it_stands_may_be_released() {
    let run = asked(root(), &["--check"], "");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_feature_for_tests_is_refused_by_word_and_by_flag() {
    for feature in FORBIDDEN {
        let asking = format!("--features={feature}");
        for words in [&["--check", &asking][..], &["--all-features"], &["--check", feature]] {
            assert_refused(&asked(root(), words, ""), feature);
        }
        assert_refused(&asked(root(), &["--check"], &format!("--cfg feature=\"{feature}\"")), feature);
    }
}

#[test]
fn a_feature_for_tests_by_default_is_refused() {
    let copy = tempfile::tempdir().unwrap();
    for name in ["src", "tests", "examples", "build.rs", "Cargo.lock"] {
        symlink(root().join(name), copy.path().join(name)).unwrap();
    }
    fs::create_dir(copy.path().join("scripts")).unwrap();
    fs::copy(root().join("scripts/release"), copy.path().join("scripts/release")).unwrap();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for feature in FORBIDDEN {
        let changed = manifest.replace("[features]\n", &format!("[features]\ndefault = [\"{feature}\"]\n"));
        assert_ne!(manifest, changed);
        fs::write(copy.path().join("Cargo.toml"), changed).unwrap();
        assert_refused(&asked(copy.path(), &["--check"], ""), feature);
    }
}
