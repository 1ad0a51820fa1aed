//! What an answer by return mail says, told from its words alone: strict, because a signature is made of it. A greeting, the
//! words themselves, a thank-you, the sender's own name; anything more is for a person to read.

use crate::base::french;

/// What the word asks, as far as a reply may say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// « Lu et signé ».
    Signature,
    /// « Lu ».
    Reading,
    /// « Oui » or « non » to the only question.
    YesNo,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// What was expected: signed, or read.
    Done,
    Yes,
    No,
}

/// Nobody needs more words for it.
const MOST_WORDS: usize = 40;
const MOST_LINES: usize = 10;
/// What may stand between words. A question mark makes another sentence of all of it, a picture may mean anything.
const BETWEEN: &str = ".,;:!'’\"«»“”()-–—_/*&+\u{a0}\u{202f}";

const READ: [&str; 10] = [
    "lu",
    "bien lu",
    "j ai lu",
    "j ai bien lu",
    "j ai lu ce mot",
    "j ai lu le mot",
    "j ai bien lu ce mot",
    "mot lu",
    "lu et compris",
    "lu merci",
];
const SIGNED: [&str; 14] = [
    "lu et signe",
    "lu et signee",
    "lu signe",
    "lu et approuve",
    "lu et approuvee",
    "bien lu et signe",
    "signe",
    "signee",
    "je signe",
    "je signe ce mot",
    "vu et signe",
    "lu approuve et signe",
    "lu et approuve signe",
    "mot lu et signe",
];
const GREETINGS: [&str; 12] = [
    "bonjour",
    "bonsoir",
    "madame",
    "monsieur",
    "mme",
    "m",
    "mr",
    "chere madame",
    "cher monsieur",
    "la maitresse",
    "maitresse",
    "maitre",
];
const CLOSINGS: [&str; 18] = [
    "merci",
    "merci beaucoup",
    "merci a vous",
    "merci d avance",
    "cordialement",
    "bien cordialement",
    "tres cordialement",
    "salutations",
    "bien a vous",
    "respectueusement",
    "bonne journee",
    "bonne soiree",
    "bon week end",
    "bonne semaine",
    "a bientot",
    "belle journee",
    "belle soiree",
    "avec mes remerciements",
];
/// What a telephone adds by itself.
const MACHINES: [&str; 14] = [
    "envoye de mon iphone",
    "envoye de mon ipad",
    "envoye depuis mon iphone",
    "envoye depuis mon telephone",
    "envoye de mon telephone",
    "envoye depuis mon mobile",
    "envoye de mon mobile",
    "envoye de mon appareil mobile",
    "envoye depuis mon appareil mobile",
    "envoye depuis mon appareil android",
    "envoye de mon smartphone samsung galaxy",
    "obtenir outlook pour ios",
    "obtenir outlook pour android",
    "sent from my iphone",
];
/// However somebody is called, these are no names in an answer.
const NEVER_NAMES: [&str; 12] =
    ["pas", "non", "oui", "ne", "ni", "rien", "jamais", "sauf", "sans", "mais", "plus", "refuse"];
/// Around a name: « Sophie Petit, maman de Léa ».
const KINDRED: [&str; 12] = [
    "maman de",
    "papa de",
    "mere de",
    "pere de",
    "la maman de",
    "le papa de",
    "maman d",
    "papa d",
    "et",
    "pour",
    "parent de",
    "tante de",
];

/// `names`: those that may stand in it, of the sender, of the children and of who wrote the word.
pub fn said(text: &str, expected: Expected, names: &[&str]) -> Option<Said> {
    let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let is_plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || is_accent(c) || BETWEEN.contains(c);
    if text.lines().filter(|line| !line.trim().is_empty()).count() > MOST_LINES || !text.chars().all(is_plain) {
        return None;
    }
    let bare: String = text.chars().map(|c| if BETWEEN.contains(c) { ' ' } else { c }).collect();
    let folded = french::fold(&bare);
    let words: Vec<&str> = folded.split_whitespace().collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let names: Vec<String> = names.iter().map(|name| french::fold(name)).collect();
    let names = names.iter().flat_map(|name| name.split_whitespace()).filter(|name| !NEVER_NAMES.contains(name));
    let names: Vec<&str> = names.collect();
    let mut heard = None;
    let mut at = 0;
    while at < words.len() {
        let (taken, says) = next(&words[at..], expected, &names)?;
        // « Oui et non » is no answer; the same twice is one.
        if let (Some(before), Some(now)) = (heard, says)
            && before != now
        {
            return None;
        }
        heard = heard.or(says);
        at += taken;
    }
    heard
}

/// The longest phrase that these words begin with: of how many words, and what it says.
fn next(words: &[&str], expected: Expected, names: &[&str]) -> Heard {
    let done = |list: &[&str]| longest(words, list).map(|taken| (taken, Some(Said::Done)));
    let answer = match (expected, words.first()) {
        (Expected::Signature, _) => done(&SIGNED),
        (Expected::Reading, _) => further(done(&SIGNED), done(&READ)),
        (Expected::YesNo, Some(&"oui")) => Some((1, Some(Said::Yes))),
        (Expected::YesNo, Some(&"non")) => Some((1, Some(Said::No))),
        // « Oui, lu et signé »: the answer is the one word, and the rest goes without saying.
        (Expected::YesNo, _) => longest(words, &SIGNED).map(|taken| (taken, None)),
    };
    let polite = [GREETINGS.as_slice(), &CLOSINGS, &MACHINES, &KINDRED];
    let polite = polite.iter().filter_map(|list| longest(words, list)).max();
    let is_name = words.first().is_some_and(|word| names.contains(word) || is_initial(word, names));
    let aside = polite.or(is_name.then_some(1)).map(|taken| (taken, None));
    further(answer, aside)
}

