//! WAV: the format and the sound. LIST/INFO, bext, id3, XMP and whatever else stands there stay behind.

use super::{Found, Piece, bytes_at, some_at};
use crate::base::{darkroom::Fault, images::Media};
use std::io::{Read, Seek};

/// PCM, floating point, A-law, µ-law, and the long form of these.
const FORMATS: [u16; 5] = [1, 3, 6, 7, 0xFFFE];

pub fn read(sent: &mut (impl Read + Seek), size: u64) -> Result<Found, Fault> {
    let (mut format, mut sound) = (None, None);
    let mut at = 12;
    while at + 8 <= size && sound.is_none() {
        let header: [u8; 8] = bytes_at(sent, at)?;
        let [a, b, c, d, length @ ..] = header;
        // A recorder that was cut off says zero, or all that there can be.
        let length = u64::from(u32::from_le_bytes(length)).min(size - at - 8);
        match &[a, b, c, d] {
            b"fmt " => format = Some(some_at(sent, at + 8, length, 64)?),
            b"data" => sound = Some((at + 8, if length == 0 { size - at - 8 } else { length })),
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    let (Some(format), Some((from, length))) = (format, sound) else { return Err(Fault::Damaged) };
    let number = |at: usize| format.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let codec = format.get(..2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes).ok_or(Fault::Damaged)?;
    if !FORMATS.contains(&codec) {
        return Err(Fault::OtherSound);
    }
    let per_second = number(8).filter(|bytes| *bytes > 0).ok_or(Fault::Damaged)?;
    // A long format of 40 bytes at most: what follows could say anything.
    let format = &format[..format.len().min(40)];
    let whole = u32::try_from(4 + 8 + format.len() as u64 + 8 + length + length % 2).map_err(|_| Fault::TooHeavy)?;
    let header = [
        b"RIFF",
        &whole.to_le_bytes()[..],
        b"WAVEfmt ",
        &(format.len() as u32).to_le_bytes(),
        format,
        b"data",
        &(length as u32).to_le_bytes(),
    ];
    let pieces = vec![Piece::Bytes(header.concat()), Piece::Copy { from, length }, Piece::Zeros(length % 2)];
    Ok(Found { pieces, seconds: Some((length / u64::from(per_second)) as i64), ..Found::of(Media::Wav) })
}
