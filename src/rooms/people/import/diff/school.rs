//! For tests: the school as it is once everything new of a file was written.
use super::*;
use crate::rooms::people::import::tests::parsed;
use crate::rooms::people::import::{Member, Pupil};

pub fn school_after(bytes: &[u8], mut school: Snapshot) -> Snapshot {
    let found = diff(&parsed(bytes), &school, &Decisions::new());
    let classes = add_classes(&mut school, found.new_classes());
    let class_id = |class: &ClassRef| match class {
        ClassRef::Known(id) => *id,
        ClassRef::New(key) => classes[key],
    };
    match found {
        Diff::Pupils(sheet) => school.pupils.extend(new(sheet).map(|row| {
            let class = row.class.as_ref().map(class_id);
            known_pupil(row.pupil, class)
        })),
        Diff::Guardians { sheet, .. } => school.guardians.extend(new(sheet).map(known_guardian)),
        Diff::Staff(sheet) => school.staff.extend(new(sheet).map(|row| {
            let classes = row.classes.iter().map(class_id).collect();
            known_member(row.member, classes)
        })),
    }
    school
}

fn new<R>(sheet: Sheet<R>) -> impl Iterator<Item = R> {
    sheet.entries.into_iter().filter(|entry| entry.what == What::New).filter_map(|entry| entry.row)
}

fn add_classes(school: &mut Snapshot, new: &[NewClass]) -> BTreeMap<String, i64> {
    let mut ids = BTreeMap::new();
    for class in new {
        let id = 100 + school.classes.len() as i64;
        ids.insert(class.key.clone(), id);
        school.classes.push(KnownClass { id, label: class.label.clone(), onde_id: class.onde_id.clone() });
    }
    ids
}

/// Ids are 1000, 2000 or 3000 and the line of the file.
fn known_pupil(p: Pupil, class: Option<i64>) -> KnownPupil {
    KnownPupil {
        id: 1000 + i64::from(p.line),
        name: p.name,
        birth: p.birth,
        sex: p.sex,
        ine: p.ine,
        class,
        has_left: false,
        grade: p.grade,
        address: p.address,
        second_address: p.second_address,
    }
}

fn known_guardian(row: TiedGuardian) -> KnownGuardian {
    let children = row.children();
    let g = row.guardian;
    KnownGuardian {
        id: 2000 + i64::from(g.line),
        civility: g.civility,
        name: g.name,
        email: g.email,
        phones: g.phones,
        address: g.address,
        children,
        removed: Vec::new(),
    }
}

fn known_member(m: Member, classes: Vec<i64>) -> KnownMember {
    KnownMember {
        id: 3000 + i64::from(m.line),
        civility: m.civility,
        name: m.name,
        email: m.email,
        is_director: m.is_director,
        works_here: true,
        classes,
    }
}
