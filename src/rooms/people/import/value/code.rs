//! Values from a short list: sex, civility, grade, oui/non, and the INE's two shapes.
use crate::rooms::people::import::fold::fold;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    Girl,
    Boy,
}

pub fn sex(cell: &str) -> Option<Sex> {
    match fold(cell).as_str() {
        "m" | "h" | "g" | "1" | "masculin" | "garcon" => Some(Sex::Boy),
        "f" | "2" | "feminin" | "fille" => Some(Sex::Girl),
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Civility {
    Madame,
    Monsieur,
}

/// « Mlle » left French forms in 2012: it is read as Madame.
pub fn civility(cell: &str) -> Option<Civility> {
    match fold(cell).as_str() {
        "m" | "mr" | "mo" | "monsieur" => Some(Civility::Monsieur),
        "mme" | "mmes" | "madame" | "mlle" | "melle" | "mademoiselle" => Some(Civility::Madame),
        _ => None,
    }
}

impl Civility {
    pub fn short(self) -> &'static str {
        match self {
            Civility::Madame => "Mme",
            Civility::Monsieur => "M.",
        }
    }
}

/// Ten digits and a letter, or nine digits and two letters; upper case, spaces aside.
pub fn ine(cell: &str) -> Option<String> {
    let code: String = cell.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let bytes = code.as_bytes();
    let well_formed = bytes.len() == 11
        && bytes[..9].iter().all(u8::is_ascii_digit)
        && bytes[9].is_ascii_alphanumeric()
        && bytes[10].is_ascii_uppercase();
    well_formed.then_some(code)
}

pub fn yes(cell: &str) -> bool {
    matches!(fold(cell).as_str(), "oui" | "o" | "1" | "x" | "vrai" | "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sex_in_every_coding() {
        for cell in ["M", "H", "g", "1", "Garçon"] {
            assert_eq!(sex(cell), Some(Sex::Boy));
        }
        for cell in ["F", " f ", "2", "Fille"] {
            assert_eq!(sex(cell), Some(Sex::Girl));
        }
        assert_eq!(sex("X"), None);
    }

    #[test]
    fn civility_in_every_case() {
        assert_eq!(civility("M."), Some(Civility::Monsieur));
        assert_eq!(civility("MME"), Some(Civility::Madame));
        assert_eq!(civility("Mlle"), Some(Civility::Madame));
        assert_eq!(civility("M. et Mme"), None);
    }

    #[test]
    fn ine_has_two_shapes() {
        assert_eq!(ine("0612345678k").as_deref(), Some("0612345678K"));
        assert_eq!(ine("260000101 AB").as_deref(), Some("260000101AB"));
        for odd in ["2600001010B1", "26000010", "A60000101AB", "éééééa"] {
            assert_eq!(ine(odd), None, "{odd}");
        }
    }
}
