//! Whose adults ask for a look before any slip is printed: a third adult, two homes, an organisation,
//! a tie that was taken away by hand.
use super::children::{Child, Children};
use super::guardians::TiedGuardian;
use super::snapshot::{KnownGuardian, KnownPupil, Snapshot};
use super::{Sheet, What};
use crate::rooms::people::import::Organisation;
use crate::rooms::people::import::value::Address;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Why the director looks at a child's adults before their slips are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Care {
    ThirdAdult,
    TwoHomes,
    Organisation,
    /// The director took this tie away, and the file states it still.
    TiedAgain,
}

/// Per pupil, over the adults of the file and those already known.
pub fn care(
    sheet: &Sheet<TiedGuardian>,
    organisations: &[Organisation],
    snapshot: &Snapshot,
) -> BTreeMap<i64, Vec<Care>> {
    let mut adults: BTreeMap<i64, Vec<Option<String>>> = BTreeMap::new();
    let mut counted: HashSet<(i64, i64)> = HashSet::new();
    let home = |a: Option<&Address>| a.and_then(Address::key);
    let known: HashMap<i64, &KnownGuardian> = snapshot.guardians.iter().map(|g| (g.id, g)).collect();
    for entry in &sheet.entries {
        let id = match &entry.what {
            What::Same { id } | What::Changed { id, .. } | What::Moved { id, .. } => Some(*id),
            What::Skipped | What::Absent { .. } => continue,
            What::New | What::Doubtful { .. } => None,
        };
        let Some(row) = &entry.row else { continue };
        let before = id.and_then(|id| known.get(&id)).and_then(|k| k.address.as_ref());
        let home = home(row.guardian.address.as_ref()).or_else(|| home(before));
        for child in row.children() {
            adults.entry(child).or_default().push(home.clone());
            counted.extend(id.map(|id| (id, child)));
        }
    }
    for guardian in &snapshot.guardians {
        for child in &guardian.children {
            if !counted.contains(&(guardian.id, *child)) {
                let home = home(guardian.address.as_ref());
                adults.entry(*child).or_default().push(home);
            }
        }
    }
    let elsewhere = with_second_home(snapshot);
    let mut care: BTreeMap<i64, Vec<Care>> = BTreeMap::new();
    for (child, homes) in adults {
        let several: HashSet<&String> = homes.iter().flatten().collect();
        let apart = several.len() > 1 || (homes.len() > 1 && elsewhere.contains(&child));
        let why = [(homes.len() > 2, Care::ThirdAdult), (apart, Care::TwoHomes)];
        for (_, why) in why.into_iter().filter(|(yes, _)| *yes) {
            care.entry(child).or_default().push(why);
        }
    }
    let children = Children::new(snapshot);
    for child in organisations.iter().flat_map(|o| &o.children) {
        match children.find(child) {
            Child::Known(id) => care.entry(id).or_default().push(Care::Organisation),
            // Their class changed, perhaps: better one look too many.
            Child::Doubtful(one) if one.len() == 1 => care.entry(one[0].id).or_default().push(Care::Organisation),
            Child::Doubtful(_) | Child::Unknown | Child::Held => {}
        }
    }
    for (guardian, child) in counted {
        if known.get(&guardian).is_some_and(|known| known.removed.contains(&child)) {
            care.entry(child).or_default().push(Care::TiedAgain);
        }
    }
    care.values_mut().for_each(Vec::dedup);
    care
}

/// Pupils who are at home at a second address too.
fn with_second_home(snapshot: &Snapshot) -> HashSet<i64> {
    let home = |address: &Option<Address>| address.as_ref().and_then(Address::key);
    let has_two = |pupil: &&KnownPupil| {
        let second = home(&pupil.second_address);
        second.is_some() && second != home(&pupil.address)
    };
    snapshot.pupils.iter().filter(has_two).map(|pupil| pupil.id).collect()
}
