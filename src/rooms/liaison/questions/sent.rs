//! What a family sends of a slip. In two steps, since a form is read before the transaction that knows the questions: the
//! raw fields with the files judged by their bytes, then all of it against the questions of the word. Pure but for `keep`.

use super::{Asked, Kind, MOST, MOST_FILES, Value, store::Held, value};
use crate::{
    base::{
        error::Result,
        files::{Files, Hash},
    },
    door::{Faults, Fields, Form, upload::Upload},
    rooms::liaison::{
        pages::REREAD,
        pieces::{self, Taken},
    },
};

/// The names of the fields, by the question's place: faults carry them, so they are written out.
pub const NAMES: [&str; MOST] = ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12"];
/// The box beside a file sent before.
const TAKE_AWAY: &str = "_retirer";
pub const FILE_AGAIN: &str = "Choisissez à nouveau votre fichier : le navigateur ne le retient pas.";

/// The fields of a slip, the files among them, and which text of the word was on the screen.
pub struct Sent {
    pub version: i64,
    fields: Fields,
    files: Vec<(&'static str, Taken)>,
}

impl Form for Sent {
    const FILE_LIMIT: u64 = 10 * 1024 * 1024;
    const FILES: usize = MOST_FILES;

    fn check(fields: &Fields, uploads: &[Upload]) -> std::result::Result<Sent, Faults> {
        let Ok(version) = fields.get("version").parse() else { return Err(Faults::one("", REREAD)) };
        let (mut kept, mut files, mut faults) = (Fields::default(), Vec::new(), Faults::default());
        for (name, value) in fields.pairs() {
            if NAMES.contains(&name.strip_suffix(TAKE_AWAY).unwrap_or(name)) {
                kept.push(name, value);
            }
        }
        for upload in uploads {
            let Some(name) = NAMES.into_iter().find(|name| *name == upload.field) else { continue };
            match pieces::take(upload) {
                Ok(taken) => files.push((name, taken)),
                Err(sentence) => faults.add(name, sentence),
            }
        }
        if !faults.is_empty() {
            ask_again(&files, &mut faults);
        }
        faults.or(Sent { version, fields: kept, files })
    }
}

/// Answers that fit their questions; the files among them not in their place yet.
#[derive(Debug)]
pub struct Values(Vec<(i64, Value, From)>);

#[derive(Debug)]
enum From {
    /// No file at all.
    Fields,
    /// The file sent under that name.
    Upload(&'static str),
    /// The one sent before.
    Before(Hash),
}

impl Sent {
    /// Against the questions of the word and what the same guardian answered before.
    pub fn against(&self, questions: &[Asked], held: Option<&Held>) -> std::result::Result<Values, Faults> {
        let (mut given, mut faults) = (Vec::new(), Faults::default());
        for asked in questions {
            match self.one(asked, held) {
                Ok(Some((value, from))) => given.push((asked.id, value, from)),
                Ok(None) if !asked.is_required => {}
                Ok(None) => faults.add(asked.name(), missing(asked.kind)),
                Err(sentence) => faults.add(asked.name(), sentence),
            }
        }
        if !faults.is_empty() {
            ask_again(&self.files, &mut faults);
        }
        faults.or(Values(given))
    }

    fn one(&self, asked: &Asked, held: Option<&Held>) -> std::result::Result<Option<(Value, From)>, &'static str> {
        let name = asked.name();
        if asked.kind == Kind::File {
            return Ok(self.file(asked, held));
        }
        if asked.kind.has_choices() {
            return self.choices(asked);
        }
        match self.fields.get(name) {
            "" | NO_ANSWER => Ok(None),
            typed => value::typed(asked.kind, typed).map(|value| Some((value, From::Fields))),
        }
    }

    fn choices(&self, asked: &Asked) -> std::result::Result<Option<(Value, From)>, &'static str> {
        let typed: Vec<&str> = self.fields.all(asked.name()).filter(|typed| !typed.is_empty()).collect();
        let mut places: Vec<usize> = typed.iter().filter_map(|place| place.parse().ok()).collect();
        places.retain(|place| *place < asked.choices.len());
        places.sort_unstable();
        places.dedup();
        match (asked.kind, places.len()) {
            (_, 0) => Ok(None),
            (Kind::One, n) if n > 1 => Err("Choisissez une seule réponse."),
            _ => Ok(Some((Value::Chosen(places), From::Fields))),
        }
    }

    /// A new one takes the place of the one sent before, which else stays unless it is taken away.
    fn file(&self, asked: &Asked, held: Option<&Held>) -> Option<(Value, From)> {
        let name = asked.name();
        if let Some((_, taken)) = self.files.iter().find(|(of, _)| *of == name) {
            return Some((Value::File(taken.name().to_owned()), From::Upload(name)));
        }
        let (value, hash) = held?.file(asked.id)?;
        (!self.fields.has(&format!("{name}{TAKE_AWAY}"))).then_some((value, From::Before(hash)))
    }

