//! French is written where it is shown: not in stores, rules and later work, which have nobody to speak to.

use super::source;
use std::collections::BTreeSet;

const SILENT: [&str; 3] = ["store.rs", "policy.rs", "jobs.rs"];

/// `path: literal`. This list may only shrink.
const EXCEPTIONS: [&str; 0] = [];

#[test]
fn stores_rules_and_jobs_speak_no_french() {
    let found: BTreeSet<String> = source::all()
        .iter()
        .filter(|file| SILENT.contains(&file.name()))
        .flat_map(|file| {
            let spoken = literals(&file.code()).into_iter().filter(|literal| is_french(literal));
            spoken.map(|literal| format!("{}: {literal}", file.path)).collect::<Vec<_>>()
        })
        .collect();
    let accepted: BTreeSet<String> = EXCEPTIONS.iter().map(|&exception| exception.to_owned()).collect();
    let new: Vec<&String> = found.difference(&accepted).collect();
    assert!(new.is_empty(), "French in a file that shows nothing:\n{new:#?}");
    let mended: Vec<&String> = accepted.difference(&found).collect();
    assert!(mended.is_empty(), "mended: take these out of EXCEPTIONS\n{mended:#?}");
}

/// One word for one thing on every screen, letter and sheet: « e-mail ». ONDE's own columns keep their names, and so do
/// the fields of our forms, which nobody reads.
#[test]
fn an_e_mail_is_called_so_everywhere() {
    let found: Vec<String> = source::all()
        .iter()
        .filter(|file| {
            !file.path.contains("people/import/") || file.path.contains("pages") || file.path.contains("sentences")
        })
        .flat_map(|file| {
            let spoken = literals(&file.code()).into_iter().filter(|literal| is_another_word_for_e_mail(literal));
            spoken.map(|literal| format!("{}: {literal}", file.path)).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "say « e-mail »:\n{found:#?}");
}

/// No line of a screen begins with « ? » or ends with «: a narrow no-break space stands there, or a plain no-break one.
#[test]
fn french_signs_never_stand_alone_on_a_line() {
    let found: Vec<String> = source::all()
        .iter()
        .filter(|file| {
            ["src/rooms/", "src/base/ui/", "src/door/", "src/school/"].iter().any(|at| file.path.starts_with(at))
        })
        .filter(|file| !SILENT.contains(&file.name()))
        // Letters are plain text as well, for programs of old; tests say what people type.
        .filter(|file| {
            !["letters", "by_mail", "telling/mail", "/tests", "holidays.rs"].iter().any(|not| file.path.contains(not))
        })
        .flat_map(|file| {
            let spoken =
                literals(&file.code()).into_iter().filter(|text| is_french(text) && breaks_before_a_sign(text));
            spoken.map(|literal| format!("{}: {literal}", file.path)).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "U+202F before ? ! ; : » and after «:\n{found:#?}");
}

fn breaks_before_a_sign(literal: &str) -> bool {
    let chars: Vec<char> = literal.chars().collect();
    chars.windows(3).any(|three| match *three {
        ['«', ' ', _] => true,
        [before, ' ', '?' | '!' | ';' | ':' | '»'] => before.is_alphanumeric() || ")]}%»’.…".contains(before),
        _ => false,
    })
}

fn is_another_word_for_e_mail(literal: &str) -> bool {
    let said = literal.to_lowercase();
    (said.contains("courriel") && said != "courriel") || said.contains("adresse électronique")
}

#[test]
fn french_would_be_seen() {
    let code = "// « à côté »\nlet a = \"élève\"; /* \"été\" */ let b = r#\"dit \"ça\"\"#; let c = '\"'; let d = \"x\\\"é\"; fn f<'a>() {}";
    let seen = literals(code);
    assert_eq!(seen, ["élève", "dit \"ça\"", "x\\\"é"]);
    assert!(seen.iter().all(|literal| is_french(literal)));
    assert!(!is_french("SELECT name FROM class -- plain"));
    assert!(breaks_before_a_sign("Et vous ?") && breaks_before_a_sign("« non") && breaks_before_a_sign("{} : oui"));
    assert!(!breaks_before_a_sign("Et vous\u{202f}?"));
    assert!(is_another_word_for_e_mail("Votre adresse électronique") && is_another_word_for_e_mail("par courriel"));
    assert!(!is_another_word_for_e_mail("courriel") && !is_another_word_for_e_mail("Votre adresse e-mail"));
}

fn is_french(literal: &str) -> bool {
    literal.chars().any(|c| "àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŒ«»’".contains(c))
}

/// What stands between quotation marks, comments and characters left out.
fn literals(code: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), code);
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if let Some(hashes) = raw(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let (inside, after) = rest[hashes + 2..].split_once(&close).unwrap_or(("", ""));
            found.push(inside.to_owned());
            rest = after;
        } else if first == '"' {
            let inside = &rest[1..];
            let end = closing(inside);
            found.push(inside[..end].to_owned());
            rest = inside.get(end + 1..).unwrap_or("");
        } else if let Some(after) = rest.strip_prefix("'\"'").or(rest.strip_prefix("'\\\"'")) {
            rest = after;
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// How many `#` open a raw string here, if one does.
fn raw(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn closing(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == '"' && !escaped {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    inside.len()
}
