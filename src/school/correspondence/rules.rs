//! The one judge of who may begin to write to whom: pure, from two sides and the director's table.

use super::{Pair, Party};
use crate::{
    base::db::Id,
    school::{Class, Group, Person, Pupil},
};

/// A pupil with the class of today.
type Child = (Id<Pupil>, Option<Id<Class>>);

/// What the director decided, and what today's groups and rooms are.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Where she decided otherwise than the house.
    pub(super) decided: Vec<(Pair, bool)>,
    /// Who is in which group that stands today.
    pub(super) in_groups: Vec<(Id<Group>, Id<Pupil>)>,
    /// Classes for which messages are off.
    pub(super) closed: Vec<Id<Class>>,
}

/// « You may begin to write to them », as what, and in respect of which children.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    pub pair: Pair,
    /// For each side that takes part as a guardian: of these children (the rows of `thread_through`).
    pub through: Vec<(Id<Person>, Id<Pupil>)>,
}

impl Rules {
    pub fn allows(&self, pair: Pair) -> bool {
        let decided = self.decided.iter().find(|(own, _)| *own == pair);
        if pair.is_fixed() { pair.usual() } else { decided.map_or(pair.usual(), |(_, allowed)| *allowed) }
    }

    pub fn closed(&self) -> &[Id<Class>] {
        &self.closed
    }

    pub(super) fn members(&self, groups: &[Id<Group>]) -> impl Iterator<Item = Id<Pupil>> {
        self.in_groups.iter().filter(|(group, _)| groups.contains(group)).map(|(_, pupil)| *pupil)
    }
}

/// `None`: not without being written to first.
pub fn may_begin(from: &Party, to: &Party, rules: &Rules) -> Option<Pair> {
    leave(from, to, rules).map(|leave| leave.pair)
}

/// The first pair of the table that ties the two and is open.
pub fn leave(from: &Party, to: &Party, rules: &Rules) -> Option<Leave> {
    if from.person == to.person {
        return None;
    }
    let open_to = |party: &Party| party.clone().without(&rules.closed);
    let (from, to) = (&open_to(from), &open_to(to));
    let open = Pair::ALL.into_iter().filter(|pair| rules.allows(*pair));
    open.into_iter().find_map(|pair| Some(Leave { pair, through: through(pair, from, to, rules)? }))
}

/// The children that tie a family's side; nothing where the pair does not tie the two.
fn through(pair: Pair, from: &Party, to: &Party, rules: &Rules) -> Option<Vec<(Id<Person>, Id<Pupil>)>> {
    let as_oneself = |is_so: bool| is_so.then(Vec::new);
    match pair {
        Pair::DirectionToStaff => as_oneself(from.is_director && to.is_staff),
        Pair::StaffToDirection => as_oneself(from.is_staff && to.is_director),
        Pair::StaffToStaff => as_oneself(from.is_staff && to.is_staff),
        Pair::TownToDirection => as_oneself(from.is_town && to.is_director),
        Pair::DirectionToTown => as_oneself(from.is_director && to.is_town),
        Pair::TownToStaff => as_oneself(from.is_town && to.is_staff),
        Pair::StaffToTown => as_oneself(from.is_staff && to.is_town),
        Pair::TeacherToFamily => of_family(to, |child| is_in(child, &from.teaches)),
        Pair::AideToFamily => of_family(to, |child| helps(from, child)),
        Pair::LeaderToFamily => of_family(to, |child| leads(from, child, rules)),
        Pair::DirectionToFamily => of_family(to, |child| from.is_director && child.1.is_some()),
        Pair::FamilyToTeacher => of_family(from, |child| is_in(child, &to.teaches)),
        Pair::FamilyToDirection => of_family(from, |child| to.is_director && child.1.is_some()),
        Pair::FamilyToAide => of_family(from, |child| helps(to, child)),
        Pair::FamilyToLeader => of_family(from, |child| leads(to, child, rules)),
        Pair::FamilyToFamily => of_two_families(from, to),
        Pair::TeacherToPupil => as_oneself(to.pupil.is_some_and(|own| is_in(&own, &from.teaches))),
        Pair::PupilToTeacher => as_oneself(from.pupil.is_some_and(|own| is_in(&own, &to.teaches))),
    }
}

fn of_family(party: &Party, ties: impl Fn(&Child) -> bool) -> Option<Vec<(Id<Person>, Id<Pupil>)>> {
    let through: Vec<_> = party.children.iter().filter(|child| ties(child)).map(|one| (party.person, one.0)).collect();
    (!through.is_empty()).then_some(through)
}

fn is_in((_, class): &Child, classes: &[Id<Class>]) -> bool {
    class.is_some_and(|class| classes.contains(&class))
}

fn helps(party: &Party, child: &Child) -> bool {
    is_in(child, &party.helps_in) || party.accompanies.iter().any(|(pupil, _)| *pupil == child.0)
}

fn leads(party: &Party, child: &Child, rules: &Rules) -> bool {
    rules.in_groups.iter().any(|(group, pupil)| *pupil == child.0 && party.leads.contains(group))
}

/// Two who are tied to the same child, however they are, do not find each other here: one of them may be kept away by a judge.
fn of_two_families(from: &Party, to: &Party) -> Option<Vec<(Id<Person>, Id<Pupil>)>> {
    if from.tied.iter().any(|pupil| to.tied.contains(pupil)) {
        return None;
    }
    let mates = |own: &Party, other: &Party| {
        of_family(own, |child| child.1.is_some() && other.children.iter().any(|mate| mate.1 == child.1))
    };
    Some([mates(from, to)?, mates(to, from)?].concat())
}