    /// Puts the files that answer a question in their place, outside of any transaction.
    pub fn keep(mut self, values: Values, files: &Files) -> Result<Filled> {
        let mut filled = Vec::new();
        for (question, value, from) in values.0 {
            let file = match from {
                From::Fields => None,
                From::Before(hash) => Some(FilledFile::Before(hash)),
                From::Upload(name) => {
                    let at = self.files.iter().position(|(of, _)| *of == name);
                    let taken = at.map(|at| self.files.swap_remove(at).1).into_iter().collect();
                    pieces::keep(files, taken)?.pop().map(FilledFile::New)
                }
            };
            filled.push((question, value, file));
        }
        Ok(Filled(filled))
    }
}

/// For an optional question of two or more radios: the way back to no answer.
pub const NO_ANSWER: &str = "sans";

/// A filled slip, ready for its rows.
#[derive(Default)]
pub struct Filled(pub(super) Vec<(i64, Value, Option<FilledFile>)>);

pub(super) enum FilledFile {
    New(pieces::Kept),
    Before(Hash),
}

impl Filled {
    /// For a word without questions.
    pub fn nothing() -> Filled {
        Filled::default()
    }

    /// Answers that came otherwise than by the form: by mail, off a coupon. A file never does.
    pub fn of(values: impl IntoIterator<Item = (i64, Value)>) -> Filled {
        Filled(values.into_iter().map(|(question, value)| (question, value, None)).collect())
    }

    /// The consents that it refuses, and nothing else of it.
    pub fn refused(&self, asked: &[Asked]) -> Filled {
        let is_consent = |id: i64| asked.iter().any(|asked| asked.id == id && asked.kind == Kind::Consent);
        let no = self.0.iter().filter(|(question, value, _)| *value == Value::No && is_consent(*question));
        Filled::of(no.map(|(question, value, _)| (*question, value.clone())))
    }

    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

fn missing(kind: Kind) -> &'static str {
    match kind {
        Kind::YesNo | Kind::Consent => "Répondez par oui ou par non.",
        Kind::One => "Choisissez une réponse.",
        Kind::Several => "Cochez au moins une réponse.",
        Kind::Number => "Écrivez un nombre.",
        Kind::Amount => "Écrivez un montant.",
        Kind::Date => "Choisissez une date.",
        Kind::Text => "Écrivez votre réponse.",
        Kind::File => "Joignez le fichier demandé : une photo, un PDF, un document.",
    }
}

/// A browser never keeps the files of a form that comes back.
fn ask_again(files: &[(&'static str, Taken)], faults: &mut Faults) {
    for (name, _) in files {
        if faults.of(name).is_none() {
            faults.add(name, FILE_AGAIN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::liaison::questions::{Per, Question};

    fn asked(kinds: &[(Kind, bool)]) -> Vec<Asked> {
        let one = |(place, (kind, is_required)): (usize, &(Kind, bool))| {
            let choices = if kind.has_choices() { vec!["Car".into(), "À pied".into()] } else { Vec::new() };
            let question = Question {
                kind: *kind,
                label: "?".into(),
                choices,
                is_required: *is_required,
                per: Per::Pupil,
                image: None,
            };
            Asked::new(place as i64 + 100, place, question)
        };
        (1..).zip(kinds).map(one).collect()
    }

    fn values(kinds: &[(Kind, bool)], typed: &str) -> std::result::Result<Vec<Value>, Faults> {
        let sent = Sent::check(&Fields::parse(format!("version=1&{typed}").as_bytes()), &[]).ok().unwrap();
        let values = sent.against(&asked(kinds), None)?;
        Ok(values.0.into_iter().map(|(_, value, _)| value).collect())
    }

    #[test]
    fn answers_fit_their_questions() {
        let kinds = [(Kind::YesNo, true), (Kind::Several, true), (Kind::Amount, false), (Kind::Text, false)];
        let found = values(&kinds, "r1=oui&r2=1&r2=0&r2=1&r3=12%2C50&r4=").ok().unwrap();
        assert_eq!(found, [Value::Yes, Value::Chosen(vec![0, 1]), Value::Amount(1250)]);
        let faults = values(&kinds, "r1=peut-etre&r2=7&r3=beaucoup").err().unwrap();
        assert!(["r1", "r2", "r3"].iter().all(|name| faults.of(name).is_some()) && faults.of("r4").is_none());
    }

    #[test]
    fn one_choice_is_one_and_may_be_taken_back() {
        assert!(values(&[(Kind::One, true)], "r1=0&r1=1").is_err());
        assert!(values(&[(Kind::One, true)], "r1=sans").is_err());
        assert!(values(&[(Kind::One, false)], "r1=sans").ok().unwrap().is_empty());
        assert!(values(&[(Kind::YesNo, false)], "r1=sans").ok().unwrap().is_empty());
        assert!(values(&[(Kind::File, true)], "").is_err());
    }

    #[test]
    fn without_the_text_that_was_read_nothing_is_answered() {
        assert!(Sent::check(&Fields::parse(b"r1=oui"), &[]).is_err());
    }
}
