//! WebM: an element that says who, when or where becomes an empty « Void » of the same length, so that nothing moves. Recorders
//! in a browser leave the lengths of the whole and of its clusters unsaid: these are followed element by element.

use super::{Found, Piece, copy, some_at};
use crate::base::{
    darkroom::{Fault, Taken},
    images::Media,
};
use std::{
    io::{Read, Seek},
    ops::Range,
};

const TABLES: u64 = 4 * 1024 * 1024;
const ELEMENTS: usize = 2_000_000;
/// Of the dates of Matroska: 2001.
const EPOCH: i64 = 978_307_200;

const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114D_9B74;
const INFO: u32 = 0x1549_A966;
const TRACKS: u32 = 0x1654_AE6B;
const CLUSTER: u32 = 0x1F43_B675;
const CUES: u32 = 0x1C53_BB6B;

/// One element: its name, where its body begins, and how long that is if it says so.
struct Element {
    id: u32,
    body: u64,
    length: Option<u64>,
}

#[derive(Default)]
struct Facts {
    scale: Option<u64>,
    lasts: Option<f64>,
    made: Option<i64>,
    shape: Option<(u32, u32)>,
    has_video: bool,
    tracks: usize,
}

pub fn read(sent: &mut (impl Read + Seek), size: u64) -> Result<Found, Fault> {
    let mut found = Found::of(Media::Webm);
    let mut facts = Facts::default();
    let head = element(sent, 0, size)?;
    let segment_at = head.body + head.length.filter(|length| *length < 1024).ok_or(Fault::Damaged)?;
    let segment = element(sent, segment_at, size)?;
    if segment.id != SEGMENT {
        return Err(Fault::Damaged);
    }
    copy(&mut found.pieces, 0, segment.body);
    let end = segment.length.map_or(size, |length| segment.body + length);
    if end > size {
        return Err(Fault::Damaged);
    }
    let (mut at, mut count, mut is_in_cluster) = (segment.body, 0, false);
    while at < end {
        count += 1;
        if count > ELEMENTS {
            return Err(Fault::Damaged);
        }
        let one = element(sent, at, end)?;
        let Some(length) = one.length else {
            if one.id != CLUSTER {
                return Err(Fault::Damaged);
            }
            // Its children follow as if they stood under the segment.
            is_in_cluster = true;
            copy(&mut found.pieces, at, one.body - at);
            at = one.body;
            continue;
        };
        let whole = one.body - at + length;
        is_in_cluster &= one.id <= 0xFFFF;
        if whole > end - at {
            return Err(Fault::Damaged);
        }
        match one.id {
            INFO => {
                let bytes = some_at(sent, at, whole, TABLES)?;
                found.pieces.push(Piece::Bytes(facts.info(bytes, (one.body - at) as usize)?));
            }
            TRACKS => {
                let bytes = some_at(sent, at, whole, TABLES)?;
                found.pieces.push(Piece::Bytes(facts.tracks(bytes, (one.body - at) as usize)?));
            }
            SEEK_HEAD | CLUSTER | CUES => copy(&mut found.pieces, at, whole),
            // What stands in a cluster of unsaid length has a short name: blocks and their times.
            id if is_in_cluster && id <= 0xFF && id != 0xEC && id != 0xBF => copy(&mut found.pieces, at, whole),
            // Tags, chapters, attachments, and whatever else.
            _ => voided(&mut found.pieces, whole),
        }
        at += whole;
    }
    facts.tell(found)
}

impl Facts {
    fn tell(self, found: Found) -> Result<Found, Fault> {
        if self.tracks == 0 {
            return Err(Fault::Damaged);
        }
        let nanoseconds = self.lasts.map(|lasts| lasts * self.scale.unwrap_or(1_000_000) as f64);
        Ok(Found {
            // An audio recording is served as the sound that it is.
            media: if self.has_video { Media::Webm } else { Media::Weba },
            taken: self.made.and_then(|made| Taken::utc(made / 1_000_000_000 + EPOCH)),
            seconds: nanoseconds.filter(|lasts| lasts.is_finite()).map(|lasts| (lasts / 1e9).round() as i64),
            width: self.shape.map(|shape| shape.0),
            height: self.shape.map(|shape| shape.1),
            ..found
        })
    }

    fn info(&mut self, mut bytes: Vec<u8>, body: usize) -> Result<Vec<u8>, Fault> {
        for (id, at, inside) in inside(&bytes, body..bytes.len())? {
            let value = &bytes[inside.clone()];
            match id {
                0x2A_D7B1 => self.scale = Some(unsigned(value)),
                0x4489 => self.lasts = float(value),
                // Programs must be named; by nothing, then.
                0x4D80 | 0x5741 => bytes[inside].fill(b' '),
                id => {
                    if id == 0x4461 {
                        self.made = <[u8; 8]>::try_from(value).ok().map(i64::from_be_bytes);
                    }
                    void(&mut bytes, at..inside.end);
                }
            }
        }
        Ok(bytes)
    }

