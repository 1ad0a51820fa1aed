//! A part in the school, given to somebody new or known.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::{Twin, day, person, twin},
    school::{Class, Group, Person, Pupil, class::DutyKind, person::NewPerson},
};
use jiff::civil::Date;

pub const SUBSTITUTE_ENDS: &str =
    "Un remplacement a une fin : écrivez le dernier jour prévu, vous pourrez le prolonger.";

pub enum Who {
    Known(Id<Person>),
    New(Box<NewPerson>, Twin),
}

pub struct NewPart {
    pub who: Who,
    pub kind: DutyKind,
    /// Several for a part-time complement; only for the parts that stand in a class.
    pub classes: Vec<Id<Class>>,
    /// Whom an AESH accompanies.
    pub pupils: Vec<Id<Pupil>>,
    pub dates: Dates,
}

/// Where and when. A class counts for the parts that stand in one, a group for after-school staff.
#[derive(Clone, Copy)]
pub struct Dates {
    pub class: Option<Id<Class>>,
    pub group: Option<Id<Group>>,
    /// Nothing typed: from today on.
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

impl Form for NewPart {
    fn check(fields: &Fields, _: &[Upload]) -> Result<NewPart, Faults> {
        let mut faults = Faults::default();
        let who = match fields.get("qui").parse() {
            Ok(known) => Who::Known(known),
            Err(_) => Who::New(Box::new(person(fields, &mut faults)), twin(fields)),
        };
        let kind = DutyKind::parse(fields.get("fonction"));
        if kind.is_none() {
            faults.add("fonction", "Choisissez une fonction.");
        }
        let kind = kind.unwrap_or(DutyKind::Staff);
        let mut dates = dates(fields, &mut faults);
        if kind == DutyKind::Substitute && dates.until_on.is_none() && faults.of("jusqu_au").is_none() {
            faults.add("jusqu_au", SUBSTITUTE_ENDS);
        }
        // Fields that another part would have used may have been left filled.
        let classes = if kind.is_in_class() { ids(fields, "classe") } else { Vec::new() };
        let pupils = if kind == DutyKind::Aesh { ids(fields, "eleve") } else { Vec::new() };
        if kind != DutyKind::AfterSchool {
            dates.group = None;
        }
        faults.or(NewPart { who, kind, classes, pupils, dates })
    }
}

impl Form for Dates {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Dates, Faults> {
        let mut faults = Faults::default();
        let dates = dates(fields, &mut faults);
        if dates.from_on.is_none() && faults.of("du").is_none() {
            faults.add("du", "Dites depuis quel jour.");
        }
        faults.or(dates)
    }
}

fn dates(fields: &Fields, faults: &mut Faults) -> Dates {
    let (from_on, until_on) = (day(fields, "du", faults), day(fields, "jusqu_au", faults));
    if let (Some(from), Some(until)) = (from_on, until_on)
        && until < from
    {
        faults.add("jusqu_au", "La fin est avant le début.");
    }
    Dates { class: fields.get("classe").parse().ok(), group: fields.get("groupe").parse().ok(), from_on, until_on }
}

/// Each once, whatever was sent.
fn ids<T>(fields: &Fields, name: &str) -> Vec<Id<T>> {
    let mut numbers: Vec<i64> = fields.all(name).filter_map(|id| id.trim().parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(Id::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(query: &str) -> Vec<&'static str> {
        match NewPart::check(&Fields::parse(query.as_bytes()), &[]) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(|(field, _)| *field).collect(),
        }
    }

    #[test]
    fn somebody_known_needs_no_name() {
        assert_eq!(faults("qui=4&fonction=teacher"), [""; 0]);
        assert_eq!(faults("fonction=teacher"), ["prenom", "nom"]);
        assert_eq!(faults("qui=4&fonction=roi"), ["fonction"]);
    }

    #[test]
    fn a_complement_has_several_classes_and_an_aesh_several_pupils() {
        let read = |query: &str| NewPart::check(&Fields::parse(query.as_bytes()), &[]).ok().unwrap();
        let complement = read("qui=4&fonction=teacher&classe=2&classe=3&classe=2&eleve=9&groupe=1");
        assert_eq!(complement.classes.iter().map(|id| id.number()).collect::<Vec<_>>(), [2, 3]);
        assert!(complement.pupils.is_empty() && complement.dates.group.is_none());
        let aesh = read("qui=4&fonction=aesh&classe=2&eleve=9&eleve=7");
        assert!(aesh.classes.is_empty());
        assert_eq!(aesh.pupils.len(), 2);
        assert!(read("qui=4&fonction=after_school&groupe=1").dates.group.is_some());
    }

    #[test]
    fn a_replacement_has_an_end_and_the_end_comes_after() {
        assert_eq!(faults("qui=4&fonction=substitute"), ["jusqu_au"]);
        assert_eq!(faults("qui=4&fonction=substitute&du=2026-11-09&jusqu_au=2026-11-20"), [""; 0]);
        assert_eq!(faults("qui=4&fonction=substitute&du=2026-11-09&jusqu_au=2026-11-02"), ["jusqu_au"]);
    }
}
