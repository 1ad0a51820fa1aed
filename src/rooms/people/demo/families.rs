//! Families that nobody tells about: couples, parents who live apart, parents alone, brothers and sisters, until every
//! level has its pupils.

use super::{
    layout::{self, GRADES},
    names,
    pupils::{Roll, level},
    register::{Named, NewPupil, Register, Said},
};
use crate::{
    base::{db::Id, error::Result},
    school::{
        Person, Pupil,
        guardianship::{self, Authority, Kind},
        person::{self, Contact},
    },
};
use std::collections::BTreeMap;

/// Out of a hundred guardians.
const ACTIVATED: u64 = 88;
/// Out of a hundred newcomers, once the school has been open for a year.
const HAVE_AN_ELDER: u64 = 40;

/// Who is tied to a child, and where the child lives.
#[derive(Clone)]
struct Family {
    last: String,
    guardians: Vec<Id<Person>>,
    home: Contact,
    other_home: Option<Contact>,
}

pub fn arrive(register: &mut Register, roll: &mut Roll) -> Result<()> {
    let places = layout::places(register.demo.plan.pupils);
    let elders = families_of(register, roll)?;
    while let Some(level) = emptiest(roll, &places) {
        let family = if !elders.is_empty() && register.chance.happens(HAVE_AN_ELDER) {
            register.chance.pick(&elders).clone()
        } else {
            found(register)?
        };
        let mut children = if elders.is_empty() { *register.chance.pick(&[1, 1, 1, 2, 2, 3]) } else { 1 };
        let mut next = Some(level);
        while let Some(level) = next.filter(|_| children > 0) {
            let pupil = child(register, &family, level)?;
            roll[level].push(pupil);
            children -= 1;
            // A brother or a sister is two levels further, as far as there is room.
            next = (level + 2 < places.len() && roll[level + 2].len() < places[level + 2]).then_some(level + 2);
        }
    }
    Ok(())
}

/// The level that lacks the most; `None` once all are full.
fn emptiest(roll: &Roll, places: &[usize; 8]) -> Option<usize> {
    let lacks = |level: &usize| places[*level].saturating_sub(roll[*level].len());
    (0..places.len()).rev().max_by_key(lacks).filter(|level| lacks(level) > 0)
}

fn found(register: &mut Register) -> Result<Family> {
    let chance = &mut register.chance;
    let (his, hers) = (names::last(chance), names::last(chance));
    let home = names::home(chance);
    let lot = chance.below(100);
    let usage = if lot < 30 { his } else { "" };
    let mother = Named { civility: "Mme", last: hers, usage, first: names::mother(chance) };
    let father = Named { civility: "M.", last: his, usage: "", first: names::father(chance) };
    let last = if chance.happens(10) { format!("{hers} {his}") } else { his.to_owned() };
    let mut guardians = vec![guardian(register, mother, &home)?];
    let other_home = match lot {
        // She raises them alone.
        90.. => return Ok(Family { last: hers.to_owned(), guardians, home, other_home: None }),
        // They live apart.
        70.. => Some(names::home(&mut register.chance)),
        _ => None,
    };
    guardians.push(guardian(register, father, other_home.as_ref().unwrap_or(&home))?);
    Ok(Family { last, guardians, home, other_home })
}

fn guardian(register: &mut Register, who: Named, home: &Contact) -> Result<Id<Person>> {
    let is_activated = register.chance.happens(ACTIVATED);
    register.adult_at(who, home, is_activated)
}

fn child(register: &mut Register, family: &Family, level: usize) -> Result<Id<Pupil>> {
    let (sex, first) = names::child(&mut register.chance);
    let new = NewPupil {
        last: &family.last,
        first,
        sex,
        grade: GRADES[level],
        home: &family.home,
        other_home: family.other_home.as_ref(),
    };
    let pupil = register.pupil(&new)?;
    for (rank, guardian) in (1..).zip(&family.guardians) {
        register.tie(pupil, *guardian, (Kind::Parent, Authority::Exercises), rank, Said::Nothing)?;
    }
    Ok(pupil)
}

/// The families of the children who are here already: another one of theirs may come.
fn families_of(register: &Register, roll: &Roll) -> Result<Vec<Family>> {
    let (tx, by) = (&register.demo.tx, &register.demo.by);
    if register.demo.is_first_year() {
        return Ok(Vec::new());
    }
    let mut guardians: BTreeMap<Id<Pupil>, Vec<Id<Person>>> = BTreeMap::new();
    for tie in guardianship::store::all(tx, by)? {
        if tie.kind == Kind::Parent && tie.facts.authority == Authority::Exercises {
            guardians.entry(tie.pupil).or_default().push(tie.guardian);
        }
    }
    // The younger half: their brothers and sisters are of an age to come.
    let young: Vec<Id<Pupil>> = roll[..level(GRADES[4])].iter().flatten().copied().collect();
    let mut families = Vec::new();
    for (row, facts) in person::store::pupils_with_facts(tx, by)? {
        let pupil = Id::new(row.id.number());
        let Some(guardians) = guardians.remove(&pupil).filter(|_| young.contains(&pupil)) else { continue };
        let other_home = (!facts.second_street.is_empty()).then(|| Contact {
            street: facts.second_street,
            postcode: facts.second_postcode,
            town: facts.second_town,
            ..Contact::default()
        });
        families.push(Family { last: row.last_name, guardians, home: row.contact, other_home });
    }
    Ok(families)
}
