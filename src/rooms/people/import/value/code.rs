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

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Grade {
    Tps,
    Ps,
    Ms,
    Gs,
    Cp,
    Ce1,
    Ce2,
    Cm1,
    Cm2,
}

impl Grade {
    pub const ALL: [Grade; 9] =
        [Grade::Tps, Grade::Ps, Grade::Ms, Grade::Gs, Grade::Cp, Grade::Ce1, Grade::Ce2, Grade::Cm1, Grade::Cm2];

    pub fn code(self) -> &'static str {
        match self {
            Grade::Tps => "TPS",
            Grade::Ps => "PS",
            Grade::Ms => "MS",
            Grade::Gs => "GS",
            Grade::Cp => "CP",
            Grade::Ce1 => "CE1",
            Grade::Ce2 => "CE2",
            Grade::Cm1 => "CM1",
            Grade::Cm2 => "CM2",
        }
    }
}

/// Short codes and the long wording of older files (« Cours élémentaire 2e année »).
pub fn grade(cell: &str) -> Option<Grade> {
    let key = fold(cell)
        .replace("dematernelle", "")
        .replace("maternelle", "")
        .replace("enfantine", "")
        .replace("premiere", "1")
        .replace("deuxieme", "2")
        .replace("seconde", "2")
        .replace("1ere", "1")
        .replace("1re", "1")
        .replace("2eme", "2")
        .replace("2nde", "2")
        .replace("2e", "2")
        .replace("annee", "");
    Some(match key.as_str() {
        "tps" | "toutepetitesection" | "touspetits" | "toutpetits" => Grade::Tps,
        "ps" | "petitesection" | "petits" => Grade::Ps,
        "ms" | "moyennesection" | "moyens" => Grade::Ms,
        "gs" | "grandesection" | "grands" => Grade::Gs,
        "cp" | "courspreparatoire" => Grade::Cp,
        "ce1" | "courselementaire1" => Grade::Ce1,
        "ce2" | "courselementaire2" => Grade::Ce2,
        "cm1" | "coursmoyen1" => Grade::Cm1,
        "cm2" | "coursmoyen2" => Grade::Cm2,
        _ => return None,
    })
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
    fn grades_short_and_long() {
        for g in Grade::ALL {
            assert_eq!(grade(&g.code().to_lowercase()), Some(g));
        }
        for (cell, wanted) in [
            ("Petite section de maternelle", Grade::Ps),
            ("Toute petite section", Grade::Tps),
            ("GRANDE SECTION", Grade::Gs),
            ("Cours préparatoire", Grade::Cp),
            ("Cours élémentaire 1ère année", Grade::Ce1),
            ("COURS ELEMENTAIRE 2E ANNEE", Grade::Ce2),
            ("Cours moyen première année", Grade::Cm1),
            ("Cours moyen 2ème année", Grade::Cm2),
        ] {
            assert_eq!(grade(cell), Some(wanted), "{cell}");
        }
        assert_eq!(grade("ULIS"), None);
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
