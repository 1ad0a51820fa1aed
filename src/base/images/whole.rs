//! Is a JPEG there to its end, and of a kind that our decoder draws well. It draws a cut file with a grey half, and a plain one
//! that keeps its colours in scans apart in wrong colours, and calls both a success.

/// Walks the segments and looks for the end marker. Embedded previews, which have their own, are stepped over.
pub fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(found) = bytes.get(at..).and_then(next_marker) {
        let (marker, body) = (found.0, at + found.1);
        at = match marker {
            0xD9 => return true,
            // Markers that stand alone.
            0x01 | 0xD0..=0xD8 => body,
            _ => match bytes.get(body..body + 2) {
                Some(&[high, low]) => body + usize::from(u16::from_be_bytes([high, low])).max(2),
                _ => return false,
            },
        };
    }
    false
}

/// A plain (not progressive) picture whose first scan lacks some of its colours.
pub fn is_in_plain_scans(bytes: &[u8]) -> bool {
    let (mut at, mut colours) = (2, None);
    while let Some((marker, body)) = bytes.get(at..).and_then(next_marker).map(|(marker, body)| (marker, at + body)) {
        let segment = bytes.get(body..).unwrap_or_default();
        match marker {
            0xC0 | 0xC1 => colours = segment.get(7),
            0xDA => return colours.is_some_and(|colours| segment.get(2) < Some(colours)),
            _ => {}
        }
        let length = segment.first_chunk().map_or(2, |two| usize::from(u16::from_be_bytes(*two)).max(2));
        at = if matches!(marker, 0x01 | 0xD0..=0xD8) { body } else { body + length };
    }
    false
}

/// The next marker and where its body begins, past any compressed data, where FF 00 is a plain byte.
fn next_marker(bytes: &[u8]) -> Option<(u8, usize)> {
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF))
        .map(|place| (bytes[place + 1], place + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_apart_are_told_from_scans_together() {
        let drawn = |optimized: bool, progressive: bool| {
            let mut bytes = Vec::new();
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
            encoder.set_optimized_huffman_tables(optimized);
            encoder.set_progressive(progressive);
            encoder.encode(&[9; 32 * 32 * 3], 32, 32, jpeg_encoder::ColorType::Rgb).unwrap();
            is_in_plain_scans(&bytes)
        };
        assert_eq!((drawn(false, false), drawn(true, false), drawn(true, true)), (false, true, false));
    }

    #[test]
    fn only_the_last_end_counts() {
        let preview = [0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9];
        let scan = [0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4];
        let cut = [&[0xFF, 0xD8][..], &preview, &scan].concat();
        assert!(!is_whole_jpeg(&cut));
        assert!(is_whole_jpeg(&[&cut[..], &[0xFF, 0xFF, 0xD9, 9, 9]].concat()));
        for short in [&[][..], &[0xFF], &[0xFF, 0xD8], &[0xFF, 0xD8, 0xFF, 0xE1], &[0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF]]
        {
            assert!(!is_whole_jpeg(short));
        }
    }
}
