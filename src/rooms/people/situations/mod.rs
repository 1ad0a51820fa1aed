//! *Situations particulières*: the ties at which the director has still to look before a slip is printed, and those that are
//! not the usual one, child by child. It shows and lets her say that she has looked; what a tie gives is decided on its own
//! page.

mod forms;
mod pages;
pub mod routes;
pub mod store;

use crate::{
    base::db::Id,
    school::{
        Pupil,
        guardianship::{Guardianship, Look},
    },
};

/// A tie that is special or waits, with the names that its row has not.
pub struct Line {
    pub tie: Guardianship,
    pub guardian: String,
    /// Where the guardian lives, in one line.
    pub home: String,
    pub pupil: String,
    pub class_name: String,
}

/// A child with all of the ties to show.
pub struct Situation {
    pub pupil: Id<Pupil>,
    pub lines: Vec<Line>,
}

impl Situation {
    pub fn waits(&self) -> bool {
        self.lines.iter().any(|line| line.tie.facts.awaits_look())
    }

    /// Whether nothing waits but slips to two homes: « rien à changer » is an answer there, and nowhere else.
    pub fn is_of_two_homes(&self) -> bool {
        self.waits() && self.lines.iter().all(|line| line.tie.facts.look != Look::HoldsAll)
    }
}

/// By child, those that wait first; each half in the order of names, as the lines come.
fn by_child(lines: Vec<Line>) -> Vec<Situation> {
    let mut all: Vec<Situation> = Vec::new();
    for line in lines {
        match all.last_mut().filter(|last| last.pupil == line.tie.pupil) {
            Some(last) => last.lines.push(line),
            None => all.push(Situation { pupil: line.tie.pupil, lines: vec![line] }),
        }
    }
    all.sort_by_key(|situation| !situation.waits());
    all
}
