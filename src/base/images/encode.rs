//! From pixels to the sizes that are kept. JPEG with its colours halved (4:2:0): at the same look, a third lighter than the
//! encoder of `image`, in half its time. Tables of its own would spare 7 % more, but this encoder then writes a scan for each
//! colour, which not every decoder reads well. There is no lossy WebP here: the well-kept encoders are C, or AGPL-only.

use super::{Media, Refused, Rendition};
use fast_image_resize::{
    FilterType, IntoImageView, IntoImageViewMut, PixelTrait, ResizeAlg, ResizeOptions, Resizer,
    pixels::{U8x3, U8x4},
};
use image::{DynamicImage, codecs::png::PngEncoder};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::borrow::Cow;

/// Quality of what screens show.
pub const SCREENS: u8 = 80;
/// Quality of a whole picture that could not stay as it was.
pub const WHOLE: u8 = 90;

/// The same picture with its longest side at most `side`; never enlarged.
pub fn fitted(image: &DynamicImage, side: u32) -> Result<DynamicImage, Refused> {
    let longest = image.width().max(image.height());
    if longest <= side {
        return Ok(image.clone());
    }
    let scaled = |length: u32| {
        let rounded = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(rounded).unwrap_or(side).max(1)
    };
    resized(image, scaled(image.width()), scaled(image.height()), FilterType::CatmullRom)
}

/// « rrggbb » of 3 × 2 places, row by row: what stands there until the picture does.
pub fn tints(image: &DynamicImage) -> Result<String, Refused> {
    let few = resized(image, 3, 2, FilterType::Box)?;
    Ok(on_white(&few).chunks_exact(3).map(|rgb| format!("{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2])).collect())
}

pub fn is_transparent(image: &DynamicImage) -> bool {
    image.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0[3] < 255))
}

pub fn png(image: &DynamicImage) -> Result<Rendition, Refused> {
    let mut bytes = Vec::new();
    // Named, and not chosen by its format: the program would then hold every encoder that there is.
    image.write_with_encoder(PngEncoder::new(&mut bytes)).map_err(|_| Refused::Unreadable)?;
    Ok(Rendition { media: Media::Png, bytes, width: image.width(), height: image.height() })
}

/// On white where it was transparent; with its colour profile, if any.
pub fn jpeg(image: &DynamicImage, quality: u8, profile: &[u8]) -> Result<Rendition, Refused> {
    let side = |length| u16::try_from(length).map_err(|_| Refused::TooLarge);
    let (width, height) = (side(image.width())?, side(image.height())?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if !profile.is_empty() {
        encoder.add_icc_profile(profile).map_err(|_| Refused::Unreadable)?;
    }
    encoder.encode(&on_white(image), width, height, ColorType::Rgb).map_err(|_| Refused::Unreadable)?;
    Ok(Rendition { media: Media::Jpeg, bytes, width: image.width(), height: image.height() })
}

fn resized(image: &DynamicImage, width: u32, height: u32, filter: FilterType) -> Result<DynamicImage, Refused> {
    let mut smaller = DynamicImage::new(width, height, image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    // Decoded pictures are of one of these two. Named, and not chosen by the picture: the program would then hold the
    // resizing of every kind of pixel that there is, four megabytes of it.
    match image {
        DynamicImage::ImageRgb8(_) => resize::<U8x3>(image, &mut smaller, &options)?,
        _ => resize::<U8x4>(image, &mut smaller, &options)?,
    }
    Ok(smaller)
}

fn resize<P: PixelTrait>(from: &DynamicImage, to: &mut DynamicImage, options: &ResizeOptions) -> Result<(), Refused> {
    let views = from.image_view::<P>().zip(to.image_view_mut::<P>());
    let (from, mut to) = views.ok_or(Refused::Unreadable)?;
    Resizer::new().resize_typed(&from, &mut to, options).map_err(|_| Refused::Unreadable)
}

fn on_white(image: &DynamicImage) -> Cow<'_, [u8]> {
    if let Some(opaque) = image.as_rgb8() {
        return Cow::Borrowed(opaque.as_raw());
    }
    let pixels = image.to_rgba8();
    let over = |pixel: &image::Rgba<u8>| {
        let [red, green, blue, alpha] = pixel.0.map(u16::from);
        // Between 0 and 255 by construction.
        [red, green, blue].map(|colour| ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
    };
    Cow::Owned(pixels.pixels().flat_map(over).collect())
}
