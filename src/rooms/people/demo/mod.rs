//! The people of a fictive school: one call a year opens its classes, brings its team back, moves the pupils up and lets new
//! families in. It goes through the stores that the screens use, and keeps nothing between two years but what the rows say.

mod families;
mod groups;
mod layout;
mod names;
mod opened;
mod pupils;
mod register;
mod school;
mod staff;
mod story;

use crate::{
    base::{db::Id, error::Result},
    door::Demo,
    school::Class,
};
use layout::Planned;
use register::Register;

/// A class of this year.
struct Room {
    id: Id<Class>,
    planned: Planned,
}

pub fn year(demo: &mut Demo) -> Result<()> {
    if demo.is_first_year() {
        school::found(demo)?;
    }
    let rooms = school::open_classes(demo)?;
    let mut register = Register::open(demo);
    staff::come_back(&mut register, &rooms)?;
    let mut roll = pupils::move_up(&mut register)?;
    if !register.demo.is_last_year() {
        families::arrive(&mut register, &mut roll)?;
        pupils::enrol(&register, &rooms, roll)?;
        return groups::form(register.demo, &rooms);
    }
    let told = story::arrive(&mut register, &mut roll)?;
    families::arrive(&mut register, &mut roll)?;
    pupils::enrol(&register, &rooms, roll)?;
    groups::form(register.demo, &rooms)?;
    staff::accompany(&mut register)?;
    staff::introduce(&mut register, &rooms)?;
    story::introduce(&mut register, &told)?;
    opened::open(&mut register, &rooms)
}
