//! The laws of the house. Where one keeps a list of exceptions, the list may only shrink.

mod access;
mod boxes;
mod docs;
pub mod html;
mod language;
mod licences;
mod migrations;
mod names;
mod pictures;
mod queries;
mod release;
mod sizes;
mod source;
mod walls;

/// Compares with a golden file, or writes it when `PREAU_GOLDEN=write`: the change is then reviewed as a diff.
pub fn assert_golden(name: &str, now: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var("PREAU_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    if golden != now {
        let changed: Vec<String> = diff(&golden, now);
        panic!(
            "tests/golden/{name} no longer tells the truth; look at each line, then PREAU_GOLDEN=write:\n{}",
            changed.join("\n")
        );
    }
}

fn diff(golden: &str, now: &str) -> Vec<String> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(golden), lines(now));
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let come = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(come).collect()
}
