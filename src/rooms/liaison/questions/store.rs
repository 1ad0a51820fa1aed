//! The rows of questions and of what was answered to them.

use super::{
    Asked, Filled, Kind, Per, Question, Value,
    consents::Kept,
    sent::FilledFile,
    sums::count::{Answer, Given},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::{self, Hash},
        jobs::System,
    },
    rooms::liaison::{
        Facts, Note, NoteFor,
        answers::How,
        path,
        policy::{FollowUp, ReadNoteFor, RecordPaper},
        store::formal,
    },
    school::{
        Person, Pupil,
        audience::Audience,
        consent::{self, Asking, Request, asking},
        permit::{May, Rule},
    },
};
use rusqlite::{Row, params};

const QUESTIONS: &str = "SELECT id, place, kind, label, choices, is_required, per, image FROM liaison_question WHERE note = ?1 ORDER BY place";

/// The newest answer of one guardian for one pupil.
#[derive(Clone, Debug)]
pub struct Held {
    pub answer: i64,
    pub pupil: Id<Pupil>,
    pub version: i64,
    pub first_at: Instant,
    pub at: Instant,
    /// The school copied it from a paper.
    pub is_paper: bool,
    values: Vec<(i64, Value, Option<Hash>)>,
}

impl Held {
    pub fn value(&self, question: i64) -> Option<&Value> {
        self.values.iter().find(|(id, _, _)| *id == question).map(|(_, value, _)| value)
    }

    pub fn file(&self, question: i64) -> Option<(Value, Hash)> {
        let (_, value, file) = self.values.iter().find(|(id, _, _)| *id == question)?;
        Some((value.clone(), file.clone()?))
    }

    fn is(&self, filled: &Filled) -> bool {
        let same = |(id, value, file): &(i64, Value, Option<Hash>)| {
            filled.0.iter().any(|(question, given, sent)| {
                let is_same_file = !matches!(sent, Some(FilledFile::New(_))) || file.is_none();
                question == id && given == value && is_same_file
            })
        };
        self.values.len() == filled.0.len() && self.values.iter().all(same)
    }
}

/// A file that answers a question.
pub struct Answered {
    pub pupil: Id<Pupil>,
    pub name: String,
    pub file: Hash,
    pub media_type: String,
}

pub fn of_note<R: Rule<On = Note>>(rx: &Rx, note: &May<R>) -> Result<Vec<Asked>> {
    list(rx, note.id)
}

pub fn of_word<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<Vec<Asked>> {
    list(rx, word.id)
}

/// The same for the house that writes the word's letters.
pub fn told(rx: &Rx, word: &Facts, _: &System) -> Result<Vec<Asked>> {
    list(rx, word.id)
}

/// With the word that is being written.
pub fn add(tx: &Tx, note: Id<Note>, questions: &[Question]) -> Result<()> {
    for (place, question) in (1_i64..).zip(questions) {
        tx.insert(
            "INSERT INTO liaison_question (note, place, kind, label, choices, is_required, per, image) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                note,
                place,
                question.kind.as_str(),
                question.label,
                serde_json::to_string(&question.choices)?,
                question.is_required,
                question.per.as_str(),
                question.image.as_ref().map(Asking::packed)
            ],
        )?;
    }
    Ok(())
}

/// Other questions for a word that still waits; a conflict once it was delivered.
pub fn replace(tx: &Tx, note: Id<Note>, questions: &[Question]) -> Result<()> {
    if tx.exists("SELECT 1 FROM liaison_note WHERE id = ?1 AND delivered_at IS NOT NULL", [note])? {
        return Err(Error::Conflict);
    }
    tx.run("DELETE FROM liaison_question WHERE note = ?1", [note])?;
    add(tx, note, questions)
}

/// What the permit's holder answered, for each pupil: only what still counts, and nobody else's.
pub fn own<R: Rule<On = Note>>(rx: &Rx, note: &May<R>) -> Result<Vec<Held>> {
    held(rx, note.id, note.asks_since, note.by(), None)
}

