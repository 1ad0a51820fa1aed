//! Three pictures out of twelve, in an order. No picture comes twice: 1 320 codes, few enough that what protects them is the
//! count of tries, and a key that is not in the database.

use crate::{
    base::{
        error::Result,
        pictograms::{COUNT, WORDS},
        secret::{self, Keys},
    },
    school::Pupil,
};

pub const LENGTH: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence([usize; LENGTH]);

impl Sequence {
    /// By a generator that nobody can foresee.
    pub fn draw() -> Result<Sequence> {
        let mut drawn = Vec::with_capacity(LENGTH);
        while drawn.len() < LENGTH {
            let picture = below(COUNT)?;
            if !drawn.contains(&picture) {
                drawn.push(picture);
            }
        }
        Ok(Sequence([drawn[0], drawn[1], drawn[2]]))
    }

    /// What was touched, which may be any pictures.
    pub fn touched(pictures: &[usize]) -> Option<Sequence> {
        let pictures: [usize; LENGTH] = pictures.try_into().ok()?;
        pictures.iter().all(|picture| *picture < COUNT).then_some(Sequence(pictures))
    }

    pub fn pictures(&self) -> [usize; LENGTH] {
        self.0
    }

    /// « soleil, chat, clé ».
    pub fn words(&self) -> String {
        self.0.map(|picture| WORDS[picture]).join(", ")
    }

    /// What stands in the database. A slow hash would gain nothing: all the codes there are take a minute and a half at
    /// argon2's pace. Without the key, which no copy of the database holds, they cannot be tried at all. The pupil is part of
    /// it, so that two children of one code cannot be told.
    pub(super) fn sealed(&self, pupil: crate::base::db::Id<Pupil>, keys: &Keys) -> [u8; 32] {
        let [first, second, third] = self.0;
        keys.code("pupil-pictures", &format!("{pupil}:{first}-{second}-{third}"))
    }
}

/// Evenly: the bytes above the last multiple are thrown away.
pub(super) fn below(count: usize) -> Result<usize> {
    let limit = u32::MAX as usize / count * count;
    loop {
        let mut bytes = [0u8; 4];
        secret::fill(&mut bytes)?;
        let drawn = u32::from_le_bytes(bytes) as usize;
        if drawn < limit {
            return Ok(drawn % count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::db::Id;
    use std::collections::BTreeSet;

    #[test]
    fn three_pictures_none_twice_and_all_of_them_come() {
        let mut seen = BTreeSet::new();
        for _ in 0..400 {
            let drawn = Sequence::draw().unwrap().pictures();
            assert_eq!(BTreeSet::from(drawn).len(), LENGTH, "{drawn:?}");
            seen.extend(drawn);
        }
        assert_eq!(seen.len(), COUNT);
    }

    #[test]
    fn only_pictures_of_the_grid_are_a_sequence() {
        assert!(Sequence::touched(&[0, 11, 0]).is_some(), "a wrong touch is a wrong try, and counts");
        for wrong in [&[0, 1][..], &[0, 1, 2, 3], &[0, 1, 12], &[]] {
            assert!(Sequence::touched(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_kept_is_one_pupil_s_and_one_box_s() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [here, there] = folders.each_ref().map(|folder| Keys::open(folder.path()).unwrap());
        let code = Sequence::touched(&[1, 2, 3]).unwrap();
        let kept = code.sealed(Id::new(7), &here);
        assert_eq!(kept, code.sealed(Id::new(7), &here));
        assert_ne!(kept, code.sealed(Id::new(8), &here));
        assert_ne!(kept, code.sealed(Id::new(7), &there));
        assert_ne!(kept, Sequence::touched(&[3, 2, 1]).unwrap().sealed(Id::new(7), &here));
    }
}
