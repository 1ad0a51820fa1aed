//! Pupils: INE, then (name, birth date), then a question. Two homonyms stay two.
use super::change::{Changes, Field};
use super::children::Children;
use super::classes::{ClassRef, Classes};
use super::sentences;
use super::snapshot::{KnownPupil, Snapshot};
use super::{Decisions, Entry, Settled, Sheet, What, key, settle};
use crate::rooms::people::import::Pupil;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedPupil {
    pub pupil: Pupil,
    pub class: Option<ClassRef>,
}

pub fn diff(rows: &[Pupil], snapshot: &Snapshot, decisions: &Decisions) -> Sheet<PlacedPupil> {
    let mut classes = Classes::new(snapshot);
    let children = Children::new(snapshot);
    let mut matching = Matching::new(snapshot);
    let mut found: Vec<Option<&KnownPupil>> = rows.iter().map(|row| matching.by_ine(row)).collect();
    for (row, found) in rows.iter().zip(&mut found) {
        if found.is_none() {
            *found = matching.by_name_and_birth(row);
        }
    }
    let mut asked: HashSet<i64> = HashSet::new();
    let mut entries: Vec<Entry<PlacedPupil>> = Vec::with_capacity(rows.len());
    for (row, found) in rows.iter().zip(found) {
        let class = row.class.as_ref().map(|c| classes.place(c, row.grade));
        let key = key(row.line, &row.name);
        let what = match found {
            Some(known) => compared(known, row, class.as_ref(), &children),
            None => matching.unsure(row, class.as_ref(), (&key, decisions), &children, &mut asked),
        };
        entries.push(Entry {
            line: Some(row.line),
            key,
            who: row.name.shown(),
            row: Some(PlacedPupil { pupil: row.clone(), class }),
            what,
        });
    }
    let absent =
        snapshot.pupils.iter().filter(|p| !p.has_left && !matching.taken.contains(&p.id) && !asked.contains(&p.id));
    entries.extend(absent.map(|p| Entry::absent(p.id, &p.name)));
    let (new_classes, class_changes, known_classes_seen) = classes.finish();
    Sheet { entries, new_classes, class_changes, known_classes_seen }
}

struct Matching<'a> {
    by_ine: HashMap<&'a str, &'a KnownPupil>,
    by_name: HashMap<(String, String), Vec<&'a KnownPupil>>,
    by_birth: HashMap<Date, Vec<&'a KnownPupil>>,
    by_id: HashMap<i64, &'a KnownPupil>,
    taken: HashSet<i64>,
}

impl<'a> Matching<'a> {
    fn new(snapshot: &'a Snapshot) -> Matching<'a> {
        let mut matching = Matching {
            by_ine: HashMap::new(),
            by_name: HashMap::new(),
            by_birth: HashMap::new(),
            by_id: HashMap::new(),
            taken: HashSet::new(),
        };
        for pupil in &snapshot.pupils {
            if let Some(ine) = &pupil.ine {
                matching.by_ine.insert(ine, pupil);
            }
            if let Some(birth) = pupil.birth {
                matching.by_birth.entry(birth).or_default().push(pupil);
            }
            for last in pupil.name.last_keys() {
                let key = (last, pupil.name.first_key());
                matching.by_name.entry(key).or_default().push(pupil);
            }
            matching.by_id.insert(pupil.id, pupil);
        }
        matching
    }

    /// `None` when somebody else is already that pupil.
    fn take(&mut self, id: i64) -> Option<&'a KnownPupil> {
        let known = self.by_id.get(&id).copied();
        known.filter(|_| self.taken.insert(id))
    }

