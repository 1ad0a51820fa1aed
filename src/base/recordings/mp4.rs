//! MP4, QuickTime and M4A. Kept: the tracks of images and sound, and the tables that lead to them. Voided where it stands: user
//! data, item lists, XMP, the tracks of a camera's places and speeds, the names of makers, and every byte of the media that
//! no kept track points at. Offsets stay right because nothing moves.

use super::{
    Found, Piece,
    boxes::{self, Boxed, Name, children, u32_at, u64_at, void, zero},
    bytes_at, copy,
    samples::{chunks, merged},
    some_at,
};
use crate::base::{
    darkroom::{Fault, Taken},
    images::Media,
};
use std::{
    io::{Read, Seek},
    ops::Range,
};

/// The tables of some ten hours of film.
const MOVIE: u64 = 32 * 1024 * 1024;
const FRAGMENT: u64 = 4 * 1024 * 1024;
const BOXES: usize = 100_000;
/// From 1904 to 1970.
const EPOCH: i64 = 2_082_844_800;
const VIDEO: [&Name; 8] = [b"avc1", b"avc3", b"hvc1", b"hev1", b"vp08", b"vp09", b"av01", b"dvh1"];
const SOUND: [&Name; 8] = [b"mp4a", b"Opus", b"fLaC", b"alac", b"ac-3", b"ec-3", b".mp3", b"mp3 "];

struct Top {
    name: Name,
    at: u64,
    head: u64,
    length: u64,
}

#[derive(Default)]
struct Movie {
    taken: Option<Taken>,
    seconds: Option<i64>,
    tracks: Vec<Track>,
    /// A track that was voided.
    has_others: bool,
    /// Where every chunk begins, kept or not: an end for those that do not say theirs.
    starts: Vec<u64>,
}

struct Track {
    is_video: bool,
    codec: Name,
    shape: Option<(u32, u32)>,
    chunks: Vec<Range<u64>>,
}

pub fn read(sent: &mut (impl Read + Seek), size: u64, media: Media) -> Result<Found, Fault> {
    let tops = tops(sent, size)?;
    let is_fragmented = tops.iter().any(|top| &top.name == b"moof");
    let one = tops.iter().find(|top| &top.name == b"moov").ok_or(Fault::Damaged)?;
    let mut tables = some_at(sent, one.at, one.length, MOVIE)?;
    let mut movie = Movie::default();
    movie.clean(&mut tables, one.head as usize)?;
    movie.judge(is_fragmented)?;
    let is_hevc = movie.tracks.iter().any(|track| [b"hvc1", b"hev1", b"dvh1"].contains(&&track.codec));
    let shape = movie.tracks.iter().find_map(|track| track.shape);
    let has_video = movie.tracks.iter().any(|track| track.is_video);
    let kept = movie.kept();
    let mut pieces = Vec::new();
    let mut tables = Some(tables);
    for top in &tops {
        match &top.name {
            // The first counts; another would be read by nobody.
            b"moov" => match tables.take() {
                Some(tables) => pieces.push(Piece::Bytes(tables)),
                None => voided(&mut pieces, top),
            },
            b"mdat" if is_fragmented => copy(&mut pieces, top.at, top.length),
            b"mdat" => samples_of(&mut pieces, top, &kept),
            b"moof" => pieces.push(Piece::Bytes(fragment(some_at(sent, top.at, top.length, FRAGMENT)?, top)?)),
            b"ftyp" | b"styp" | b"sidx" | b"mfra" if top.length < FRAGMENT => copy(&mut pieces, top.at, top.length),
            _ => voided(&mut pieces, top),
        }
    }
    Ok(Found {
        pieces,
        taken: movie.taken,
        width: shape.map(|shape| shape.0),
        height: shape.map(|shape| shape.1),
        seconds: movie.seconds,
        note: is_hevc.then_some(Fault::Hevc),
        ..Found::of(if !has_video {
            Media::M4a
        } else if media == Media::M4a {
            Media::Mp4
        } else {
            media
        })
    })
}

/// The boxes of the file. What follows the last one that makes sense is somebody's addition, and stays behind.
fn tops(sent: &mut (impl Read + Seek), size: u64) -> Result<Vec<Top>, Fault> {
    let mut tops = Vec::new();
    let mut at = 0;
    while at + 8 <= size {
        let mut bytes = [0; 16];
        if at + 16 <= size {
            bytes = bytes_at(sent, at)?;
        } else {
            bytes[..8].copy_from_slice(&bytes_at::<8>(sent, at)?);
        }
        let Some((name, head, length)) = boxes::header(&bytes, size - at) else { break };
        if length > size - at {
            let is_needed = [b"moov", b"mdat", b"moof", b"ftyp"].contains(&&name);
            return if is_needed { Err(Fault::Damaged) } else { Ok(tops) };
        }
        tops.push(Top { name, at, head, length });
        if tops.len() > BOXES {
            return Err(Fault::Damaged);
        }
        at += length;
    }
    Ok(tops)
}

