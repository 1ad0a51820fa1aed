//! Hostile pictures made safe: read by their content, refused before they cost memory, set upright, re-encoded without
//! any metadata in two sizes.
//!
//! Decoding takes up to a second and some 300 MB for the largest pictures: one at a time, never inside a transaction.
//! The file that was sent is never served. Only the first image of an animated GIF or WebP is kept, and colour profiles
//! go with the rest of the metadata.

mod sniff;
#[cfg(test)]
mod tests;
mod whole;

use std::fmt;
use std::io::Cursor;
use std::panic::catch_unwind;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};

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
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Gif => ImageFormat::Gif,
        Media::Heic => return Err(Refused::Heic),
        _ => return Err(Refused::NotAPicture),
    };
    if format == ImageFormat::Jpeg && !whole::is_whole_jpeg(sent) {
        return Err(Refused::Unreadable);
    }
    // A decoder that panics on a hostile file must refuse this file, not end the request.
    catch_unwind(|| renditions(sent, format)).unwrap_or(Err(Refused::Unreadable))
}

const JPEG_QUALITY: u8 = 82;
/// A transparent picture stays a PNG up to this weight: drawings and logos, not photographs.
const PNG_BYTES: usize = 512 * 1024;
/// What a decoder may allocate: 50 million pixels of four bytes, and some room.
const MEMORY: u64 = 256 * 1024 * 1024;

fn renditions(sent: &[u8], format: ImageFormat) -> Result<Picture, Refused> {
    let (whole, orientation) = decoded(sent, format)?;
    let mut screen = fitted(&whole, SCREEN)?;
    drop(whole);
    // Turned once it is small: turning fifty million pixels would double the memory.
    screen.apply_orientation(orientation);
    let thumbnail = fitted(&screen, THUMBNAIL)?;
    if is_transparent(&screen) {
        let kept = png(&screen)?;
        if kept.bytes.len() <= PNG_BYTES {
            return Ok(Picture { screen: kept, thumbnail: png(&thumbnail)? });
        }
    }
    Ok(Picture { screen: jpeg(screen)?, thumbnail: jpeg(thumbnail)? })
}

/// Dimensions are read from the header and judged before a single pixel is.
fn decoded(sent: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), Refused> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Refused::Unreadable);
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refused::TooLarge);
    }
    limits.reserve(decoder.total_bytes()).map_err(refused)?;
    decoder.set_limits(limits).map_err(refused)?;
    // A damaged orientation is no reason to refuse a photograph.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    Ok((in_eight_bits(image), orientation))
}

fn in_eight_bits(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    }
}

/// The same picture with its longest side at most `side`; never enlarged.
fn fitted(image: &DynamicImage, side: u32) -> Result<DynamicImage, Refused> {
    let longest = image.width().max(image.height());
    if longest <= side {
        return Ok(image.clone());
    }
    let scaled = |length: u32| {
        let rounded = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(rounded).unwrap_or(side).max(1)
    };
    let mut smaller = DynamicImage::new(scaled(image.width()), scaled(image.height()), image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(image, &mut smaller, &options).map_err(|_| Refused::Unreadable)?;
    Ok(smaller)
}

fn is_transparent(image: &DynamicImage) -> bool {
    image.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0[3] < 255))
}

fn png(image: &DynamicImage) -> Result<Rendition, Refused> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).map_err(refused)?;
    Ok(Rendition { media: Media::Png, bytes, width: image.width(), height: image.height() })
}

fn jpeg(image: DynamicImage) -> Result<Rendition, Refused> {
    let opaque = on_white(image);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(&opaque).map_err(refused)?;
    Ok(Rendition { media: Media::Jpeg, bytes, width: opaque.width(), height: opaque.height() })
}

fn on_white(image: DynamicImage) -> RgbImage {
    let Some(pixels) = image.as_rgba8() else {
        return image.into_rgb8();
    };
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0.map(u16::from);
        // Between 0 and 255 by construction.
        let over = |colour: u16| ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn refused(error: ImageError) -> Refused {
    match error {
        ImageError::Limits(_) => Refused::TooLarge,
        _ => Refused::Unreadable,
    }
}
