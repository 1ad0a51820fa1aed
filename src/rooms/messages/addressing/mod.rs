//! To whom a message goes: said in parts (a person, the families of a class), resolved to people, each of whom is judged by
//! `school::correspondence`. A part gives no right by itself: it is a shorter way of naming people.

pub mod sentences;
pub mod store;

use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    school::{
        Class, Group, Person, Pupil,
        correspondence::{self, Party, Rules, may_begin},
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One of those to whom it is addressed, as a form and a row say it: `p12`, `r12-5`, `f5`, `c3`, `g2`, `equipe`, `direction`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    Direction,
    Team,
    Person(Id<Person>),
    /// Somebody in respect of a child.
    Guardian(Id<Person>, Id<Pupil>),
    /// All the guardians of a child.
    Family(Id<Pupil>),
    /// The families of a class, of a group.
    Class(Id<Class>),
    Group(Id<Group>),
}

impl Part {
    pub fn word(self) -> String {
        match self {
            Part::Direction => "direction".to_owned(),
            Part::Team => "equipe".to_owned(),
            Part::Person(person) => format!("p{person}"),
            Part::Guardian(person, pupil) => format!("r{person}-{pupil}"),
            Part::Family(pupil) => format!("f{pupil}"),
            Part::Class(class) => format!("c{class}"),
            Part::Group(group) => format!("g{group}"),
        }
    }

    pub fn parse(word: &str) -> Option<Part> {
        let id = |text: &str| text.parse::<i64>().ok().filter(|id| *id > 0);
        let (kind, rest) = word.split_at_checked(1)?;
        match (word, kind) {
            ("direction", _) => Some(Part::Direction),
            ("equipe", _) => Some(Part::Team),
            (_, "p") => id(rest).map(|id| Part::Person(Id::new(id))),
            (_, "f") => id(rest).map(|id| Part::Family(Id::new(id))),
            (_, "c") => id(rest).map(|id| Part::Class(Id::new(id))),
            (_, "g") => id(rest).map(|id| Part::Group(Id::new(id))),
            (_, "r") => {
                let (person, pupil) = rest.split_once('-')?;
                Some(Part::Guardian(Id::new(id(person)?), Id::new(id(pupil)?)))
            }
            _ => None,
        }
    }

    /// Several at once are for who works here, and the direction for everybody.
    fn is_open_to(self, from: &Party) -> bool {
        from.is_of_staff() || !matches!(self, Part::Team | Part::Class(_) | Part::Group(_))
    }

    /// A single person: their name is nobody else's to read.
    pub fn is_somebody(self) -> bool {
        matches!(self, Part::Person(_) | Part::Guardian(..) | Part::Family(_))
    }
}

/// A part as it was said when it was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Said {
    part: String,
    /// The name of the person, the child, the class or the group.
    pub name: String,
    /// The first name of the child in whose respect.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

impl Said {
    pub fn new(part: Part, name: String, about: String) -> Said {
        Said { part: part.word(), name, about }
    }

    pub fn part(&self) -> Option<Part> {
        Part::parse(&self.part)
    }
}

/// Somebody whom it reaches, judged.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub party: Party,
    /// The children in whose respect; none: as oneself.
    pub through: Vec<Id<Pupil>>,
}

/// Whom the parts reach, each once and each allowed.
#[derive(Clone, Debug, Default)]
pub struct Addressed {
    pub recipients: Vec<Recipient>,
    /// The parts that reach nobody to whom the author may write.
    pub barred: Vec<Part>,
    /// The children through whom the author writes; none: as oneself.
    pub own: Vec<Id<Pupil>>,
}

impl Addressed {
    pub fn people(&self) -> Vec<Id<Person>> {
        self.recipients.iter().map(|one| one.party.person).collect()
    }

    pub fn parties(&self) -> Vec<Party> {
        self.recipients.iter().map(|one| one.party.clone()).collect()
    }

    /// How many of them are written to as somebody's family.
    pub fn families(&self) -> usize {
        self.recipients.iter().filter(|one| !one.through.is_empty()).count()
    }
}

/// By which part somebody is meant, and in respect of which child.
type Way = (Part, Option<Id<Pupil>>);

/// Each person behind these parts, judged as of that day. `about`: the child in whose respect the author chose to write.
pub fn addressed(
    rx: &Rx,
    from: &Party,
    parts: &BTreeSet<Part>,
    about: Option<Id<Pupil>>,
    today: Date,
) -> Result<Addressed> {
    let rules = correspondence::store::rules(rx, today)?;
    let mut asked: BTreeMap<Id<Person>, Vec<Way>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.is_open_to(from)) {
        for (person, pupil) in store::people(rx, *part, today)? {
            asked.entry(person).or_default().push((*part, pupil));
        }
    }
    let people: Vec<Id<Person>> = asked.keys().copied().collect();
    let mut addressed = Addressed::default();
    let mut reached = BTreeSet::new();
    for party in correspondence::store::parties(rx, &people, today)? {
        let ways = &asked[&party.person];
        let Some(through) = ways_to(from, &party, ways, &rules) else { continue };
        reached.extend(ways.iter().map(|(part, _)| *part));
        addressed.recipients.push(Recipient { party, through });
    }
    addressed.barred = parts.iter().copied().filter(|part| !reached.contains(part)).collect();
    addressed.own = own_way(from, &addressed.recipients, about, &rules);
    Ok(addressed)
}

