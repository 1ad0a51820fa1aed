//! The families whose story a visitor may want to see: two homes, two Léa Martin, a third adult, a tie withdrawn, a judgment,
//! an organisation.

use super::{
    names,
    pupils::{Roll, level},
    register::{Named, NewPupil, Register, Said},
    staff,
};
use crate::{
    base::{db::Id, error::Result},
    school::{
        Person,
        grade::Grade,
        guardianship::{Authority, Kind, TWO_HOMES},
        person::Contact,
    },
};
use jiff::ToSpan;

struct Told {
    last: &'static str,
    first: &'static str,
    sex: &'static str,
    grade: Grade,
    /// A number among the homes, and the other one when there are two.
    home: usize,
    other_home: Option<usize>,
    ties: &'static [(Who, Kind, Authority, Tells)],
}

/// What the director has said, dates apart: they follow the visit.
#[derive(Clone, Copy)]
enum Tells {
    Plain,
    Reads,
    Withdrawn,
    Restricted,
    Awaits,
    /// Her own home, which the director has not looked at yet.
    Apart,
}

#[derive(Clone, Copy, PartialEq)]
enum Who {
    Director,
    Adult(usize),
}

/// An adult of these stories: at which home, and whether the account is activated.
const ADULTS: [(Named, usize, bool); 23] = [
    (named("Mme", "Petit", "", "Sophie"), 0, true),
    (named("M.", "Martin", "", "Paul"), 1, true),
    (named("M.", "Martin", "", "Paul"), 2, true),
    (named("Mme", "Nguyễn", "Martin", "Linh"), 2, true),
    (named("Mme", "Trần", "", "Hương"), 3, true),
    (named("Mme", "Phạm", "", "Ngọc"), 4, true),
    (named("Mme", "Lefèvre", "", "Inès"), 5, true),
    (named("M.", "Da Silva", "", "João"), 6, true),
    (named("Mme", "Sawadogo", "Ouédraogo", "Fatoumata"), 7, true),
    (named("M.", "Ouédraogo", "", "Issa"), 8, true),
    (named("Mme", "D’Almeida", "", "Clarisse"), 9, true),
    (named("M.", "Mensah", "", "Kofi"), 10, true),
    (named("Mme", "Wójcik", "Kowalczyk", "Agnieszka"), 11, true),
    (named("M.", "Kowalczyk", "", "Łukasz"), 11, true),
    (named("M.", "Lambert", "", "Grégory"), 12, false),
    (named("M.", "Öztürk", "", "Emre"), 13, true),
    (named("Mme", "Yıldız", "Öztürk", "Ayşe"), 18, false),
    (named("M.", "Bénard", "", "Yann"), 14, true),
    (named("Mme", "Diallo", "", "Mariama"), 15, false),
    (named("Mme", "Saint-Aimé", "", "Roselyne"), 16, true),
    (named("M.", "Hoarau", "", "Jean-Yves"), 16, true),
    (named("Mme", "Le Gall", "Le Goff", "Soizic"), 17, true),
    (named("", "Foyer des Tilleuls", "", "Équipe éducative"), 19, false),
];
const HOMES: usize = 20;

const BOTH: (Kind, Authority) = (Kind::Parent, Authority::Exercises);

const fn parent(at: usize) -> (Who, Kind, Authority, Tells) {
    (Who::Adult(at), BOTH.0, BOTH.1, Tells::Plain)
}

