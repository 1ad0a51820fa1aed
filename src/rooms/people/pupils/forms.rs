//! A pupil as typed, and a departure.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::{day, one_line, person},
    school::{
        Class,
        grade::Grade,
        person::{NewPerson, PupilFacts},
    },
};
use jiff::civil::Date;

pub struct PupilForm {
    pub new: NewPerson,
    pub facts: PupilFacts,
    pub class: Option<Id<Class>>,
    /// Whether the class was on the form at all: what was not asked is not changed.
    pub is_class_asked: bool,
    pub grade: &'static str,
    /// « C’est un autre enfant » was ticked.
    pub is_another: bool,
    /// « Ajouter et continuer »: the next one, in the same class.
    pub has_next: bool,
}

impl Form for PupilForm {
    fn check(fields: &Fields, _: &[Upload]) -> Result<PupilForm, Faults> {
        let mut faults = Faults::default();
        let new = person(fields, &mut faults);
        let facts = PupilFacts {
            born_on: day(fields, "naissance", &mut faults),
            sex: if matches!(fields.get("sexe"), "F" | "M") { fields.get("sexe").to_owned() } else { String::new() },
            ine: ine(fields.get("ine"), &mut faults),
            second_street: one_line(fields.get("rue_2")),
            second_postcode: one_line(fields.get("code_postal_2")),
            second_town: one_line(fields.get("ville_2")),
        };
        let class = fields.get("classe").parse().ok();
        let grade = Grade::parse(fields.get("niveau")).map_or("", Grade::short);
        if class.is_some() && grade.is_empty() {
            faults.add("niveau", "Choisissez le niveau de l’élève dans cette classe.");
        }
        faults.or(PupilForm {
            new,
            facts,
            class,
            is_class_asked: fields.has("classe"),
            grade,
            is_another: fields.has("autre_enfant"),
            has_next: fields.has("suivant"),
        })
    }
}

pub struct Departure {
    pub last_day: Date,
}

impl Form for Departure {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Departure, Faults> {
        let mut faults = Faults::default();
        match day(fields, "dernier_jour", &mut faults) {
            Some(last_day) => faults.or(Departure { last_day }),
            None if faults.is_empty() => {
                Err(Faults::one("dernier_jour", "Dites quel a été le dernier jour à l’école."))
            }
            None => Err(faults),
        }
    }
}

/// Eleven signs, letters and digits; their inner check is not public, so that no more is asked.
fn ine(text: &str, faults: &mut Faults) -> Option<String> {
    let ine: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    if ine.is_empty() {
        return None;
    }
    if ine.len() != 11 || !ine.chars().all(|c| c.is_ascii_alphanumeric()) {
        faults.add("ine", "Un INE a 11 chiffres et lettres. Laissez vide si vous ne l’avez pas : ONDE le donnera.");
        return None;
    }
    Some(ine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ine_has_eleven_signs() {
        let read = |text: &str| {
            let mut faults = Faults::default();
            (ine(text, &mut faults), faults.is_empty())
        };
        assert_eq!(read("120 890 364 fk"), (Some("120890364FK".to_owned()), true));
        assert_eq!(read(""), (None, true));
        assert_eq!(read("12089"), (None, false));
        assert_eq!(read("12089036é4K"), (None, false));
    }
}