type Heard = Option<(usize, Option<Said>)>;

/// The one that takes more words; the first where they take as many.
fn further(one: Heard, other: Heard) -> Heard {
    match (one, other) {
        (Some(one), Some(other)) if other.0 > one.0 => Some(other),
        (one, other) => one.or(other),
    }
}

fn longest(words: &[&str], list: &[&str]) -> Option<usize> {
    let begins = |phrase: &&&str| {
        let count = phrase.split(' ').count();
        words.len() >= count && phrase.split(' ').eq(words[..count].iter().copied())
    };
    list.iter().filter(begins).map(|phrase| phrase.split(' ').count()).max()
}

/// « S. Petit ».
fn is_initial(word: &str, names: &[&str]) -> bool {
    word.len() == 1 && names.iter().any(|name| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["Sophie", "Petit", "Léa", "Roussel"];

    #[rustfmt::skip]
    const SIGNS: [&str; 22] = [
        "Lu et signé", "lu et signé.", "LU ET SIGNE", "Lu & signé", "  « Lu et signé »  ", "Lu et approuvé", "Signé", "je signe",
        "Bonjour, lu et signé", "Bonjour,\n\nLu et signé.\n\nSophie Petit", "Bonjour Monsieur Roussel,\nLu et signé\nMerci, S. Petit",
        "Lu et signé !\nCordialement,\nMme Petit, maman de Léa", "Lu et signé\n\nEnvoyé de mon iPhone", "Lu, signé", "Vu et signé",
        "Lu et signé pour Léa", "Lu et signé\n--\nSophie Petit", "Bonsoir\nSigné\nBonne soirée", "« lu et signé »",
        "Lu et signé\nLu et signé", "Lu et approuve, signé. Merci beaucoup", "lu\u{a0}et\u{a0}signe\u{301}",
    ];

    #[rustfmt::skip]
    const SIGNS_NOT: [&str; 30] = [
        "", "Bonjour", "Merci", "Lu", "Oui", "Non", "OK", "D’accord", "Vu", "Lu et signé ?", "Je ne signe pas", "Pas signé",
        "Lu mais pas signé", "Lu et signé, mais Léa ne mange pas de porc", "Je signerai demain", "Lu et signé 👎", "👍",
        "Lu et signé par Paul", "Lu et signé\nJe voudrais un rendez-vous", "Pouvez-vous me rappeler ?", "Je suis absente jusqu’au 30 novembre",
        "Bonjour,\nLe mot disait :\n« Lu et signé »\nmais je ne suis pas d’accord", "Lu et non signé", "Non, je ne signe rien, lu et signé",
        "Transféré : Lu et signé", "> Lu et signé", "Lu et signé <b>", "Signez ici", "Lu et signé 2", "Re: Lu et signé\nà vous",
    ];

    #[test]
    fn a_signature_is_heard_through_politeness() {
        for text in SIGNS {
            assert_eq!(said(text, Expected::Signature, &NAMES), Some(Said::Done), "{text}");
            assert_eq!(said(text, Expected::Reading, &NAMES), Some(Said::Done), "who signs has read: {text}");
        }
    }

    #[test]
    fn anything_more_is_for_a_person_to_read() {
        for text in SIGNS_NOT {
            assert_eq!(said(text, Expected::Signature, &NAMES), None, "{text}");
        }
        let long = "merci ".repeat(60) + "lu et signé";
        assert_eq!(said(&long, Expected::Signature, &NAMES), None);
        assert_eq!(said(&"\nMerci".repeat(12), Expected::Signature, &NAMES), None);
    }

    #[test]
    fn to_have_read_is_not_to_sign() {
        for text in ["Lu", "Bien lu, merci", "J’ai lu ce mot", "j'ai bien lu", "Bonjour, lu. Sophie", "Lu et compris"]
        {
            assert_eq!(said(text, Expected::Reading, &NAMES), Some(Said::Done), "{text}");
            assert_eq!(said(text, Expected::Signature, &NAMES), None, "{text}");
        }
        for text in ["Pas lu", "J’ai lu, et je ne comprends pas", "Lu ?", "Oui", "Je n’ai pas lu"] {
            assert_eq!(said(text, Expected::Reading, &NAMES), None, "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_said_alone() {
        for (text, answer) in [
            ("Oui", Some(Said::Yes)),
            ("OUI !", Some(Said::Yes)),
            ("Bonjour, non merci", Some(Said::No)),
            ("Non.\nSophie Petit", Some(Said::No)),
            ("Oui, lu et signé", Some(Said::Yes)),
            ("Oui pour Léa", Some(Said::Yes)),
            ("Oui, oui", Some(Said::Yes)),
            ("Oui et non", None),
            ("Non, oui", None),
            ("Oui mais pas le matin", None),
            ("Lu et signé", None),
            ("Pas oui", None),
            ("Oui ?", None),
            ("Peut-être", None),
        ] {
            assert_eq!(said(text, Expected::YesNo, &NAMES), answer, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_nobody_s_here_is_more_than_a_signature() {
        assert_eq!(said("Lu et signé, Sophie", Expected::Signature, &NAMES), Some(Said::Done));
        assert_eq!(said("Lu et signé, Sophie", Expected::Signature, &["Paul"]), None);
    }
}
