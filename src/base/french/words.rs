//! Words that bend: plural, elision, ordinals, lists.

use super::{fold, number};

/// What an ordinal agrees with: « 1er cours », « 1re classe ».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Masculine,
    Feminine,
}

/// « 3 mots », « 1 mot », « 0 mot », « 1 204 élèves ».
pub fn count(n: impl TryInto<i64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(i64::MAX);
    format!("{} {}", number(n), plural(n, one, many))
}

/// The form alone, when the number is written elsewhere. In French the plural starts at two: zero is singular.
pub fn plural<'a>(n: impl TryInto<i64>, one: &'a str, many: &'a str) -> &'a str {
    let n: i64 = n.try_into().unwrap_or(i64::MAX);
    if n.unsigned_abs() < 2 { one } else { many }
}

/// « Léa », « Léa et Hugo », « Léa, Hugo et Tom ».
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, " et ")
}

/// « la carte, le badge ou le carnet ».
pub fn list_or<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, " ou ")
}

/// « de Léa », « d’Emma », « d’Hélène », « de Hamza ».
pub fn de(word: &str) -> String {
    elided("de", "d’", word)
}

/// « à Mme Petit », « aux familles de CE1 », « à la direction ».
pub fn to(word: &str) -> String {
    match (word.strip_prefix("les "), word.strip_prefix("le ")) {
        (Some(many), _) => format!("aux {many}"),
        (_, Some(one)) => format!("au {one}"),
        _ => format!("à {word}"),
    }
}

/// « que Léa », « qu’Emma », « qu’hier ».
pub fn que(word: &str) -> String {
    elided("que", "qu’", word)
}

/// « 1er », « 1re », « 2e », « 21e ».
pub fn ordinal(n: u32, gender: Gender) -> String {
    match (n, gender) {
        (1, Gender::Masculine) => "1er".to_owned(),
        (1, Gender::Feminine) => "1re".to_owned(),
        _ => format!("{n}e"),
    }
}

/// The same text with a capital at its start, for a date that opens a line.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn joined<S: AsRef<str>>(items: &[S], last_link: &str) -> String {
    let mut sentence = String::new();
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            sentence.push_str(if place + 1 == items.len() { last_link } else { ", " });
        }
        sentence.push_str(item.as_ref());
    }
    sentence
}

fn elided(full: &str, short: &str, word: &str) -> String {
    if takes_elision(word) { format!("{short}{word}") } else { format!("{full} {word}") }
}

fn takes_elision(word: &str) -> bool {
    let folded = fold(word);
    let first_word = folded.split(' ').next().unwrap_or_default();
    let mut letters = first_word.chars();
    match letters.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => !NO_ELISION.contains(&first_word),
        // Yves and yeux, but Yanis and yaourt.
        Some('y') => first_word == "yeux" || !matches!(letters.next(), None | Some('a' | 'e' | 'i' | 'o' | 'u')),
        // Only hier itself: hiérarchie and hiéroglyphe keep their distance.
        Some('h') => first_word == "hier" || MUTE_H.split(' ').any(|start| first_word.starts_with(start)),
        _ => false,
    }
}

const NO_ELISION: &[&str] = &["onze", "onzieme", "oui", "ouistiti", "ouistitis", "uhlan", "ululement"];

// Only what a school writes, and the first names whose h French has always left silent. Any other h is kept
// apart (« de Hamza », « de Harry »): the sounder guess for a name that comes from elsewhere.
const MUTE_H: &str = "\
    habi hadrien haleine hallu haltere hamecon harmoni hebdo hebreu hectare hector helene helena helice \
    helico heloise hemi henri herbe herbi heredi herit hermine herve hesit heure heureu hexa hibern \
    hilaire hippo hirondelle histoire histori hiver homeo hommage homme homo honnete honneur honor \
    hopital hopitaux horaire horizon horlog horoscope horreur horrible hortense hospital hote hubert \
    hugo hugues huguette huile huissier huitre humain humanit humeur humid humili humour hyacinthe hydr \
    hygien hymne hyper hypo";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_one_are_singular() {
        assert_eq!(count(0, "mot", "mots"), "0 mot");
        assert_eq!(count(1usize, "mot", "mots"), "1 mot");
        assert_eq!(count(3u64, "mot", "mots"), "3 mots");
        assert_eq!(count(1204i64, "élève", "élèves"), "1\u{202F}204 élèves");
        assert_eq!(plural(-1, "degré", "degrés"), "degré");
        assert_eq!(plural(u64::MAX, "mot", "mots"), "mots");
    }

    #[test]
    fn lists_end_with_et() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["Léa"]), "Léa");
        assert_eq!(list(&["Léa", "Hugo"]), "Léa et Hugo");
        assert_eq!(list(&["Léa".to_owned(), "Hugo".to_owned(), "Tom".to_owned()]), "Léa, Hugo et Tom");
        assert_eq!(list_or(&["lu", "signé"]), "lu ou signé");
    }

    #[test]
    fn de_and_que_elide_before_a_vowel_sound() {
        for (word, expected) in [
            ("Léa", "de Léa"),
            ("Emma", "d’Emma"),
            ("Émile", "d’Émile"),
            ("Œdipe", "d’Œdipe"),
            ("Hélène", "d’Hélène"),
            ("Hugo", "d’Hugo"),
            ("Hamza", "de Hamza"),
            ("Yanis", "de Yanis"),
            ("Yves", "d’Yves"),
            ("hiver", "d’hiver"),
            ("hibou", "de hibou"),
            ("hier", "d’hier"),
            ("hiérarchie", "de hiérarchie"),
            ("onze ans", "de onze ans"),
            ("école", "d’école"),
            ("", "de "),
        ] {
            assert_eq!(de(word), expected);
        }
        assert_eq!(que("il"), "qu’il");
        assert_eq!(que("vous"), "que vous");
    }

    #[test]
    fn ordinals_agree_only_at_one() {
        assert_eq!(ordinal(1, Gender::Masculine), "1er");
        assert_eq!(ordinal(1, Gender::Feminine), "1re");
        assert_eq!(ordinal(2, Gender::Feminine), "2e");
        assert_eq!(ordinal(21, Gender::Masculine), "21e");
    }

    #[test]
    fn a_capital_keeps_its_accent() {
        assert_eq!(capitalised("été"), "Été");
        assert_eq!(capitalised(""), "");
    }
}
