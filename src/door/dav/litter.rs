//! What systems leave in every folder: Finder's `._…` and `.DS_Store`, Windows' `Thumbs.db` and `desktop.ini`. Finder gives a
//! copy up when it may not write them, and they are nobody's documents: they are kept for the one who wrote them, in memory, a
//! little at a time, and shown to nobody who does not ask for them by name. A restart forgets them, and Finder does not mind.

use super::place::Place;
use crate::{base::db::Id, school::Person};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of one of them; of a longer one only this much is kept, which tells no program anything it needs.
pub const LONGEST: usize = 64 * 1024;
/// Of all of them; the oldest make room.
const MOST: usize = 8 * 1024 * 1024;

#[derive(Default)]
pub struct Litter(Mutex<Vec<Left>>);

struct Left {
    person: Id<Person>,
    key: String,
    bytes: Vec<u8>,
}

pub fn is_litter(place: &Place) -> bool {
    let Some(name) = place.last() else { return false };
    name.starts_with("._")
        || [".ds_store", ".hidden", ".metadata_never_index", "thumbs.db", "desktop.ini", "autorun.inf"]
            .contains(&name.to_lowercase().as_str())
}

/// The folders of the same kind: never made.
pub fn is_litter_folder(name: &str) -> bool {
    const FOLDERS: [&str; 6] =
        [".trashes", ".spotlight-v100", ".fseventsd", ".temporaryitems", "$recycle.bin", "system volume information"];
    let name = name.to_lowercase();
    FOLDERS.contains(&name.as_str()) || name.starts_with(".trash-")
}

impl Litter {
    /// True when it is new.
    pub fn put(&self, person: Id<Person>, place: &Place, mut bytes: Vec<u8>) -> bool {
        bytes.truncate(LONGEST);
        let mut all = self.all();
        let is_new = take(&mut all, person, place).is_none();
        all.push(Left { person, key: place.key(), bytes });
        let weight = |left: &Left| left.bytes.len() + left.key.len() + 128;
        let mut whole: usize = all.iter().map(weight).sum();
        let mut gone = 0;
        while whole > MOST {
            whole -= weight(&all[gone]);
            gone += 1;
        }
        all.drain(..gone);
        is_new
    }

    pub fn get(&self, person: Id<Person>, place: &Place) -> Option<Vec<u8>> {
        let key = place.key();
        self.all().iter().find(|left| left.person == person && left.key == key).map(|left| left.bytes.clone())
    }

    pub fn take(&self, person: Id<Person>, place: &Place) -> Option<Vec<u8>> {
        take(&mut self.all(), person, place)
    }

    fn all(&self) -> MutexGuard<'_, Vec<Left>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take(all: &mut Vec<Left>, person: Id<Person>, place: &Place) -> Option<Vec<u8>> {
    let key = place.key();
    let at = all.iter().position(|left| left.person == person && left.key == key)?;
    Some(all.remove(at).bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_kept_for_its_writer_and_weighs_little() {
        let (litter, me, other) = (Litter::default(), Id::new(1), Id::new(2));
        let place = |name: &str| Place::default().within("Mes documents").within(name);
        assert!(litter.put(me, &place("._a"), b"finder".to_vec()));
        assert!(!litter.put(me, &place("._A"), b"again".to_vec()));
        assert_eq!(litter.get(me, &place("._a")).as_deref(), Some(&b"again"[..]));
        assert_eq!(litter.get(other, &place("._a")), None);
        for number in 0..1_000 {
            litter.put(me, &place(&format!("._{number}")), vec![0; 1 << 20]);
        }
        assert_eq!(litter.get(me, &place("._a")), None, "the oldest made room");
        assert!(litter.all().iter().map(|left| left.bytes.len()).sum::<usize>() <= MOST);
        assert!(litter.take(me, &place("._999")).is_some() && litter.take(me, &place("._999")).is_none());
    }

    #[test]
    fn a_teacher_s_file_is_no_litter() {
        let is = |name: &str| is_litter(&Place::default().within("Mes documents").within(name));
        assert!(is("._photo.jpg") && is(".DS_Store") && is("Thumbs.db") && is("desktop.ini"));
        assert!(!is("thumbs.odt") && !is(".profil") && !is("_a") && !is_litter(&Place::default()));
        assert!(is_litter_folder(".Trashes") && is_litter_folder(".Trash-1000") && !is_litter_folder("Corbeille"));
    }
}
