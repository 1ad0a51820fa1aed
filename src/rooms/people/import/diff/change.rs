//! What differs between a person as known and as the file says. An empty cell never erases what is known.
use crate::rooms::people::import::Name;
use crate::rooms::people::import::value::{Address, name_key};
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Last,
    Usage,
    First,
    Birth,
    Sex,
    Ine,
    Grade,
    Address,
    SecondAddress,
    Civility,
    Email,
    PhoneHome,
    PhoneWork,
    PhoneMobile,
    Children,
    /// Where a pupil goes: said in the diff, written as an enrolment.
    Class,
    Classes,
}

/// Before and after as shown; `before` is empty when nothing was known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub field: Field,
    pub before: String,
    pub after: String,
}

#[derive(Default)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    pub fn push(&mut self, field: Field, before: String, after: String) {
        self.0.push(Change { field, before, after });
    }

    /// By value: shown through `show`, compared as they are.
    pub fn value<T: PartialEq>(
        &mut self,
        field: Field,
        known: Option<&T>,
        given: Option<&T>,
        show: impl Fn(&T) -> String,
    ) {
        if let Some(given) = given
            && known != Some(given)
        {
            self.push(field, known.map(&show).unwrap_or_default(), show(given));
        }
    }

    pub fn address(&mut self, field: Field, known: Option<&Address>, given: Option<&Address>) {
        let key = |a: Option<&Address>| a.and_then(Address::key);
        if let Some(after) = given.filter(|_| key(given).is_some() && key(given) != key(known)) {
            let before = known.map(Address::one_line).unwrap_or_default();
            self.push(field, before, after.one_line());
        }
    }

    pub fn email(&mut self, known: Option<&String>, given: Option<&String>) {
        let lower = |e: Option<&String>| e.map(|e| e.to_ascii_lowercase());
        if let Some(after) = given.filter(|_| lower(known) != lower(given)) {
            let before = known.cloned().unwrap_or_default();
            self.push(Field::Email, before, after.clone());
        }
    }

    /// Case and accents are not a change. A file that has no names of usage may write one as the family name: not one either.
    pub fn name(&mut self, known: &Name, given: &Name) {
        let known_usage = known.usage.as_deref().unwrap_or_default();
        let written_as_last = given.usage.is_none() && given.last_key() == name_key(known_usage);
        if given.last_key() != known.last_key() && !written_as_last {
            self.push(Field::Last, known.last.clone(), given.last.clone());
        }
        let given_usage = given.usage.as_deref().unwrap_or_default();
        if !given_usage.is_empty() && name_key(given_usage) != name_key(known_usage) {
            self.push(Field::Usage, known_usage.to_owned(), given_usage.to_owned());
        }
        if given.first_key() != known.first_key() {
            self.push(Field::First, known.first.clone(), given.first.clone());
        }
    }
}
