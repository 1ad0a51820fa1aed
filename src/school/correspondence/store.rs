//! Who is what, for several people at once, and when what they write is handed over.

use super::{Party, Rules};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{
        Class, Person, Pupil,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
        quiet,
    },
};
use jiff::civil::Date;
use rusqlite::params;

pub fn rules(_: &Rx) -> Result<Rules> {
    Ok(Rules::default())
}

/// In the order asked for.
pub fn parties(rx: &Rx, people: &[Id<Person>], today: Date) -> Result<Vec<Party>> {
    let mut all: Vec<Party> = people.iter().copied().map(Party::none).collect();
    let ids = Id::json(people);
    let duties = rx.all(
        "SELECT d.person, d.kind, d.class FROM json_each(?1) j CROSS JOIN duty d ON d.person = j.value
         WHERE d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2)",
        params![ids, today.to_string()],
        |row| Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<Id<Class>>>(2)?)),
    )?;
    for (person, kind, class) in duties {
        for party in all.iter_mut().filter(|party| party.person == person) {
            match kind.as_str() {
                "director" => (party.is_director, party.is_staff) = (true, true),
                "teacher" | "substitute" => {
                    party.is_staff = true;
                    party.teaches.extend(class);
                }
                "town" => party.is_town = true,
                "technician" => {}
                _ => party.is_staff = true,
            }
        }
    }
    let ties = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, e.class, {TIE_FACTS} FROM json_each(?1) j CROSS JOIN guardianship g ON g.guardian = j.value
             LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL"
        ),
        [&ids],
        |row| {
            let reads = Given::of(&facts(row, 3)?, today).reads;
            Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, Id<Pupil>>(1)?, row.get(2)?, reads))
        },
    )?;
    for (person, pupil, class, _) in ties.into_iter().filter(|tie| tie.3) {
        all.iter_mut().filter(|party| party.person == person).for_each(|party| party.children.push((pupil, class)));
    }
    let pupils = rx.all(
        "SELECT u.person, e.class FROM json_each(?1) j CROSS JOIN pupil u ON u.person = j.value
         LEFT JOIN enrolment e ON e.pupil = u.person AND e.until_on IS NULL",
        [&ids],
        |row| Ok((row.get::<_, Id<Pupil>>(0)?, row.get(1)?)),
    )?;
    for (pupil, class) in pupils {
        let own = all.iter_mut().filter(|party| party.person == pupil.as_person());
        own.for_each(|party| party.pupil = Some((pupil, class)));
    }
    Ok(all)
}

/// Messages between colleagues are free; all others leave when quiet hours are over.
pub fn leaves_at(rx: &Rx, from: &Party, to: &[Party], now: Instant) -> Result<Instant> {
    if from.is_of_staff() && to.iter().all(Party::is_of_staff) {
        return Ok(now);
    }
    Ok(quiet::store::quiet(rx)?.opens_at(now).unwrap_or(now.plus(Instant::DAY)))
}
