//! A class's name, and the level of each of its pupils.

use crate::{
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::one_line,
    school::grade::Grade,
};

pub struct ClassName {
    pub name: String,
    /// Which école of the box, where there are several.
    pub ecole: Option<i64>,
}

impl Form for ClassName {
    fn check(fields: &Fields, _: &[Upload]) -> Result<ClassName, Faults> {
        let mut faults = Faults::default();
        let name = one_line(fields.get("nom"));
        if name.is_empty() {
            faults.add("nom", "Donnez un nom à la classe, par exemple « CE1-CE2 A ».");
        }
        if name.chars().count() > 40 {
            faults.add("nom", "C’est trop long pour une étiquette : 40 lettres au plus.");
        }
        faults.or(ClassName { name, ecole: fields.get("ecole").parse().ok() })
    }
}

/// The level chosen for each pupil, by the name of its field. Whose fields count, the class's own roll says.
pub struct Grades(Fields);

impl Grades {
    /// The short name of the level, or nothing when it was left out.
    pub fn of(&self, field: &str) -> Option<&'static str> {
        Grade::parse(self.0.get(field)).map(Grade::short)
    }
}

impl Form for Grades {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Grades, Faults> {
        Ok(Grades(fields.clone()))
    }
}
