//! The child: one file on standard input, its frames on standard output. It knows no school and no folder.

use super::{
    Fault,
    confine::{BOUNDS, confine},
    frames::{Done, Frame, limit},
};
use crate::base::{
    images::{self, Media, Shape},
    recordings,
};
use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    os::fd::AsFd,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Its name on the command line.
pub const COMMAND: &str = "develop";
/// What the kind of a file is told from: so much of its beginning, and of its end.
const WINDOW: u64 = 64 * 1024;

/// Limits itself, then does the work; `shapes` is JSON, as the parent wrote it.
pub fn run(shapes: &str) -> io::Result<()> {
    let mut sent = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    confine(&BOUNDS);
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let shapes: Vec<Shape> = serde_json::from_str(shapes)?;
    // A decoder that panics on a hostile file has read a damaged one.
    let developed = catch_unwind(AssertUnwindSafe(|| develop(&mut sent, &shapes, &mut out)));
    if let Err(fault) = developed.unwrap_or(Err(Fault::Damaged)) {
        Frame::Refused { fault }.write(&mut out)?;
    }
    out.flush()
}

fn develop(sent: &mut File, shapes: &[Shape], out: &mut impl Write) -> Result<(), Fault> {
    let size = sent.seek(SeekFrom::End(0))?;
    let media = kind(sent, size)?;
    if size > limit(media) {
        return Err(Fault::TooHeavy);
    }
    if media.is_picture() || media == Media::Heic {
        return photo(&whole(sent)?, shapes, out);
    }
    if media.is_sound() || media.is_video() {
        return recording(sent, size, media, out);
    }
    match media {
        Media::Unknown | Media::Zip => Err(Fault::NotShown),
        Media::OldVideo => Err(Fault::OldVideo),
        Media::OtherSound => Err(Fault::OtherSound),
        // A document stays as it is.
        _ => Ok(Frame::Done(Done::of(media)).write(out)?),
    }
}

fn kind(sent: &mut File, size: u64) -> io::Result<Media> {
    let mut seen = Vec::new();
    sent.seek(SeekFrom::Start(0))?;
    sent.take(WINDOW).read_to_end(&mut seen)?;
    if size > WINDOW {
        sent.seek(SeekFrom::Start(WINDOW.max(size - WINDOW.min(size))))?;
        sent.take(WINDOW).read_to_end(&mut seen)?;
    }
    Ok(images::sniff(&seen))
}

fn whole(sent: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    sent.seek(SeekFrom::Start(0))?;
    sent.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn photo(sent: &[u8], shapes: &[Shape], out: &mut impl Write) -> Result<(), Fault> {
    let photo = images::develop(sent, shapes, |side, rendition| {
        let (width, height, bytes) = (Some(rendition.width), Some(rendition.height), rendition.bytes.len() as u64);
        Frame::Form { side, media: rendition.media, width, height, bytes }.write(out)?;
        Ok(out.write_all(&rendition.bytes)?)
    })?;
    let (width, height) = (Some(photo.width), Some(photo.height));
    let done = Done { width, height, taken: photo.taken, tints: photo.tints, ..Done::of(photo.media) };
    Ok(Frame::Done(done).write(out)?)
}

fn recording(sent: &mut File, size: u64, media: Media, out: &mut impl Write) -> Result<(), Fault> {
    let found = recordings::read(sent, size, media)?;
    let (media, width, height) = (found.media, found.width, found.height);
    Frame::Form { side: None, media, width, height, bytes: recordings::length(&found.pieces) }.write(out)?;
    recordings::write(sent, &found.pieces, out)?;
    let (taken, seconds, note) = (found.taken, found.seconds, found.note);
    Ok(Frame::Done(Done { taken, width, height, seconds, note, ..Done::of(media) }).write(out)?)
}
