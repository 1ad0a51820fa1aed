//! The numbers of those that are gone, in a file beside the database and beside every backup: a backup older than an erasure does
//! not know of it. It names nobody. A line once written stays.

use super::Gone;
use crate::base::{clock::Instant, disk, error::Result};
use std::{collections::BTreeSet, fs, io::ErrorKind, path::Path};

const HEAD: &str = "# Fiches effacées\u{202f}: numéro, création, effacement. À garder avec les sauvegardes\u{202f}: elles ne reviendront pas.\n";

/// What stands in such a text; a line that is none is nobody.
pub fn read(text: &str) -> BTreeSet<Gone> {
    let line = |line: &str| {
        let mut numbers = line.split_whitespace().map(str::parse::<i64>);
        let mut next = || numbers.next()?.ok();
        Some(Gone { person: next()?, made_at: Instant(next()?), erased_at: Instant(next()?) })
    };
    text.lines().filter_map(line).collect()
}

/// Adds them to the file, written whole or not at all. Nothing is done when they stand there already.
pub fn add(file: &Path, gone: &BTreeSet<Gone>) -> Result<()> {
    let standing = match fs::read_to_string(file) {
        Ok(text) => read(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => BTreeSet::new(),
        Err(error) => return Err(error.into()),
    };
    if gone.is_subset(&standing) {
        return Ok(());
    }
    let lines = standing.union(gone).map(|one| format!("{} {} {}\n", one.person, one.made_at.0, one.erased_at.0));
    let text = lines.fold(HEAD.to_owned(), |text, line| text + &line);
    Ok(disk::write_private(file, text.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_only_grows_and_what_is_no_line_is_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("effacements.txt");
        let gone = |person| Gone { person, made_at: Instant(5), erased_at: Instant(9) };
        add(&file, &BTreeSet::from([gone(12)])).unwrap();
        add(&file, &BTreeSet::from([gone(7)])).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(read(&text), BTreeSet::from([gone(7), gone(12)]));
        assert_eq!(read("# x\n\n12\nx y z\n12 5 9 trailing"), BTreeSet::from([gone(12)]));
    }
}
