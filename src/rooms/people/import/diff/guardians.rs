//! Guardians: a name *and* an e-mail, a home or a child in common; a name alone is a question, and two « Paul MARTIN » stay two.
use super::change::{Changes, Field};
use super::children::{Child, Children};
use super::sentences;
use super::snapshot::{KnownGuardian, Snapshot};
use super::{Candidate, Decision, Decisions, Entry, Line, Settled, Sheet, What, key, settle};
use crate::rooms::people::import::person::Agreement;
use crate::rooms::people::import::value::{Address, Phone};
use crate::rooms::people::import::{ChildRef, Guardian};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedGuardian {
    pub guardian: Guardian,
    pub ties: Vec<Tie>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub key: String,
    pub child: ChildRef,
    pub to: TieTo,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieTo {
    Pupil(i64),
    /// No such pupil in the school: the pupils' file comes first.
    Unknown,
    Doubtful(Vec<Candidate>),
    /// The child's own row is left out of this import, or waits for an answer.
    Held,
    Skipped,
}

impl TiedGuardian {
    /// Ids of the pupils that are certain.
    pub fn children(&self) -> Vec<i64> {
        self.ties
            .iter()
            .filter_map(|tie| match tie.to {
                TieTo::Pupil(id) => Some(id),
                _ => None,
            })
            .collect()
    }

    /// An adult of such children only is left out with them.
    fn is_held(&self) -> bool {
        !self.ties.is_empty() && self.ties.iter().all(|tie| tie.to == TieTo::Held)
    }

    pub fn doubtful_ties(&self) -> impl Iterator<Item = Line> {
        self.ties.iter().filter_map(|tie| {
            let child = tie.child.name.shown();
            let (question, candidates) = match &tie.to {
                TieTo::Doubtful(candidates) => {
                    let adult = self.guardian.name.shown();
                    let question = match candidates.len() {
                        1 => sentences::child_elsewhere(&child, &adult),
                        _ => sentences::which_child(&child, &adult),
                    };
                    (question, candidates.clone())
                }
                TieTo::Unknown => (sentences::unknown_child(&child, &self.guardian.name.shown()), Vec::new()),
                TieTo::Held => (sentences::held_child(&child, &self.guardian.name.shown()), Vec::new()),
                TieTo::Pupil(_) | TieTo::Skipped => return None,
            };
            Some(Line {
                line: Some(tie.child.line),
                key: tie.key.clone(),
                who: child,
                what: What::Doubtful { question, candidates },
            })
        })
    }
}

pub fn diff(rows: &[Guardian], snapshot: &Snapshot, decisions: &Decisions) -> Sheet<TiedGuardian> {
    let children = Children::new(snapshot);
    let rows: Vec<TiedGuardian> = rows.iter().map(|row| tied(row, &children, decisions)).collect();
    let mut matching = Matching::new(snapshot, &children);
    let sure = matching.sure(&rows);
    let mut asked = HashSet::new();
    let mut entries: Vec<Entry<TiedGuardian>> = Vec::with_capacity(rows.len());
    for (place, row) in rows.into_iter().enumerate() {
        let key = key(row.guardian.line, &row.guardian.name);
        let what = match sure.get(&place) {
            Some(known) => compared(known, &row, &children),
            None if row.is_held() => What::Skipped,
            None => matching.unsure(&row, &key, decisions, &mut asked),
        };
        entries.push(Entry {
            line: Some(row.guardian.line),
            key,
            who: row.guardian.name.shown(),
            row: Some(row),
            what,
        });
    }
    let absent = snapshot
        .guardians
        .iter()
        .filter(|g| !g.children.is_empty() && !matching.taken.contains(&g.id) && !asked.contains(&g.id));
    entries.extend(absent.map(|g| Entry::absent(g.id, &g.name)));
    Sheet { entries, new_classes: Vec::new(), class_changes: Vec::new(), known_classes_seen: Vec::new() }
}

fn tied(row: &Guardian, children: &Children, decisions: &Decisions) -> TiedGuardian {
    let ties = row
        .children
        .iter()
        .map(|child| {
            let key = format!("{}>{}", key(row.line, &row.name), key(child.line, &child.name));
            let key = match &child.class {
                Some(class) => format!("{key}:{}", class.key),
                None => key,
            };
            let to = match (children.find(child), decisions.get(&key)) {
                (Child::Known(id), _) => TieTo::Pupil(id),
                (Child::Held, _) => TieTo::Held,
                (_, Some(Decision::Skip)) => TieTo::Skipped,
                (Child::Doubtful(c), Some(Decision::SameAs(id))) if c.iter().any(|c| c.id == *id) => TieTo::Pupil(*id),
                (Child::Doubtful(candidates), _) => TieTo::Doubtful(candidates),
                (Child::Unknown, _) => TieTo::Unknown,
            };
            Tie { key, child: child.clone(), to }
        })
        .collect();
    TiedGuardian { guardian: row.clone(), ties }
}

struct Matching<'a> {
    children: &'a Children<'a>,
    by_id: HashMap<i64, &'a KnownGuardian>,
    by_name: HashMap<(String, String), Vec<&'a KnownGuardian>>,
    by_child: HashMap<i64, Vec<&'a KnownGuardian>>,
    by_email: HashMap<String, Vec<&'a KnownGuardian>>,
    taken: HashSet<i64>,
}

