//! Names and class labels: kept as given, shown as one writes them, compared by key.
use crate::rooms::people::import::fold::{fold, fold_words};

/// As given, less the white space that nobody meant.
pub fn name(cell: &str) -> String {
    let visible = |c: &char| !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}');
    cell.chars().filter(visible).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn name_key(name: &str) -> String {
    fold(name)
}

pub fn class_label(cell: &str) -> String {
    name(cell)
}

pub fn class_key(label: &str) -> String {
    fold_words(label)
}

/// ONDE writes last names in capitals: « D'ALMEIDA » is shown « D’Almeida ».
/// A name that already mixes both cases is its owner's business and only gets its apostrophe.
pub fn proper_name(name: &str) -> String {
    let mixed = name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    if mixed {
        return name.replace('\'', "’");
    }
    name.split(' ')
        .enumerate()
        .map(|(place, word)| match place > 0 && is_particle(word) {
            true => lower(word),
            false => capitalised(word),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Inside a name (« Martin de Souza »); at its start they take a capital.
fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 10] = ["de", "du", "des", "da", "das", "do", "dos", "di", "von", "et"];
    PARTICLES.contains(&word.to_lowercase().as_str())
}

fn capitalised(word: &str) -> String {
    let mut start = true;
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\'' | '’' => {
                out.push('’');
                start = true;
            }
            _ if !c.is_alphanumeric() => {
                out.push(c);
                // A combining accent belongs to the letter before it.
                start = !matches!(c, '\u{300}'..='\u{36f}');
            }
            _ if start => {
                out.extend(c.to_uppercase());
                start = false;
            }
            _ => out.push_str(&lower(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// « İ » in lower case is a plain « i » here, not an i with a second dot.
fn lower(text: &str) -> String {
    text.to_lowercase().replace("i\u{307}", "i")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        for (given, shown) in [
            ("D'ALMEIDA", "D’Almeida"),
            ("LE GOFF", "Le Goff"),
            ("OUÉDRAOGO", "Ouédraogo"),
            ("MOREL-LEFÈVRE", "Morel-Lefèvre"),
            ("ÖZTÜRK", "Öztürk"),
            ("ŞAHİN", "Şahin"),
            ("NGUYỄN", "Nguyễn"),
            ("LECŒUR", "Lecœur"),
            ("DE LA TOUR", "De La Tour"),
            ("MARTIN DE SOUZA", "Martin de Souza"),
            ("MARTIN D'ORNANO", "Martin D’Ornano"),
            ("N'GOLO", "N’Golo"),
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("léa", "Léa"),
            ("tuan anh", "Tuan Anh"),
            ("McDonald", "McDonald"),
            ("d'Artagnan", "d’Artagnan"),
            ("", ""),
        ] {
            assert_eq!(proper_name(given), shown);
        }
    }

    #[test]
    fn a_label_is_shown_tidy_and_compared_loosely() {
        assert_eq!(class_label(" CLASSE  CE2 "), "CLASSE CE2");
        assert_eq!(class_key("CLASSE  CE2"), class_key("Classe CE2"));
        assert_eq!(class_key("CE1-CE2 Mme BÉNALI"), class_key("ce1 / ce2 mme benali"));
        assert_ne!(class_key("CE1 A"), class_key("CE1 B"));
    }
}