/// The same for one pupil.
pub fn own_for<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<Option<Held>> {
    Ok(held(rx, word.id, word.asks_since, word.by(), Some(word.pupil.pupil))?.pop())
}

/// Whether the holder's newest answer says just that already, of the same text.
pub fn is_held<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>, filled: &Filled) -> Result<Option<i64>> {
    let held = own_for(rx, word)?.filter(|held| !held.is_paper && held.version == word.version && held.is(filled));
    Ok(held.map(|held| held.answer))
}

/// The values of an answer just written, each consent among them with its row.
pub fn put(tx: &Tx, answer: i64, filled: &Filled, consents: &Kept, now: Instant) -> Result<()> {
    for (question, value, file) in &filled.0 {
        let hash = match file {
            None => None,
            Some(FilledFile::Before(hash)) => Some(hash),
            Some(FilledFile::New(kept)) => {
                files::store::add(tx, &kept.file.0, kept.file.1, kept.media_type, now)?;
                Some(&kept.file.0)
            }
        };
        let consent = consents.iter().find(|(of, _)| of == question).map(|(_, consent)| *consent);
        tx.run(
            "INSERT INTO liaison_answer_value (answer, question, value, file, consent) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![answer, question, value.stored(), hash.map(Hash::as_str), consent],
        )?;
    }
    Ok(())
}

/// The newest answers that count, of each pupil by each guardian and on paper, oldest first.
pub fn answers(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<Answer>> {
    let rows = rx.all(
        "SELECT a.id, a.pupil, a.guardian, a.answered_at, a.how, p.civility, p.first_name,
           CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, q.id, q.kind, v.value, v.file
         FROM liaison_answer a LEFT JOIN person p ON p.id = a.guardian
           LEFT JOIN liaison_answer_value v ON v.answer = a.id LEFT JOIN liaison_question q ON q.id = v.question
         WHERE a.note = ?1 AND a.version >= ?2 AND a.cancelled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM liaison_answer n WHERE n.note = a.note AND n.pupil = a.pupil AND n.guardian IS a.guardian
             AND n.id > a.id AND n.version >= ?2 AND n.cancelled_at IS NULL)
         ORDER BY a.id",
        params![note.id, note.asks_since],
        answer_row,
    )?;
    let mut answers: Vec<Answer> = Vec::new();
    for (answer, given) in rows {
        match answers.last_mut().filter(|last| last.id == answer.id) {
            Some(last) => last.given.extend(given),
            None => answers.push(Answer { given: given.into_iter().collect(), ..answer }),
        }
    }
    let consents = consents_said(rx, note.id, None)?;
    for answer in &mut answers {
        let of = |said: &&ConsentSaid| said.pupil == answer.pupil && said.guardian == answer.guardian;
        let said = consents.iter().filter(of).map(|said| Given {
            question: said.question,
            value: said.value(),
            has_file: false,
        });
        answer.given.extend(said);
    }
    Ok(answers)
}

/// A file among the answers to this word.
pub fn file(rx: &Rx, note: &May<FollowUp>, answer: i64, question: i64) -> Result<Option<Answered>> {
    rx.one(
        "SELECT a.pupil, v.value, v.file, f.media_type FROM liaison_answer_value v JOIN liaison_answer a ON a.id = v.answer
           JOIN file f ON f.hash = v.file WHERE v.answer = ?2 AND v.question = ?3 AND a.note = ?1",
        params![note.id, answer, question],
        file_row,
    )?
    .transpose()
}

/// The holder's own among those for this pupil; another guardian's is none.
pub fn own_file(rx: &Rx, word: &May<ReadNoteFor>, answer: i64, question: i64) -> Result<Option<Answered>> {
    rx.one(
        "SELECT a.pupil, v.value, v.file, f.media_type FROM liaison_answer_value v JOIN liaison_answer a ON a.id = v.answer
           JOIN file f ON f.hash = v.file WHERE v.answer = ?2 AND v.question = ?3 AND a.note = ?1 AND a.pupil = ?4 AND a.guardian = ?5",
        params![word.id, answer, question, word.pupil.pupil, word.by()],
        file_row,
    )?
    .transpose()
}

