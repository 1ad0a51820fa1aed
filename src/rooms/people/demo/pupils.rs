//! From one September to the next: who moves up, who leaves, who sits in which class.

use super::{
    Room,
    layout::{self, GRADES},
    register::Register,
    story,
};
use crate::{
    base::{db::Id, error::Result},
    school::{Pupil, class, grade::Grade, person},
};
use jiff::civil::Date;

/// This year's pupils, level by level.
pub type Roll = [Vec<Id<Pupil>>; 8];

pub fn level(grade: Grade) -> usize {
    GRADES.iter().position(|one| *one == grade).unwrap_or_default()
}

/// Last year's pupils one level higher; those of CM2 have left, and a few others have moved house.
pub fn move_up(register: &mut Register) -> Result<Roll> {
    let mut roll = Roll::default();
    if register.demo.is_first_year() {
        return Ok(roll);
    }
    let last_day = register.demo.year.previous().last_day();
    for pupil in person::store::pupils(&register.demo.tx, &register.demo.by)? {
        let next = Grade::parse(&pupil.grade).and_then(Grade::next).filter(|_| !register.chance.happens(4));
        match next {
            Some(grade) => roll[level(grade)].push(pupil.id),
            None => leave(register, pupil.id, last_day)?,
        }
    }
    for grade in GRADES {
        while roll[level(grade)].len() > places(register, grade) {
            let chosen = register.chance.below(roll[level(grade)].len());
            let pupil = roll[level(grade)].swap_remove(chosen);
            leave(register, pupil, last_day)?;
        }
    }
    Ok(roll)
}

fn leave(register: &Register, pupil: Id<Pupil>, last_day: Date) -> Result<()> {
    let (tx, by) = (&register.demo.tx, &register.demo.by);
    class::store::leave(tx, pupil, last_day, by)?;
    person::store::set_left_on(tx, pupil, Some(last_day), by)
}

/// How many of last year's pupils this level takes: some seats are kept for those whose story is told.
fn places(register: &Register, grade: Grade) -> usize {
    let kept = if register.demo.is_last_year() { story::children_in(grade) } else { 0 };
    layout::places(register.demo.plan.pupils)[level(grade)].saturating_sub(kept)
}

pub fn enrol(register: &Register, rooms: &[Room], roll: Roll) -> Result<()> {
    let planned: Vec<layout::Planned> = rooms.iter().map(|room| room.planned.clone()).collect();
    let day = register.demo.year.first_day();
    for (grade, mut pupils) in GRADES.into_iter().zip(roll) {
        register.chance.clone().shuffle(&mut pupils);
        for (pupil, seat) in pupils.iter().zip(layout::seats(&planned, grade, pupils.len())) {
            let (tx, by) = (&register.demo.tx, &register.demo.by);
            class::store::enrol(tx, *pupil, rooms[seat].id, grade.short(), day, by)?;
        }
    }
    Ok(())
}
