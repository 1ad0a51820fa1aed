//! Several kept files as one ZIP, made while it is sent: nothing on the disk, a bounded many bytes in memory, and its length
//! known before the first of them. Stored, not deflated: photos and videos are packed already.
//!
//! Each file is read twice, once for its checksum and once to be sent: what stands before it is then whole, and programs that
//! read an archive from its beginning open it too. ZIP64 only where a number needs it. It judges nothing: who may have the
//! files was judged before.

mod names;
mod packer;

pub use names::{harmless, numbered};
pub use packer::{Packed, Packer};

use crate::base::{
    clock::Instant,
    error::{Error, Result},
    files::{Files, Hash},
};
use jiff::{civil::DateTime, tz::TimeZone};
use std::{
    fs::File,
    io::{self, Read, Seek},
};

/// What goes into an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Folders, if any, then its own name: as people gave them, made harmless here.
    pub path: Vec<String>,
    /// Nothing for a folder: it is there even when it is empty.
    pub file: Option<Hash>,
    /// Its own time.
    pub at: Instant,
}

/// An archive under way.
pub struct Archive {
    entries: Vec<Planned>,
    length: u64,
    step: Step,
}

struct Planned {
    name: String,
    file: Option<Hash>,
    size: u64,
    offset: u64,
    crc: u32,
    /// DOS time and date, in the school's zone.
    local: (u16, u16),
    at: Instant,
}

enum Step {
    Head(usize),
    Bytes { at: usize, file: File, left: u64 },
    Index(usize),
    End,
    Over,
}

const CHUNK: usize = 64 * 1024;
/// A number of 32 bits that says: see the longer one.
const SEE_64: u64 = u32::MAX as u64;
const STAMP: u16 = 0x5455;
const ZIP64: u16 = 0x0001;
const UTF_8: u16 = 0x0800;
/// Made under Unix, by version 4.5; a plain file that everybody may read.
const MADE_BY: u16 = 0x0300 | 45;
const PLAIN_FILE: u32 = 0o100_644 << 16;
/// For Unix and for DOS.
const FOLDER: u32 = 0o040_755 << 16 | 0x10;

impl Archive {
    /// In this order, under names of their own. A file that is not there makes no archive.
    pub fn new(files: &Files, entries: Vec<Entry>, zone: &TimeZone) -> Result<Archive> {
        let names = names::all(entries.iter().map(|entry| (entry.path.as_slice(), entry.file.is_none())));
        let (mut planned, mut offset) = (Vec::with_capacity(entries.len()), 0);
        for (entry, name) in entries.into_iter().zip(names) {
            let size = match &entry.file {
                Some(file) => files.open_file(file)?.metadata()?.len(),
                None => 0,
            };
            let local = dos(entry.at.zoned(zone).datetime());
            let one = Planned { name, file: entry.file, size, offset, crc: 0, local, at: entry.at };
            offset += one.head().len() as u64 + size;
            planned.push(one);
        }
        let index: u64 = planned.iter().map(|one| one.line().len() as u64).sum();
        let end = end(planned.len() as u64, offset, index).len() as u64;
        Ok(Archive { entries: planned, length: offset + index + end, step: Step::Head(0) })
    }

    /// Of the whole archive.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Its next bytes; none at the end. An error when a file is not what it was: what was sent is then no archive.
    pub fn next(&mut self, files: &Files) -> Result<Vec<u8>> {
        loop {
            match &mut self.step {
                Step::Head(at) if *at == self.entries.len() => self.step = Step::Index(0),
                Step::Head(at) => {
                    let (at, one) = (*at, &mut self.entries[*at]);
                    let Some(file) = &one.file else {
                        let head = one.head();
                        self.step = Step::Head(at + 1);
                        return Ok(head);
                    };
                    let mut file = files.open_file(file)?;
                    one.crc = checksum(&mut file, one.size)?;
                    file.rewind()?;
                    let head = one.head();
                    self.step = Step::Bytes { at, file, left: one.size };
                    return Ok(head);
                }
                Step::Bytes { at, left: 0, .. } => self.step = Step::Head(*at + 1),
                Step::Bytes { file, left, .. } => {
                    let mut chunk = vec![0; CHUNK.min(usize::try_from(*left).unwrap_or(CHUNK))];
                    let read = file.read(&mut chunk)?;
                    if read == 0 {
                        return Err(cut());
                    }
                    chunk.truncate(read);
                    *left -= read as u64;
                    return Ok(chunk);
                }
                Step::Index(at) if *at == self.entries.len() => self.step = Step::End,
                Step::Index(at) => {
                    let mut lines = Vec::with_capacity(CHUNK);
                    while *at < self.entries.len() && lines.len() < CHUNK {
                        lines.extend(self.entries[*at].line());
                        *at += 1;
                    }
                    return Ok(lines);
                }
                Step::End => {
                    self.step = Step::Over;
                    let offset = self.entries.last().map_or(0, |one| one.offset + one.head().len() as u64 + one.size);
                    let index = self.entries.iter().map(|one| one.line().len() as u64).sum();
                    return Ok(end(self.entries.len() as u64, offset, index));
                }
                Step::Over => return Ok(Vec::new()),
            }
        }
    }
}

