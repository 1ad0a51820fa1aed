//! Which class of the school a label means: by ONDE's id, else by the folded label; else a class to create.
use super::snapshot::{KnownClass, Snapshot};
use crate::rooms::people::import::ClassLabel;
use crate::rooms::people::import::value::{Grade, class_key};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassRef {
    Known(i64),
    /// The key of a [`NewClass`].
    New(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewClass {
    pub key: String,
    pub label: String,
    pub onde_id: Option<String>,
    /// Every grade seen in it, youngest first.
    pub grades: Vec<Grade>,
}

/// What the file teaches of a known class; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClassChange {
    pub id: i64,
    /// Its name until now.
    pub before: String,
    pub label: Option<String>,
    pub onde_id: Option<String>,
}

pub struct Classes<'a> {
    known: HashMap<i64, &'a KnownClass>,
    by_onde_id: HashMap<&'a str, i64>,
    by_key: HashMap<String, i64>,
    /// The ONDE id under which this file speaks of a known class.
    named: BTreeMap<i64, Option<String>>,
    changes: BTreeMap<i64, ClassChange>,
    new: Vec<NewClass>,
    places: HashMap<String, Vec<usize>>,
}

impl<'a> Classes<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Classes<'a> {
        let mut by_key = HashMap::new();
        for class in &snapshot.classes {
            by_key.entry(class_key(&class.label)).or_insert(class.id);
        }
        Classes {
            known: snapshot.classes.iter().map(|c| (c.id, c)).collect(),
            by_onde_id: snapshot.classes.iter().filter_map(|c| Some((c.onde_id.as_deref()?, c.id))).collect(),
            by_key,
            named: BTreeMap::new(),
            changes: BTreeMap::new(),
            new: Vec::new(),
            places: HashMap::new(),
        }
    }

    pub fn place(&mut self, class: &ClassLabel, grade: Option<Grade>) -> ClassRef {
        match self.known(class) {
            Some(id) => {
                self.learn(id, class);
                ClassRef::Known(id)
            }
            None => ClassRef::New(self.create(class, grade)),
        }
    }

    pub fn label(&self, class: i64) -> &'a str {
        self.known.get(&class).map_or("", |c| c.label.as_str())
    }

    pub fn label_of(&self, class: &ClassRef) -> String {
        match class {
            ClassRef::Known(id) => self.label(*id).to_owned(),
            ClassRef::New(key) => {
                self.new.iter().find(|new| new.key == *key).map_or(String::new(), |new| new.label.clone())
            }
        }
    }

    pub fn finish(self) -> (Vec<NewClass>, Vec<ClassChange>, Vec<i64>) {
        let changes = self.changes.into_values().collect();
        (self.new, changes, self.named.into_keys().collect())
    }

    /// Two classes « CP » with two ids in one file are two: the second cannot be the first's known class.
    fn known(&self, class: &ClassLabel) -> Option<i64> {
        let by_id = class.onde_id.as_deref().and_then(|id| self.by_onde_id.get(id).copied());
        let free = |id: &i64| match (self.named.get(id), &class.onde_id) {
            (Some(Some(other)), Some(mine)) => other == mine,
            _ => true,
        };
        by_id.or_else(|| self.by_key.get(&class.key).copied().filter(free))
    }

    fn learn(&mut self, id: i64, class: &ClassLabel) {
        let named = self.named.entry(id).or_default();
        if named.is_none() {
            named.clone_from(&class.onde_id);
        }
        let Some(known) = self.known.get(&id) else {
            return;
        };
        let is_renamed = class_key(&known.label) != class.key && !self.by_key.contains_key(&class.key);
        let label = is_renamed.then(|| class.label.clone());
        let onde_id = class.onde_id.clone().filter(|id| known.onde_id.as_ref() != Some(id));
        if label.is_some() || onde_id.is_some() {
            self.changes.insert(id, ClassChange { id, before: known.label.clone(), label, onde_id });
        }
    }

    fn create(&mut self, class: &ClassLabel, grade: Option<Grade>) -> String {
        let alike = self.places.entry(class.key.clone()).or_default();
        let found = alike.iter().copied().find(|place| match (&self.new[*place].onde_id, &class.onde_id) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        });
        let place = found.unwrap_or_else(|| {
            let key = match (alike.is_empty(), &class.onde_id) {
                (false, Some(id)) => format!("{} {id}", class.key),
                _ => class.key.clone(),
            };
            alike.push(self.new.len());
            self.new.push(NewClass { key, label: class.label.clone(), onde_id: None, grades: Vec::new() });
            self.new.len() - 1
        });
        let new = &mut self.new[place];
        if new.onde_id.is_none() {
            new.onde_id.clone_from(&class.onde_id);
        }
        if let Some(grade) = grade
            && let Err(at) = new.grades.binary_search(&grade)
        {
            new.grades.insert(at, grade);
        }
        new.key.clone()
    }
}