/// What speaks for a match, the strongest first; the known one's place in the list breaks no tie.
type Weight = (u8, Agreement);

impl<'a> Matching<'a> {
    fn new(snapshot: &'a Snapshot, children: &'a Children<'a>) -> Matching<'a> {
        let mut matching = Matching {
            children,
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            by_child: HashMap::new(),
            by_email: HashMap::new(),
            taken: HashSet::new(),
        };
        for known in &snapshot.guardians {
            matching.by_id.insert(known.id, known);
            for last in known.name.last_keys() {
                let key = (last, known.name.first_key());
                matching.by_name.entry(key).or_default().push(known);
            }
            for child in &known.children {
                matching.by_child.entry(*child).or_default().push(known);
            }
            if let Some(email) = &known.email {
                let email = email.to_ascii_lowercase();
                matching.by_email.entry(email).or_default().push(known);
            }
        }
        matching
    }

    /// Rows that are somebody known beyond doubt, best evidence first; a tie between two known people is no certainty.
    fn sure(&mut self, rows: &[TiedGuardian]) -> HashMap<usize, &'a KnownGuardian> {
        let mut pairs: Vec<(Weight, usize, &KnownGuardian)> = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            for known in self.named_alike(row) {
                pairs.extend(evidence(known, row).map(|weight| (weight, place, known)));
            }
        }
        pairs.sort_by_key(|(weight, place, known)| (Reverse(*weight), *place, known.id));
        let mut sure: HashMap<usize, &KnownGuardian> = HashMap::new();
        let mut tied: HashSet<usize> = HashSet::new();
        for (at, (weight, place, known)) in pairs.iter().enumerate() {
            if sure.contains_key(place) || tied.contains(place) || self.taken.contains(&known.id) {
                continue;
            }
            let rival = pairs[at + 1..]
                .iter()
                .take_while(|(w, p, _)| (w, p) == (weight, place))
                .any(|(.., other)| !self.taken.contains(&other.id));
            if rival {
                tied.insert(*place);
            } else {
                self.taken.insert(known.id);
                sure.insert(*place, *known);
            }
        }
        sure
    }

    fn named_alike(&self, row: &TiedGuardian) -> Vec<&'a KnownGuardian> {
        let mut alike: Vec<&KnownGuardian> = Vec::new();
        let name = &row.guardian.name;
        for last in name.last_keys() {
            let found = self.by_name.get(&(last, name.first_key()));
            add(&mut alike, found.into_iter().flatten().copied());
        }
        alike
    }

    fn unsure(&mut self, row: &TiedGuardian, key: &str, decisions: &Decisions, asked: &mut HashSet<i64>) -> What {
        let shown = self.candidates(row).iter().map(|g| self.candidate(g)).collect();
        match settle(key, shown, decisions, &self.taken) {
            Settled::Known(id) => {
                self.taken.insert(id);
                self.by_id.get(&id).map_or(What::New, |known| compared(known, row, self.children))
            }
            Settled::New => What::New,
            Settled::Skipped => What::Skipped,
            Settled::Ask(shown) => {
                asked.extend(shown.iter().map(|c| c.id));
                What::Doubtful {
                    question: sentences::which_guardian(&row.guardian.name.shown(), shown.len()),
                    candidates: shown,
                }
            }
            Settled::Twice(id, mut shown) => {
                shown.extend(self.by_id.get(&id).map(|known| self.candidate(known)));
                What::Doubtful { question: sentences::said_twice(&row.guardian.name.shown()), candidates: shown }
            }
        }
    }

    /// Same name and nothing else, or nearly the same name and the same child or e-mail.
    fn candidates(&self, row: &TiedGuardian) -> Vec<&'a KnownGuardian> {
        let mut candidates = self.named_alike(row);
        let given = &row.guardian;
        let plausible = |known: &&&KnownGuardian| {
            let renamed = known.name.first_key() == given.name.first_key();
            civil(known, given) && (renamed || known.name.is_near(&given.name))
        };
        for child in row.children() {
            let tied = self.by_child.get(&child).into_iter().flatten();
            add(&mut candidates, tied.filter(plausible).copied());
        }
        if let Some(email) = &given.email {
            let owners = self.by_email.get(&email.to_ascii_lowercase());
            let owners = owners.into_iter().flatten();
            add(&mut candidates, owners.filter(plausible).copied());
        }
        candidates.retain(|known| !self.taken.contains(&known.id));
        candidates
    }

    fn candidate(&self, known: &KnownGuardian) -> Candidate {
        let children = self.children.names(&known.children);
        let home = known.address.as_ref().map(Address::one_line);
        Candidate {
            id: known.id,
            shown: sentences::guardian_candidate(&known.name.shown(), &children, home.as_deref()),
        }
    }
}

