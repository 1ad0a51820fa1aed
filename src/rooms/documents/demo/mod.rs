//! The documents of a fictive school: the règlement, menus, a compte rendu, what a class works with, a casier in which some
//! families have put something. By the permits of whoever put them there, this year's alone.

mod paper;
mod texts;

use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
        files,
    },
    door::{Demo, demo::Chance},
    school::{
        Class, Person, Pupil,
        class::{self, Duty, DutyKind},
        document::{
            Bytes, Key, Space, handing_in,
            placing::{Clash, store as placing},
            policy::{HandIn, KeepSpace},
        },
        guardianship::{self, Given},
        person,
        viewer::Viewer,
    },
};
use std::collections::BTreeMap;
use texts::{CLASS, SCHOOL, STAFF, Text};

pub fn year(demo: &mut Demo) -> Result<()> {
    if !demo.is_last_year() {
        return Ok(());
    }
    demo.now = demo.end().plus(-20 * Instant::DAY);
    let mut chance = demo.chance("documents");
    let duties = class::store::duties(&demo.tx, demo.year.first_day(), &demo.by)?;
    let director = duties.iter().find(|duty| duty.kind == DutyKind::Director).map(|duty| duty.person);
    if let Some(director) = director {
        put_all(demo, &mut chance, director, Space::School, &SCHOOL)?;
        put_all(demo, &mut chance, director, Space::Staff, &STAFF)?;
    }
    let taught: BTreeMap<Id<Class>, Id<Person>> = duties.iter().filter_map(teaches).collect();
    for (class, teacher) in &taught {
        put_all(demo, &mut chance, *teacher, Space::Class(*class), &CLASS)?;
    }
    taught.keys().try_for_each(|class| hand_in(demo, &mut chance, *class))
}

fn teaches(duty: &Duty) -> Option<(Id<Class>, Id<Person>)> {
    (duty.kind == DutyKind::Teacher).then_some((duty.class?, duty.person))
}

/// Gone since, or away that day: the door would have refused too.
fn viewer(demo: &Demo, person: Id<Person>) -> Result<Option<Viewer>> {
    demo.viewer_of(person)
}

fn put_all(demo: &mut Demo, chance: &mut Chance, by: Id<Person>, space: Space, texts: &[Text]) -> Result<()> {
    let Some(by) = viewer(demo, by)? else { return Ok(()) };
    for text in texts {
        demo.now = demo.now.plus(chance.between(2, 90) * Instant::MINUTE);
        let shelf = match demo.may::<KeepSpace>(&by, Key::Of(space)) {
            Err(Error::NotFound | Error::Forbidden) => return Ok(()),
            shelf => shelf?,
        };
        let way: Vec<&str> = text.folder.iter().copied().collect();
        let Ok(folder) = placing::make_way(&demo.tx, &shelf, None, &way, demo.now)? else { continue };
        let bytes = text.bytes()?;
        let hash = keep(demo, &bytes)?;
        let bytes = Bytes { hash: &hash, size: bytes.len() as u64, head: &bytes };
        let _placed = placing::put(&demo.tx, &shelf, folder, text.name, &bytes, Clash::Number, demo.now)?;
    }
    Ok(())
}

fn keep(demo: &Demo, bytes: &[u8]) -> Result<files::Hash> {
    let hash = demo.files.keep(demo.files.stage(bytes)?)?;
    files::store::add(&demo.tx, &hash, bytes.len() as u64, "application/octet-stream", demo.now)?;
    Ok(hash)
}

/// About half the families of a class bring back their sheet.
fn hand_in(demo: &mut Demo, chance: &mut Chance, class: Id<Class>) -> Result<()> {
    demo.now = demo.end().plus(-2 * Instant::DAY);
    let pupils = person::store::pupils(&demo.tx, &demo.by)?;
    let of_class: Vec<Id<Pupil>> =
        pupils.iter().filter(|pupil| pupil.class == Some(class)).map(|pupil| pupil.id).collect();
    let mut brought: Vec<Id<Pupil>> = Vec::new();
    for tie in guardianship::store::all(&demo.tx, &demo.by)? {
        let reads = Given::of(&tie.facts, demo.today()).reads;
        if !reads || !of_class.contains(&tie.pupil) || brought.contains(&tie.pupil) || !chance.happens(45) {
            continue;
        }
        let Some(guardian) = viewer(demo, tie.guardian)? else { continue };
        let slot = match demo.may::<HandIn>(&guardian, (class, tie.pupil)) {
            Err(Error::NotFound | Error::Forbidden) => continue,
            slot => slot?,
        };
        demo.now = demo.now.plus(chance.between(1, 20) * Instant::MINUTE);
        let bytes = texts::SHEET.bytes()?;
        let hash = keep(demo, &bytes)?;
        let bytes = Bytes { hash: &hash, size: bytes.len() as u64, head: &bytes };
        let _placed = handing_in::store::hand_in(&demo.tx, &slot, texts::SHEET.name, &bytes, demo.now)?;
        brought.push(tie.pupil);
    }
    Ok(())
}
