//! A JPEG without its metadata, its pixels untouched: only the segments that draw are copied, up to the end of the picture.
//! What follows that end (a second picture, an archive, a page of HTML) stays behind.

/// Upright or told how to be: `orientation` is EXIF's number, written as the only tag when it is not one.
/// `None` for what should rather be encoded anew: inks, or a structure that a decoder forgives and we do not.
pub fn strip(jpeg: &[u8], orientation: u8, keeps_profile: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(jpeg.len());
    kept.extend([0xFF, 0xD8]);
    if orientation != 1 {
        kept.extend(only_orientation(orientation));
    }
    let mut at = 2;
    loop {
        let (marker, body) = next(jpeg, at)?;
        if marker == END {
            kept.extend([0xFF, END]);
            return Some(kept);
        }
        let length = usize::from(u16::from_be_bytes([*jpeg.get(body)?, *jpeg.get(body + 1)?]));
        let segment = jpeg.get(body..body + length.max(2))?;
        at = body + segment.len();
        match marker {
            SCAN => {
                let data = entropy(jpeg, at);
                push(&mut kept, SCAN, segment);
                kept.extend(jpeg.get(at..data)?);
                at = data;
            }
            // Said only where it was: it changes how colours are read.
            0xE0 if segment.get(2..7) == Some(b"JFIF\0") => kept.extend(JFIF),
            // Frames: three colours or grey.
            0xC0..=0xC3 if !matches!(segment.get(7), Some(1 | 3)) => return None,
            // Tables, frames, restart intervals.
            0xC0..=0xC7 | 0xC9..=0xCF | 0xDB | 0xDC | 0xDD => push(&mut kept, marker, segment),
            PROFILE if is_profile(segment, &keeps_profile) => push(&mut kept, marker, segment),
            // Says how the colours were turned into components.
            ADOBE if segment.get(2..7) == Some(b"Adobe") => push(&mut kept, marker, segment.get(..14)?),
            _ => {}
        }
    }
}

const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const PROFILE: u8 = 0xE2;
const ADOBE: u8 = 0xEE;
/// Version 1.1, no density, no preview.
const JFIF: [u8; 18] = [0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

/// The segment's own length is written again: what was cut of it is not announced.
fn push(kept: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    kept.extend([0xFF, marker]);
    kept.extend(u16::try_from(segment.len()).unwrap_or(u16::MAX).to_be_bytes());
    kept.extend(&segment[2..]);
}

/// The next marker with a body, and where the body begins. What stands before it belongs to nothing.
fn next(jpeg: &[u8], from: usize) -> Option<(u8, usize)> {
    let rest = jpeg.get(from..)?;
    let place = rest.windows(2).position(|two| two[0] == 0xFF && !matches!(two[1], 0 | 1 | 0xD0..=0xD8 | 0xFF))?;
    Some((rest[place + 1], from + place + 2))
}

/// Where compressed data end: at a marker that is neither a stuffed byte nor a restart.
fn entropy(jpeg: &[u8], from: usize) -> usize {
    let rest = jpeg.get(from..).unwrap_or_default();
    let end = rest.windows(2).position(|two| two[0] == 0xFF && !matches!(two[1], 0 | 0xD0..=0xD7));
    end.map_or(jpeg.len(), |end| from + end)
}

fn is_profile(segment: &[u8], keeps: impl Fn(&[u8]) -> bool) -> bool {
    segment.get(2..).and_then(|body| body.strip_prefix(b"ICC_PROFILE\0\x01\x01")).is_some_and(keeps)
}

fn only_orientation(orientation: u8) -> [u8; 36] {
    let mut segment = *b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0";
    segment[29] = orientation;
    segment
}

#[cfg(test)]
mod tests {
    use super::*;
    use jpeg_encoder::{ColorType, Encoder};

    fn drawn() -> Vec<u8> {
        let pixels: Vec<u8> = (0..48 * 32 * 3).map(|at| (at * 7 % 251) as u8).collect();
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 80).encode(&pixels, 48, 32, ColorType::Rgb).unwrap();
        bytes
    }

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, body].concat()
    }

    #[test]
    fn what_speaks_goes_and_what_draws_stays() {
        let clean = drawn();
        let spoken: Vec<u8> =
            [0xE1, 0xE2, 0xED, 0xE4, 0xFE].iter().flat_map(|marker| segment(*marker, b"Lea, 48.85 N")).collect();
        let sent = [&clean[..2], &spoken, &clean[2..], b"<script>alert(1)</script>"].concat();
        let kept = strip(&sent, 1, |_| true).unwrap();
        assert!(!kept.windows(3).any(|three| three == b"Lea" || three == b"ale"));
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8().into_raw();
        assert_eq!(pixels(&kept), pixels(&clean));
        assert_eq!(strip(&kept, 1, |_| true).unwrap(), kept, "once is enough");
    }

    #[test]
    fn the_orientation_is_said_and_nothing_else() {
        let kept = strip(&drawn(), 6, |_| true).unwrap();
        let mut decoder = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(&kept)).unwrap();
        assert_eq!(image::ImageDecoder::orientation(&mut decoder).unwrap().to_exif(), 6);
    }

    #[test]
    fn a_cut_file_is_left_to_others() {
        let clean = drawn();
        for cut in 0..clean.len() - 1 {
            let _ = strip(&clean[..cut], 1, |_| true);
        }
        assert!(strip(&clean[..clean.len() / 2], 1, |_| true).is_none());
    }
}