fn add<'a>(to: &mut Vec<&'a KnownGuardian>, more: impl Iterator<Item = &'a KnownGuardian>) {
    for known in more {
        if !to.iter().any(|k| k.id == known.id) {
            to.push(known);
        }
    }
}

fn civil(known: &KnownGuardian, given: &Guardian) -> bool {
    known.civility.is_none() || given.civility.is_none() || known.civility == given.civility
}

fn evidence(known: &KnownGuardian, row: &TiedGuardian) -> Option<Weight> {
    let given = &row.guardian;
    let agreement = known.name.agreement(&given.name)?;
    let lower = |e: &Option<String>| e.as_deref().map(str::to_ascii_lowercase);
    let email = known.email.is_some() && lower(&known.email) == lower(&given.email);
    let child = row.children().iter().any(|id| known.children.contains(id));
    let key = |a: &Option<Address>| a.as_ref().and_then(Address::key);
    let home = key(&given.address).is_some() && key(&known.address) == key(&given.address);
    // A swapped name and a home in common may be a mother and her daughter-in-law.
    let home = home && agreement == Agreement::Exact;
    let weight = 4 * u8::from(email) + 2 * u8::from(child) + u8::from(home);
    (weight > 0 && civil(known, given)).then_some((weight, agreement))
}

fn compared(known: &KnownGuardian, row: &TiedGuardian, children: &Children) -> What {
    let given = &row.guardian;
    let mut changes = Changes::default();
    changes.value(Field::Civility, known.civility.as_ref(), given.civility.as_ref(), |c| c.short().into());
    changes.name(&known.name, &given.name);
    changes.email(known.email.as_ref(), given.email.as_ref());
    for (field, before, after) in [
        (Field::PhoneHome, &known.phones.home, &given.phones.home),
        (Field::PhoneWork, &known.phones.work, &given.phones.work),
        (Field::PhoneMobile, &known.phones.mobile, &given.phones.mobile),
    ] {
        changes.value(field, before.as_ref(), after.as_ref(), Phone::shown);
    }
    changes.address(Field::Address, known.address.as_ref(), given.address.as_ref());
    children.children_changed(&known.children, &row.children(), &mut changes);
    match changes.0.is_empty() {
        true => What::Same { id: known.id },
        false => What::Changed { id: known.id, changes: changes.0 },
    }
}
