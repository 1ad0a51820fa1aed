//! Which papers a word needs: for every pupil whom the viewer follows up, in the order of the register.

use super::{
    homes::{self, Adult, Wanted},
    store,
};
use crate::{
    base::{
        db::{Id, Rx},
        error::{Error, Result},
    },
    door::Cx,
    rooms::liaison::{
        Asks,
        follow_up::{
            self,
            store::PupilName,
            tally::{Line, State},
        },
        policy::{FollowUp, HandlePaper},
    },
    school::{Person, Pupil, permit::May},
};
use std::{borrow::Borrow, collections::HashMap};

/// Everybody around one pupil whom the word reached.
pub struct OfPupil {
    pub pupil: PupilName,
    pub line: Line,
    pub adults: Vec<Adult>,
    pub has_second_home: bool,
}

/// Whose papers are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    /// Who asked for paper.
    Paper,
    /// Who has not answered.
    Waiting,
    Everybody,
}

impl Whom {
    pub const ALL: [Whom; 3] = [Whom::Paper, Whom::Waiting, Whom::Everybody];

    pub fn as_str(self) -> &'static str {
        match self {
            Whom::Paper => "papier",
            Whom::Waiting => "attente",
            Whom::Everybody => "tous",
        }
    }

    pub fn parse(text: &str) -> Option<Whom> {
        Whom::ALL.into_iter().find(|whom| whom.as_str() == text)
    }
}

/// The pupils whom the viewer follows up; `only` one of them when asked.
pub fn pupils<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>, only: Option<Id<Pupil>>) -> Result<Vec<OfPupil>> {
    let follow = follows(note)?;
    let rx = cx.db.borrow();
    let mut seen = follow_up::seen_by(&follow, cx.viewer()?);
    seen.retain(|one| only.is_none_or(|pupil| one.pupil == pupil));
    let lines = follow_up::lines(cx, &follow, &seen)?;
    let mut lines: HashMap<Id<Pupil>, Line> = lines.into_iter().map(|line| (line.pupil, line)).collect();
    let mut adults = store::adults(rx, note, cx.today)?;
    let second = store::with_second_home(rx, note)?;
    let names = follow_up::store::pupils(rx, &follow)?.into_iter();
    Ok(names
        .filter_map(|pupil| {
            let line = lines.remove(&pupil.pupil)?;
            let has_second_home = second.contains(&pupil.pupil);
            Some(OfPupil { adults: adults.remove(&pupil.pupil).unwrap_or_default(), line, has_second_home, pupil })
        })
        .collect())
}

/// Who handles paper follows up: the rule is the narrower of the two.
pub fn follows(note: &May<HandlePaper>) -> Result<May<FollowUp>> {
    note.also::<FollowUp>().ok_or(Error::Forbidden)
}

impl OfPupil {
    /// « Léa Martin ».
    pub fn name(&self) -> String {
        format!("{} {}", self.pupil.first_name, self.pupil.last_name)
    }

    pub fn talons(&self, asks: Asks, whom: Whom) -> Vec<Wanted> {
        let mut wanted = homes::talons(asks, &self.adults, self.has_second_home);
        wanted.retain(|one| self.is_for(asks, whom, one));
        wanted
    }

    pub fn copies(&self, asks: Asks, whom: Whom) -> Vec<Wanted> {
        let mut wanted = homes::sheets(&self.adults, self.has_second_home);
        wanted.retain(|one| self.is_for(asks, whom, one));
        wanted
    }

    /// Where every guardian signs: those whose signature is still to come.
    pub fn missing(&self) -> Vec<&Adult> {
        let is_missing = |adult: &&Adult| adult.counts(Asks::All) && !self.has_answered(adult.guardian);
        self.adults.iter().filter(is_missing).collect()
    }

    fn has_answered(&self, guardian: Id<Person>) -> bool {
        self.line.guardians.iter().any(|cell| cell.guardian == guardian && matches!(cell.state, State::Answered(..)))
    }

    fn is_for(&self, asks: Asks, whom: Whom, wanted: &Wanted) -> bool {
        match (whom, wanted.guardian) {
            (Whom::Everybody, _) => true,
            (Whom::Paper, _) => wanted.is_paper,
            (Whom::Waiting, Some(guardian)) if asks == Asks::All => !self.has_answered(guardian),
            (Whom::Waiting, _) => asks == Asks::Nothing || !self.line.is_done,
        }
    }
}
