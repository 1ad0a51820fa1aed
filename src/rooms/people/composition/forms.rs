//! Pupils to be moved, each with the class in which the page showed them; or a move to be taken back.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::day,
    school::{Class, Pupil, grade::Grade},
};
use jiff::civil::Date;
use std::fmt;

/// The way back is written in the address of the page: more would not fit.
const AT_MOST: usize = 60;

/// « 12-45-CE1 »: a pupil, where they were, at which level. Class 0 is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub pupil: Id<Pupil>,
    pub class: Option<Id<Class>>,
    pub grade: String,
}

pub enum Change {
    Move {
        pupils: Vec<Placed>,
        to: Id<Class>,
        /// Nothing chosen: each keeps their own.
        grade: Option<&'static str>,
        /// Nothing typed: from today on.
        from_on: Option<Date>,
    },
    Back(Done),
}

/// A move that was made, as the page after it keeps it.
#[derive(Clone)]
pub struct Done {
    /// Where each was before.
    pub pupils: Vec<Placed>,
    pub to: Id<Class>,
    pub from_on: Date,
}

impl Placed {
    pub fn parse(text: &str) -> Option<Placed> {
        let mut parts = text.splitn(3, '-');
        let pupil = parts.next()?.parse().ok()?;
        let class: Id<Class> = parts.next()?.parse().ok()?;
        let grade = Grade::parse(parts.next().unwrap_or_default()).map_or("", Grade::short);
        Some(Placed { pupil, class: Some(class).filter(|class| class.number() != 0), grade: grade.to_owned() })
    }
}

impl fmt::Display for Placed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}-{}", self.pupil, self.class.map_or(0, Id::number), self.grade)
    }
}

impl Done {
    pub fn parse(fields: &Fields) -> Option<Done> {
        let pupils: Vec<Placed> = fields.get("fait").split('.').filter_map(Placed::parse).collect();
        let (to, from_on) = (fields.get("fait_vers").parse().ok()?, fields.get("fait_du").parse().ok()?);
        (!pupils.is_empty() && pupils.len() <= AT_MOST).then_some(Done { pupils, to, from_on })
    }

    pub fn pairs(&self) -> [(&'static str, String); 3] {
        let pupils: Vec<String> = self.pupils.iter().map(Placed::to_string).collect();
        [("fait", pupils.join(".")), ("fait_vers", self.to.to_string()), ("fait_du", self.from_on.to_string())]
    }
}

impl Form for Change {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Change, Faults> {
        if fields.get("geste") == "annuler" {
            return Done::parse(fields)
                .map(Change::Back)
                .ok_or_else(|| Faults::one("", "Il n’y a plus rien à annuler : déplacez les élèves à la main."));
        }
        let mut faults = Faults::default();
        let pupils: Vec<Placed> = fields.all("eleve").filter_map(Placed::parse).collect();
        if pupils.is_empty() {
            faults.add("eleve", "Choisissez au moins un élève.");
        }
        if pupils.len() > AT_MOST {
            faults.add("eleve", "Soixante élèves à la fois, pas plus : vous pourrez ainsi revenir en arrière.");
        }
        let to = fields.get("vers").parse().ok();
        if to.is_none() {
            faults.add("vers", "Dites dans quelle classe.");
        }
        let from_on = day(fields, "du", &mut faults);
        let grade = Grade::parse(fields.get("niveau")).map(Grade::short);
        let to = to.unwrap_or(Id::new(0));
        faults.or(Change::Move { pupils, to, grade, from_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read_back() {
        for text in ["12-45-CE1", "12-0-", "7-3-TPS"] {
            assert_eq!(Placed::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Placed::parse("12-0-").unwrap().class, None);
        assert!(Placed::parse("12").is_none() && Placed::parse("x-1-CP").is_none());
        assert_eq!(Placed::parse("1-2-roi").unwrap().grade, "");
    }

    #[test]
    fn a_move_needs_pupils_and_a_class() {
        let faults = |query: &str| match Change::check(&Fields::parse(query.as_bytes()), &[]) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(|(field, _)| *field).collect(),
        };
        assert_eq!(faults("du=2026-11-17"), ["eleve", "vers"]);
        assert_eq!(faults("eleve=1-2&vers=3&du=2026-11-17"), [""; 0]);
        assert_eq!(faults("eleve=1-2&vers=3&du=hier"), ["du"]);
        assert_eq!(faults("geste=annuler&fait="), [""]);
        assert_eq!(faults("geste=annuler&fait=1-2-CP.4-2-CP&fait_vers=3&fait_du=2026-11-17"), [""; 0]);
        let many: String = (1..=61).map(|at| format!("eleve={at}-2&")).collect();
        assert_eq!(faults(&format!("{many}vers=3")), ["eleve"]);
    }
}
