//! Teachers: the name with the e-mail, a class or nobody else of that name; otherwise a question.
use super::change::{Changes, Field};
use super::classes::{ClassRef, Classes};
use super::sentences;
use super::snapshot::{KnownMember, Snapshot};
use super::{Candidate, Decisions, Entry, Settled, Sheet, What, key, settle};
use crate::rooms::people::import::Member;
use crate::rooms::people::import::person::Agreement;
use std::collections::{HashMap, HashSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedMember {
    pub member: Member,
    pub classes: Vec<ClassRef>,
}

pub fn diff(rows: &[Member], snapshot: &Snapshot, decisions: &Decisions) -> Sheet<PlacedMember> {
    let mut classes = Classes::new(snapshot);
    let rows: Vec<PlacedMember> = rows
        .iter()
        .map(|row| PlacedMember {
            classes: row.classes.iter().map(|c| classes.place(c, None)).collect(),
            member: row.clone(),
        })
        .collect();
    let mut matching = Matching::new(snapshot);
    let sure: Vec<Option<&KnownMember>> = rows.iter().map(|row| matching.sure(row)).collect();
    let mut asked = HashSet::new();
    let mut entries: Vec<Entry<PlacedMember>> = Vec::with_capacity(rows.len());
    for (row, sure) in rows.into_iter().zip(sure) {
        let name = &row.member.name;
        let key = key(row.member.line, name);
        let what = match sure {
            Some(known) => compared(known, &row, &classes),
            None => match settle(&key, matching.candidates(&row, &classes), decisions, &matching.taken) {
                Settled::Known(id) => match matching.take(id) {
                    Some(known) => compared(known, &row, &classes),
                    None => What::New,
                },
                Settled::New => What::New,
                Settled::Skipped => What::Skipped,
                Settled::Twice(id, mut shown) => {
                    shown.extend(matching.by_id.get(&id).map(|known| candidate(known, &classes)));
                    What::Doubtful { question: sentences::said_twice(&name.shown()), candidates: shown }
                }
                Settled::Ask(candidates) => {
                    asked.extend(candidates.iter().map(|c| c.id));
                    What::Doubtful { question: sentences::which_member(&name.shown(), candidates.len()), candidates }
                }
            },
        };
        entries.push(Entry { line: Some(row.member.line), key, who: name.shown(), row: Some(row), what });
    }
    let absent =
        snapshot.staff.iter().filter(|m| m.works_here && !matching.taken.contains(&m.id) && !asked.contains(&m.id));
    entries.extend(absent.map(|m| Entry::absent(m.id, &m.name)));
    let (new_classes, class_changes, known_classes_seen) = classes.finish();
    Sheet { entries, new_classes, class_changes, known_classes_seen }
}

struct Matching<'a> {
    by_name: HashMap<(String, String), Vec<&'a KnownMember>>,
    by_id: HashMap<i64, &'a KnownMember>,
    taken: HashSet<i64>,
}

impl<'a> Matching<'a> {
    fn new(snapshot: &'a Snapshot) -> Matching<'a> {
        let mut by_name: HashMap<(String, String), Vec<&KnownMember>> = HashMap::new();
        for known in &snapshot.staff {
            for last in known.name.last_keys() {
                let key = (last, known.name.first_key());
                by_name.entry(key).or_default().push(known);
            }
        }
        Matching { by_name, by_id: snapshot.staff.iter().map(|m| (m.id, m)).collect(), taken: HashSet::new() }
    }

    fn take(&mut self, id: i64) -> Option<&'a KnownMember> {
        let known = self.by_id.get(&id).copied();
        known.filter(|_| self.taken.insert(id))
    }

    fn alike(&self, row: &PlacedMember) -> Vec<&'a KnownMember> {
        let mut alike: Vec<&KnownMember> = Vec::new();
        for last in row.member.name.last_keys() {
            let found = self.by_name.get(&(last, row.member.name.first_key()));
            for known in found.into_iter().flatten() {
                let free = !self.taken.contains(&known.id);
                if free && !alike.iter().any(|k| k.id == known.id) {
                    alike.push(known);
                }
            }
        }
        alike
    }

    fn sure(&mut self, row: &PlacedMember) -> Option<&'a KnownMember> {
        let alike: Vec<&KnownMember> = self.alike(row).into_iter().filter(|known| known.works_here).collect();
        let lower = |e: &Option<String>| e.as_deref().map(str::to_ascii_lowercase);
        let supported: Vec<&KnownMember> = alike
            .iter()
            .copied()
            .filter(|known| {
                let email = known.email.is_some() && lower(&known.email) == lower(&row.member.email);
                let class = |id: &i64| row.classes.contains(&ClassRef::Known(*id));
                email || known.classes.iter().any(class)
            })
            .collect();
        let id = match (&supported[..], &alike[..]) {
            ([one], _) => one.id,
            // In a staff of twenty the full name is enough, unless civility says that it is somebody else.
            ([], [one]) if exact(one, row) && civil(one, row) => one.id,
            _ => return None,
        };
        self.take(id)
    }

    fn candidates(&self, row: &PlacedMember, classes: &Classes) -> Vec<Candidate> {
        self.alike(row).into_iter().map(|known| candidate(known, classes)).collect()
    }
}

fn candidate(known: &KnownMember, classes: &Classes) -> Candidate {
    let shown = sentences::member_candidate(&known.name.shown(), &labels(&known.classes, classes));
    Candidate { id: known.id, shown }
}

fn exact(known: &KnownMember, row: &PlacedMember) -> bool {
    known.name.agreement(&row.member.name) == Some(Agreement::Exact)
}

fn civil(known: &KnownMember, row: &PlacedMember) -> bool {
    let (a, b) = (known.civility, row.member.civility);
    a.is_none() || b.is_none() || a == b
}

fn labels(ids: &[i64], classes: &Classes) -> String {
    let labels: Vec<&str> = ids.iter().map(|id| classes.label(*id)).collect();
    labels.join(", ")
}

fn compared(known: &KnownMember, row: &PlacedMember, classes: &Classes) -> What {
    let given = &row.member;
    let mut changes = Changes::default();
    changes.value(Field::Civility, known.civility.as_ref(), given.civility.as_ref(), |c| c.short().into());
    changes.name(&known.name, &given.name);
    changes.email(known.email.as_ref(), given.email.as_ref());
    let new = |class: &&ClassRef| match class {
        ClassRef::Known(id) => !known.classes.contains(id),
        ClassRef::New(_) => true,
    };
    if row.classes.is_empty() && !known.works_here {
        changes.push(Field::Classes, String::new(), sentences::in_the_team().into());
    }
    if row.classes.iter().any(|class| new(&class)) {
        // A file gives classes and takes none away.
        let before = labels(&known.classes, classes);
        let added = row.classes.iter().filter(new).map(|c| classes.label_of(c));
        let after: Vec<String> = Some(before.clone()).filter(|all| !all.is_empty()).into_iter().chain(added).collect();
        changes.push(Field::Classes, before, after.join(", "));
    }
    match changes.0.is_empty() {
        true => What::Same { id: known.id },
        false => What::Changed { id: known.id, changes: changes.0 },
    }
}
