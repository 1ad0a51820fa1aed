//! Two classes of the fictive school are open to their pupils: one by pictures, one by words. Codes are handed out at each
//! start with the other logins: what is told here is the same for the same seed.

use super::{Room, register::Register};
use crate::{
    base::{db::Id, error::Result},
    school::{
        account::pupil::{Way, Ways, store},
        grade::Grade,
    },
};

const PARTS: [(Grade, Way, &str); 2] = [
    (Grade::Cp, Way::Pictures, "élève de CP, qui entre avec ses images"),
    (Grade::Cm2, Way::Words, "élève de CM2, qui entre avec ses deux mots"),
];

pub fn open(register: &mut Register, rooms: &[Room]) -> Result<()> {
    for (grade, way, role) in PARTS {
        let Some(class) = class_of(register, rooms, grade)? else { continue };
        let (tx, by) = (&register.demo.tx, &register.demo.by);
        let grades = store::grades(tx, class, by)?;
        let ways = Ways::proposed(grades.iter().filter_map(|grade| Grade::parse(grade)));
        store::open(tx, class, ways.unwrap_or(Ways::Pictures), true, register.demo.now, by)?;
        let roster = store::roster_for(tx, class, by)?;
        let found = roster.iter().find(|line| line.way == way && Grade::parse(&line.grade) == Some(grade));
        if let Some(line) = found {
            store::ensure_account(tx, line)?;
            let person = Id::new(line.pupil.number());
            register.introduce(role, person)?;
        }
    }
    Ok(())
}

/// The class of that level which has the fewest others.
fn class_of(register: &Register, rooms: &[Room], grade: Grade) -> Result<Option<Id<crate::school::Class>>> {
    let mut found = Vec::new();
    for room in rooms {
        let grades = store::grades(&register.demo.tx, room.id, &register.demo.by)?;
        if grades.iter().any(|one| Grade::parse(one) == Some(grade)) {
            found.push((grades.len(), room.id));
        }
    }
    Ok(found.into_iter().min_by_key(|(others, _)| *others).map(|(_, class)| class))
}
