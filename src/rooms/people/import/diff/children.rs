//! Which pupil a guardian's row means: (last or usage, first, class), else unique in the school by (last, first), else a question.
use super::sentences;
use super::snapshot::{KnownPupil, Snapshot};
use super::{Candidate, change};
use crate::rooms::people::import::ChildRef;
use crate::rooms::people::import::value::class_key;
use std::collections::HashMap;

pub enum Child {
    Known(i64),
    Unknown,
    /// Their own row is not written by this import: whoever bears that name in the school is another child.
    Held,
    Doubtful(Vec<Candidate>),
}

pub struct Children<'a> {
    by_name: HashMap<(String, String), Vec<&'a KnownPupil>>,
    by_id: HashMap<i64, &'a KnownPupil>,
    class_labels: HashMap<i64, &'a str>,
    class_keys: HashMap<i64, String>,
    held: &'a [ChildRef],
}

impl<'a> Children<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Children<'a> {
        let mut by_name: HashMap<(String, String), Vec<&KnownPupil>> = HashMap::new();
        for pupil in &snapshot.pupils {
            for last in pupil.name.last_keys() {
                by_name.entry((last, pupil.name.first_key())).or_default().push(pupil);
            }
        }
        Children {
            by_name,
            by_id: snapshot.pupils.iter().map(|p| (p.id, p)).collect(),
            class_labels: snapshot.classes.iter().map(|c| (c.id, c.label.as_str())).collect(),
            class_keys: snapshot.classes.iter().map(|c| (c.id, class_key(&c.label))).collect(),
            held: &snapshot.held,
        }
    }

    pub fn find(&self, child: &ChildRef) -> Child {
        if self.held.iter().any(|held| held.may_be(child)) {
            return Child::Held;
        }
        let mut alike: Vec<&KnownPupil> = Vec::new();
        for last in child.name.last_keys() {
            let found = self.by_name.get(&(last, child.name.first_key()));
            for pupil in found.into_iter().flatten() {
                let born = child.birth.is_none() || pupil.birth.is_none() || child.birth == pupil.birth;
                if born && !alike.iter().any(|p| p.id == pupil.id) {
                    alike.push(pupil);
                }
            }
        }
        let in_class: Vec<&KnownPupil> = alike
            .iter()
            .copied()
            .filter(|pupil| {
                let key = pupil.class.and_then(|id| self.class_keys.get(&id));
                key.is_some() && key == child.class.as_ref().map(|c| &c.key)
            })
            .collect();
        match (&in_class[..], &alike[..]) {
            ([], [one]) if self.is_elsewhere(one, child) => Child::Doubtful(vec![self.candidate(one)]),
            ([one], _) | ([], [one]) => Child::Known(one.id),
            ([], []) => Child::Unknown,
            ([], several) | (several, _) => Child::Doubtful(several.iter().map(|p| self.candidate(p)).collect()),
        }
    }

    /// In another class than the file says, and no birth date to say that it is the same child all the same.
    fn is_elsewhere(&self, pupil: &KnownPupil, child: &ChildRef) -> bool {
        let class = pupil.class.and_then(|id| self.class_keys.get(&id)).zip(child.class.as_ref());
        let is_born_alike = child.birth.is_some() && child.birth == pupil.birth;
        class.is_some_and(|(known, given)| *known != given.key) && !is_born_alike
    }

    pub fn names(&self, ids: &[i64]) -> String {
        let mut names: Vec<String> = ids.iter().filter_map(|id| self.by_id.get(id).map(|p| p.name.shown())).collect();
        names.sort();
        names.join(", ")
    }

    pub fn candidate(&self, pupil: &KnownPupil) -> Candidate {
        let class = Some(self.class_label(pupil)).filter(|label| !label.is_empty());
        Candidate { id: pupil.id, shown: sentences::pupil_candidate(&pupil.name.shown(), pupil.birth, class) }
    }

    /// Empty for who is in none of this year's classes.
    pub fn class_label(&self, pupil: &KnownPupil) -> &'a str {
        pupil.class.and_then(|id| self.class_labels.get(&id).copied()).unwrap_or_default()
    }

    pub fn children_changed(&self, known: &[i64], given: &[i64], changes: &mut change::Changes) {
        let added: Vec<i64> = given.iter().copied().filter(|id| !known.contains(id)).collect();
        if !added.is_empty() {
            let after = [known, &added].concat();
            changes.push(change::Field::Children, self.names(known), self.names(&after));
        }
    }
}
