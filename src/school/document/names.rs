//! Names of folders and files: shown as people gave them, never a path, nothing hidden in them, and no two that Windows
//! takes for one. What an archive must change besides, it changes itself.

use crate::base::french;

/// What every file system takes.
pub const LONGEST: usize = 255;

/// The name as it is kept; `None` when nothing of it is one.
pub fn harmless(given: &str) -> Option<String> {
    let kept: String = composed(given)
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| if matches!(c, '/' | '\\') { '_' } else { c })
        .collect();
    let clean = kept.trim();
    (!clean.is_empty() && !clean.chars().all(|c| c == '.')).then(|| cut(clean, LONGEST))
}

/// Whether a program may use it as it stands: made harmless, it is the same.
pub fn is_harmless(given: &str) -> bool {
    harmless(given).is_some_and(|name| name == composed(given))
}

/// By which two names are one.
pub fn folded(name: &str) -> String {
    composed(name).to_lowercase()
}

/// By which a list is ordered: without accents, « Semaine 2 » before « Semaine 10 ».
pub fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 8);
    let mut digits = String::new();
    let folded = french::fold(name);
    for c in folded.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{:0>12}", digits.trim_start_matches('0')));
            digits.clear();
        }
        if c != '\0' {
            key.push(c);
        }
    }
    key
}

/// « nom (2).pdf »: the name with a number, within the length that it may have.
pub fn numbered(name: &str, number: usize) -> String {
    let (stem, extension) = parts(name);
    let ending = format!(" ({number}){extension}");
    format!("{}{ending}", cut(stem, LONGEST.saturating_sub(ending.len())))
}

/// Before and from the dot of its extension.
pub fn parts(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 12 => name.split_at(at),
        _ => (name, ""),
    }
}

/// Lower case, without the dot.
pub fn extension(name: &str) -> String {
    parts(name).1.trim_start_matches('.').to_lowercase()
}

/// At most so many bytes, on a letter, its extension kept.
fn cut(name: &str, most: usize) -> String {
    if name.len() <= most {
        return name.to_owned();
    }
    let (stem, extension) = parts(name);
    let end = stem.floor_char_boundary(most.saturating_sub(extension.len()));
    format!("{}{extension}", stem[..end].trim_end())
}

/// Controls, and the marks that turn or hide what follows. Joiners stay: emoji and several scripts are written with them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
}

/// A Mac writes « é » as two letters; the same name must be found again.
fn composed(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for c in text.chars() {
        let before = whole.chars().next_back();
        match before.and_then(|letter| composition(letter, c)) {
            Some(one) => {
                whole.pop();
                whole.push(one);
            }
            None => whole.push(c),
        }
    }
    whole
}

fn composition(letter: char, mark: char) -> Option<char> {
    let (letters, composed) = match mark {
        '\u{300}' => ("aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        '\u{301}' => ("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ"),
        '\u{302}' => ("aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        '\u{303}' => ("anoANO", "ãñõÃÑÕ"),
        '\u{308}' => ("aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ"),
        '\u{327}' => ("cCsS", "çÇşŞ"),
        _ => return None,
    };
    let at = letters.chars().position(|one| one == letter)?;
    composed.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_is_harmless() {
        for (given, wanted) in [
            ("../../etc/passwd", Some(".._.._etc_passwd")),
            ("C:\\Windows\\x.dll", Some("C:_Windows_x.dll")),
            ("CON.txt", Some("CON.txt")),
            ("fac\u{202e}gpj.exe", Some("facgpj.exe")),
            ("a\u{0}b\r\nc\u{7f}.txt", Some("abc.txt")),
            ("  espaces  ", Some("espaces")),
            (".~lock.compte rendu.odt#", Some(".~lock.compte rendu.odt#")),
            ("..", None),
            (".", None),
            ("...", None),
            ("\u{202e}\u{200b}", None),
            ("", None),
            ("Été à la mer 🏖️.jpg", Some("Été à la mer 🏖️.jpg")),
            ("E\u{301}te\u{301}", Some("Été")),
        ] {
            assert_eq!(harmless(given).as_deref(), wanted, "{given:?}");
        }
        let long = harmless(&format!("{}.jpeg", "🏖".repeat(100))).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with("🏖.jpeg"), "{long}");
        assert!(is_harmless("E\u{301}te\u{301}.odt") && !is_harmless("a\u{202e}b") && !is_harmless("a/b"));
    }

    #[test]
    fn a_number_is_put_before_the_extension_and_within_the_length() {
        assert_eq!(numbered("menu.pdf", 2), "menu (2).pdf");
        assert_eq!(numbered("Dossier", 3), "Dossier (3)");
        let long = numbered(&format!("{}.jpeg", "🏖".repeat(62)), 10);
        assert!(long.len() <= LONGEST && long.ends_with("🏖 (10).jpeg"), "{long}");
    }

    #[test]
    fn numbers_are_ordered_by_their_value() {
        let mut names = ["Semaine 10", "semaine 2", "Éveil", "eveil 1", "Semaine 2 bis"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Éveil", "eveil 1", "semaine 2", "Semaine 2 bis", "Semaine 10"]);
    }
}
