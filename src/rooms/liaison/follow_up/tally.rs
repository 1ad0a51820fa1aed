//! Who has answered, pupil by pupil and family by family: pure, from rows already read.

use crate::{
    base::{clock::Instant, db::Id},
    rooms::liaison::{Asks, answers::How},
    school::{Person, Pupil, audience::Reached, guardianship::Given},
};
use std::collections::{BTreeMap, HashMap};

/// A guardian of a pupil reached, as they stand today.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    pub pupil: Id<Pupil>,
    pub guardian: Id<Person>,
    pub given: Given,
    pub has_account: bool,
}

/// An answer to a version that still counts.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    pub pupil: Id<Pupil>,
    /// `None`: on paper, whose hand was not told.
    pub guardian: Option<Id<Person>>,
    pub at: Instant,
    pub how: How,
}

/// One pupil's line in the grid.
#[derive(Clone, Debug)]
pub struct Line {
    pub pupil: Id<Pupil>,
    pub is_done: bool,
    /// A slip came back on paper, whose hand was not told.
    pub on_paper: Option<Instant>,
    pub guardians: Vec<Cell>,
}

#[derive(Clone, Debug)]
pub struct Cell {
    pub guardian: Id<Person>,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Answered(Instant, How),
    /// Counted on, and has not answered.
    Awaited,
    /// The same, but has never signed in.
    NoAccount,
    /// Nothing is asked of this guardian: reads without signing, or another's answer was enough.
    Free,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    pub families: usize,
    pub done: usize,
}

impl Tally {
    pub fn left(self) -> usize {
        self.families - self.done
    }
}

/// The grid, in the order of `reached`. Who may know nothing of the child today is on it only by an answer already given.
pub fn lines(asks: Asks, reached: &[Reached], ties: &[Tie], answers: &[Answer]) -> Vec<Line> {
    let mut ties_of: HashMap<Id<Pupil>, Vec<&Tie>> = HashMap::new();
    for tie in ties {
        ties_of.entry(tie.pupil).or_default().push(tie);
    }
    let answered: HashMap<_, _> = answers.iter().map(|one| ((one.pupil, one.guardian), (one.at, one.how))).collect();
    reached
        .iter()
        .map(|one| {
            let ties = ties_of.remove(&one.pupil).unwrap_or_default();
            let on_paper = answered.get(&(one.pupil, None)).map(|(at, _)| *at);
            line(asks, one, &ties, on_paper, &|guardian| answered.get(&(one.pupil, Some(guardian))).copied())
        })
        .collect()
}

fn line(
    asks: Asks,
    one: &Reached,
    ties: &[&Tie],
    on_paper: Option<Instant>,
    answer: &dyn Fn(Id<Person>) -> Option<(Instant, How)>,
) -> Line {
    let counted = |tie: &Tie| match asks {
        Asks::Nothing => false,
        Asks::Read => tie.given.reads,
        Asks::One | Asks::All => tie.given.signs,
    };
    let any = on_paper.is_some() || ties.iter().any(|tie| answer(tie.guardian).is_some());
    let is_done = match asks {
        Asks::Nothing => true,
        Asks::Read | Asks::One => any,
        // Nobody left who may sign is not everybody having signed.
        Asks::All => any && ties.iter().filter(|tie| counted(tie)).all(|tie| answer(tie.guardian).is_some()),
    };
    let guardians = ties.iter().filter_map(|tie| {
        let state = match answer(tie.guardian) {
            Some((at, how)) => State::Answered(at, how),
            None if !tie.given.reads => return None,
            None if !counted(tie) || is_done => State::Free,
            None if !tie.has_account => State::NoAccount,
            None => State::Awaited,
        };
        Some(Cell { guardian: tie.guardian, state })
    });
    Line { pupil: one.pupil, is_done, on_paper, guardians: guardians.collect() }
}

