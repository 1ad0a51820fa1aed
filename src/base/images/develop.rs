//! A photo for the darkroom: three sizes for screens, and the whole without its metadata. A JPEG's whole is the very picture
//! that was sent, to the last pixel; any other is encoded anew.

use super::{
    Media, PNG_BYTES, Refused, Rendition, Shape, blur,
    decode::{self, Decoded},
    encode, exif, sniff, strip,
};
use crate::base::darkroom::{Fault, SIDES, Taken};
use image::{DynamicImage, metadata::Orientation};

/// A transparent whole stays a PNG up to this weight.
const WHOLE_PNG: usize = 4 * 1024 * 1024;

/// What is known of the photo beside its pixels.
pub struct Photo {
    pub media: Media,
    pub taken: Option<Taken>,
    /// Upright.
    pub width: u32,
    pub height: u32,
    pub tints: String,
}

/// Gives each size as it is made, the whole first; `shapes` are burnt into all of them.
pub fn develop(
    sent: &[u8],
    shapes: &[Shape],
    mut give: impl FnMut(Option<u32>, &Rendition) -> Result<(), Fault>,
) -> Result<Photo, Fault> {
    let media = sniff(sent);
    let mut decoded = decode::decoded(sent, media)?;
    let taken = decoded.exif.as_deref().and_then(exif::taken);
    if !shapes.is_empty() {
        upright(&mut decoded);
        decoded.image = blur::burn(decoded.image, shapes);
    }
    let kept = if media == Media::Jpeg && shapes.is_empty() { stripped(sent, &decoded) } else { None };
    match kept {
        Some(whole) => give(None, &whole)?,
        None => {
            upright(&mut decoded);
            give(None, &encoded(&decoded.image, encode::WHOLE, WHOLE_PNG, &decoded.profile)?)?;
        }
    }
    let Decoded { image: whole, orientation, profile, .. } = decoded;
    let (mut width, mut height) = (whole.width(), whole.height());
    let mut screen = encode::fitted(&whole, SIDES[SIDES.len() - 1])?;
    drop(whole);
    if turns(orientation) {
        (width, height) = (height, width);
    }
    // Turned once it is small: turning fifty million pixels would double the memory.
    screen.apply_orientation(orientation);
    for (at, side) in SIDES.iter().enumerate().rev() {
        // The smallest that holds it whole is enough.
        if at > 0 && width.max(height) <= SIDES[at - 1] {
            continue;
        }
        screen = encode::fitted(&screen, *side)?;
        give(Some(*side), &encoded(&screen, encode::SCREENS, PNG_BYTES, &profile)?)?;
    }
    Ok(Photo { media, taken, width, height, tints: encode::tints(&screen)? })
}

/// The JPEG as it was sent, less what speaks of people and places. Inks are for printers: such a file is encoded anew.
fn stripped(sent: &[u8], decoded: &Decoded) -> Option<Rendition> {
    let bytes = strip::strip(sent, decoded.orientation.to_exif(), decode::is_kept)?;
    let (width, height) = (decoded.image.width(), decoded.image.height());
    let (width, height) = if turns(decoded.orientation) { (height, width) } else { (width, height) };
    Some(Rendition { media: Media::Jpeg, bytes, width, height })
}

fn upright(decoded: &mut Decoded) {
    decoded.image.apply_orientation(decoded.orientation);
    decoded.orientation = Orientation::NoTransforms;
}

fn encoded(image: &DynamicImage, quality: u8, png_bytes: usize, profile: &[u8]) -> Result<Rendition, Refused> {
    if encode::is_transparent(image) {
        let kept = encode::png(image)?;
        if kept.bytes.len() <= png_bytes {
            return Ok(kept);
        }
    }
    encode::jpeg(image, quality, profile)
}

/// Its width becomes its height.
fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Fault {
        match refused {
            Refused::TooLarge => Fault::TooLarge,
            Refused::Progressive => Fault::Progressive,
            Refused::NotAPicture => Fault::NotShown,
            Refused::Unreadable => Fault::Damaged,
        }
    }
}
