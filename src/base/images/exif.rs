//! The one thing that is read of a photo's metadata: when it was taken. A TIFF block of two levels, believed nowhere.

use crate::base::darkroom::Taken;

const DATE_TIME: u16 = 0x0132;
const EXIF_BLOCK: u16 = 0x8769;
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const OFFSET_TIME: u16 = 0x9010;
const OFFSET_TIME_ORIGINAL: u16 = 0x9011;

/// The moment of the shot, else of the file.
pub fn taken(exif: &[u8]) -> Option<Taken> {
    let tiff = Tiff::new(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif))?;
    let first = tiff.u32(4)?;
    let inner = tiff.entry(first, EXIF_BLOCK).and_then(|entry| tiff.u32(entry + 8));
    let text = |block: Option<u32>, tag| block.and_then(|block| tiff.text(block, tag)).unwrap_or_default();
    Taken::exif(&text(inner, DATE_TIME_ORIGINAL), &text(inner, OFFSET_TIME_ORIGINAL))
        .or_else(|| Taken::exif(&text(Some(first), DATE_TIME), &text(inner, OFFSET_TIME)))
}

struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Tiff<'a>> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Tiff { bytes, is_little: true }),
            b"MM\0*" => Some(Tiff { bytes, is_little: false }),
            _ => None,
        }
    }

    fn at(&self, from: u32, length: usize) -> Option<&'a [u8]> {
        let from = usize::try_from(from).ok()?;
        self.bytes.get(from..from.checked_add(length)?)
    }

    fn u16(&self, from: u32) -> Option<u16> {
        let two = self.at(from, 2)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn u32(&self, from: u32) -> Option<u32> {
        let four = self.at(from, 4)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// Where this tag's entry of twelve bytes stands in the block.
    fn entry(&self, block: u32, tag: u16) -> Option<u32> {
        let count = u32::from(self.u16(block)?);
        (0..count).filter_map(|at| block.checked_add(2 + at * 12)).find(|entry| self.u16(*entry) == Some(tag))
    }

    /// ASCII of at most forty letters: a date is twenty.
    fn text(&self, block: u32, tag: u16) -> Option<String> {
        let entry = self.entry(block, tag)?;
        let (kind, length) = (self.u16(entry + 2)?, self.u32(entry + 4)?);
        if kind != 2 || length > 40 {
            return None;
        }
        let from = if length <= 4 { entry + 8 } else { self.u32(entry + 8)? };
        let text = self.at(from, usize::try_from(length).ok()?)?;
        std::str::from_utf8(text).ok().map(|text| text.trim_end_matches('\0').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(date: &[u8; 20]) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0\x01\0".to_vec();
        bytes.extend([0x69, 0x87, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend([1, 0, 0x03, 0x90, 2, 0, 20, 0, 0, 0, 44, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(date);
        bytes
    }

    #[test]
    fn the_moment_of_the_shot_is_read() {
        let exif = block(b"2026:06:12 14:03:22\0");
        assert_eq!(taken(&exif).unwrap().clock, "2026-06-12T14:03:22");
        assert_eq!(taken(&[b"Exif\0\0", &exif[..]].concat()).unwrap().offset, None);
    }

    #[test]
    fn any_cut_or_damage_is_nothing_worse_than_no_date() {
        let exif = block(b"2026:06:12 14:03:22\0");
        for cut in 0..exif.len() {
            assert!(taken(&exif[..cut]).is_none());
            for value in [0, 0xFF, 0x7F] {
                let mut damaged = exif.clone();
                damaged[cut] = value;
                let _ = taken(&damaged);
            }
        }
    }
}