impl Planned {
    /// What stands before its bytes.
    fn head(&self) -> Vec<u8> {
        let is_long = self.size >= SEE_64;
        let mut extra = self.stamp();
        if is_long {
            put16(&mut extra, &[ZIP64, 16]);
            put64(&mut extra, &[self.size, self.size]);
        }
        let mut head = Vec::with_capacity(64 + self.name.len());
        put32(&mut head, &[0x0403_4b50]);
        put16(&mut head, &[needed(is_long)]);
        self.common(&mut head, &extra);
        head.extend(self.name.as_bytes());
        head.extend(extra);
        head
    }

    /// Its line in the index at the end.
    fn line(&self) -> Vec<u8> {
        let mut long = Vec::new();
        if self.size >= SEE_64 {
            put64(&mut long, &[self.size, self.size]);
        }
        if self.offset >= SEE_64 {
            put64(&mut long, &[self.offset]);
        }
        let mut extra = self.stamp();
        if !long.is_empty() {
            put16(&mut extra, &[ZIP64, long.len() as u16]);
            extra.extend(&long);
        }
        let mut line = Vec::with_capacity(80 + self.name.len());
        put32(&mut line, &[0x0201_4b50]);
        put16(&mut line, &[MADE_BY, needed(!long.is_empty())]);
        self.common(&mut line, &extra);
        // No comment, first disk, not known to be text.
        put16(&mut line, &[0, 0, 0]);
        put32(&mut line, &[if self.name.ends_with('/') { FOLDER } else { PLAIN_FILE }, clamp(self.offset)]);
        line.extend(self.name.as_bytes());
        line.extend(extra);
        line
    }

    /// What both say alike.
    fn common(&self, out: &mut Vec<u8>, extra: &[u8]) {
        put16(out, &[UTF_8, 0, self.local.0, self.local.1]);
        put32(out, &[self.crc, clamp(self.size), clamp(self.size)]);
        put16(out, &[self.name.len() as u16, extra.len() as u16]);
    }

    /// The moment itself, beside the wall clock's reading: not before 1970 nor after 2038, which it cannot say.
    fn stamp(&self) -> Vec<u8> {
        let mut stamp = Vec::new();
        if let Ok(at) = i32::try_from(self.at.0) {
            put16(&mut stamp, &[STAMP, 5]);
            stamp.push(1);
            stamp.extend(at.to_le_bytes());
        }
        stamp
    }
}

/// The end of the index, twice where the first cannot say it.
fn end(count: u64, offset: u64, index: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(98);
    if count >= u64::from(u16::MAX) || offset >= SEE_64 || index >= SEE_64 {
        put32(&mut out, &[0x0606_4b50]);
        put64(&mut out, &[44]);
        put16(&mut out, &[MADE_BY, 45]);
        put32(&mut out, &[0, 0]);
        put64(&mut out, &[count, count, index, offset]);
        put32(&mut out, &[0x0706_4b50, 0]);
        put64(&mut out, &[offset + index]);
        put32(&mut out, &[1]);
    }
    let few = u16::try_from(count).unwrap_or(u16::MAX);
    put32(&mut out, &[0x0605_4b50]);
    put16(&mut out, &[0, 0, few, few]);
    put32(&mut out, &[clamp(index), clamp(offset)]);
    put16(&mut out, &[0]);
    out
}

fn checksum(file: &mut File, size: u64) -> Result<u32> {
    let (mut crc, mut chunk, mut seen) = (crc32fast::Hasher::new(), vec![0; 4 * CHUNK], 0);
    loop {
        match file.read(&mut chunk) {
            Ok(0) if seen == size => return Ok(crc.finalize()),
            Ok(0) => return Err(cut()),
            Ok(read) => {
                crc.update(&chunk[..read]);
                seen += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn cut() -> Error {
    Error::internal("a file of an archive is not as long as it was")
}

/// Which version of the format a program must know.
fn needed(is_long: bool) -> u16 {
    if is_long { 45 } else { 20 }
}

fn clamp(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// By two seconds, from 1980 to 2107.
fn dos(at: DateTime) -> (u16, u16) {
    let year = at.year().clamp(1980, 2107);
    let time = ((at.hour() as u16) << 11) | ((at.minute() as u16) << 5) | (at.second() as u16 / 2);
    let date = (((year - 1980) as u16) << 9) | ((at.month() as u16) << 5) | at.day() as u16;
    (time, date)
}

fn put16(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put64(out: &mut Vec<u8>, numbers: &[u64]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

#[cfg(test)]
mod tests;