fn list(rx: &Rx, note: Id<Note>) -> Result<Vec<Asked>> {
    rx.all(QUESTIONS, [note], |row| {
        let kind = Kind::parse(&row.get::<_, String>(2)?).unwrap_or(Kind::Text);
        let choices = serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default();
        let question = Question {
            kind,
            label: row.get(3)?,
            choices,
            is_required: row.get(5)?,
            per: Per::parse(&row.get::<_, String>(6)?),
            image: row.get::<_, Option<String>>(7)?.and_then(|image| Asking::unpacked(&image)),
        };
        let place = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(1);
        Ok(Asked::new(row.get(0)?, place, question))
    })
}

fn held(rx: &Rx, note: Id<Note>, since: i64, by: Id<Person>, pupil: Option<Id<Pupil>>) -> Result<Vec<Held>> {
    let rows = rx.all(
        "SELECT a.id, a.pupil, a.version, a.answered_at, q.id, q.kind, v.value, v.file, a.how = 'paper'
         FROM liaison_answer a LEFT JOIN liaison_answer_value v ON v.answer = a.id LEFT JOIN liaison_question q ON q.id = v.question
         WHERE a.guardian = ?2 AND a.note = ?1 AND a.version >= ?3 AND a.cancelled_at IS NULL AND (?4 IS NULL OR a.pupil = ?4)
         ORDER BY a.pupil, a.id, q.place",
        params![note, by, since, pupil],
        |row| {
            let at: Instant = row.get(3)?;
            let held = Held {
                answer: row.get(0)?,
                pupil: row.get(1)?,
                version: row.get(2)?,
                first_at: at,
                at,
                is_paper: row.get(8)?,
                values: Vec::new(),
            };
            Ok((held, value(row, 4)?))
        },
    )?;
    let mut all: Vec<Held> = Vec::new();
    for (mut row, given) in rows {
        if let Some(last) = all.last_mut().filter(|last| last.pupil == row.pupil) {
            if last.answer != row.answer {
                row.first_at = last.first_at;
                *last = row;
            }
            last.values.extend(given);
        } else {
            row.values.extend(given);
            all.push(row);
        }
    }
    let consents = consents_said(rx, note, Some(by))?;
    for held in &mut all {
        let own = consents.iter().filter(|said| said.pupil == held.pupil);
        held.values.extend(own.map(|said| (said.question, said.value(), None)));
    }
    Ok(all)
}

/// What counts today of what one hand said to a consent of a word.
struct ConsentSaid {
    question: i64,
    pupil: Id<Pupil>,
    guardian: Option<Id<Person>>,
    says: bool,
}

impl ConsentSaid {
    fn value(&self) -> Value {
        if self.says { Value::Yes } else { Value::No }
    }
}

/// By everybody, or by one guardian. It may have been said elsewhere than on the slip, and since. Papers that do not tell
/// whose they are count as one hand: among them, too, one refusal wins.
fn consents_said(rx: &Rx, note: Id<Note>, by: Option<Id<Person>>) -> Result<Vec<ConsentSaid>> {
    let rows = rx.all(
        "SELECT q.id, a.pupil, a.guardian, a.says FROM liaison_question q CROSS JOIN consent_answer a ON a.request = q.request
         WHERE q.note = ?1 AND q.request IS NOT NULL AND a.cancelled_at IS NULL AND (?2 IS NULL OR a.guardian = ?2)
           AND NOT EXISTS (SELECT 1 FROM consent_answer b WHERE b.pupil = a.pupil AND b.request = a.request AND b.guardian IS a.guardian
                           AND b.id > a.id AND b.cancelled_at IS NULL AND (a.guardian IS NOT NULL OR a.says = 1))
         ORDER BY q.place",
        params![note, by],
        |row| Ok(ConsentSaid { question: row.get(0)?, pupil: row.get(1)?, guardian: row.get(2)?, says: row.get(3)? }),
    )?;
    let mut all: Vec<ConsentSaid> = Vec::new();
    for said in rows {
        let is_same = |one: &&mut ConsentSaid| {
            (one.question, one.pupil, one.guardian) == (said.question, said.pupil, said.guardian)
        };
        match all.iter_mut().find(is_same) {
            Some(one) => one.says &= said.says,
            None => all.push(said),
        }
    }
    Ok(all)
}

