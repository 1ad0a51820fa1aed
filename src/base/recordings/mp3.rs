//! MP3: its frames, and nothing that stands before, between or behind them (ID3, APE, lyrics, pictures).

use super::{Found, bytes_at, copy};
use crate::base::{darkroom::Fault, images::Media};
use std::io::{BufReader, Read, Seek, SeekFrom};

/// A sound has at least so many frames: a tenth of a second.
const LEAST: u64 = 4;
/// So far one looks for the next frame before the file is called damaged.
const ASTRAY: u64 = 4 * 1024 * 1024;

pub fn read(sent: &mut (impl Read + Seek), size: u64) -> Result<Found, Fault> {
    let mut found = Found::of(Media::Mp3);
    let mut at = behind_tags(sent, size)?;
    let mut reader = Ahead::new(sent, at)?;
    let (mut frames, mut milliseconds, mut astray) = (0u64, 0f64, 0u64);
    while at + 4 <= size {
        match reader.header(at)?.and_then(Frame::parse) {
            Some(frame) if at + frame.length <= size && is_followed(&mut reader, at + frame.length, size)? => {
                copy(&mut found.pieces, at, frame.length);
                frames += 1;
                milliseconds += frame.milliseconds;
                at += frame.length;
                astray = 0;
            }
            _ => {
                at += 1;
                astray += 1;
                if astray > ASTRAY {
                    return Err(Fault::Damaged);
                }
            }
        }
    }
    if frames < LEAST {
        return Err(Fault::Damaged);
    }
    found.seconds = Some((milliseconds / 1000.0).round() as i64);
    Ok(found)
}

/// By another frame, a tag or the end: two bytes alone look like a frame often enough.
fn is_followed(reader: &mut Ahead<impl Read + Seek>, at: u64, size: u64) -> Result<bool, Fault> {
    if at + 4 > size {
        return Ok(true);
    }
    let header = reader.header(at)?;
    Ok(header.is_some_and(|four| {
        Frame::parse(four).is_some()
            || [&b"TAG"[..], b"APE", b"LYR", b"3DI", b"ID3"].iter().any(|tag| four.starts_with(tag))
    }))
}

/// Past the ID3v2 tags at the front: their length is written seven bits a byte.
fn behind_tags(sent: &mut (impl Read + Seek), size: u64) -> Result<u64, Fault> {
    let mut at = 0;
    while at + 10 <= size {
        let header: [u8; 10] = bytes_at(sent, at)?;
        if !header.starts_with(b"ID3") {
            break;
        }
        let length = header[6..].iter().fold(0u64, |length, seven| length << 7 | u64::from(seven & 0x7F));
        at += 10 + length + if header[5] & 0x10 != 0 { 10 } else { 0 };
    }
    Ok(at)
}

struct Frame {
    length: u64,
    milliseconds: f64,
}

impl Frame {
    fn parse(header: [u8; 4]) -> Option<Frame> {
        const RATES_1: [u64; 14] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const RATES_2: [u64; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        let [first, second, third, _] = header;
        let is_layer_three = first == 0xFF && second & 0xE6 == 0xE2;
        let version = second >> 3 & 3;
        let rate = usize::from(third >> 4).checked_sub(1)?;
        if !is_layer_three || version == 1 {
            return None;
        }
        let per_second =
            [44_100u64, 48_000, 32_000].get(usize::from(third >> 2 & 3))? / [4, 1, 2, 1][usize::from(version)];
        let (rates, samples) = if version == 3 { (RATES_1, 1152) } else { (RATES_2, 576) };
        let length = samples / 8 * rates.get(rate)? * 1000 / per_second + u64::from(third >> 1 & 1);
        Some(Frame { length, milliseconds: samples as f64 * 1000.0 / per_second as f64 })
    }
}

/// Reads forward by small steps without a system call for each.
struct Ahead<R> {
    reader: BufReader<R>,
    at: u64,
}

impl<'a, R: Read + Seek> Ahead<&'a mut R> {
    fn new(sent: &'a mut R, at: u64) -> Result<Self, Fault> {
        let mut reader = BufReader::with_capacity(64 * 1024, sent);
        reader.seek(SeekFrom::Start(at))?;
        Ok(Ahead { reader, at })
    }
}

impl<R: Read + Seek> Ahead<R> {
    fn header(&mut self, at: u64) -> Result<Option<[u8; 4]>, Fault> {
        self.reader.seek_relative(at as i64 - self.at as i64)?;
        let mut four = [0; 4];
        let mut filled = 0;
        while filled < 4 {
            match self.reader.read(&mut four[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        self.at = at + filled as u64;
        Ok((filled == 4).then_some(four))
    }
}