/// Through which of their children somebody is reached: those for whom the author may write to them. As oneself where that
/// is allowed and no child was named. Nothing when neither is.
fn ways_to(from: &Party, to: &Party, ways: &[Way], rules: &Rules) -> Option<Vec<Id<Pupil>>> {
    let is_allowed = |pupil: &Id<Pupil>| may_begin(from, &to.through(*pupil), rules).is_some();
    let as_oneself = ways.iter().any(|(_, pupil)| pupil.is_none());
    if as_oneself && may_begin(from, &to.without_children(), rules).is_some() {
        return Some(Vec::new());
    }
    let named: BTreeSet<Id<Pupil>> = match as_oneself {
        true => to.children.iter().map(|(pupil, _)| *pupil).collect(),
        false => ways.iter().filter_map(|(_, pupil)| *pupil).collect(),
    };
    let through: Vec<Id<Pupil>> = named.into_iter().filter(is_allowed).collect();
    (!through.is_empty()).then_some(through)
}

/// The author's own side: as oneself when that alone would do for everybody; else through the child that was chosen, or all
/// of them for whom it may be written.
fn own_way(from: &Party, to: &[Recipient], about: Option<Id<Pupil>>, rules: &Rules) -> Vec<Id<Pupil>> {
    let allowed = |from: &Party| to.iter().any(|one| may_begin(from, &one.party, rules).is_some());
    let oneself = from.without_children();
    if about.is_none() && to.iter().all(|one| may_begin(&oneself, &one.party, rules).is_some()) {
        return Vec::new();
    }
    let children: Vec<Id<Pupil>> = from.children.iter().map(|(pupil, _)| *pupil).collect();
    let through: Vec<Id<Pupil>> = children.into_iter().filter(|pupil| allowed(&from.through(*pupil))).collect();
    match about.filter(|pupil| through.contains(pupil)) {
        Some(pupil) => vec![pupil],
        None => through,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_it_was_written_and_nothing_else_is() {
        for part in [
            Part::Direction,
            Part::Team,
            Part::Person(Id::new(12)),
            Part::Guardian(Id::new(12), Id::new(5)),
            Part::Family(Id::new(5)),
            Part::Class(Id::new(3)),
            Part::Group(Id::new(2)),
        ] {
            assert_eq!(Part::parse(&part.word()), Some(part));
        }
        for wrong in ["", "p", "p-1", "p0", "r12", "r12-", "x3", "é", "equipes", "p1 OR 1", "p99999999999999999999"] {
            assert_eq!(Part::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_family_is_reached_through_the_children_whom_the_author_teaches() {
        let rules = Rules::default();
        let (cm1, ce1) = (Id::new(1), Id::new(2));
        let (lea, hugo): (Id<Pupil>, Id<Pupil>) = (Id::new(10), Id::new(11));
        let teacher = Party { is_staff: true, teaches: vec![cm1], ..Party::none(Id::new(1)) };
        let mother = Party { children: vec![(lea, Some(cm1)), (hugo, Some(ce1))], ..Party::none(Id::new(2)) };
        let guardian = |pupil| (Part::Guardian(mother.person, pupil), Some(pupil));
        assert_eq!(ways_to(&teacher, &mother, &[guardian(lea)], &rules), Some(vec![lea]));
        assert_eq!(ways_to(&teacher, &mother, &[guardian(hugo)], &rules), None, "not his pupil");
        assert_eq!(ways_to(&teacher, &mother, &[(Part::Person(mother.person), None)], &rules), Some(vec![lea]));
        let to = [Recipient { party: teacher.clone(), through: Vec::new() }];
        assert_eq!(own_way(&mother, &to, None, &rules), [lea]);
        assert_eq!(own_way(&mother, &to, Some(hugo), &rules), [lea], "the teacher has nothing to do with Hugo");
    }

    #[test]
    fn a_colleague_is_reached_as_a_colleague_even_with_a_child_at_school() {
        let rules = Rules::default();
        let (cm1, lea): (Id<Class>, Id<Pupil>) = (Id::new(1), Id::new(10));
        let teacher = Party { is_staff: true, teaches: vec![cm1], ..Party::none(Id::new(1)) };
        let colleague = Party { is_staff: true, children: vec![(lea, Some(cm1))], ..Party::none(Id::new(2)) };
        assert_eq!(ways_to(&teacher, &colleague, &[(Part::Team, None)], &rules), Some(Vec::new()));
        assert_eq!(ways_to(&teacher, &colleague, &[(Part::Family(lea), Some(lea))], &rules), Some(vec![lea]));
    }
}
