//! Pictures made in memory, honest and hostile.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;
use crate::base::darkroom::Fault;

/// Each size with its longest side, the whole first.
fn picture(sent: &[u8]) -> Result<Vec<(Option<u32>, Rendition)>, Fault> {
    let mut given = Vec::new();
    develop(sent, &[], |side, rendition| {
        given.push((side, rendition.clone()));
        Ok(())
    })?;
    Ok(given)
}

fn refused(sent: &[u8]) -> Fault {
    picture(sent).expect_err("it was developed")
}

/// The largest that screens show.
fn screen(sent: &[u8]) -> Rendition {
    picture(sent).unwrap().into_iter().find(|(side, _)| side.is_some()).unwrap().1
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// Red on its left half, blue on its right one.
fn two_colours(width: u32, height: u32) -> DynamicImage {
    let colour = |x| {
        if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| colour(x)))
}

const PLANTED: &[u8] = b"GPS 48.8566N 2.3522E chez Lea";

/// An APP1 segment by hand: little-endian TIFF, the orientation, then planted text where a GPS block would be.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(PLANTED);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

fn shown(rendition: &Rendition) -> RgbImage {
    image::load_from_memory(&rendition.bytes).unwrap().into_rgb8()
}

fn holds(bytes: &[u8], planted: &[u8]) -> bool {
    bytes.windows(planted.len()).any(|window| window == planted)
}

#[test]
fn a_photo_gets_its_sizes() {
    let sizes = picture(&encoded(&two_colours(3000, 2000), ImageFormat::Jpeg)).unwrap();
    let shapes: Vec<_> = sizes.iter().map(|(side, one)| (*side, one.width, one.height)).collect();
    let expected = [(None, 3000, 2000), (Some(1920), 1920, 1280), (Some(960), 960, 640), (Some(400), 400, 267)];
    assert_eq!(shapes, expected);
    assert!(sizes.iter().all(|(_, one)| (one.media, sniff(&one.bytes)) == (Media::Jpeg, Media::Jpeg)));
    assert_eq!(shown(&sizes[3].1).dimensions(), (400, 267));
}

#[test]
fn a_small_picture_is_not_enlarged() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let shown = screen(&encoded(&two_colours(90, 60), format));
        assert_eq!((shown.width, shown.height, shown.media), (90, 60, Media::Jpeg), "{format:?}");
    }
}

#[test]
fn orientation_is_applied_and_metadata_gone() {
    let sent = with_exif(&encoded(&two_colours(120, 80), ImageFormat::Jpeg), 6);
    assert!(holds(&sent, PLANTED) && holds(&sent, b"Exif"));
    let sizes = picture(&sent).unwrap();
    assert!(sizes.iter().all(|(_, one)| !holds(&one.bytes, PLANTED)));
    // Six means « turn a quarter to the right »: what was on the left is on top.
    let screen = &sizes[1].1;
    assert!(!holds(&screen.bytes, b"Exif"));
    assert_eq!((screen.width, screen.height), (80, 120));
    let pixels = shown(screen);
    assert!(pixels.get_pixel(40, 10).0[0] > 180, "red on top");
    assert!(pixels.get_pixel(40, 110).0[2] > 180, "blue below");
}

#[test]
fn a_small_drawing_keeps_its_transparency() {
    let mut drawing = RgbaImage::from_pixel(600, 300, Rgba([0, 0, 0, 0]));
    drawing.put_pixel(300, 150, Rgba([255, 0, 0, 255]));
    let sizes = picture(&encoded(&DynamicImage::ImageRgba8(drawing), ImageFormat::Png)).unwrap();
    assert!(sizes.iter().all(|(_, one)| one.media == Media::Png));
    assert_eq!(image::load_from_memory(&sizes[1].1.bytes).unwrap().into_rgba8().get_pixel(0, 0).0[3], 0);
}

#[test]
fn a_heavy_transparent_picture_becomes_a_jpeg_on_white() {
    // Noise does not compress, so the PNG passes its weight.
    let mut seed = 1u32;
    let noisy = RgbaImage::from_fn(700, 700, |x, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = seed.to_be_bytes();
        if x < 100 { Rgba([0, 0, 0, 0]) } else { Rgba([red, green, blue, 255]) }
    });
    let screen = screen(&encoded(&DynamicImage::ImageRgba8(noisy), ImageFormat::Png));
    assert_eq!(screen.media, Media::Jpeg);
    assert!(shown(&screen).get_pixel(40, 350).0.iter().all(|level| *level > 240));
}

#[test]
fn an_opaque_png_with_an_alpha_channel_becomes_a_jpeg() {
    let opaque = DynamicImage::ImageRgba8(two_colours(50, 50).into_rgba8());
    assert_eq!(screen(&encoded(&opaque, ImageFormat::Png)).media, Media::Jpeg);
}

/// A PNG that only claims its size: header and an empty data chunk, with right checksums.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let named = [kind.as_slice(), body].concat();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [length.as_slice(), &named, &crc32(&named).to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &[]), chunk(b"IEND", &[])].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn bombs_are_refused_before_they_cost_anything() {
    assert_eq!(refused(&claiming(50_000, 50_000)), Fault::TooLarge);
    assert_eq!(refused(&claiming(60_000, 1)), Fault::TooLarge);
    assert_eq!(refused(&claiming(19_000, 19_000)), Fault::TooLarge);
    assert_eq!(refused(&claiming(0, 10)), Fault::Damaged);
    assert_eq!(refused(&claiming(10, 10)), Fault::Damaged);
}

#[test]
fn broken_files_are_refused() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = encoded(&two_colours(400, 300), format);
        for cut in [whole.len() / 2, 20, 12] {
            assert_eq!(refused(&whole[..cut]), Fault::Damaged, "{format:?} cut at {cut}");
        }
    }
}

#[test]
fn any_damage_is_refused_or_drawn_but_never_fatal() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = encoded(&two_colours(64, 48), format);
        for place in (8..whole.len()).step_by(3) {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x5A;
            let _ = picture(&damaged);
        }
    }
}

#[test]
fn disguises_are_seen_through() {
    let sent = encoded(&two_colours(30, 30), ImageFormat::Gif);
    assert_eq!(sniff(&sent), Media::Gif);
    assert!(picture(&sent).is_ok());
    for disguise in
        [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"<html>photo.jpg</html>", b"%PDF-1.7", b"", b"abc"]
    {
        assert_eq!(refused(disguise), Fault::NotShown);
    }
    assert_eq!(refused(b"\0\0\0\x18ftypheic\0\0\0\0"), Fault::Damaged);
    assert_eq!(refused(b"\xFF\xD8\xFF\xE0<html>"), Fault::Damaged);
}
