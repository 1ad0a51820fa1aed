//! Names that every system can unpack: never a way out of the folder, nothing that Windows forbids, no two alike.

use std::collections::HashSet;

/// Room for a folder or two before it within the 260 characters of an older Windows, and within the 255 bytes of Linux.
const LONGEST: usize = 180;
const RESERVED: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// One for each path, with « / » between folders and file, and after a folder (`true`); a file's name that was taken gets a number.
pub fn all<'a>(paths: impl Iterator<Item = (&'a [String], bool)>) -> Vec<String> {
    let clean = |(path, is_folder): (&'a [String], bool)| {
        (path.iter().map(|name| harmless(name)).collect::<Vec<String>>(), is_folder)
    };
    let clean: Vec<(Vec<String>, bool)> = paths.map(clean).collect();
    // A folder is there for several files; no file may be called like one.
    let mut taken: HashSet<String> = HashSet::new();
    for (path, is_folder) in &clean {
        for depth in 1..path.len() + usize::from(*is_folder) {
            taken.insert(path[..depth].join("/").to_lowercase());
        }
    }
    let mut names = Vec::with_capacity(clean.len());
    for (path, is_folder) in clean {
        if is_folder {
            names.push(path.join("/") + "/");
            continue;
        }
        let (name, folders) = path.split_last().map_or(("fichier", &[][..]), |(name, rest)| (name.as_str(), rest));
        let inside = |name: &str| folders.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("/");
        let mut whole = inside(name);
        let mut number = 1;
        while !taken.insert(whole.to_lowercase()) {
            number += 1;
            whole = inside(&numbered(name, number));
        }
        names.push(whole);
    }
    names
}

/// Of one folder or file.
pub fn harmless(given: &str) -> String {
    let kept = given.chars().filter(|c| !is_hidden(*c));
    let clean: String = kept.map(|c| if "<>:\"/\\|?*".contains(c) { '_' } else { c }).collect();
    // Windows drops what a name ends with; a name that begins with a dot is hidden.
    let clean = clean.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let clean = if clean.trim().is_empty() { "fichier" } else { clean };
    let short = shortened(clean);
    if is_reserved(&short) { format!("_{short}") } else { short }
}

/// Controls, and the marks that turn or hide what follows.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
}

/// A device, whatever extension it carries.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_port = ["COM", "LPT"].iter().any(|port| {
        let number = stem.strip_prefix(port).map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    });
    is_port || RESERVED.contains(&stem.as_str())
}

/// Its extension is kept: by it a double click opens the right program.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = parts(name);
    let end = stem.floor_char_boundary(LONGEST - extension.len());
    format!("{}{extension}", stem[..end].trim_end_matches(['.', ' ']))
}

/// The same, for one that is taken: its number stands even where the name is as long as it may be.
pub fn numbered(name: &str, number: usize) -> String {
    let (stem, extension) = parts(name);
    format!("{stem} ({number}){extension}")
}

fn parts(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 12 => name.split_at(at),
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, all, harmless};

    fn named(paths: &[&[&str]]) -> Vec<String> {
        // A folder is told by a « / » at its end.
        let path = |path: &&[&str]| path.iter().map(|name| name.trim_end_matches('/').to_owned()).collect();
        let is_folder = |path: &&[&str]| path.last().is_some_and(|name| name.ends_with('/'));
        let paths: Vec<(Vec<String>, bool)> = paths.iter().map(|one| (path(one), is_folder(one))).collect();
        all(paths.iter().map(|(path, is_folder)| (path.as_slice(), *is_folder)))
    }

    #[test]
    fn a_hostile_name_is_harmless() {
        for (given, wanted) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
            ("CON.txt", "_CON.txt"),
            ("nul", "_nul"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("LPT².txt", "_LPT².txt"),
            ("Constance.txt", "Constance.txt"),
            ("fac\u{202e}gpj.exe", "facgpj.exe"),
            ("a\u{0}b\r\nc\u{7f}.txt", "abc.txt"),
            ("quoi ?*<>|\".txt", "quoi ______.txt"),
            ("fin. . ", "fin"),
            ("...", "fichier"),
            ("", "fichier"),
            (".bashrc", "bashrc"),
            ("Été à la mer 🏖️.jpg", "Été à la mer 🏖️.jpg"),
        ] {
            assert_eq!(harmless(given), wanted, "{given:?}");
        }
        let long = harmless(&format!("{}.jpeg", "🏖".repeat(100)));
        assert!(long.len() <= LONGEST && long.ends_with("🏖.jpeg"), "{long}");
    }

    #[test]
    fn no_two_are_alike_even_where_case_does_not_count() {
        let names =
            named(&[&["a.jpg"], &["A.JPG"], &["a (2).jpg"], &["a.jpg"], &["b"], &["b", "a.jpg"], &["B", "a.jpg"]]);
        assert_eq!(names, ["a.jpg", "A (2).JPG", "a (2) (2).jpg", "a (3).jpg", "b (2)", "b/a.jpg", "B/a (2).jpg"]);
    }

    #[test]
    fn a_folder_keeps_its_name_and_no_file_takes_it() {
        let names = named(&[&["été"], &["Été/"], &["Été", "CON/"], &["Été", "CON", "a.txt"], &["Vide: ../"]]);
        assert_eq!(names, ["été (2)", "Été/", "Été/_CON/", "Été/_CON/a.txt", "Vide_/"]);
    }
}