fn voided(pieces: &mut Vec<Piece>, top: &Top) {
    // A length of its own, even when it was « to the end ».
    match u32::try_from(top.length) {
        Ok(length) => {
            pieces.push(Piece::Bytes([&length.to_be_bytes()[..], b"free"].concat()));
            pieces.push(Piece::Zeros(top.length - 8));
        }
        Err(_) => {
            pieces.push(Piece::Bytes([&1u32.to_be_bytes()[..], b"free", &top.length.to_be_bytes()].concat()));
            pieces.push(Piece::Zeros(top.length - 16));
        }
    }
}

/// The media: what a kept track points at, and zeros between.
fn samples_of(pieces: &mut Vec<Piece>, top: &Top, kept: &[Range<u64>]) {
    let end = top.at + top.length;
    copy(pieces, top.at, top.head);
    let mut at = top.at + top.head;
    for range in kept {
        let (from, to) = (range.start.clamp(at, end), range.end.clamp(at, end));
        if from < to {
            if at < from {
                pieces.push(Piece::Zeros(from - at));
            }
            copy(pieces, from, to - from);
            at = to;
        }
    }
    if at < end {
        pieces.push(Piece::Zeros(end - at));
    }
}

fn fragment(mut bytes: Vec<u8>, top: &Top) -> Result<Vec<u8>, Fault> {
    for one in children(&bytes, top.head as usize..bytes.len())? {
        match &one.name {
            b"mfhd" => {}
            b"traf" => keep_only(
                &mut bytes,
                &one,
                &[b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd", b"saiz", b"saio", b"subs"],
            )?,
            _ => void(&mut bytes, &one),
        }
    }
    Ok(bytes)
}

fn keep_only(bytes: &mut [u8], within: &Boxed, names: &[&Name]) -> Result<(), Fault> {
    for one in children(bytes, within.body.clone())? {
        if !names.contains(&&one.name) {
            void(bytes, &one);
        }
    }
    Ok(())
}

impl Movie {
    fn clean(&mut self, bytes: &mut [u8], head: usize) -> Result<(), Fault> {
        for one in children(bytes, head..bytes.len())? {
            match &one.name {
                b"mvhd" => self.head(bytes, &one)?,
                b"trak" => self.track(bytes, &one)?,
                b"mvex" => keep_only(bytes, &one, &[b"mehd", b"trex"])?,
                _ => void(bytes, &one),
            }
        }
        Ok(())
    }

    fn head(&mut self, bytes: &mut [u8], one: &Boxed) -> Result<(), Fault> {
        let at = one.body.start;
        let (made, per_second, lasts) = if bytes[at] == 1 {
            (u64_at(bytes, at + 4)?, u32_at(bytes, at + 20)?, u64_at(bytes, at + 24)?)
        } else {
            (u64::from(u32_at(bytes, at + 4)?), u32_at(bytes, at + 12)?, u64::from(u32_at(bytes, at + 16)?))
        };
        self.taken = i64::try_from(made).ok().and_then(|made| Taken::utc(made - EPOCH));
        self.seconds = (lasts < u64::from(u32::MAX)).then(|| (lasts / u64::from(per_second.max(1))) as i64);
        times(bytes, one);
        Ok(())
    }

    fn track(&mut self, bytes: &mut [u8], one: &Boxed) -> Result<(), Fault> {
        let inside = children(bytes, one.body.clone())?;
        let of = |boxes: &[Boxed], name: &Name| boxes.iter().find(|one| one.name == *name).cloned();
        let mdia = children(bytes, of(&inside, b"mdia").ok_or(Fault::Damaged)?.body)?;
        let handler = of(&mdia, b"hdlr").ok_or(Fault::Damaged)?.body.start + 8;
        let kind = bytes.get(handler..handler + 4).ok_or(Fault::Damaged)?;
        let (is_video, is_sound) = (kind == b"vide", kind == b"soun");
        let minf = children(bytes, of(&mdia, b"minf").ok_or(Fault::Damaged)?.body)?;
        let stbl = of(&minf, b"stbl").ok_or(Fault::Damaged)?;
        let table = children(bytes, stbl.body.clone())?;
        let chunks = chunks(bytes, &table)?;
        self.starts.extend(chunks.iter().map(|chunk| chunk.start));
        if !is_video && !is_sound {
            self.has_others = true;
            void(bytes, one);
            return Ok(());
        }
        let entry = of(&table, b"stsd").ok_or(Fault::Damaged)?.body.start + 8;
        let codec = bytes.get(entry + 4..).and_then(|rest| rest.first_chunk()).copied().ok_or(Fault::Damaged)?;
        let shape = if is_video { of(&inside, b"tkhd").map(|head| shape(bytes, &head)).transpose()? } else { None };
        if is_video {
            // Version, vendor, compressor's name.
            zero(bytes, entry + 16..entry + 32);
            zero(bytes, entry + 50..entry + 82);
        }
        self.tracks.push(Track { is_video, codec, shape, chunks });
        for head in [of(&inside, b"tkhd"), of(&mdia, b"mdhd")].into_iter().flatten() {
            times(bytes, &head);
        }
        keep_tables(bytes, one, &mdia, &minf, &stbl)
    }

    /// What browsers play; of a fragmented file every track must be kept, for its pieces are not told apart.
    fn judge(&self, is_fragmented: bool) -> Result<(), Fault> {
        let has_video = self.tracks.iter().any(|track| track.is_video);
        let is_played = |track: &Track| {
            let known: &[&Name] = if track.is_video { &VIDEO } else { &SOUND };
            known.contains(&&track.codec)
        };
        let plays = |wants_video: bool| self.tracks.iter().filter(|track| track.is_video == wants_video).all(is_played);
        match () {
            () if self.tracks.is_empty() => Err(Fault::Damaged),
            () if has_video && (!plays(true) || is_fragmented && self.has_others) => Err(Fault::OldVideo),
            () if !has_video && (!plays(false) || is_fragmented && self.has_others) => Err(Fault::OtherSound),
            () => Ok(()),
        }
    }

    fn kept(&mut self) -> Vec<Range<u64>> {
        self.starts.sort_unstable();
        let starts = &self.starts;
        let mut ranges = Vec::new();
        for track in &mut self.tracks {
            // Bare samples of QuickTime do not say how many bytes each has: up to the next chunk.
            let is_loose = !track.is_video && !SOUND.contains(&&track.codec);
            for chunk in std::mem::take(&mut track.chunks) {
                let next = starts.get(starts.partition_point(|start| *start <= chunk.start)).copied();
                let end = if is_loose { next.unwrap_or(u64::MAX) } else { chunk.end };
                ranges.push(chunk.start..end);
            }
        }
        merged(ranges)
    }
}

/// Of a kept track: what is needed to play it.
fn keep_tables(bytes: &mut [u8], trak: &Boxed, mdia: &[Boxed], minf: &[Boxed], stbl: &Boxed) -> Result<(), Fault> {
    keep_only(bytes, trak, &[b"tkhd", b"edts", b"mdia"])?;
    for one in mdia.iter().chain(minf) {
        match &one.name {
            // Its maker and its name.
            b"hdlr" => zero(bytes, one.body.start + 12..one.body.end),
            b"mdhd" | b"minf" | b"elng" | b"vmhd" | b"smhd" | b"nmhd" | b"gmhd" | b"stbl" => {}
            b"dinf" => data_reference(bytes, one)?,
            _ => void(bytes, one),
        }
    }
    let tables: [&Name; 15] = [
        b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sdtp",
        b"sgpd", b"sbgp", b"subs",
    ];
    keep_only(bytes, stbl, &tables)
}

/// « In this very file », whatever path stood there.
fn data_reference(bytes: &mut [u8], dinf: &Boxed) -> Result<(), Fault> {
    for dref in children(bytes, dinf.body.clone())? {
        if &dref.name != b"dref" || dref.body.len() < 8 {
            void(bytes, &dref);
            continue;
        }
        for entry in children(bytes, dref.body.start + 8..dref.body.end)? {
            zero(bytes, entry.body.clone());
            if entry.body.len() >= 4 {
                bytes[entry.body.start + 3] = 1;
            }
        }
    }
    Ok(())
}

/// When it was made and changed.
fn times(bytes: &mut [u8], head: &Boxed) {
    let at = head.body.start;
    let long = if bytes.get(at) == Some(&1) { 16 } else { 8 };
    zero(bytes, at + 4..at + 4 + long);
}

/// As it is shown: a telephone held upright films on its side and says so.
fn shape(bytes: &[u8], head: &Boxed) -> Result<(u32, u32), Fault> {
    let matrix = head.body.start + if bytes[head.body.start] == 1 { 52 } else { 40 };
    let (width, height) = (u32_at(bytes, matrix + 36)? >> 16, u32_at(bytes, matrix + 40)? >> 16);
    let turns = u32_at(bytes, matrix)? == 0 && u32_at(bytes, matrix + 16)? == 0;
    Ok(if turns { (height, width) } else { (width, height) })
}