/// A consent among the questions of a word.
pub struct AskedConsent {
    pub request: Id<Request>,
    pub version: i64,
    /// As the family read it.
    pub text: String,
}

pub fn asked_consents<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<Vec<(i64, AskedConsent)>> {
    rx.all(
        "SELECT id, request, request_version, label FROM liaison_question WHERE note = ?1 AND request IS NOT NULL ORDER BY place",
        [word.id],
        |row| Ok((row.get(0)?, AskedConsent { request: row.get(1)?, version: row.get(2)?, text: row.get(3)? })),
    )
}

/// What an answer to this word became among the consents.
pub fn consents_of(rx: &Rx, word: &May<RecordPaper>, answer: i64) -> Result<Vec<Id<consent::Answer>>> {
    rx.all(
        "SELECT v.consent FROM liaison_answer_value v JOIN liaison_answer a ON a.id = v.answer
         WHERE v.answer = ?1 AND a.note = ?2 AND a.pupil = ?3 AND v.consent IS NOT NULL",
        params![answer, word.id, word.pupil.pupil],
        |row| row.get(0),
    )
}

/// The word leaves: its consents are asked of whom it reaches.
pub fn ask_consents(tx: &Tx, note: Id<Note>, audience: Id<Audience>, by: Id<Person>, now: Instant) -> Result<()> {
    let asked: Vec<(i64, String, String)> = tx.all(
        "SELECT id, image, label FROM liaison_question WHERE note = ?1 AND image IS NOT NULL ORDER BY place",
        [note],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let follow_up = path::of(note, "suivi");
    for (question, image, text) in asked {
        let Some(asking) = Asking::unpacked(&image) else { continue };
        let (request, version) = asking::store::ask(tx, &asking, &text, (audience, &follow_up), by, now)?;
        tx.run(
            "UPDATE liaison_question SET request = ?2, request_version = ?3 WHERE id = ?1",
            params![question, request, version],
        )?;
    }
    Ok(())
}

type Read = (i64, Value, Option<Hash>);

/// Question, kind, value, file, in four columns from `at`; nothing for an answer without values.
fn value(row: &Row, at: usize) -> rusqlite::Result<Option<Read>> {
    let Some(question) = row.get::<_, Option<i64>>(at)? else { return Ok(None) };
    let kind = Kind::parse(&row.get::<_, String>(at + 1)?).unwrap_or(Kind::Text);
    // What was said to it once is history: what counts stands among the consents.
    if kind == Kind::Consent {
        return Ok(None);
    }
    let file = row.get::<_, Option<String>>(at + 3)?.and_then(|text| Hash::parse(&text));
    Ok(Value::read(kind, &row.get::<_, String>(at + 2)?).map(|value| (question, value, file)))
}

fn answer_row(row: &Row) -> rusqlite::Result<(Answer, Option<Given>)> {
    let guardian: Option<Id<Person>> = row.get(2)?;
    let name = if guardian.is_some() { formal(row, 5)? } else { String::new() };
    let how = How::parse(&row.get::<_, String>(4)?).unwrap_or(How::Application);
    let answer =
        Answer { id: row.get(0)?, pupil: row.get(1)?, guardian, name, at: row.get(3)?, how, given: Vec::new() };
    let given = value(row, 8)?.map(|(question, value, file)| Given { question, value, has_file: file.is_some() });
    Ok((answer, given))
}

fn file_row(row: &Row) -> rusqlite::Result<Result<Answered>> {
    let hash = Hash::parse(&row.get::<_, String>(2)?);
    let (pupil, name, media_type) = (row.get(0)?, row.get(1)?, row.get(3)?);
    Ok(hash
        .map(|file| Answered { pupil, name, file, media_type })
        .ok_or_else(|| Error::internal("an answer has no file")))
}
