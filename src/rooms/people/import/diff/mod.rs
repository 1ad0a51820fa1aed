//! A parsed file beside what the school already knows → what would change. Nothing is written here, nobody is removed:
//! *absent* only says « not in this file », which may be that of one class.
mod care;
mod change;
mod children;
mod classes;
mod guardians;
mod pupils;
pub mod sentences;
mod snapshot;
mod staff;

#[cfg(test)]
mod large;
#[cfg(test)]
mod school;
#[cfg(test)]
mod tests;

pub use care::Care;
pub use change::{Change, Field};
pub use classes::{ClassChange, ClassRef, NewClass};
pub use guardians::{Tie, TieTo, TiedGuardian};
pub use pupils::PlacedPupil;
pub use snapshot::{KnownClass, KnownGuardian, KnownMember, KnownPupil, Snapshot};
pub use staff::PlacedMember;

use super::{Guardian, Kind, Name, Organisation, Parsed, Rows};
use std::collections::{BTreeMap, HashSet};

/// What a person answers to a doubtful entry, by the entry's key.
pub type Decisions = BTreeMap<String, Decision>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    SameAs(i64),
    Create,
    Skip,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    New,
    Same {
        id: i64,
    },
    Changed {
        id: i64,
        changes: Vec<Change>,
    },
    /// Another class than before, possibly with other changes.
    Moved {
        id: i64,
        from: Option<i64>,
        to: ClassRef,
        /// From a class of a year that has ended: after the summer everybody does.
        rises: bool,
        changes: Vec<Change>,
    },
    /// Known, and not in the file. Never « has left ».
    Absent {
        id: i64,
    },
    Doubtful {
        question: String,
        candidates: Vec<Candidate>,
    },
    /// A person decided to leave this row out.
    Skipped,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: i64,
    /// Enough to choose: name, birth date and class of a pupil, children of a guardian.
    pub shown: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<R> {
    /// `None` for who is absent from the file.
    pub line: Option<u32>,
    /// Stable from one diff of the file to the next: line and folded name.
    pub key: String,
    pub who: String,
    pub row: Option<R>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<R> {
    pub entries: Vec<Entry<R>>,
    pub new_classes: Vec<NewClass>,
    pub class_changes: Vec<ClassChange>,
    /// Classes of the school that the file names: fewer than there are when it is that of one class.
    pub known_classes_seen: Vec<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diff {
    Pupils(Sheet<PlacedPupil>),
    Guardians {
        sheet: Sheet<TiedGuardian>,
        /// Pupils whose adults the director looks at before any slip is printed.
        care: BTreeMap<i64, Vec<Care>>,
    },
    Staff(Sheet<PlacedMember>),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub moved: usize,
    /// Of those moved: from a class of a year that has ended.
    pub rises: usize,
    pub absent: usize,
    pub doubtful: usize,
    pub same: usize,
    pub skipped: usize,
}

/// One line of the diff, whatever its kind; a doubtful tie to a child is a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub line: Option<u32>,
    pub key: String,
    pub who: String,
    pub what: What,
}

pub fn diff(parsed: &Parsed, snapshot: &Snapshot, decisions: &Decisions) -> Diff {
    match &parsed.rows {
        Rows::Pupils(rows) => Diff::Pupils(pupils::diff(rows, snapshot, decisions)),
        Rows::Guardians(rows) => {
            let organisations = parsed.organisations.iter().map(Organisation::as_guardian);
            let rows: Vec<Guardian> = rows.iter().cloned().chain(organisations).collect();
            let sheet = guardians::diff(&rows, snapshot, decisions);
            let care = care::care(&sheet, &parsed.organisations, snapshot);
            Diff::Guardians { sheet, care }
        }
        Rows::Staff(rows) => Diff::Staff(staff::diff(rows, snapshot, decisions)),
    }
}

impl Diff {
    pub fn kind(&self) -> Kind {
        match self {
            Diff::Pupils(_) => Kind::Pupils,
            Diff::Guardians { .. } => Kind::Guardians,
            Diff::Staff(_) => Kind::Staff,
        }
    }

    pub fn lines(&self) -> Vec<Line> {
        match self {
            Diff::Pupils(sheet) => sheet.entries.iter().map(Entry::line).collect(),
            Diff::Staff(sheet) => sheet.entries.iter().map(Entry::line).collect(),
            Diff::Guardians { sheet, .. } => sheet
                .entries
                .iter()
                .flat_map(|entry| {
                    let ties = entry.row.iter().flat_map(TiedGuardian::doubtful_ties);
                    std::iter::once(entry.line()).chain(ties)
                })
                .collect(),
        }
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in self.lines() {
            counts.rises += usize::from(matches!(line.what, What::Moved { rises: true, .. }));
            *match line.what {
                What::New => &mut counts.new,
                What::Same { .. } => &mut counts.same,
                What::Changed { .. } => &mut counts.changed,
                What::Moved { .. } => &mut counts.moved,
                What::Absent { .. } => &mut counts.absent,
                What::Doubtful { .. } => &mut counts.doubtful,
                What::Skipped => &mut counts.skipped,
            } += 1;
        }
        counts
    }

    /// Names that the file gives to classes of the school: before and after.
    pub fn renamed_classes(&self) -> Vec<(&str, &str)> {
        let changes = match self {
            Diff::Pupils(sheet) => &sheet.class_changes,
            Diff::Guardians { sheet, .. } => &sheet.class_changes,
            Diff::Staff(sheet) => &sheet.class_changes,
        };
        changes.iter().filter_map(|change| Some((change.before.as_str(), change.label.as_deref()?))).collect()
    }

    pub fn new_classes(&self) -> &[NewClass] {
        match self {
            Diff::Pupils(sheet) => &sheet.new_classes,
            Diff::Guardians { sheet, .. } => &sheet.new_classes,
            Diff::Staff(sheet) => &sheet.new_classes,
        }
    }
}

impl<R> Entry<R> {
    fn line(&self) -> Line {
        Line { line: self.line, key: self.key.clone(), who: self.who.clone(), what: self.what.clone() }
    }

    fn absent(id: i64, name: &Name) -> Entry<R> {
        Entry { line: None, key: format!("absent:{id}"), who: name.shown(), row: None, what: What::Absent { id } }
    }
}

fn key(line: u32, name: &Name) -> String {
    format!("{line}:{}:{}", name.last_key(), name.first_key())
}

/// How a row that no rule settles ends: as a person said, or as a question.
enum Settled {
    Known(i64),
    New,
    Skipped,
    Ask(Vec<Candidate>),
    /// She said that it is this one, whom another row is already.
    Twice(i64, Vec<Candidate>),
}

/// An answer that names somebody who is no candidate (any more) is no answer; with nobody to ask about, a row is new.
fn settle(key: &str, candidates: Vec<Candidate>, decisions: &Decisions, taken: &HashSet<i64>) -> Settled {
    match decisions.get(key) {
        Some(Decision::SameAs(id)) if candidates.iter().any(|c| c.id == *id) => Settled::Known(*id),
        Some(Decision::SameAs(id)) if taken.contains(id) => Settled::Twice(*id, candidates),
        Some(Decision::Create) => Settled::New,
        Some(Decision::Skip) => Settled::Skipped,
        _ if candidates.is_empty() => Settled::New,
        _ => Settled::Ask(candidates),
    }
}
