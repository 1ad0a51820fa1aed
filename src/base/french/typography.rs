//! Spaces and figures as French sets them.

/// Narrow no-break space, before ; : ! ? » and between thousands.
pub const NARROW: char = '\u{202F}';
/// No-break space, between a figure and its unit.
pub const NO_BREAK: char = '\u{00A0}';

/// Sets plain text (never HTML): narrow no-break spaces around « » and before ; : ! ?, the typographic apostrophe
/// between letters, the true ellipsis. Web addresses and times such as 16:05 are left alone.
pub fn typeset(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut set = String::with_capacity(text.len() + 16);
    for (place, &c) in chars.iter().enumerate() {
        let before = set.chars().next_back();
        let after = chars.get(place + 1).copied();
        match c {
            ';' | ':' | '!' | '?' | '»' => {
                if before.is_some_and(is_space) {
                    set.truncate(set.trim_end_matches(is_space).len());
                    if !set.is_empty() && !set.ends_with('\n') {
                        set.push(NARROW);
                    }
                } else if closes_a_word(c, before, after) {
                    set.push(NARROW);
                }
                set.push(c);
            }
            '\'' if before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphanumeric) => {
                set.push('’')
            }
            '.' if set.ends_with("..") && !set.ends_with("...") && after != Some('.') => {
                set.truncate(set.len() - 2);
                set.push('…');
            }
            _ if before == Some('«') => {
                set.push(NARROW);
                if !is_space(c) {
                    set.push(c);
                }
            }
            _ if is_space(c) && set.ends_with(['«', NARROW]) => {}
            _ => set.push(c),
        }
    }
    set
}

/// « 1 204 », with narrow no-break spaces between thousands.
pub fn number(n: impl TryInto<i64>) -> String {
    let n: i64 = n.try_into().unwrap_or(i64::MAX);
    let digits = n.unsigned_abs().to_string();
    let mut written = String::from(if n < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(NARROW);
        }
        written.push(digit);
    }
    written
}

/// « 512 octets », « 340 ko », « 1,2 Mo », « 3 Go ».
pub fn bytes(n: u64) -> String {
    if n < 1000 {
        let unit = if n < 2 { "octet" } else { "octets" };
        return format!("{n}{NO_BREAK}{unit}");
    }
    // A value that rounds up to a thousand goes on to the next unit.
    let mut scale = 1000u64;
    for unit in ["ko", "Mo", "Go"] {
        let tenths = rounded(n, scale / 10);
        if tenths < 100 && !tenths.is_multiple_of(10) {
            return format!("{},{}{NO_BREAK}{unit}", tenths / 10, tenths % 10);
        }
        let whole = rounded(n, scale);
        if whole < 1000 {
            return format!("{whole}{NO_BREAK}{unit}");
        }
        scale *= 1000;
    }
    format!("{}{NO_BREAK}To", number(rounded(n, scale)))
}

fn rounded(n: u64, unit: u64) -> u64 {
    n.saturating_add(unit / 2) / unit
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | NO_BREAK | NARROW)
}

/// A sign typed without its space: only when it ends a word, so that « https: », « ?page=2 » and « 16:05 » stay whole.
fn closes_a_word(sign: char, before: Option<char>, after: Option<char>) -> bool {
    let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, '»' | ')' | '!' | '?' | '.'));
    let follows = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '»' | '%' | '€' | '’'));
    if sign == '»' { before.is_some_and(|c| c != '«' && !c.is_whitespace()) } else { follows && ends }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_before_high_signs_are_narrow_and_never_break() {
        for (typed, set) in [
            ("Bonjour !", "Bonjour\u{202F}!"),
            ("Bonjour!", "Bonjour\u{202F}!"),
            ("Quoi ?!", "Quoi\u{202F}?!"),
            ("Quoi?!", "Quoi\u{202F}?!"),
            ("À prévoir : un pique-nique ; de l'eau", "À prévoir\u{202F}: un pique-nique\u{202F}; de l’eau"),
            ("« Léa »", "«\u{202F}Léa\u{202F}»"),
            ("«Léa»", "«\u{202F}Léa\u{202F}»"),
            ("«\u{A0}Léa\u{A0}» est là", "«\u{202F}Léa\u{202F}» est là"),
            ("https://ecole.fr/?page=2", "https://ecole.fr/?page=2"),
            ("à 16:05", "à 16:05"),
            ("un 'mot' cité", "un 'mot' cité"),
            ("à suivre...", "à suivre…"),
            ("....", "...."),
            ("! seul", "! seul"),
            ("fin\n! début", "fin\n! début"),
            ("", ""),
        ] {
            assert_eq!(typeset(typed), set, "{typed}");
        }
    }

    #[test]
    fn setting_twice_changes_nothing() {
        let once = typeset("Attention : «Qu'est-ce que c'est?» dit-il... Oui !");
        assert_eq!(typeset(&once), once);
    }

    #[test]
    fn numbers_have_thin_thousands() {
        assert_eq!(number(7), "7");
        assert_eq!(number(1204), "1\u{202F}204");
        assert_eq!(number(-1_000_000), "−1\u{202F}000\u{202F}000");
        assert_eq!(number(u64::MAX), number(i64::MAX));
    }

    #[test]
    fn sizes_are_decimal_with_a_comma() {
        for (n, written) in [
            (0, "0 octet"),
            (512, "512 octets"),
            (1000, "1 ko"),
            (1_240_000, "1,2 Mo"),
            (1_000_000, "1 Mo"),
            (12_400_000, "12 Mo"),
            (340_499, "340 ko"),
            (999_960, "1 Mo"),
            (9_960_000, "10 Mo"),
            (3_000_000_000, "3 Go"),
            (2_000_000_000_000, "2 To"),
        ] {
            assert_eq!(bytes(n), written.replace(' ', "\u{A0}"), "{n}");
        }
    }
}
