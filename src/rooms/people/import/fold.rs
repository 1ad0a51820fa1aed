//! One way to compare what people typed: lower case, no accents, no punctuation. Never used to show anything.

/// Letters and digits only, so that « D'ALMEIDA », « d’Almeida » and « D ALMEIDA » are one key.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_letter(text, |c| out.push(c), || ());
    out
}

/// As [`fold`], but words stay apart: « PS-MS  Mme Marchand » is `ps ms mme marchand`.
pub fn fold_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let gap = std::cell::Cell::new(false);
    each_letter(
        text,
        |c| {
            if gap.take() && !out.is_empty() {
                out.push(' ');
            }
            out.push(c);
        },
        || gap.set(true),
    );
    out
}

fn each_letter(text: &str, mut letter: impl FnMut(char), mut other: impl FnMut()) {
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => letter(c),
            'œ' => "oe".chars().for_each(&mut letter),
            'æ' => "ae".chars().for_each(&mut letter),
            'ß' => "ss".chars().for_each(&mut letter),
            // A combining accent, the BOM and invisible spaces of width zero separate nothing.
            '\u{300}'..='\u{36f}' | '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{ad}' => {}
            _ => match bare(c) {
                Some(plain) => letter(plain),
                None if c.is_alphanumeric() => letter(c),
                None => other(),
            },
        }
    }
}

/// The letter under the accent, for the Latin letters met in French schools (Vietnamese included).
fn bare(c: char) -> Option<char> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

/// How many slips of the keyboard lie between two keys (a swap of neighbours is one), or `None` beyond `most`.
pub fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut now = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            now[j] = change.min(last[j] + 1).min(now[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                now[j] = now[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, now);
    }
    Some(last[b.len()]).filter(|n| *n <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_lose_their_accents_only() {
        for (given, key) in [
            ("  D’ALMEIDA ", "dalmeida"),
            ("Le Goff", "legoff"),
            ("LECŒUR", "lecoeur"),
            ("Ouédraogo", "ouedraogo"),
            ("ÖZTÜRK", "ozturk"),
            ("Nguyễn Đức", "nguyenduc"),
            ("Łukasz", "lukasz"),
            ("İpek Işık", "ipekisik"),
            ("Ioneșcu", "ionescu"),
            ("E\u{301}mine", "emine"),
            ("\u{feff}Né(e) le*", "neele"),
            ("Мельник", "мельник"),
        ] {
            assert_eq!(fold(given), key, "{given}");
        }
    }

    #[test]
    fn words_stay_apart_when_asked() {
        assert_eq!(fold_words(" PS-MS  Mme Marchand "), "ps ms mme marchand");
        assert_eq!(fold_words("CE1/CE2\u{a0}M. Le Goff"), "ce1 ce2 m le goff");
    }

    #[test]
    fn slips_of_the_keyboard_are_counted() {
        assert_eq!(slips("gamil", "gmail", 1), Some(1));
        assert_eq!(slips("martin", "martin", 2), Some(0));
        assert_eq!(slips("martin", "marteau", 2), None);
        assert_eq!(slips("lea", "leo", 2), Some(1));
        assert_eq!(slips("", "abc", 2), None);
    }
}
