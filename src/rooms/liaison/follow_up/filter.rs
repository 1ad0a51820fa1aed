//! Which pupils of the grid are shown, and how many there are of each state.

use super::tally::{Line, State};
use crate::rooms::liaison::answers::How;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filter {
    All,
    Waiting,
    Answered,
    OnPaper,
    WithoutAccount,
}

impl Filter {
    pub const ALL: [Filter; 5] =
        [Filter::All, Filter::Waiting, Filter::Answered, Filter::OnPaper, Filter::WithoutAccount];

    pub fn as_str(self) -> &'static str {
        match self {
            Filter::All => "tous",
            Filter::Waiting => "attente",
            Filter::Answered => "repondu",
            Filter::OnPaper => "papier",
            Filter::WithoutAccount => "sans-compte",
        }
    }

    pub fn parse(text: &str) -> Filter {
        Filter::ALL.into_iter().find(|filter| filter.as_str() == text).unwrap_or(Filter::All)
    }

    pub fn keeps(self, line: &Line) -> bool {
        let mut states = line.guardians.iter().map(|cell| cell.state);
        match self {
            Filter::All => true,
            Filter::Waiting => !line.is_done,
            Filter::Answered => line.is_done,
            Filter::OnPaper => {
                line.on_paper.is_some() || states.any(|state| matches!(state, State::Answered(_, How::Paper)))
            }
            Filter::WithoutAccount => states.any(|state| state == State::NoAccount),
        }
    }
}

/// Pupils of each state.
pub struct Counts([usize; 5]);

impl Counts {
    pub fn of(lines: &[Line]) -> Counts {
        Counts(Filter::ALL.map(|filter| lines.iter().filter(|line| filter.keeps(line)).count()))
    }

    pub fn each(&self) -> impl Iterator<Item = (Filter, usize)> + '_ {
        Filter::ALL.into_iter().zip(self.0)
    }
}
