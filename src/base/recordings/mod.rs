//! Sounds and videos without what they say of people and places. Nothing is transcoded: a file is read where it stands, box by
//! box, and what comes of it is a list of pieces, copied, written anew or zeroed; never is it whole in memory.

mod boxes;
mod matroska;
mod mp3;
mod mp4;
mod ogg;
mod samples;
#[cfg(test)]
mod tests;
mod wav;

use super::{
    darkroom::{Fault, Taken},
    images::Media,
};
use std::io::{Read, Result, Seek, SeekFrom, Write};

/// What was found, and how the clean file is made.
pub struct Found {
    pub media: Media,
    pub pieces: Vec<Piece>,
    pub taken: Option<Taken>,
    /// As it is shown.
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub seconds: Option<i64>,
    pub note: Option<Fault>,
}

impl Found {
    fn of(media: Media) -> Found {
        Found { media, pieces: Vec::new(), taken: None, width: None, height: None, seconds: None, note: None }
    }
}

#[derive(Debug, PartialEq)]
pub enum Piece {
    Copy { from: u64, length: u64 },
    Bytes(Vec<u8>),
    Zeros(u64),
}

pub fn read(sent: &mut (impl Read + Seek), size: u64, media: Media) -> std::result::Result<Found, Fault> {
    match media {
        Media::Mp4 | Media::Mov | Media::M4a => mp4::read(sent, size, media),
        Media::Webm => matroska::read(sent, size),
        Media::Mp3 => mp3::read(sent, size),
        Media::Ogg => ogg::read(sent, size),
        Media::Wav => wav::read(sent, size),

        _ => Err(Fault::NotShown),
    }
}

pub fn length(pieces: &[Piece]) -> u64 {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Copy { length, .. } | Piece::Zeros(length) => *length,
            Piece::Bytes(bytes) => bytes.len() as u64,
        })
        .sum()
}

pub fn write(sent: &mut (impl Read + Seek), pieces: &[Piece], out: &mut impl Write) -> Result<()> {
    for piece in pieces {
        match piece {
            Piece::Bytes(bytes) => out.write_all(bytes)?,
            Piece::Zeros(length) => exactly(*length, std::io::copy(&mut std::io::repeat(0).take(*length), out)?)?,
            Piece::Copy { from, length } => {
                sent.seek(SeekFrom::Start(*from))?;
                exactly(*length, std::io::copy(&mut sent.by_ref().take(*length), out)?)?;
            }
        }
    }
    Ok(())
}

fn exactly(wanted: u64, copied: u64) -> Result<()> {
    if wanted == copied { Ok(()) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}

/// So many bytes from there.
fn bytes_at<const N: usize>(sent: &mut (impl Read + Seek), from: u64) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    sent.seek(SeekFrom::Start(from))?;
    sent.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The same, when the file says how many: never more than `most`.
fn some_at(sent: &mut (impl Read + Seek), from: u64, length: u64, most: u64) -> std::result::Result<Vec<u8>, Fault> {
    if length > most {
        return Err(Fault::Damaged);
    }
    let mut bytes = vec![0; length as usize];
    sent.seek(SeekFrom::Start(from))?;
    sent.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Puts a run behind the last one, or lengthens it.
fn copy(pieces: &mut Vec<Piece>, from: u64, length: u64) {
    match pieces.last_mut() {
        Some(Piece::Copy { from: before, length: run }) if *before + *run == from => *run += length,
        _ if length > 0 => pieces.push(Piece::Copy { from, length }),
        _ => {}
    }
}
