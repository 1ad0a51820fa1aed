//! The questions of a slip that are image consents: what is answered to them is said among the school's consents, in the
//! same transaction, whichever way it came. There it may change afterwards; the slip shows what counts today.

use super::{Filled, Value, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
    },
    rooms::liaison::{
        NoteFor,
        answers::How,
        policy::{AcknowledgeNote, RecordPaper, SignNote},
    },
    school::{
        Person, Pupil,
        consent::{
            Answer, Said,
            said::{self, Decides, NotesPaper, OfPupil},
        },
        permit::May,
    },
};

/// Which row of the consents an answer to a question became.
pub type Kept = Vec<(i64, Id<Answer>)>;

impl OfPupil for NoteFor {
    fn pupil(&self) -> Id<Pupil> {
        self.pupil.pupil
    }
}

impl Decides for SignNote {}
/// A word that asks for a consent is signed; this one's answers hold none.
impl Decides for AcknowledgeNote {}
impl NotesPaper for RecordPaper {}

/// By the hand of the permit's holder.
pub fn record<R: Decides<On = NoteFor>>(
    tx: &Tx,
    word: &May<R>,
    filled: &Filled,
    how: How,
    now: Instant,
) -> Result<Kept> {
    each(tx, word, filled, |said| said::store::record(tx, word, said, how, now))
}

/// Off a talon; `guardian` none where it does not tell whose hand it was.
pub fn note(
    tx: &Tx,
    word: &May<RecordPaper>,
    guardian: Option<Id<Person>>,
    filled: &Filled,
    now: Instant,
) -> Result<Kept> {
    each(tx, word, filled, |said| said::store::record_paper(tx, word, guardian, said, now))
}

/// With the talon that was noted by mistake. What was said since, on the page of the consents, stands.
pub fn cancel(tx: &Tx, word: &May<RecordPaper>, answer: i64, now: Instant) -> Result<()> {
    for consent in store::consents_of(tx, word, answer)? {
        match said::store::cancel(tx, word, consent, now) {
            Err(Error::Conflict) => {}
            done => done?,
        }
    }
    Ok(())
}

fn each<R>(tx: &Tx, word: &May<R>, filled: &Filled, mut keep: impl FnMut(&Said) -> Result<Id<Answer>>) -> Result<Kept>
where
    R: crate::school::permit::Rule<On = NoteFor>,
{
    if !filled.0.iter().any(|(_, value, _)| matches!(value, Value::Yes | Value::No)) {
        return Ok(Kept::new());
    }
    let mut kept = Kept::new();
    for (question, asked) in store::asked_consents(tx, word)? {
        let given = filled.0.iter().find(|(id, _, _)| *id == question).map(|(_, value, _)| value);
        let says = match given {
            Some(Value::Yes) => true,
            Some(Value::No) => false,
            _ => continue,
        };
        let said = Said { request: asked.request, version: asked.version, text: &asked.text, says };
        kept.push((question, keep(&said)?));
    }
    Ok(kept)
}
