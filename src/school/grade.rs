//! The nine levels of a primary school, read from what ONDE writes and said in French.

use crate::base::french;
use crate::school::calendar::SchoolYear;
use std::sync::LazyLock;

/// In order of age: a class list sorts by it. A level belongs to the pupil's enrolment, never to the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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

    /// As stored and as shown where room is short: « CE1 ».
    pub fn short(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// « cours élémentaire 1re année ».
    pub fn long(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// From a code or a wording of ONDE: « CE2 », « Cours élémentaire 2e année », « Petite section de maternelle ».
    pub fn parse(text: &str) -> Option<Grade> {
        let key = key(text);
        let known = KEYS.iter().find(|(_, [short, long])| [short, long].contains(&&key)).map(|(grade, _)| *grade);
        known.or_else(|| OTHER_WORDINGS.iter().find(|(wording, _)| key == *wording).map(|(_, grade)| *grade))
    }

    /// The first level that a class is named by: CE1 for « CE1-CE2 A ».
    pub fn first_in(class_name: &str) -> Option<Grade> {
        let whole = Grade::parse(class_name);
        whole.or_else(|| class_name.split(|c: char| !c.is_alphanumeric()).find_map(Grade::parse))
    }

    /// 1 for maternelle, 2 from CP to CE2, 3 for CM1 and CM2. Derived from the level: ONDE's own column is unreliable.
    pub fn cycle(self) -> u8 {
        match self {
            Grade::Tps | Grade::Ps | Grade::Ms | Grade::Gs => 1,
            Grade::Cp | Grade::Ce1 | Grade::Ce2 => 2,
            Grade::Cm1 | Grade::Cm2 => 3,
        }
    }

    pub fn is_maternelle(self) -> bool {
        self.cycle() == 1
    }

    /// Where pupils go the year after; None after CM2, when they leave for the collège.
    pub fn next(self) -> Option<Grade> {
        Grade::ALL.get(self as usize + 1).copied()
    }

    /// The civil year in which most pupils of this level were born; others skipped or repeated a year.
    pub fn usual_birth_year(self, year: SchoolYear) -> i16 {
        year.first_civil_year() - 2 - self as i16
    }
}

const NAMES: [(&str, &str); 9] = [
    ("TPS", "toute petite section"),
    ("PS", "petite section"),
    ("MS", "moyenne section"),
    ("GS", "grande section"),
    ("CP", "cours préparatoire"),
    ("CE1", "cours élémentaire 1re année"),
    ("CE2", "cours élémentaire 2e année"),
    ("CM1", "cours moyen 1re année"),
    ("CM2", "cours moyen 2e année"),
];

/// The same, ready to compare: each page that lists classes in order reads the level off each of their names.
static KEYS: LazyLock<[(Grade, [String; 2]); 9]> =
    LazyLock::new(|| Grade::ALL.map(|grade| (grade, [key(grade.short()), key(grade.long())])));

const OTHER_WORDINGS: &[(&str, Grade)] = &[
    ("trespetitesection", Grade::Tps),
    ("toutpetits", Grade::Tps),
    ("petits", Grade::Ps),
    ("moyens", Grade::Ms),
    ("grands", Grade::Gs),
    ("coursprepa", Grade::Cp),
    ("courselementaire1", Grade::Ce1),
    ("courselementaire2", Grade::Ce2),
    ("coursmoyen1", Grade::Cm1),
    ("coursmoyen2", Grade::Cm2),
];

/// Folded, glued, with the many ways of writing an ordinal made one and « de maternelle » dropped.
fn key(text: &str) -> String {
    let mut key: String = french::fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    // « CE1 », and whatever else is too short to hold an ordinal beside a level.
    if key.len() <= 3 {
        return key;
    }
    for (written, kept) in [("1iere", "1"), ("1ere", "1"), ("1re", "1"), ("premiere", "1"), ("1er", "1")] {
        key = key.replace(written, kept);
    }
    for (written, kept) in
        [("2ieme", "2"), ("2eme", "2"), ("2nde", "2"), ("deuxieme", "2"), ("seconde", "2"), ("2e", "2")]
    {
        key = key.replace(written, kept);
    }
    let key = key.strip_suffix("maternelle").unwrap_or(&key);
    let key = key.strip_suffix("de").unwrap_or(key);
    key.strip_suffix("annee").unwrap_or(key).to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_known_wording_is_read() {
        for (text, grade) in [
            ("TPS", Grade::Tps),
            ("Toute petite section de maternelle", Grade::Tps),
            ("ps", Grade::Ps),
            ("PETITE SECTION", Grade::Ps),
            ("Moyenne section de maternelle", Grade::Ms),
            ("GRANDE SECTION MATERNELLE", Grade::Gs),
            ("C.P.", Grade::Cp),
            ("Cours préparatoire", Grade::Cp),
            ("CE 1", Grade::Ce1),
            ("Cours élémentaire 1ère année", Grade::Ce1),
            ("COURS ELEMENTAIRE 2EME ANNEE", Grade::Ce2),
            ("Cours élémentaire 2e année", Grade::Ce2),
            ("Cours moyen première année", Grade::Cm1),
            (" cm2 ", Grade::Cm2),
        ] {
            assert_eq!(Grade::parse(text), Some(grade), "{text}");
        }
        for wrong in ["", "6e", "ULIS", "CE", "CM3", "section"] {
            assert_eq!(Grade::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_come_back() {
        for grade in Grade::ALL {
            assert_eq!(Grade::parse(grade.short()), Some(grade));
            assert_eq!(Grade::parse(grade.long()), Some(grade));
        }
    }

    #[test]
    fn order_cycle_and_age() {
        assert!(Grade::ALL.is_sorted());
        assert_eq!(Grade::ALL.map(Grade::cycle), [1, 1, 1, 1, 2, 2, 2, 3, 3]);
        assert!(Grade::Gs.is_maternelle() && !Grade::Cp.is_maternelle());
        assert_eq!((Grade::Gs.next(), Grade::Cm2.next()), (Some(Grade::Cp), None));
        let year = SchoolYear::of(date(2026, 9, 1));
        assert_eq!(Grade::Tps.usual_birth_year(year), 2024);
        assert_eq!(Grade::Cm2.usual_birth_year(year), 2016);
    }

    #[test]
    fn the_wordings_that_files_were_seen_with() {
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
            assert_eq!(Grade::parse(cell), Some(wanted), "{cell}");
        }
        assert_eq!(Grade::parse("ULIS"), None);
    }
}