const CHILDREN: [Told; 13] = [
    told(("Martin", "Léa", "F", Grade::Cm1), (0, Some(1)), &[parent(0), parent(1)]),
    told(("Martin", "Hugo", "M", Grade::Ce1), (0, Some(1)), &[parent(0), parent(1)]),
    told(("Martin", "Léa", "F", Grade::Ce2), (2, None), &[parent(2), parent(3)]),
    told(
        ("Trần", "Zoé", "F", Grade::Ms),
        (3, None),
        &[parent(4), (Who::Adult(5), Kind::Relative, Authority::ThirdParty, Tells::Reads)],
    ),
    told(
        ("Da Silva", "Kylian", "M", Grade::Ce2),
        (5, None),
        &[parent(6), (Who::Adult(7), Kind::Parent, Authority::Withdrawn, Tells::Withdrawn)],
    ),
    told(
        ("Ouédraogo", "Inès", "F", Grade::Gs),
        (7, None),
        &[parent(8), (Who::Adult(9), Kind::Parent, Authority::Exercises, Tells::Restricted)],
    ),
    told(
        ("D’Almeida", "Noah", "M", Grade::Ps),
        (9, Some(10)),
        &[parent(10), (Who::Adult(11), Kind::Parent, Authority::NotExercising, Tells::Plain)],
    ),
    told(
        ("Kowalczyk", "Zofia", "F", Grade::Ce1),
        (11, None),
        &[parent(12), parent(13), (Who::Adult(14), Kind::Guardian, Authority::Exercises, Tells::Awaits)],
    ),
    told(
        ("Öztürk", "Elif", "F", Grade::Cm2),
        (13, Some(18)),
        &[parent(15), (Who::Adult(16), BOTH.0, BOTH.1, Tells::Apart)],
    ),
    told(("Bénard", "Malo", "M", Grade::Cm1), (14, None), &[(Who::Director, BOTH.0, BOTH.1, Tells::Plain), parent(17)]),
    told(
        ("Diallo", "Aïssatou", "F", Grade::Cp),
        (15, None),
        &[parent(18), (Who::Adult(22), Kind::Organisation, Authority::ThirdParty, Tells::Plain)],
    ),
    told(("Hoarau", "Anne-Laure", "F", Grade::Cp), (16, None), &[parent(19), parent(20)]),
    told(("Le Goff", "Ewen", "M", Grade::Ms), (17, None), &[parent(21)]),
];

/// Which ready-made logins come from here, beside the team's.
const PARTS: [(&str, usize); 5] = [
    ("mère de deux enfants, Léa et Hugo Martin", 0),
    ("père des mêmes, qui vit ailleurs", 1),
    ("père d’une élève de CM2", 15),
    ("grand-mère qui peut lire, sans signer", 5),
    ("mère qui n’a pas encore activé son compte", 18),
];

const fn named(civility: &'static str, last: &'static str, usage: &'static str, first: &'static str) -> Named {
    Named { civility, last, usage, first }
}

const fn told(
    (last, first, sex, grade): (&'static str, &'static str, &'static str, Grade),
    (home, other_home): (usize, Option<usize>),
    ties: &'static [(Who, Kind, Authority, Tells)],
) -> Told {
    Told { last, first, sex, grade, home, other_home, ties }
}

pub fn children_in(grade: Grade) -> usize {
    CHILDREN.iter().filter(|child| child.grade == grade).count()
}

/// Gives back the adults, in the order of `ADULTS`.
pub fn arrive(register: &mut Register, roll: &mut Roll) -> Result<Vec<Id<Person>>> {
    let homes: Vec<Contact> = (0..HOMES).map(|_| names::home(&mut register.chance)).collect();
    let mut adults = Vec::new();
    for (at, (who, home, is_activated)) in ADULTS.into_iter().enumerate() {
        let mut contact = names::reached_at(&homes[home], who.first, who.used(), &mut register.chance);
        // Whoever has not activated the account has no e-mail either: the slip is the only way in.
        if at == PARTS[4].1 {
            contact.email = String::new();
        }
        adults.push(register.adult(who, contact, is_activated)?);
    }
    let director = staff::director(register)?;
    for child in &CHILDREN {
        let new = NewPupil {
            last: child.last,
            first: child.first,
            sex: child.sex,
            grade: child.grade,
            home: &homes[child.home],
            other_home: child.other_home.map(|other| &homes[other]),
        };
        let pupil = register.pupil(&new)?;
        roll[level(child.grade)].push(pupil);
        for (rank, (who, kind, authority, tells)) in (1..).zip(child.ties) {
            let guardian = match who {
                Who::Director => director,
                Who::Adult(at) => Some(adults[*at]),
            };
            let Some(guardian) = guardian else { continue };
            register.tie(pupil, guardian, (*kind, *authority), rank, said(register, *tells))?;
        }
    }
    Ok(adults)
}

/// Judgments are of this term, or of the summer before a visit in September.
fn said(register: &Register, tells: Tells) -> Said {
    let before = |days: i64| register.demo.plan.date.saturating_sub(days.days());
    match tells {
        Tells::Plain => Said::Nothing,
        Tells::Reads => Said::Ticks(true, false, true),
        Tells::Withdrawn => Said::Judged { on: before(400), counts: None },
        Tells::Restricted => Said::Judged { on: before(41), counts: Some(before(33)) },
        Tells::Awaits => Said::Awaited("third_adult"),
        Tells::Apart => Said::Awaited(TWO_HOMES),
    }
}

pub fn introduce(register: &mut Register, adults: &[Id<Person>]) -> Result<()> {
    PARTS.iter().try_for_each(|(role, at)| register.introduce(role, adults[*at]))
}
