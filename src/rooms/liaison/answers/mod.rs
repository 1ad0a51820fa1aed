//! What families answer: « lu » and signatures, each by one guardian for one pupil, to one version of the text.

pub mod store;

pub use crate::school::how::How;

use super::{
    Asks, Note, NoteFor, book, path,
    policy::{AcknowledgeForMine, AcknowledgeNote, ReadNoteFor, SignForMine, SignNote},
    store as notes,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Faults, Fields, Form, Page, upload::Upload},
    school::{
        Pupil,
        consent::said::Decides,
        permit::{May, Rule},
    },
};
use std::collections::BTreeSet;

/// The rules that let somebody answer for a child: a signature, or « lu ».
pub trait Answers: Rule<On = NoteFor> + Decides {}
impl Answers for SignNote {}
impl Answers for AcknowledgeNote {}

/// The viewer's own answer for one of their children.
#[derive(Clone, Debug)]
pub struct Own {
    pub pupil: Id<Pupil>,
    pub version: i64,
    pub at: Instant,
    pub how: How,
    /// On paper: who of the school recorded it.
    pub noted_by: Option<String>,
}

/// One child of the viewer's whom the word reached, as the page of the word shows it.
pub struct Mine {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    /// The answer that counts, and one given to a text that was corrected since.
    pub answer: Option<Own>,
    pub older: Option<Own>,
    pub reminded_at: Option<Instant>,
    /// Another guardian's answer was enough, and the date is past.
    pub is_over: bool,
    /// Through which groups the word came to this child.
    pub groups: Vec<String>,
    /// What a button needs: drawn only for who holds it.
    pub may_sign: Option<May<SignNote>>,
    pub may_acknowledge: Option<May<AcknowledgeNote>>,
}

/// The viewer's children whom the word reached, each by a permit of its own.
pub fn mine(cx: &Cx, note: &May<super::policy::ReadNote>) -> Result<Vec<Mine>> {
    let viewer = cx.viewer()?;
    let answers = store::own(&cx.db, note)?;
    let mut mine = Vec::new();
    for child in &viewer.children {
        let Some(word) = cx.may_perhaps::<ReadNoteFor>((note.id, child.id))? else { continue };
        let of = |counts: bool| {
            answers
                .iter()
                .rev()
                .find(|own| own.pupil == child.id && (own.version >= note.asks_since) == counts)
                .cloned()
        };
        let standing = book::store::standing(&cx.db, &word, cx.now, cx.today)?;
        mine.push(Mine {
            pupil: child.id,
            first_name: child.first_name.clone(),
            answer: of(true),
            older: of(false),
            reminded_at: standing.reminded_at,
            is_over: standing.is_over,
            groups: notes::groups_of(&cx.db, &word)?,
            may_sign: word.also::<SignNote>().filter(|_| note.asks.is_signed()),
            may_acknowledge: word.also::<AcknowledgeNote>().filter(|_| note.asks == Asks::Read),
        });
    }
    Ok(mine)
}

/// Which text was on the screen, and for whom; the children come only with « sign for all mine ».
pub struct Answered {
    version: i64,
    pupils: BTreeSet<Id<Pupil>>,
}

/// Nobody has so many children in one school; a longer list is no page of ours.
const MOST_CHILDREN: usize = 20;

impl Form for Answered {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Answered, Faults> {
        // A set: each child once, however often the field is repeated.
        let pupils: std::result::Result<BTreeSet<_>, _> = fields.all("eleve").map(|id| id.parse()).collect();
        match (fields.get("version").parse(), pupils) {
            (Ok(version), Ok(pupils)) if pupils.len() <= MOST_CHILDREN => Ok(Answered { version, pupils }),
            _ => Err(Faults::one("", super::pages::REREAD)),
        }
    }
}

/// One permit a child: a single one that is refused undoes all.
pub fn sign_for_mine(cx: &Cx<Tx>, note: May<SignForMine>, answered: Answered) -> Result<Page> {
    for pupil in some(&answered)? {
        let word = cx.may::<SignNote>((note.id, *pupil))?;
        sign_one(cx, &word, &answered)?;
        cx.journal("SignNote", "note", Some(note.id.number()))?;
    }
    Ok(Page::go(path::note(note.id)).saying(super::pages::SIGNED))
}

pub fn acknowledge_for_mine(cx: &Cx<Tx>, note: May<AcknowledgeForMine>, answered: Answered) -> Result<Page> {
    for pupil in some(&answered)? {
        let word = cx.may::<AcknowledgeNote>((note.id, *pupil))?;
        acknowledge_one(cx, &word, &answered)?;
        cx.journal("AcknowledgeNote", "note", Some(note.id.number()))?;
    }
    Ok(Page::go(path::note(note.id)).saying(super::pages::ACKNOWLEDGED))
}

fn some(answered: &Answered) -> Result<&BTreeSet<Id<Pupil>>> {
    if answered.pupils.is_empty() { Err(Error::NotFound) } else { Ok(&answered.pupils) }
}

/// What was corrected since the page was drawn is read again before it is signed. A slip is filled for each child apart.
fn sign_one(cx: &Cx<Tx>, word: &May<SignNote>, answered: &Answered) -> Result<()> {
    if word.has_slip || !word.asks.is_signed() || word.version != answered.version {
        return Err(Error::Conflict);
    }
    store::sign(&cx.db, word, How::Application, cx.now).map(drop)
}

fn acknowledge_one(cx: &Cx<Tx>, word: &May<AcknowledgeNote>, answered: &Answered) -> Result<()> {
    if word.has_slip || word.asks != Asks::Read || word.version != answered.version {
        return Err(Error::Conflict);
    }
    store::acknowledge(&cx.db, word, How::Application, cx.now).map(drop)
}

impl Mine {
    /// Something is asked of the viewer for this child, and not answered.
    pub fn is_asked(&self) -> bool {
        self.answer.is_none() && (self.may_sign.is_some() || self.may_acknowledge.is_some())
    }

    pub fn waits(&self) -> bool {
        self.is_asked() && !self.is_over
    }
}

/// The children for whom something is still to be done.
pub fn waiting(mine: &[Mine]) -> Vec<&Mine> {
    mine.iter().filter(|one| one.waits()).collect()
}

impl Note {
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_at.is_some()
    }
}
