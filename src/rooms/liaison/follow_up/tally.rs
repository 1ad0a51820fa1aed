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
    /// By parental authority, exercised or not; neither a relative nor an organisation.
    pub is_parental: bool,
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
    /// What pupils of one family have alike.
    family: Vec<i64>,
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
    let guardians: Vec<Cell> = guardians.collect();
    Line { pupil: one.pupil, is_done, on_paper, family: family(one.pupil, ties, &guardians), guardians }
}

/// The child's parents; whoever else reads for one of the siblings alone does not make two families of them. Without
/// parents those who are there, and without anybody a family alone, apart from every other.
fn family(pupil: Id<Pupil>, ties: &[&Tie], shown: &[Cell]) -> Vec<i64> {
    let is_shown = |tie: &&&Tie| shown.iter().any(|cell| cell.guardian == tie.guardian);
    let of = |ties: &mut dyn Iterator<Item = &&Tie>| {
        let mut numbers: Vec<i64> = ties.map(|tie| tie.guardian.number()).collect();
        numbers.sort_unstable();
        numbers
    };
    let parents = of(&mut ties.iter().filter(is_shown).filter(|tie| tie.is_parental));
    let all = of(&mut ties.iter().filter(is_shown));
    [parents, all].into_iter().find(|key| !key.is_empty()).unwrap_or_else(|| vec![-pupil.number()])
}

/// Pupils with the same parents are one family; a family has answered when it has for each of its pupils.
pub fn tally(lines: &[Line]) -> Tally {
    let mut families: BTreeMap<&[i64], bool> = BTreeMap::new();
    for line in lines {
        *families.entry(&line.family).or_insert(true) &= line.is_done;
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
        let (pupil, guardian) = (Id::new(pupil), Id::new(guardian));
        Tie { pupil, guardian, given, is_parental: guardian.number() < 50, has_account: guardian.number() != 99 }
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

    #[test]
    fn a_grandmother_who_reads_for_one_sibling_makes_no_second_family() {
        let reached = [at(1), at(2), at(3), at(4)];
        let parents = |pupil| [tie(pupil, 10, SIGNS), tie(pupil, 11, READS)];
        let mut ties = [parents(1), parents(2)].concat();
        ties.push(tie(1, 60, READS));
        // Two children in care of one home, and nobody else.
        ties.extend([tie(3, 70, SIGNS), tie(4, 70, SIGNS)]);
        let grid = lines(Asks::One, &reached, &ties, &[]);
        assert_eq!(grid[0].guardians.len(), 3, "she is on the grid");
        assert_eq!(tally(&grid), Tally { families: 2, done: 0 });
    }
}