    fn tracks(&mut self, mut bytes: Vec<u8>, body: usize) -> Result<Vec<u8>, Fault> {
        for (id, at, entry) in inside(&bytes, body..bytes.len())? {
            if id != 0xAE {
                void(&mut bytes, at..entry.end);
                continue;
            }
            self.tracks += 1;
            let (mut kind, mut codec) = (0, Vec::new());
            for (id, at, inside) in inside(&bytes, entry)? {
                match id {
                    0x83 => kind = unsigned(&bytes[inside]),
                    0x86 => codec = bytes[inside].to_vec(),
                    0x63A2 => empty_vorbis(&mut bytes[inside]),
                    0xE0 => self.shape = shape(&bytes, inside)?,
                    // Names, settings, links to attachments, check sums.
                    0x536E | 0x25_8688 | 0x3A_9697 | 0x3B_4040 | 0x26_B240 | 0x7446 | 0xBF | 0xEC => {
                        void(&mut bytes, at..inside.end);
                    }
                    _ => {}
                }
            }
            self.has_video |= kind == 1;
            let known: [&[u8]; 5] = [b"V_VP8", b"V_VP9", b"V_AV1", b"A_OPUS", b"A_VORBIS"];
            if !known.contains(&codec.as_slice()) || !matches!(kind, 1 | 2) {
                return Err(Fault::OldVideo);
            }
        }
        Ok(bytes)
    }
}

fn shape(bytes: &[u8], within: Range<usize>) -> Result<Option<(u32, u32)>, Fault> {
    let all = inside(bytes, within)?;
    let value = |id: u32| {
        let found = all.iter().find(|(name, ..)| *name == id)?;
        u32::try_from(unsigned(&bytes[found.2.clone()])).ok()
    };
    Ok(value(0xB0).zip(value(0xBA)))
}

/// The second of the three headers of Vorbis, laced one behind the other, holds its comments.
fn empty_vorbis(private: &mut [u8]) {
    let Some(at) = private.windows(7).position(|seven| seven == b"\x03vorbis") else { return };
    let Some(end) = private.windows(7).position(|seven| seven == b"\x05vorbis") else { return };
    if at + 16 <= end {
        private[at + 7..end].fill(0);
        private[at + 15] = 1;
    }
}

/// An element in the file, its length perhaps unsaid.
fn element(sent: &mut (impl Read + Seek), at: u64, end: u64) -> Result<Element, Fault> {
    let seen = some_at(sent, at, 12.min(end.saturating_sub(at)), 12)?;
    let (id, first) = name(&seen).ok_or(Fault::Damaged)?;
    let (length, second) = length(&seen[first..]).ok_or(Fault::Damaged)?;
    Ok(Element { id, body: at + (first + second) as u64, length })
}

/// The elements in there: name, beginning, body. Each says its length.
fn inside(bytes: &[u8], within: Range<usize>) -> Result<Vec<(u32, usize, Range<usize>)>, Fault> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let (id, first) = name(&bytes[at..within.end]).ok_or(Fault::Damaged)?;
        let (long, second) = length(&bytes[at + first..within.end]).ok_or(Fault::Damaged)?;
        let body = at + first + second;
        let long = long.and_then(|long| usize::try_from(long).ok()).ok_or(Fault::Damaged)?;
        let end = body.checked_add(long).filter(|end| *end <= within.end).ok_or(Fault::Damaged)?;
        found.push((id, at, body..end));
        at = end;
    }
    Ok(found)
}

/// One to four bytes; its first bit says how many.
fn name(bytes: &[u8]) -> Option<(u32, usize)> {
    let width = bytes.first()?.leading_zeros() as usize + 1;
    (width <= 4).then_some(())?;
    Some((bytes.get(..width)?.iter().fold(0, |id, byte| id << 8 | u32::from(*byte)), width))
}

/// One to eight bytes; all ones is « unsaid ».
fn length(bytes: &[u8]) -> Option<(Option<u64>, usize)> {
    let width = bytes.first()?.leading_zeros() as usize + 1;
    (width <= 8).then_some(())?;
    let value = bytes.get(..width)?.iter().fold(0, |length, byte| length << 8 | u64::from(*byte));
    let bits = (1u64 << (7 * width)) - 1;
    Some(((value & bits != bits).then_some(value & bits), width))
}

fn unsigned(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |value, byte| value << 8 | u64::from(*byte))
}

fn float(bytes: &[u8]) -> Option<f64> {
    match bytes.len() {
        4 => Some(f64::from(f32::from_be_bytes(bytes.try_into().ok()?))),
        8 => Some(f64::from_be_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}

/// The beginning of a « Void » that is so long in all.
fn void_head(whole: u64) -> Vec<u8> {
    if whole < 9 {
        return vec![0xEC, 0x80 | (whole.saturating_sub(2)) as u8];
    }
    let mut head = vec![0xEC];
    head.extend(((whole - 9) | (1 << 56)).to_be_bytes());
    head
}

fn void(bytes: &mut [u8], range: Range<usize>) {
    let head = void_head(range.len() as u64);
    bytes[range.clone()].fill(0);
    bytes[range.start..range.start + head.len()].copy_from_slice(&head);
}

fn voided(pieces: &mut Vec<Piece>, whole: u64) {
    let head = void_head(whole);
    let rest = whole - head.len() as u64;
    pieces.push(Piece::Bytes(head));
    pieces.push(Piece::Zeros(rest));
}
