//! Real files, honest and hostile: each gets the right picture, or a clear sentence.

use super::{fixture, row, send, served};
use crate::world::School;
use image::{DynamicImage, GenericImageView};
use preau::{
    base::{
        darkroom::Fault,
        db::Id,
        images::{Media as Bytes, sniff},
    },
    school::media::{Kind, Media, Size, State},
};

/// Twelve minutes past two at school, in summer.
const TAKEN: i64 = 1_781_265_802;

fn developed(school: &School, name: &str) -> (Id<Media>, State, Option<Fault>) {
    let id = send(school, Kind::Photo, name, &fixture(name));
    school.develop();
    let (state, fault, ..) = row(school, id);
    (id, state, Fault::parse(&fault))
}

fn kind(school: &School, id: Id<Media>) -> String {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row("SELECT kind FROM media WHERE id = ?1", [id], |row| row.get(0)).unwrap()
}

fn is_near(image: &DynamicImage, place: (u32, u32), wanted: [u8; 3]) -> bool {
    let seen = image.get_pixel(place.0, place.1).0;
    (0..3).all(|at| seen[at].abs_diff(wanted[at]) < 60)
}

#[test]
fn every_orientation_is_upright() {
    let school = School::new();
    for n in 1..=8 {
        let name = format!("orientation-{n}.jpg");
        let (id, state, _) = developed(&school, &name);
        assert_eq!(
            (state, row(&school, id).2, row(&school, id).3),
            (State::Ready, Some(TAKEN), Some((120, 80))),
            "{name}"
        );
        for (size, bytes) in served(&school, id) {
            let mut shown = image::load_from_memory(&bytes).unwrap();
            if size == Size::Whole {
                // Its own pixels, and its orientation said.
                let mut decoder = image::ImageReader::new(std::io::Cursor::new(&bytes))
                    .with_guessed_format()
                    .unwrap()
                    .into_decoder()
                    .unwrap();
                let orientation = image::ImageDecoder::orientation(&mut decoder).unwrap();
                assert_eq!(orientation.to_exif(), n, "{name}");
                shown.apply_orientation(orientation);
            }
            assert_eq!((shown.width(), shown.height()), (120, 80), "{name} {size:?}");
            for (place, colour) in [
                ((20, 20), [220, 20, 20]),
                ((100, 20), [20, 180, 20]),
                ((20, 60), [20, 20, 220]),
                ((100, 60), [255, 255, 255]),
            ] {
                assert!(
                    is_near(&shown, place, colour),
                    "{name} {size:?} {place:?}: {:?}",
                    shown.get_pixel(place.0, place.1)
                );
            }
        }
    }
}

/// A grid of tiles, cut to the picture's size, then turned: a decoder that forgets one of the three shows another picture.
#[test]
fn the_tiles_of_an_iphone_are_one_upright_picture() {
    let school = School::new();
    let (id, state, _) = developed(&school, "iphone-tuiles.heic");
    assert_eq!((state, row(&school, id).2, row(&school, id).3), (State::Ready, Some(TAKEN), Some((240, 160))));
    for (size, bytes) in served(&school, id) {
        let shown = image::load_from_memory(&bytes).unwrap();
        assert_eq!((shown.width(), shown.height()), (240, 160), "{size:?}");
        let corners = [[220, 20, 20], [20, 180, 20], [20, 20, 220], [255, 255, 255]];
        for (place, colour) in [(4, 4), (235, 4), (4, 155), (235, 155)].into_iter().zip(corners) {
            assert!(is_near(&shown, place, colour), "{size:?} {place:?}: {:?}", shown.get_pixel(place.0, place.1));
        }
    }
}

#[test]
fn every_kind_of_picture_is_shown() {
    let school = School::new();
    for (name, shape, whole) in [
        ("progressive.jpg", (320, 240), Bytes::Jpeg),
        ("cmyk.jpg", (320, 240), Bytes::Jpeg),
        ("gris.jpg", (320, 240), Bytes::Jpeg),
        ("p3.jpg", (320, 240), Bytes::Jpeg),
        ("iphone.heic", (320, 240), Bytes::Jpeg),
        ("photo.webp", (320, 240), Bytes::Jpeg),
        ("seize-bits.png", (120, 80), Bytes::Jpeg),
        ("transparent.png", (120, 80), Bytes::Png),
        ("anime.gif", (120, 80), Bytes::Jpeg),
        ("polyglotte-zip.jpg", (120, 80), Bytes::Jpeg),
        ("polyglotte-html.jpg", (120, 80), Bytes::Jpeg),
    ] {
        let (id, state, fault) = developed(&school, name);
        assert_eq!((state, fault, row(&school, id).3), (State::Ready, None, Some(shape)), "{name}");
        let forms = served(&school, id);
        assert_eq!(forms.iter().map(|(size, _)| *size).collect::<Vec<_>>(), [Size::Small, Size::Whole], "{name}");
        for (size, bytes) in &forms {
            assert_eq!(sniff(bytes), whole, "{name} {size:?}");
            assert!(!bytes.windows(7).any(|seven| seven == b"<script"), "{name} {size:?}");
            assert!(!bytes.windows(4).any(|four| four == b"PK\x03\x04"), "{name} {size:?}");
        }
    }
}

