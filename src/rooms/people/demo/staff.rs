//! The team: a director who also teaches, one teacher a class, a complement who shares two of them, a substitute who has
//! gone again, ATSEM in the maternelle, those who accompany pupils, the town, and whoever tends the box.

use super::{
    Room, names,
    register::{Named, Register},
};
use crate::{
    base::{db::Id, error::Result},
    school::{
        Class, Person,
        calendar::SchoolYear,
        class::{self, Duty, DutyKind, NewDuty},
        grade::Grade,
        person,
    },
};

const DIRECTOR: Named = named("Mme", "Le Goff", "Bénard", "Hélène");
const CM1: Named = named("M.", "Roussel", "", "Étienne");
const COMPLEMENT: Named = named("Mme", "Ferreira", "", "Ana");
const SUBSTITUTE: Named = named("Mme", "Fontaine", "", "Claire");
const AESH: Named = named("Mme", "Lopez", "", "Carmen");
/// With the children's own: what the school's other people are called by.
const OTHERS: [(Named, DutyKind); 4] = [
    (named("Mme", "Payet", "", "Marie-Josée"), DutyKind::Staff),
    (named("M.", "Traoré", "", "Boubacar"), DutyKind::Staff),
    (named("Mme", "Delacour", "", "Brigitte"), DutyKind::Town),
    (named("M.", "Petitjean", "", "Marc"), DutyKind::Technician),
];

const fn named(civility: &'static str, last: &'static str, usage: &'static str, first: &'static str) -> Named {
    Named { civility, last, usage, first }
}

/// The first year's team, or last year's again, each in the class of the same name.
pub fn come_back(register: &mut Register, rooms: &[Room]) -> Result<()> {
    if register.demo.is_first_year() {
        engage(register, rooms)?;
    } else {
        let last_day = register.demo.year.previous().last_day();
        for duty in class::store::duties(&register.demo.tx, last_day, &register.demo.by)? {
            let room = rooms.iter().find(|room| room.planned.name == duty.class_name);
            if let (Some(room), true) = (room, duty.until_on == Some(last_day)) {
                give(register, duty.person, duty.kind, Some(room.id))?;
            }
        }
    }
    if register.demo.is_last_year() { replace(register, rooms) } else { Ok(()) }
}

fn engage(register: &mut Register, rooms: &[Room]) -> Result<()> {
    let home = names::home(&mut register.chance);
    let director = register.adult_at(DIRECTOR, &home, true)?;
    give(register, director, DutyKind::Director, None)?;
    let complement = somebody(register, COMPLEMENT)?;
    let own = rooms.len() - 1;
    let first_cm1 = rooms.iter().position(|room| room.planned.has(Grade::Cm1));
    let shared = rooms.iter().position(|room| room.planned.has(Grade::Cp) && !room.planned.is_of_two_levels());
    for (at, room) in rooms.iter().enumerate() {
        let teacher = if at == own {
            director
        } else if first_cm1 == Some(at) {
            somebody(register, CM1)?
        } else {
            anybody(register)?
        };
        give(register, teacher, DutyKind::Teacher, Some(room.id))?;
        if at == own || shared == Some(at) {
            give(register, complement, DutyKind::Teacher, Some(room.id))?;
        }
        if room.planned.is_maternelle() {
            let atsem = anybody(register)?;
            give(register, atsem, DutyKind::Atsem, Some(room.id))?;
        }
    }
    for (who, kind) in OTHERS {
        let person = somebody(register, who)?;
        give(register, person, kind, None)?;
    }
    Ok(())
}

/// Two weeks in the first class of one level of the élémentaire, over before the day of the visit.
fn replace(register: &mut Register, rooms: &[Room]) -> Result<()> {
    let days = register.demo.school_days()?;
    let (Some(from), Some(until)) = (days.get(days.len() / 3), days.get((days.len() / 3 + 9).min(days.len() - 2)))
    else {
        return Ok(());
    };
    let substitute = somebody(register, SUBSTITUTE)?;
    let room = rooms.iter().find(|room| room.planned.has(Grade::Ce1)).unwrap_or(&rooms[0]);
    let new =
        NewDuty { until_on: Some(*until), ..NewDuty::new(substitute, DutyKind::Substitute, Some(room.id), *from) };
    class::store::add_duty(&register.demo.tx, &new, &register.demo.by)?;
    Ok(())
}

