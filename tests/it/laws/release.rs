//! No release is built with a clock that can be set by hand.

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

#[track_caller]
fn assert_refused(run: &Output) {
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(!run.status.success() && said.contains("settable-clock"), "not refused: {said}");
}

#[test]
fn the_house_as_it_stands_may_be_released() {
    let run = asked(root(), &["--check"], "");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_settable_clock_is_refused_by_word_and_by_flag() {
    for words in [&["--check", "--features=settable-clock"][..], &["--all-features"], &["--check", "settable-clock"]] {
        assert_refused(&asked(root(), words, ""));
    }
    assert_refused(&asked(root(), &["--check"], "--cfg feature=\"settable-clock\""));
}

#[test]
fn a_settable_clock_by_default_is_refused() {
    let copy = tempfile::tempdir().unwrap();
    for name in ["src", "tests", "build.rs", "Cargo.lock"] {
        symlink(root().join(name), copy.path().join(name)).unwrap();
    }
    fs::create_dir(copy.path().join("scripts")).unwrap();
    fs::copy(root().join("scripts/release"), copy.path().join("scripts/release")).unwrap();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let changed = manifest.replace("[features]\n", "[features]\ndefault = [\"settable-clock\"]\n");
    assert_ne!(manifest, changed);
    fs::write(copy.path().join("Cargo.toml"), changed).unwrap();
    assert_refused(&asked(copy.path(), &["--check"], ""));
}
