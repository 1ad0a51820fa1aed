//! Ready-made words with fields to fill: those that come with the house, as the school changed or hid them, and the
//! school's own. Whoever writes words takes one; nothing is sent from here.

mod filling;
mod forms;
pub mod image;
mod pages;
mod routes;
mod shipped;
pub mod store;

pub use filling::{FIELDS, left_open};
pub use routes::{chosen, routes};

use super::{Asks, Category, questions::Question};
use crate::{base::db::Id, school::Person};

/// What a word begins with.
#[derive(Clone, PartialEq, Debug)]
pub struct Model {
    pub name: String,
    /// With `[fields to fill]`, as the body and the questions have them.
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub category: Category,
    pub asks: Asks,
    pub questions: Vec<Question>,
}

/// A row of the school's: its own model, or what it made of a shipped one.
#[derive(Clone, Debug)]
pub struct Template {
    pub id: Id<Template>,
    pub shipped: Option<String>,
    pub model: Model,
    pub is_hidden: bool,
    pub made_by: Option<Id<Person>>,
}

/// A model in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// As the query says it: « piscine », « 12 ».
    pub key: String,
    pub model: Model,
    pub is_shipped: bool,
    pub is_changed: bool,
    pub is_hidden: bool,
    pub own: Option<Id<Template>>,
}

/// The shipped ones as the school has them, then its own by name.
fn listed(rows: Vec<Template>) -> Vec<Listed> {
    let mut all: Vec<Listed> = shipped::all()
        .into_iter()
        .map(|(key, model)| {
            let row = rows.iter().find(|row| row.shipped.as_deref() == Some(key));
            let is_changed = row.is_some_and(|row| row.model != model);
            let is_hidden = row.is_some_and(|row| row.is_hidden);
            let model = row.map_or(model, |row| row.model.clone());
            Listed { key: key.to_owned(), model, is_shipped: true, is_changed, is_hidden, own: None }
        })
        .collect();
    all.extend(rows.into_iter().filter(|row| row.shipped.is_none()).map(|row| Listed {
        key: row.id.to_string(),
        model: row.model,
        is_shipped: false,
        is_changed: false,
        is_hidden: false,
        own: Some(row.id),
    }));
    all
}
