//! The house's own source, as the laws read it.

use std::path::{Path, PathBuf};

pub struct SourceFile {
    /// From the root of the crate: `src/door/gate.rs`.
    pub path: String,
    pub text: String,
}

impl SourceFile {
    /// Without unit tests and comments.
    pub fn code(&self) -> String {
        // Unit tests stand at the end of a file, or in a file of their own.
        let body = match self.text.find("#[cfg(test)]\n").map(|at| self.text.split_at(at)) {
            Some((before, tests)) if tests.lines().nth(1).is_some_and(|line| line.ends_with('{')) => before,
            _ => &self.text,
        };
        body.lines()
            .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
            .collect::<Vec<_>>()
            .join("\n")
    }

    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    /// `["door", "gate.rs"]`
    pub fn steps(&self) -> Vec<&str> {
        self.path.split('/').skip(1).collect()
    }
}

/// Every Rust file of `src`.
pub fn all() -> Vec<SourceFile> {
    under("src")
}

pub fn under(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    let is_test = |path: &&PathBuf| {
        folder == "src" && path.to_string_lossy().ends_with("tests.rs") || path.ends_with("base/ui/gallery.rs")
    };
    let mut files: Vec<SourceFile> = found
        .iter()
        .filter(|path| !is_test(path))
        .map(|path| SourceFile {
            path: path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
            text: std::fs::read_to_string(path).unwrap(),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty(), "no source under {folder}");
    files
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
