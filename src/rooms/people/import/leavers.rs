//! Pupils whom the files do not name → those of whom it makes sense to ask « ont-ils quitté l'école ? ». Pure. An absence
//! alone decides nothing: a file of one class is silent about all the others, and so is this.
use super::diff::{Diff, KnownPupil, Snapshot, What};
use super::value::Grade;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leavers {
    /// To be asked about one by one.
    pub asked: Vec<Leaver>,
    /// Absent too, of classes that the files do not cover.
    pub untold: usize,
    /// The classes that the files name, when they do not cover the school.
    pub only: Vec<String>,
    /// Their class is of a year that has ended.
    pub is_after_summer: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaver {
    pub id: i64,
    pub name: String,
    /// This year's class; empty after the summer.
    pub class: String,
    pub grade: Option<Grade>,
}

/// The same pupils, by the level they stand in, eldest first; those without one last.
pub fn by_grade(asked: &[Leaver]) -> Vec<(Option<Grade>, Vec<&Leaver>)> {
    let mut groups: BTreeMap<Option<Grade>, Vec<&Leaver>> = BTreeMap::new();
    for leaver in asked {
        groups.entry(leaver.grade).or_default().push(leaver);
    }
    groups.into_iter().rev().collect()
}

pub fn leavers(plan: &[Diff], school: &Snapshot) -> Leavers {
    let (mut seen, mut absent, mut named, mut labels) =
        (HashSet::new(), BTreeSet::new(), HashSet::new(), BTreeSet::new());
    for found in plan {
        let Diff::Pupils(sheet) = found else { continue };
        named.extend(sheet.known_classes_seen.iter().copied());
        for entry in &sheet.entries {
            match &entry.what {
                What::Same { id } | What::Changed { id, .. } | What::Moved { id, .. } => drop(seen.insert(*id)),
                What::Absent { id } => drop(absent.insert(*id)),
                What::New | What::Doubtful { .. } | What::Skipped => {}
            }
            labels.extend(entry.row.iter().filter_map(|row| row.pupil.class.as_ref()).map(|class| class.label.clone()));
        }
    }
    let covered = Covered::new(school, &seen, &named);
    let this_year: HashMap<i64, &str> = school.classes.iter().map(|class| (class.id, class.label.as_str())).collect();
    let label = |pupil: &KnownPupil| pupil.class.and_then(|class| this_year.get(&class)).copied().unwrap_or_default();
    let (asked, others): (Vec<&KnownPupil>, Vec<&KnownPupil>) =
        school.pupils.iter().filter(|pupil| absent.contains(&pupil.id)).partition(|pupil| covered.holds(pupil.class));
    let is_of_old = |pupil: &&KnownPupil| pupil.class.is_some_and(|class| !this_year.contains_key(&class));
    Leavers {
        is_after_summer: asked.iter().any(is_of_old),
        asked: asked
            .into_iter()
            .map(|pupil| Leaver {
                id: pupil.id,
                name: pupil.name.shown(),
                class: label(pupil).to_owned(),
                grade: pupil.grade,
            })
            .collect(),
        only: if others.is_empty() { Vec::new() } else { labels.into_iter().collect() },
        untold: others.len(),
    }
}

/// Which classes the files speak of.
struct Covered {
    classes: HashMap<i64, bool>,
    /// Most of the school: then also those without a class, and a class of which everybody leaves.
    all: bool,
}

impl Covered {
    fn new(school: &Snapshot, seen: &HashSet<i64>, named: &HashSet<i64>) -> Covered {
        let is_of_this_year: HashSet<i64> = school.classes.iter().map(|class| class.id).collect();
        // Pupils who are expected to be in a file, and those who are.
        let mut sizes: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
        for pupil in school.pupils.iter().filter(|pupil| !pupil.has_left) {
            let Some(class) = pupil.class else { continue };
            let size = sizes.entry(class).or_default();
            if is_of_this_year.contains(&class) || pupil.grade != Some(Grade::Cm2) {
                size.0 += 1;
                size.1 += usize::from(seen.contains(&pupil.id));
            }
        }
        let told = |class: i64, (expected, there): (usize, usize)| match is_of_this_year.contains(&class) {
            true => Some(named.contains(&class)),
            // After the summer a class is spread over others: most of its pupils must be seen again.
            false if expected > 0 => Some(there * 2 >= expected),
            false => None,
        };
        let expected: HashMap<i64, usize> = sizes.iter().map(|(class, (expected, _))| (*class, *expected)).collect();
        let told: Vec<(i64, Option<bool>)> =
            sizes.into_iter().map(|(class, size)| (class, told(class, size))).collect();
        let pupils = |wanted: Option<bool>| -> usize {
            told.iter().filter(|(_, told)| *told == wanted).map(|(class, _)| expected.get(class).unwrap_or(&0)).sum()
        };
        // One class of which all have gone does not make the files those of one class.
        let all = pupils(Some(true)) > pupils(Some(false));
        Covered { classes: told.into_iter().map(|(class, told)| (class, told.unwrap_or(all))).collect(), all }
    }

    fn holds(&self, class: Option<i64>) -> bool {
        match class {
            Some(class) => self.classes.get(&class).copied().unwrap_or(false),
            None => self.all,
        }
    }
}