    /// An INE alone may be a slip of the hand: the name must agree as well. Under another name, a person says who it is.
    fn by_ine(&mut self, row: &Pupil) -> Option<&'a KnownPupil> {
        let known = *self.by_ine.get(row.ine.as_deref()?)?;
        if known.name.agreement(&row.name).is_some() { self.take(known.id) } else { None }
    }

    fn by_name_and_birth(&mut self, row: &Pupil) -> Option<&'a KnownPupil> {
        row.birth?;
        let mut same: Vec<&KnownPupil> = self.same_name(row);
        same.retain(|p| p.birth == row.birth && !two_ines(p, row));
        match same[..] {
            [one] => self.take(one.id),
            _ => None,
        }
    }

    fn same_name(&self, row: &Pupil) -> Vec<&'a KnownPupil> {
        let mut same: Vec<&KnownPupil> = Vec::new();
        for last in row.name.last_keys() {
            let alike = self.by_name.get(&(last, row.name.first_key()));
            for pupil in alike.into_iter().flatten() {
                if !self.taken.contains(&pupil.id) && !same.iter().any(|p| p.id == pupil.id) {
                    same.push(pupil);
                }
            }
        }
        same
    }

    /// As a person said, else a question; with nobody to ask about, a new pupil.
    fn unsure(
        &mut self,
        row: &Pupil,
        class: Option<&ClassRef>,
        answer: (&str, &Decisions),
        children: &Children,
        asked: &mut HashSet<i64>,
    ) -> What {
        let candidates = self.candidates(row);
        let shown = candidates.iter().map(|c| children.candidate(c)).collect();
        match settle(answer.0, shown, answer.1, &self.taken) {
            Settled::Known(id) => self.take(id).map_or(What::New, |known| compared(known, row, class, children)),
            Settled::New => What::New,
            Settled::Skipped => What::Skipped,
            Settled::Ask(shown) => {
                asked.extend(shown.iter().map(|c| c.id));
                What::Doubtful { question: question(row, &candidates), candidates: shown }
            }
            Settled::Twice(id, mut shown) => {
                shown.extend(self.by_id.get(&id).map(|known| children.candidate(known)));
                What::Doubtful { question: sentences::said_twice(&row.name.shown()), candidates: shown }
            }
        }
    }

    /// Who it might be, of those whom no other row is.
    fn candidates(&self, row: &Pupil) -> Vec<&'a KnownPupil> {
        let mut candidates = self.same_name(row);
        // Another birth date and another INE: a homonym, and nothing to ask.
        candidates.retain(|p| {
            let two_births = p.birth.is_some() && row.birth.is_some() && p.birth != row.birth;
            !(two_births && two_ines(p, row))
        });
        let same_ine = row.ine.as_deref().and_then(|ine| self.by_ine.get(ine));
        let born_alike = row.birth.and_then(|birth| self.by_birth.get(&birth));
        let near = born_alike
            .into_iter()
            .flatten()
            .filter(|p| (p.name.is_near(&row.name) || p.name.first_key() == row.name.first_key()) && !two_ines(p, row));
        for pupil in same_ine.into_iter().chain(near) {
            if !self.taken.contains(&pupil.id) && !candidates.iter().any(|c| c.id == pupil.id) {
                candidates.push(pupil);
            }
        }
        candidates
    }
}

fn two_ines(known: &KnownPupil, row: &Pupil) -> bool {
    known.ine.is_some() && row.ine.is_some() && known.ine != row.ine
}

fn question(row: &Pupil, candidates: &[&KnownPupil]) -> String {
    let who = row.name.shown();
    let [one] = candidates else {
        return sentences::which_pupil(&who, candidates.len());
    };
    let same_ine = one.ine.is_some() && one.ine == row.ine;
    let same_name = one.name.agreement(&row.name).is_some();
    match (same_name, one.birth, row.birth) {
        (false, Some(a), Some(b)) if a == b && (same_ine || !one.name.is_near(&row.name)) => {
            sentences::renamed(&who, &one.name.shown(), same_ine)
        }
        (false, ..) if same_ine => sentences::same_ine(&who, &one.name.shown()),
        (false, ..) => sentences::near_name(&who, &one.name.shown()),
        (true, Some(a), Some(b)) if a != b => sentences::other_birth(&who, b, a),
        (true, Some(_), Some(_)) => sentences::other_ine(&who),
        (true, ..) => sentences::unknown_birth(&who),
    }
}

fn compared(known: &KnownPupil, row: &Pupil, class: Option<&ClassRef>, children: &Children) -> What {
    let mut changes = Changes::default();
    let to = class.filter(|to| known.class.map(ClassRef::Known).as_ref() != Some(*to));
    let rises = to.is_some() && known.class.is_some() && children.class_label(known).is_empty();
    if let (Some(_), Some(given)) = (to, &row.class) {
        let before = if known.has_left { sentences::had_left() } else { children.class_label(known) };
        changes.push(Field::Class, before.to_owned(), given.label.clone());
    }
    changes.name(&known.name, &row.name);
    changes.value(Field::Birth, known.birth.as_ref(), row.birth.as_ref(), |d| sentences::day(*d));
    changes.value(Field::Sex, known.sex.as_ref(), row.sex.as_ref(), |s| sentences::sex(*s).into());
    changes.value(Field::Ine, known.ine.as_ref(), row.ine.as_ref(), String::clone);
    if rises {
        // The next level goes without saying.
        match (known.grade, row.grade) {
            (Some(before), Some(after)) if before.next() == Some(after) => {}
            (Some(before), Some(after)) if before == after => {
                changes.push(Field::Grade, String::new(), sentences::same_grade(after));
            }
            (before, after) => changes.value(Field::Grade, before.as_ref(), after.as_ref(), |g| g.short().into()),
        }
    } else if known.class.is_some() || class.is_some() {
        // A level stands in an enrolment: without a class there is nowhere to keep it.
        changes.value(Field::Grade, known.grade.as_ref(), row.grade.as_ref(), |g| g.short().into());
    }
    changes.address(Field::Address, known.address.as_ref(), row.address.as_ref());
    changes.address(Field::SecondAddress, known.second_address.as_ref(), row.second_address.as_ref());
    let (id, changes) = (known.id, changes.0);
    match to {
        Some(to) => What::Moved { id, from: known.class, to: to.clone(), rises, changes },
        _ if changes.is_empty() => What::Same { id },
        _ => What::Changed { id, changes },
    }
}
