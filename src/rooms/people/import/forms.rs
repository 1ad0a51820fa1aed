//! What comes in: the files, read before any transaction and never written; then what a person answers to each question.

use super::{
    Refusal, check_length,
    diff::{Decision, Decisions},
    pages, text,
};
use crate::door::{Faults, Fields, Form, pocket::Carried, upload::Upload};
use jiff::civil::Date;

pub const FILES: &str = "fichiers";
/// Before the key of a question in its field's name.
pub const QUESTION: &str = "cas:";

/// Files as they came, in memory; read once it is known what the school remembers of their columns.
pub struct NewImport {
    pub files: Vec<Carried>,
}

impl Form for NewImport {
    const FILE_LIMIT: u64 = text::MAX_BYTES;
    const FILES: usize = 3;
    const IN_MEMORY: bool = true;

    fn check(_: &Fields, uploads: &[Upload]) -> Result<NewImport, Faults> {
        let mut faults = Faults::default();
        let mut files = Vec::new();
        for upload in uploads {
            match carried(upload) {
                Ok(file) => files.push(file),
                Err(refusal) => faults.add(FILES, pages::refused(&upload.name, &refusal)),
            }
        }
        if uploads.is_empty() {
            faults.add(FILES, pages::NO_FILE);
        }
        faults.or(NewImport { files })
    }
}

fn carried(upload: &Upload) -> Result<Carried, Refusal> {
    check_length(upload.size)?;
    let bytes = upload.bytes().map_err(|_| Refusal::Binary)?;
    Ok(Carried::new(upload.name.clone(), bytes))
}

/// The mark of the plan that the page showed.
pub const SEEN: &str = "vu";

/// A pupil ticked as having left, and the last day of all of them.
pub const LEFT: &str = "parti";
pub const LAST_DAY: &str = "dernier_jour";

/// The answers given; which questions they answer is looked at beside the plan.
pub struct Decided {
    pub answers: Decisions,
    pub seen: String,
    pub left: Vec<i64>,
    /// `None` when nothing, or no day, was written.
    pub last_day: Option<Date>,
}

impl Form for Decided {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Decided, Faults> {
        Ok(Decided {
            answers: decisions(fields),
            seen: fields.get(SEEN).to_owned(),
            left: fields.all(LEFT).filter_map(|id| id.parse().ok()).collect(),
            last_day: fields.get(LAST_DAY).parse().ok(),
        })
    }
}

pub fn decisions(fields: &Fields) -> Decisions {
    let answers = fields.pairs().iter().filter_map(|(name, value)| {
        let key = name.strip_prefix(QUESTION)?;
        Some((key.to_owned(), decision(value)?))
    });
    answers.collect()
}

pub fn value_of(decision: Decision) -> String {
    match decision {
        Decision::SameAs(id) => id.to_string(),
        Decision::Create => "nouveau".to_owned(),
        Decision::Skip => "laisser".to_owned(),
    }
}

fn decision(value: &str) -> Option<Decision> {
    match value {
        "nouveau" => Some(Decision::Create),
        "laisser" => Some(Decision::Skip),
        id => id.parse().ok().map(Decision::SameAs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was_given() {
        for given in [Decision::SameAs(12), Decision::SameAs(-100_000_007), Decision::Create, Decision::Skip] {
            assert_eq!(decision(&value_of(given)), Some(given));
        }
        assert_eq!(decision("12 or 1=1"), None);
        let fields = Fields::parse("cas%3A0%2F2%3Amartin%3Alea=nouveau&autre=laisser".as_bytes());
        assert_eq!(decisions(&fields), Decisions::from([("0/2:martin:lea".to_owned(), Decision::Create)]));
    }
}
