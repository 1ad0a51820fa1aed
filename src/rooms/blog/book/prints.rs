//! Which of a photo's sizes goes on paper: the smallest that a printer shows sharp at the place that it gets.

use crate::{
    base::{
        error::Result,
        files::Files,
        pdf::{Jpeg, Picture, Wall, rows},
    },
    rooms::blog::photos::Shot,
    school::media::{Rendition, Size},
};
use std::io::Read;

/// Dots an inch from which more are not seen.
const SHARP: f32 = 190.0;
/// The shape stands at the beginning of a JPEG.
const HEAD: u64 = 32 * 1024;
/// A drawing that is no JPEG goes into the document itself: as long as it is small.
const SMALL: u64 = 1024 * 1024;

/// In their order, each with what a voice says of it. What cannot be put on paper is left out.
pub fn pictures(files: &Files, shots: &[&Shot], wall: &Wall, title: &str) -> Result<Vec<(Picture, String)>> {
    let ratios: Vec<f32> = shots.iter().map(|shot| ratio(shot)).collect();
    let widths = rows(&ratios, wall).into_iter().flat_map(|row| row.widths);
    let mut pictures = Vec::new();
    for (shot, width) in shots.iter().zip(widths) {
        let alt = shot.bare.media.alt.trim();
        let alt = if alt.is_empty() { format!("Photo de l’article « {title} »") } else { alt.to_owned() };
        if let Some(picture) = picture(files, shot, width)? {
            pictures.push((picture, alt));
        }
    }
    Ok(pictures)
}

fn ratio(shot: &Shot) -> f32 {
    let media = &shot.bare.media;
    if media.width == 0 || media.height == 0 { 4.0 / 3.0 } else { media.width as f32 / media.height as f32 }
}

fn picture(files: &Files, shot: &Shot, width: f32) -> Result<Option<Picture>> {
    let wanted = (width / 25.4 * SHARP) as u32;
    let is_sharp = |one: &&Rendition| one.size != Size::Small && one.width.is_some_and(|pixels| pixels >= wanted);
    // The whole one only where it is all that there is: it may be as heavy as the camera made it.
    let screens: Vec<&Rendition> = shot.sizes.iter().filter(|one| one.size != Size::Whole).collect();
    let best = screens.iter().copied().find(|one| is_sharp(one)).or(screens.last().copied()).or(shot.sizes.last());
    let Some(best) = best else { return Ok(None) };
    for one in std::iter::once(best).chain(screens.into_iter().rev()) {
        let found = match one.media_type.as_str() {
            "image/jpeg" => {
                let mut head = Vec::new();
                files.open_file(&one.file)?.take(HEAD).read_to_end(&mut head)?;
                Jpeg::of(one.file.as_str(), &head, one.bytes).map(Picture::Jpeg)
            }
            "image/png" if one.bytes <= SMALL => Some(Picture::Png(files.read(&one.file)?, ratio(shot))),
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
