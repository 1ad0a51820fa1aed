//! From bytes to pixels: eight bits a colour, not yet upright. Dimensions are read from the header and judged before a
//! single pixel is.

use super::{MAX_PIXELS, MAX_SIDE, Media, Refused, whole};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbaImage, metadata::Orientation,
};
use std::io::Cursor;

/// What a decoder may allocate: 50 million pixels of four bytes, and some room. Of a progressive JPEG so much is 29 million
/// pixels with all their colours, or 44 with their colours halved; no telephone writes one.
const MEMORY: u64 = 256 * 1024 * 1024;
/// A profile of matrices, as telephones and cameras write them; a printer's table is heavier and of another space.
const PROFILE: usize = 4096;

pub struct Decoded {
    pub image: DynamicImage,
    pub orientation: Orientation,
    /// The TIFF block, without what goes before it in each format.
    pub exif: Option<Vec<u8>>,
    /// A small RGB colour profile, or nothing.
    pub profile: Vec<u8>,
}

pub fn decoded(sent: &[u8], format: Media) -> Result<Decoded, Refused> {
    let format = match format {
        Media::Jpeg if !whole::is_whole_jpeg(sent) || whole::is_in_plain_scans(sent) => {
            return Err(Refused::Unreadable);
        }
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Gif => ImageFormat::Gif,
        Media::Heic => return heic(sent),
        _ => return Err(Refused::NotAPicture),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    judge(width, height)?;
    limits.reserve(decoder.total_bytes()).map_err(refused)?;
    // Its decoder does not count these.
    if format == ImageFormat::Jpeg && limits.reserve(whole::held_until_the_end(sent)).is_err() {
        return Err(Refused::Progressive);
    }
    decoder.set_limits(limits).map_err(refused)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let exif = decoder.exif_metadata().ok().flatten();
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_kept(profile)).unwrap_or_default();
    let image = in_eight_bits(DynamicImage::from_decoder(decoder).map_err(refused)?);
    Ok(Decoded { image, orientation, exif, profile })
}

/// One thread, sRGB where the file says how; turned and cut already as the file says.
fn heic(sent: &[u8]) -> Result<Decoded, Refused> {
    let options = heifer::Options { max_threads: 1, max_pixels: MAX_PIXELS };
    let image = match heifer::decode_srgb_rgba8(sent, &options) {
        Err(heifer::Error::Unsupported(_)) => heifer::decode_rgba8(sent, &options),
        decoded => decoded,
    };
    let image = image.map_err(|_| Refused::Unreadable)?;
    let (width, height, has_alpha) = (image.width, image.height, image.has_alpha);
    judge(width, height)?;
    let whole = if has_alpha {
        RgbaImage::from_raw(width, height, image.data).map(DynamicImage::ImageRgba8)
    } else {
        image::RgbImage::from_raw(width, height, image.into_rgb8()).map(DynamicImage::ImageRgb8)
    };
    let exif = heifer::read_metadata(sent).ok().and_then(|read| read.exif);
    let image = whole.ok_or(Refused::Unreadable)?;
    Ok(Decoded { image, orientation: Orientation::NoTransforms, exif, profile: Vec::new() })
}

fn judge(width: u32, height: u32) -> Result<(), Refused> {
    match () {
        () if width == 0 || height == 0 => Err(Refused::Unreadable),
        () if width > MAX_SIDE || height > MAX_SIDE => Err(Refused::TooLarge),
        () if u64::from(width) * u64::from(height) > MAX_PIXELS => Err(Refused::TooLarge),
        () => Ok(()),
    }
}

/// The space that its colours are in stands at a fixed place of the header.
pub fn is_kept(profile: &[u8]) -> bool {
    profile.len() <= PROFILE && profile.get(16..20) == Some(b"RGB ")
}

fn in_eight_bits(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    }
}

fn refused(error: ImageError) -> Refused {
    match error {
        ImageError::Limits(_) => Refused::TooLarge,
        _ => Refused::Unreadable,
    }
}
