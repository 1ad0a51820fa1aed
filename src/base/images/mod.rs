//! Hostile pictures made safe: read by their content, refused before they cost memory, set upright, re-encoded without
//! any metadata.
//!
//! Decoding takes up to a second and some 300 MB for the largest pictures: one at a time, never inside a transaction.
//! The file that was sent is never served. Only the first image of an animated GIF or WebP is kept. Of the metadata only an
//! RGB colour profile stays, without which a telephone's reds would fade: it speaks of the screen, not of the child.

mod blur;
mod decode;
mod develop;
mod encode;
mod exif;
mod sniff;
mod strip;
#[cfg(test)]
mod tests;
mod whole;

use std::fmt;
use std::panic::catch_unwind;

pub use blur::Shape;
pub use develop::{Photo, develop};
pub use sniff::{Media, sniff};

/// The heaviest file that is read.
pub const MAX_BYTES: usize = 25 * 1024 * 1024;
/// The most pixels, whatever the shape: above the 48 megapixels of a telephone.
pub const MAX_PIXELS: u64 = 50_000_000;
/// The longest side: room for a panorama, and no ribbon one pixel high.
pub const MAX_SIDE: u32 = 20_000;
/// The longest side of what screens show.
pub const SCREEN: u32 = 1600;
/// The longest side of what lists show.
pub const THUMBNAIL: u32 = 400;

/// A picture ready to be kept: upright, with no metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub screen: Rendition,
    pub thumbnail: Rendition,
}

/// One encoded size. `media` is `Jpeg`, or `Png` for a small picture with transparency.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendition {
    pub media: Media,
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

// Without its bytes, so that a log line or a failed test stays readable.
impl fmt::Debug for Rendition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}×{}, {} bytes", self.media, self.width, self.height, self.bytes.len())
    }
}

/// Why a picture is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    TooHeavy,
    TooLarge,
    NotAPicture,
    /// An iPhone's own format, which browsers do not show.
    Heic,
    /// Begins like a picture, but is broken or cut short.
    Unreadable,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::TooHeavy => "Cette image dépasse 25 Mo.",
            Refused::TooLarge => "Cette image a trop de pixels. Réduisez-la à 50 millions de pixels au plus.",
            Refused::NotAPicture => "Ce fichier n’est pas une image JPEG, PNG, WebP ou GIF.",
            Refused::Heic => "Cette photo est au format HEIC. Envoyez-la au format JPEG.",
            Refused::Unreadable => "Cette image est abîmée ou incomplète. Essayez de l’envoyer à nouveau.",
        })
    }
}

impl std::error::Error for Refused {}

/// Reads what was sent, whatever its name said, and makes the two sizes.
pub fn picture(sent: &[u8]) -> Result<Picture, Refused> {
    if sent.len() > MAX_BYTES {
        return Err(Refused::TooHeavy);
    }
    let format = match sniff(sent) {
        Media::Heic => return Err(Refused::Heic),
        media if media.is_picture() => media,
        _ => return Err(Refused::NotAPicture),
    };
    // A decoder that panics on a hostile file must refuse this file, not end the request.
    catch_unwind(|| renditions(sent, format)).unwrap_or(Err(Refused::Unreadable))
}

/// A transparent picture stays a PNG up to this weight: drawings and logos, not photographs.
const PNG_BYTES: usize = 512 * 1024;

fn renditions(sent: &[u8], format: Media) -> Result<Picture, Refused> {
    let decoded = decode::decoded(sent, format)?;
    let mut screen = encode::fitted(&decoded.image, SCREEN)?;
    let orientation = decoded.orientation;
    drop(decoded);
    // Turned once it is small: turning fifty million pixels would double the memory.
    screen.apply_orientation(orientation);
    let thumbnail = encode::fitted(&screen, THUMBNAIL)?;
    if encode::is_transparent(&screen) {
        let kept = encode::png(&screen)?;
        if kept.bytes.len() <= PNG_BYTES {
            return Ok(Picture { screen: kept, thumbnail: encode::png(&thumbnail)? });
        }
    }
    Ok(Picture {
        screen: encode::jpeg(&screen, encode::SCREENS, &[])?,
        thumbnail: encode::jpeg(&thumbnail, encode::SCREENS, &[])?,
    })
}
