//! What somebody asked to take away, from the asking to the file that expires. It is put together apart, one at a time, by the
//! rights that its person has at that moment: while it is, nothing waits for it and the writer is free.

mod letters;
mod making;
pub mod pages;
pub mod store;

pub use making::go;

use crate::{
    base::{clock::Instant, db::Id, files::Hash},
    door::{EXPORTS, House},
    school::{Person, viewer::Viewer},
};
use std::{collections::BTreeSet, path::PathBuf};

/// How long a file that was made may be fetched.
pub const KEPT_DAYS: i64 = 7;
const KEPT: i64 = KEPT_DAYS * Instant::DAY;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// What concerns its person and their children.
    Own,
    /// The school.
    School,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The disk takes no more files.
    Full,
    Fault,
}

/// An export's row.
#[derive(Clone, Debug)]
pub struct Takeaway {
    pub id: Id<Takeaway>,
    pub person: Id<Person>,
    pub what: What,
    pub asked_at: Instant,
    pub tries: i64,
    /// As of when it tells, the whole file's hash and its size.
    pub made: Option<(Instant, Hash, u64)>,
    pub hindered: Option<Why>,
    sees: String,
    /// Somebody said no to photos since, a yes was taken back, or the school needs more of them: it may hold one that is no more to be given.
    pub is_stale: bool,
    _row: (),
}

impl What {
    pub fn as_str(self) -> &'static str {
        match self {
            What::Own => "own",
            What::School => "school",
        }
    }

    pub fn parse(text: &str) -> What {
        if text == "school" { What::School } else { What::Own }
    }
}

impl Why {
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Full => "full",
            Why::Fault => "fault",
        }
    }

    pub fn parse(text: &str) -> Why {
        if text == "full" { Why::Full } else { Why::Fault }
    }
}

impl Takeaway {
    pub fn expires_at(&self) -> Option<Instant> {
        self.made.as_ref().map(|(at, _, _)| at.plus(KEPT))
    }

    pub fn waits(&self) -> bool {
        self.made.is_none() && self.hindered.is_none()
    }

    /// Whoever lost a child, a class or a part since does not get what they then had.
    pub fn is_within(&self, viewer: &Viewer) -> bool {
        let today = tied(viewer);
        self.sees.split_whitespace().all(|tie| today.contains(tie))
    }
}

/// All that the viewer is to the school, tie by tie.
fn tied(viewer: &Viewer) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let parts = [
        ("director", viewer.is_director),
        ("staff", viewer.is_staff),
        ("town", viewer.is_town),
        ("pupil", viewer.pupil.is_some()),
    ];
    all.extend(parts.into_iter().filter(|(_, has)| *has).map(|(name, _)| name.to_owned()));
    all.extend(viewer.teaches.iter().map(|class| format!("teaches-{class}")));
    all.extend(viewer.helps_in.iter().map(|class| format!("helps-{class}")));
    all.extend(viewer.accompanies.iter().map(|pupil| format!("accompanies-{pupil}")));
    all.extend(viewer.leads.iter().map(|group| format!("leads-{group}")));
    all.extend(viewer.children.iter().map(|child| format!("child-{}", child.id)));
    // Who decides for a child is given more of it than who is only told.
    all.extend(viewer.children.iter().filter(|child| child.given.signs).map(|child| format!("decides-{}", child.id)));
    all
}

/// Where its file stands once it is whole.
pub fn place(house: &House, id: Id<Takeaway>) -> PathBuf {
    house.data.join(EXPORTS).join(format!("{id}.zip"))
}