/// Pupils with the same guardians are one family; a family has answered when it has for each of its pupils.
pub fn tally(lines: &[Line]) -> Tally {
    let mut families: BTreeMap<Vec<i64>, bool> = BTreeMap::new();
    for line in lines {
        let mut key: Vec<i64> = line.guardians.iter().map(|cell| cell.guardian.number()).collect();
        key.sort_unstable();
        if key.is_empty() {
            // A pupil without guardians is a family alone, apart from every other.
            key.push(-line.pupil.number());
        }
        *families.entry(key).or_insert(true) &= line.is_done;
    }
    Tally { families: families.len(), done: families.values().filter(|done| **done).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNS: Given = Given::ALL;
    const READS: Given = Given::INFORMED;
    const NOTHING: Given = Given::NOTHING;

    fn at(pupil: i64) -> Reached {
        Reached { pupil: Id::new(pupil), class: Id::new(1), is_named: false, groups: Vec::new() }
    }

    fn tie(pupil: i64, guardian: i64, given: Given) -> Tie {
        Tie { pupil: Id::new(pupil), guardian: Id::new(guardian), given, has_account: guardian != 99 }
    }

    fn answer(pupil: i64, guardian: i64) -> Answer {
        let guardian = Some(Id::new(guardian));
        Answer { pupil: Id::new(pupil), guardian, at: Instant(5), how: How::Application }
    }

    fn done(asks: Asks, ties: &[Tie], answered: &[i64]) -> bool {
        let reached = [at(1)];
        let answers: Vec<Answer> = answered.iter().map(|g| answer(1, *g)).collect();
        lines(asks, &reached, ties, &answers)[0].is_done
    }

    #[test]
    fn one_signature_is_enough_unless_all_are_asked() {
        let parents = [tie(1, 10, SIGNS), tie(1, 11, SIGNS)];
        assert!(!done(Asks::One, &parents, &[]));
        assert!(done(Asks::One, &parents, &[11]));
        assert!(!done(Asks::All, &parents, &[11]));
        assert!(done(Asks::All, &parents, &[10, 11]));
    }

    #[test]
    fn who_reads_without_signing_is_not_waited_for() {
        assert!(done(Asks::All, &[tie(1, 10, SIGNS), tie(1, 11, READS)], &[10]));
        assert!(done(Asks::Read, &[tie(1, 10, SIGNS), tie(1, 11, READS)], &[11]));
    }

    #[test]
    fn nobody_to_sign_is_not_signed() {
        assert!(!done(Asks::All, &[tie(1, 11, READS)], &[]));
        assert!(!done(Asks::All, &[], &[]));
    }

    #[test]
    fn one_coupon_is_enough_unless_all_are_asked() {
        let parents = [tie(1, 10, SIGNS), tie(1, 11, SIGNS)];
        let coupon = Answer { pupil: Id::new(1), guardian: None, at: Instant(5), how: How::Paper };
        assert!(lines(Asks::One, &[at(1)], &parents, &[coupon])[0].is_done);
        assert!(!lines(Asks::All, &[at(1)], &parents, &[coupon])[0].is_done);
    }

    #[test]
    fn a_signature_stays_when_its_tie_is_cut_afterwards() {
        assert!(done(Asks::All, &[tie(1, 10, SIGNS), tie(1, 11, NOTHING)], &[10, 11]));
        let reached = [at(1)];
        let grid = lines(Asks::One, &reached, &[tie(1, 10, NOTHING), tie(1, 99, SIGNS)], &[]);
        assert_eq!(grid[0].guardians.len(), 1);
        assert_eq!(grid[0].guardians[0].state, State::NoAccount);
    }

    #[test]
    fn siblings_are_one_family_and_half_siblings_are_two() {
        let reached: Vec<Reached> = (1..=4).map(at).collect();
        let ties = [tie(1, 10, SIGNS), tie(1, 11, SIGNS), tie(2, 11, SIGNS), tie(2, 10, SIGNS), tie(3, 10, SIGNS)];
        let grid = lines(Asks::One, &reached, &ties, &[answer(1, 10), answer(3, 10)]);
        assert_eq!(tally(&grid), Tally { families: 3, done: 1 });
        let grid = lines(Asks::One, &reached, &ties, &[answer(1, 10), answer(2, 10), answer(3, 10)]);
        assert_eq!(tally(&grid), Tally { families: 3, done: 2 });
    }
}
