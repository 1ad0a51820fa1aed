//! How full a disk is, as the house acts on it: it warns early, then takes no more files while there is still room for what
//! must always be written. It frees nothing by itself.

use super::Room;

/// Parts in a hundred of the disk.
const LOW: u64 = 85;
const FULL: u64 = 95;
/// What can wait leaves the rest to what cannot.
const LENT: u64 = 90;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fill {
    Plenty,
    /// Somebody should make room.
    Low,
    /// No file is taken in any more. Signatures, words and attendance still are.
    Full,
}

impl Fill {
    pub fn as_str(self) -> &'static str {
        match self {
            Fill::Plenty => "plenty",
            Fill::Low => "low",
            Fill::Full => "full",
        }
    }
}

impl Room {
    pub fn fill(self) -> Fill {
        match self.used_percent() {
            0..LOW => Fill::Plenty,
            LOW..FULL => Fill::Low,
            _ => Fill::Full,
        }
    }

    /// Of a hundred, rounded down. What only root may still write counts as used.
    pub fn used_percent(self) -> u64 {
        let used = u128::from(self.whole.saturating_sub(self.free)) * 100;
        used.checked_div(u128::from(self.whole)).map_or(100, |percent| percent as u64)
    }

    /// Whether a file of so many bytes leaves the reserve as it is.
    pub fn takes(self, bytes: u64) -> bool {
        Room { free: self.free.saturating_sub(bytes), ..self }.fill() < Fill::Full && self.free >= bytes
    }

    /// The same for what is only there for a while, and may wait: files that people hand in still find room after it.
    pub fn lends(self, bytes: u64) -> bool {
        Room { free: self.free.saturating_sub(bytes), ..self }.used_percent() < LENT && self.free >= bytes
    }

    /// How many bytes of files it still takes.
    pub fn left_for_files(self) -> u64 {
        self.free.saturating_sub(self.whole / 100 * (100 - FULL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(percent: u64) -> Room {
        Room { whole: 1_000, free: 1_000 - percent * 10 }
    }

    #[test]
    fn it_warns_from_eighty_five_and_takes_no_file_from_ninety_five() {
        assert_eq!([0, 84].map(|percent| used(percent).fill()), [Fill::Plenty; 2]);
        assert_eq!([85, 94].map(|percent| used(percent).fill()), [Fill::Low; 2]);
        assert_eq!([95, 100].map(|percent| used(percent).fill()), [Fill::Full; 2]);
        assert_eq!(Room { whole: 0, free: 0 }.fill(), Fill::Full, "a disk that cannot be read takes nothing");
    }

    #[test]
    fn a_file_that_would_touch_the_reserve_is_not_taken() {
        assert!(used(50).takes(449));
        assert!(!used(50).takes(450));
        assert!(!used(50).takes(u64::MAX));
        assert!(!used(96).takes(0));
        assert!(used(50).lends(399) && !used(50).lends(400), "an export leaves room for the school's own files");
        assert!(used(92).takes(10) && !used(92).lends(0));
        assert_eq!(used(50).left_for_files(), 450);
        assert_eq!(used(97).left_for_files(), 0);
    }
}