/// An AESH with two pupils in two classes, once they are enrolled.
pub fn accompany(register: &mut Register) -> Result<()> {
    let aesh = somebody(register, AESH)?;
    let demo = &register.demo;
    let pupils = person::store::pupils(&demo.tx, &demo.by)?;
    for grade in [Grade::Gs, Grade::Ce2] {
        let Some(pupil) = pupils.iter().find(|pupil| pupil.grade == grade.short()) else { continue };
        let plain = NewDuty::new(aesh, DutyKind::Aesh, None, demo.year.first_day());
        class::store::add_duty(&demo.tx, &NewDuty { pupil: Some(pupil.id), ..plain }, &demo.by)?;
    }
    Ok(())
}

fn somebody(register: &mut Register, who: Named) -> Result<Id<Person>> {
    let home = names::home(&mut register.chance);
    register.adult_at(who, &home, true)
}

fn anybody(register: &mut Register) -> Result<Id<Person>> {
    let chance = &mut register.chance;
    let (last, usage) = (names::last(chance), if chance.happens(25) { names::last(chance) } else { "" });
    let who = if chance.happens(84) {
        Named { civility: "Mme", last, usage, first: names::mother(chance) }
    } else {
        Named { civility: "M.", last, usage: "", first: names::father(chance) }
    };
    somebody(register, who)
}

/// In a class until the year ends; other duties stay open.
fn give(register: &Register, person: Id<Person>, kind: DutyKind, class: Option<Id<Class>>) -> Result<()> {
    let demo = &register.demo;
    let ends = |year: SchoolYear| (class.is_some() && !demo.is_last_year()).then(|| year.last_day());
    let new = NewDuty { until_on: ends(demo.year), ..NewDuty::new(person, kind, class, demo.year.first_day()) };
    class::store::add_duty(&demo.tx, &new, &demo.by)?;
    Ok(())
}

/// Who directs: she is a mother of the school too.
pub fn director(register: &Register) -> Result<Option<Id<Person>>> {
    let duties = duties(register)?;
    Ok(duties.iter().find(|duty| duty.kind == DutyKind::Director).map(|duty| duty.person))
}

fn duties(register: &Register) -> Result<Vec<Duty>> {
    class::store::duties(&register.demo.tx, register.demo.today(), &register.demo.by)
}

pub fn introduce(register: &mut Register, rooms: &[Room]) -> Result<()> {
    let duties = duties(register)?;
    let of = |kind: DutyKind| duties.iter().filter(move |duty| duty.kind == kind);
    let director = of(DutyKind::Director).map(|duty| duty.person).next();
    let teaches = |duty: &&Duty, fits: &dyn Fn(&Room) -> bool| {
        Some(duty.person) != director && rooms.iter().any(|room| duty.class == Some(room.id) && fits(room))
    };
    let cm1 = of(DutyKind::Teacher).find(|duty| teaches(duty, &|room| room.planned.has(Grade::Cm1)));
    let two_levels = of(DutyKind::Teacher).find(|duty| teaches(duty, &|room| room.planned.is_of_two_levels()));
    let parts = [
        ("directrice, qui a aussi une classe et un enfant à l’école".to_owned(), of(DutyKind::Director).next()),
        (in_class("maître", cm1), cm1),
        (in_class("enseignante", two_levels), two_levels),
        (in_class("remplaçante, partie depuis,", of(DutyKind::Substitute).next()), of(DutyKind::Substitute).next()),
        (in_class("ATSEM", of(DutyKind::Atsem).next()), of(DutyKind::Atsem).next()),
        ("AESH de deux élèves".to_owned(), of(DutyKind::Aesh).next()),
        ("mairie".to_owned(), of(DutyKind::Town).next()),
        ("technicien de la boîte".to_owned(), of(DutyKind::Technician).next()),
    ];
    for (role, duty) in parts {
        if let Some(duty) = duty {
            register.introduce(&role, duty.person)?;
        }
    }
    Ok(())
}

fn in_class(role: &str, duty: Option<&Duty>) -> String {
    format!("{role} de {}", duty.map_or("", |duty| duty.class_name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn a_role_names_its_class() {
        let duty = Duty {
            id: Id::new(1),
            person: Id::new(1),
            kind: DutyKind::Teacher,
            class: None,
            class_name: "CM1-CM2".into(),
            pupil: None,
            pupil_name: String::new(),
            group: None,
            group_name: String::new(),
            from_on: Date::MIN,
            until_on: None,
        };
        assert_eq!(in_class("maître", Some(&duty)), "maître de CM1-CM2");
    }
}
