//! Is a JPEG there to its end, and of a kind that our decoder draws well. It draws a cut file with a grey half, and a plain one
//! that keeps its colours in scans apart in wrong colours, and calls both a success. And what a progressive one takes.

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

/// Bytes that a progressive picture holds until its last scan is read, beside its pixels: two for each coefficient of each
/// colour. A plain one holds none: it is drawn as it is read.
pub fn held_until_the_end(bytes: &[u8]) -> u64 {
    let mut at = 2;
    while let Some((marker, body)) = bytes.get(at..).and_then(next_marker).map(|(marker, body)| (marker, at + body)) {
        let segment = bytes.get(body..).unwrap_or_default();
        match marker {
            0xC2 => return coefficients(segment).unwrap_or(0),
            0xDA => return 0,
            _ => {}
        }
        let length = segment.first_chunk().map_or(2, |two| usize::from(u16::from_be_bytes(*two)).max(2));
        at = if matches!(marker, 0x01 | 0xD0..=0xD8) { body } else { body + length };
    }
    0
}

/// Of a frame's header: length, depth, height, width, then each colour with its part of the whole, across and down.
fn coefficients(frame: &[u8]) -> Option<u64> {
    let side = |at: usize| Some(u64::from(u16::from_be_bytes([*frame.get(at)?, *frame.get(at + 1)?])));
    let (height, width) = (side(3)?, side(5)?);
    let colours = frame.get(8..8 + 3 * usize::from(*frame.get(7)?))?;
    let parts = colours.chunks_exact(3).map(|colour| (u64::from(colour[1] >> 4), u64::from(colour[1] & 15)));
    let (across, down) = parts.clone().fold((1, 1), |most, part| (most.0.max(part.0), most.1.max(part.1)));
    let parts: u64 = parts.map(|part| part.0 * part.1).sum();
    // Colours come in whole blocks, some of which reach over the edge.
    let blocks = width.div_ceil(8 * across) * height.div_ceil(8 * down) * parts;
    Some(blocks * 64 * 2)
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

    fn drawn((width, height): (u16, u16), set: impl Fn(&mut jpeg_encoder::Encoder<&mut Vec<u8>>)) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
        set(&mut encoder);
        let pixels = vec![9; usize::from(width) * usize::from(height) * 3];
        encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    #[test]
    fn scans_apart_are_told_from_scans_together() {
        let drawn = |optimized: bool, progressive: bool| {
            is_in_plain_scans(&drawn((32, 32), |encoder| {
                encoder.set_optimized_huffman_tables(optimized);
                encoder.set_progressive(progressive);
            }))
        };
        assert_eq!((drawn(false, false), drawn(true, false), drawn(true, true)), (false, true, false));
    }

    #[test]
    fn only_a_progressive_picture_is_held_whole() {
        let drawn = |progressive: bool, sampling: jpeg_encoder::SamplingFactor| {
            held_until_the_end(&drawn((40, 30), |encoder| {
                encoder.set_progressive(progressive);
                encoder.set_sampling_factor(sampling);
            }))
        };
        use jpeg_encoder::SamplingFactor::{F_1_1, F_2_2};
        assert_eq!(drawn(false, F_1_1), 0);
        assert_eq!(drawn(true, F_1_1), 40 * 32 * 3 * 2);
        assert_eq!(drawn(true, F_2_2), 48 * 32 * 6 / 4 * 2);
        for short in [&[][..], &[0xFF, 0xD8, 0xFF, 0xC2], &[0xFF, 0xD8, 0xFF, 0xC2, 0, 17, 8, 0, 9, 0, 9, 3, 1]] {
            assert_eq!(held_until_the_end(short), 0);
        }
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
