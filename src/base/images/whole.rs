//! Is a JPEG there to its end. The decoder draws a cut file with a grey half and calls it a success.

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
