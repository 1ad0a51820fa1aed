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

pub use blur::Shape;
pub use develop::{Photo, develop};
pub use sniff::{Media, sniff};

/// The most pixels, whatever the shape: above the 48 megapixels of a telephone.
pub const MAX_PIXELS: u64 = 50_000_000;
/// The longest side: room for a panorama, and no ribbon one pixel high.
pub const MAX_SIDE: u32 = 20_000;
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
    TooLarge,
    /// A progressive JPEG that takes more memory than there is.
    Progressive,
    NotAPicture,
    /// Begins like a picture, but is broken or cut short.
    Unreadable,
}

/// A transparent picture stays a PNG up to this weight: drawings and logos, not photographs.
const PNG_BYTES: usize = 512 * 1024;
