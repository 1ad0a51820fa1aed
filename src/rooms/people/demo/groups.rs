//! Groups of a fictive school, each year anew: the choir, the study hall after class, sciences across two classes.

use super::{Room, staff};
use crate::{
    base::{db::Id, error::Result},
    door::Demo,
    school::{
        Class, Group, Person,
        class::{self, DutyKind, NewDuty},
        grade::Grade,
        group::{self, NewGroup},
        permit::May,
        person,
        policy::{ChangeGroup, MakeGroup, PlaceInGroup},
        viewer::Viewer,
    },
};

/// By the director's own permits, once the classes are full.
pub fn form(demo: &Demo, rooms: &[Room]) -> Result<()> {
    let duties = class::store::duties(&demo.tx, demo.today(), &demo.by)?;
    let first = |kind| duties.iter().find(|duty| duty.kind == kind).map(|duty| duty.person);
    let Some(director) = first(DutyKind::Director) else { return Ok(()) };
    let Some(viewer) = demo.viewer_of(director)? else { return Ok(()) };
    let teacher_of = |fits: &dyn Fn(&Room) -> bool| {
        let room = rooms.iter().find(|room| fits(room));
        duties
            .iter()
            .find(|duty| duty.kind == DutyKind::Teacher && room.is_some_and(|room| duty.class == Some(room.id)))
    };
    let elder = |room: &Room| !room.planned.is_maternelle();
    let choir = teacher_of(&|room| room.planned.has(Grade::Cm1)).map(|duty| duty.person);
    one(demo, &viewer, "Chorale", choir, &of(rooms, elder), 7)?;
    let elders: Vec<Id<Class>> = of(rooms, |room| room.planned.has(Grade::Ce2)).into_iter().take(2).collect();
    let sciences = teacher_of(&|room| room.planned.has(Grade::Ce2)).map(|duty| duty.person);
    one(demo, &viewer, "Sciences CE2", sciences, &elders, 2)?;
    let study = one(demo, &viewer, "Étude du soir", None, &of(rooms, elder), 9)?;
    if let Some(person) = staff::evening(demo, &duties)? {
        let duty = NewDuty {
            group: Some(study),
            until_on: Some(demo.year.last_day()),
            ..NewDuty::new(person, DutyKind::AfterSchool, None, demo.year.first_day())
        };
        class::store::add_duty(&demo.tx, &duty, &demo.by)?;
    }
    Ok(())
}

fn of(rooms: &[Room], fits: impl Fn(&Room) -> bool) -> Vec<Id<Class>> {
    rooms.iter().filter(|room| fits(room)).map(|room| room.id).collect()
}

/// One pupil in `step` of these classes.
fn one(
    demo: &Demo,
    director: &Viewer,
    name: &str,
    leader: Option<Id<Person>>,
    classes: &[Id<Class>],
    step: i64,
) -> Result<Id<Group>> {
    let make = demo.may::<MakeGroup>(director, ())?;
    let new = NewGroup {
        name: name.to_owned(),
        from_on: demo.year.first_day(),
        until_on: demo.year.last_day(),
        leaders: leader.into_iter().collect(),
    };
    let group: May<ChangeGroup> = demo.may(director, group::store::add(&demo.tx, &new, &make)?)?;
    for pupil in person::store::pupils(&demo.tx, &demo.by)? {
        let is_in = pupil.class.is_some_and(|class| classes.contains(&class));
        // The Léa of the story sings: a visitor who is her mother sees a word of the choir.
        if is_in && (pupil.id.number() % step == 0 || (name == "Chorale" && pupil.first_name == "Léa")) {
            group::store::join(&demo.tx, &group, &demo.may::<PlaceInGroup>(director, pupil.id)?, demo.today())?;
        }
    }
    Ok(group.id)
}
