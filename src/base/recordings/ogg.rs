//! Ogg with Opus or Vorbis: the packet of comments keeps its length and says nothing any more, so that every page stays where
//! it is; the check sum of its pages is written again.

use super::{Found, Piece, bytes_at, copy, some_at};
use crate::base::{darkroom::Fault, images::Media};
use std::{
    collections::HashMap,
    io::{Read, Seek},
};

/// A file of more logical streams is none that a telephone records.
const STREAMS: usize = 16;

struct Stream {
    /// What the comments begin with, and what empty ones are.
    emptied: Vec<u8>,
    per_second: u64,
    skipped: u64,
    /// The packet under way: 0 the head, 1 the comments.
    packet: u64,
    /// Bytes of that packet so far.
    inside: usize,
    last: u64,
}

pub fn read(sent: &mut (impl Read + Seek), size: u64) -> Result<Found, Fault> {
    let mut found = Found::of(Media::Ogg);
    let mut streams: HashMap<u32, Stream> = HashMap::new();
    let (mut at, mut seconds) = (0, 0);
    while at + 27 <= size {
        let header: [u8; 27] = bytes_at(sent, at)?;
        // What is no page any more is a tag that somebody put behind.
        if !header.starts_with(b"OggS\0") {
            break;
        }
        let lacing = some_at(sent, at + 27, u64::from(header[26]), 255)?;
        let body = at + 27 + lacing.len() as u64;
        let length: u64 = lacing.iter().map(|part| u64::from(*part)).sum();
        if body + length > size {
            return Err(Fault::Damaged);
        }
        let [.., a, b, c, d] = header[..18] else { return Err(Fault::Damaged) };
        let serial = u32::from_le_bytes([a, b, c, d]);
        if header[5] & 2 != 0 {
            if streams.len() >= STREAMS {
                return Err(Fault::OtherSound);
            }
            streams.insert(serial, Stream::begun(&some_at(sent, body, length, 65_536)?)?);
        }
        let stream = streams.get_mut(&serial).ok_or(Fault::Damaged)?;
        if stream.packet <= 1 {
            let page = some_at(sent, at, body + length - at, 66_000)?;
            found.pieces.push(Piece::Bytes(stream.emptied(page, &lacing)));
        } else {
            copy(&mut found.pieces, at, body + length - at);
        }
        seconds = seconds.max(stream.seconds(u64::from_le_bytes([6, 7, 8, 9, 10, 11, 12, 13].map(|at| header[at]))));
        at = body + length;
    }
    if streams.is_empty() {
        return Err(Fault::Damaged);
    }
    found.seconds = Some(seconds as i64);
    Ok(found)
}

impl Stream {
    fn begun(head: &[u8]) -> Result<Stream, Fault> {
        let stream = |emptied: &[u8], per_second, skipped| Stream {
            emptied: emptied.to_owned(),
            per_second,
            skipped,
            packet: 0,
            inside: 0,
            last: 0,
        };
        if head.starts_with(b"OpusHead") && head.len() >= 12 {
            // No vendor, no comment; what follows is padding when its first bit is zero (RFC 7845, 5.2).
            return Ok(stream(
                b"OpusTags\0\0\0\0\0\0\0\0",
                48_000,
                u64::from(u16::from_le_bytes([head[10], head[11]])),
            ));
        }
        if head.starts_with(b"\x01vorbis") && head.len() >= 16 {
            let per_second = u32::from_le_bytes([head[12], head[13], head[14], head[15]]);
            return Ok(stream(b"\x03vorbis\0\0\0\0\0\0\0\0\x01", u64::from(per_second.max(1)), 0));
        }
        Err(Fault::OtherSound)
    }

    /// The page with what belongs to the comments written over.
    fn emptied(&mut self, mut page: Vec<u8>, lacing: &[u8]) -> Vec<u8> {
        let mut at = 27 + lacing.len();
        for part in lacing {
            let part = usize::from(*part);
            if self.packet == 1 {
                for (place, byte) in page[at..at + part].iter_mut().enumerate() {
                    *byte = self.emptied.get(self.inside + place).copied().unwrap_or(0);
                }
            }
            self.inside += part;
            at += part;
            if part < 255 {
                self.packet += 1;
                self.inside = 0;
            }
        }
        page[22..26].fill(0);
        let sum = crc(&page);
        page[22..26].copy_from_slice(&sum.to_le_bytes());
        page
    }

    fn seconds(&mut self, granule: u64) -> u64 {
        // « No packet ends on this page » is all ones.
        if granule < u64::MAX / 2 {
            self.last = self.last.max(granule);
        }
        self.last.saturating_sub(self.skipped) / self.per_second
    }
}

/// The polynomial of Ogg: 0x04C11DB7, neither turned nor inverted.
fn crc(page: &[u8]) -> u32 {
    page.iter().fold(0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| {
            if crc & 0x8000_0000 != 0 { crc << 1 ^ 0x04C1_1DB7 } else { crc << 1 }
        })
    })
}
