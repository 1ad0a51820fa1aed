//! The school as the next file of the same import finds it: what the files before would have written. Pure.
use super::diff::{
    ClassRef, Diff, Entry, KnownGuardian, KnownMember, KnownPupil, PlacedMember, PlacedPupil, Snapshot, TiedGuardian,
    What,
};
use super::plan::{class_id, made, new_classes};
use super::{ChildRef, Pupil};

pub fn learn(school: &mut Snapshot, found: &Diff, place: usize) {
    school.classes.extend(new_classes(place, found));
    match found {
        Diff::Pupils(sheet) => {
            for entry in &sheet.entries {
                let class = entry.row.as_ref().and_then(|row| row.class.as_ref());
                learn_pupil(school, entry, class.map(|class: &ClassRef| class_id(place, found, class)), place);
            }
        }
        Diff::Guardians { sheet, .. } => sheet.entries.iter().for_each(|entry| learn_guardian(school, entry, place)),
        Diff::Staff(sheet) => {
            for entry in &sheet.entries {
                let classes = entry.row.iter().flat_map(|row| &row.classes);
                let classes = classes.map(|class| class_id(place, found, class)).collect();
                learn_member(school, entry, classes, place);
            }
        }
    }
}

/// The id of who stands, or will: nobody for a question, an absence, a row left out.
pub fn id_of<R>(entry: &Entry<R>, place: usize) -> Option<i64> {
    match entry.what {
        What::New => entry.line.map(|line| made(place, line)),
        What::Same { id } | What::Changed { id, .. } | What::Moved { id, .. } => Some(id),
        What::Absent { .. } | What::Doubtful { .. } | What::Skipped => None,
    }
}

fn learn_pupil(school: &mut Snapshot, entry: &Entry<PlacedPupil>, class: Option<i64>, place: usize) {
    let Some(row) = &entry.row else { return };
    let given = &row.pupil;
    let Some(id) = id_of(entry, place) else {
        let Pupil { line, name, birth, class, .. } = given.clone();
        return school.held.push(ChildRef { line, name, birth, class });
    };
    match school.pupils.iter_mut().find(|known| known.id == id) {
        Some(known) => {
            known.name = given.name.clone();
            known.birth = given.birth.or(known.birth);
            known.sex = given.sex.or(known.sex);
            known.grade = given.grade.or(known.grade);
            put(&mut known.ine, &given.ine);
            put(&mut known.address, &given.address);
            put(&mut known.second_address, &given.second_address);
            known.class = class.or(known.class);
            known.has_left = false;
        }
        None => school.pupils.push(KnownPupil {
            id,
            name: given.name.clone(),
            birth: given.birth,
            sex: given.sex,
            ine: given.ine.clone(),
            class,
            has_left: false,
            grade: given.grade,
            address: given.address.clone(),
            second_address: given.second_address.clone(),
        }),
    }
}

fn learn_guardian(school: &mut Snapshot, entry: &Entry<TiedGuardian>, place: usize) {
    let (Some(id), Some(row)) = (id_of(entry, place), &entry.row) else { return };
    let given = &row.guardian;
    if let Some(known) = school.guardians.iter_mut().find(|known| known.id == id) {
        known.civility = given.civility.or(known.civility);
        known.name = given.name.clone();
        put(&mut known.email, &given.email);
        put(&mut known.address, &given.address);
        put(&mut known.phones.home, &given.phones.home);
        put(&mut known.phones.work, &given.phones.work);
        put(&mut known.phones.mobile, &given.phones.mobile);
        for child in row.children() {
            if !known.children.contains(&child) {
                known.children.push(child);
            }
        }
        return;
    }
    school.guardians.push(KnownGuardian {
        id,
        civility: given.civility,
        name: given.name.clone(),
        email: given.email.clone(),
        phones: given.phones.clone(),
        address: given.address.clone(),
        children: row.children(),
        removed: Vec::new(),
    });
    school.staff.push(KnownMember {
        id,
        civility: given.civility,
        name: given.name.clone(),
        email: given.email.clone(),
        is_director: false,
        works_here: false,
        classes: Vec::new(),
    });
}

/// An empty cell never erases.
fn put<T: Clone>(known: &mut Option<T>, given: &Option<T>) {
    if given.is_some() {
        known.clone_from(given);
    }
}

fn learn_member(school: &mut Snapshot, entry: &Entry<PlacedMember>, classes: Vec<i64>, place: usize) {
    let (Some(id), Some(row)) = (id_of(entry, place), &entry.row) else { return };
    let given = &row.member;
    match school.staff.iter_mut().find(|known| known.id == id) {
        Some(known) => {
            known.works_here = true;
            known.civility = given.civility.or(known.civility);
            known.name = given.name.clone();
            put(&mut known.email, &given.email);
            known.classes.extend(classes);
        }
        None => school.staff.push(KnownMember {
            id,
            civility: given.civility,
            name: given.name.clone(),
            email: given.email.clone(),
            is_director: false,
            works_here: true,
            classes,
        }),
    }
}
