//! What was typed in, kept as it was typed, and its way to a checked value. Bad input is never an error: it is a draft with faults.

use super::upload::Upload;
use crate::base::ui::field::Typed;

/// The fields of a form or of a query, in order; a name may come several times.
#[derive(Clone, Default, Debug)]
pub struct Fields {
    pairs: Vec<(String, String)>,
}

impl Fields {
    pub fn parse(encoded: &[u8]) -> Fields {
        Fields { pairs: form_urlencoded::parse(encoded).into_owned().collect() }
    }

    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.pairs.push((name.into(), value.into()));
    }

    /// The first value, trimmed; empty when the field is absent.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value as it was typed: passphrases keep their spaces.
    pub fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(key, _)| key == name)
    }

    /// True when one of the values of `name` is `value`: a ticked box.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|one| one == value)
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// What is wrong with which field, in a sentence that says what to do. An empty field name is about the whole form.
#[derive(Clone, Default, Debug)]
pub struct Faults {
    list: Vec<(&'static str, String)>,
    words: Option<String>,
}

impl Faults {
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.list.push((field, sentence.into()));
    }

    pub fn one(field: &'static str, sentence: impl Into<String>) -> Faults {
        Faults { list: vec![(field, sentence.into())], words: None }
    }

    /// Beside our sentence, what another machine said of it.
    pub fn with_words(mut self, words: impl Into<String>) -> Faults {
        self.words = Some(words.into());
        self
    }

    pub fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.list.iter()
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.list.iter().find(|(name, _)| *name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// `value` when nothing is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Faults> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

/// What a check gives: the value, or what is wrong.
pub type Checked<T> = Result<T, Faults>;

/// A checked value. `check` runs before any transaction: hashing a passphrase or reading a picture belongs here.
pub trait Form: Sized {
    /// Bytes of fields, files apart.
    const LIMIT: usize = 256 * 1024;
    /// Bytes of one file, and how many files; none by default.
    const FILE_LIMIT: u64 = 0;
    const FILES: usize = 0;
    /// Files whose raw bytes must not touch the disk, not even for a moment. Their number times their size is the bound.
    const IN_MEMORY: bool = false;

    fn check(fields: &Fields, uploads: &[Upload]) -> Result<Self, Faults>;
}

/// What a mail program says with one click (RFC 8058): this field, this value, and nothing beside it.
pub const ONE_CLICK: (&str, &str) = ("List-Unsubscribe", "One-Click");

/// For a POST without fields: a button.
pub struct Nothing;

impl Form for Nothing {
    fn check(_: &Fields, _: &[Upload]) -> Result<Nothing, Faults> {
        Ok(Nothing)
    }
}

/// What a form page draws: blank, filled with what stands, or as it was typed with its faults.
#[derive(Clone, Default, Debug)]
pub struct Draft {
    pub fields: Fields,
    pub faults: Faults,
}

impl Draft {
    /// The same, with `standing` values when nothing was typed yet.
    pub fn or_standing(&self, standing: &[(&str, &str)]) -> Draft {
        if !self.fields.is_empty() || !self.faults.is_empty() {
            return self.clone();
        }
        let mut fields = Fields::default();
        for (name, value) in standing {
            fields.push(*name, *value);
        }
        Draft { fields, faults: Faults::default() }
    }

    pub fn is_blank(&self) -> bool {
        self.fields.is_empty() && self.faults.is_empty()
    }

    /// For `ui::field`.
    pub fn typed(&self, name: &str) -> Typed<'_> {
        Typed { value: self.fields.raw(name), fault: self.faults.of(name) }
    }
}