/// The inks and the other ways to write a picture give the colours of the same photo.
#[test]
fn colours_are_right() {
    let school = School::new();
    let shown = |name: &str| {
        let (id, ..) = developed(&school, name);
        served(&school, id)
            .into_iter()
            .map(|(_, bytes)| image::load_from_memory(&bytes).unwrap().into_rgb8())
            .collect::<Vec<_>>()
    };
    let model = shown("progressive.jpg").remove(0);
    for name in ["cmyk.jpg", "iphone.heic", "photo.webp"] {
        for picture in shown(name) {
            let pairs = model.pixels().zip(picture.pixels());
            let apart: u64 =
                pairs.map(|(a, b)| (0..3).map(|at| u64::from(a.0[at].abs_diff(b.0[at]))).sum::<u64>()).sum();
            let mean = apart as f64 / f64::from(320 * 240 * 3);
            assert!(mean < 8.0, "{name}: {mean:.1} apart");
        }
    }
}

#[test]
fn what_is_no_picture_is_refused_with_a_sentence() {
    let school = School::new();
    for (name, why) in [
        ("coupe.jpg", Fault::Damaged),
        ("bombe.png", Fault::TooLarge),
        ("script.svg", Fault::NotShown),
        ("page.jpg", Fault::NotShown),
        ("vieux.avi", Fault::OldVideo),
        ("vieux.wmv", Fault::OldVideo),
        ("voix.flac", Fault::OtherSound),
    ] {
        let (id, state, fault) = developed(&school, name);
        assert_eq!((state, fault), (State::Refused, Some(why)), "{name}");
        assert!(served(&school, id).is_empty(), "{name}");
        assert!(why.sentence().len() > 20);
    }
}

/// Thirty million pixels, all of one grey so that they are a light file: drawn as it comes, and refused where all of it would
/// be held first.
#[test]
fn a_photo_that_takes_too_much_memory_is_refused_with_a_sentence() {
    let drawn = |is_progressive: bool| {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 50);
        encoder.set_progressive(is_progressive);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
        encoder.encode(&vec![150; 5600 * 5400 * 3], 5600, 5400, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    };
    let school = School::new();
    let sent = [false, true].map(|is_progressive| send(&school, Kind::Photo, "grande.jpg", &drawn(is_progressive)));
    school.develop();
    assert_eq!(sent.map(|id| row(&school, id).1), ["", Fault::Progressive.as_str()]);
    assert!(Fault::Progressive.sentence().contains("JPEG ordinaire"));
}

#[test]
fn sounds_and_videos_keep_their_kind_and_their_length() {
    let school = School::new();
    for (name, what, mime, shape) in [
        ("film.mp4", "video", Bytes::Mp4, Some((160, 120))),
        ("film.mov", "video", Bytes::Mov, Some((160, 120))),
        ("debout.mp4", "video", Bytes::Mp4, Some((120, 160))),
        ("film.webm", "video", Bytes::Webm, Some((160, 120))),
        ("voix.m4a", "sound", Bytes::M4a, None),
        ("voix.mp3", "sound", Bytes::Mp3, None),
        ("voix.wav", "sound", Bytes::Wav, None),
        ("voix.ogg", "sound", Bytes::Ogg, None),
        ("voix.opus", "sound", Bytes::Ogg, None),
    ] {
        let (id, state, fault) = developed(&school, name);
        assert_eq!((state, fault, row(&school, id).3), (State::Ready, None, shape), "{name}");
        assert_eq!(kind(&school, id), what, "{name}");
        let forms = served(&school, id);
        assert_eq!((forms.len(), sniff(&forms[0].1)), (1, mime), "{name}");
    }
    let (_, state, fault) = developed(&school, "hevc.mp4");
    assert_eq!((state, fault), (State::Ready, Some(Fault::Hevc)), "kept, and said");
}

#[test]
fn a_document_stays_as_it_was_sent() {
    let school = School::new();
    let id = send(&school, Kind::Photo, "mot.pdf", b"%PDF-1.4\nce que dit le PDF\n");
    school.develop();
    assert_eq!((row(&school, id).0, kind(&school, id)), (State::Ready, "document".to_owned()));
    assert_eq!(served(&school, id), [(Size::Whole, b"%PDF-1.4\nce que dit le PDF\n".to_vec())]);
}
