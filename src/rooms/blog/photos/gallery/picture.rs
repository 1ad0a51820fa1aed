//! How one photo, sound or video is drawn: its sizes, its place kept before it is there, its colours meanwhile.

use crate::{
    base::db::Id,
    rooms::blog::{
        Post,
        photos::{Shot, path},
    },
    school::media::{Rendition, Size},
};
use maud::{Markup, html};

/// How large the photo stands, by the width of the screen.
#[derive(Clone, Copy)]
pub enum Wide {
    /// One of several in a gallery.
    Tile,
    /// As wide as the text.
    Whole,
}

impl Wide {
    fn sizes(self) -> &'static str {
        match self {
            Wide::Tile => "(min-width: 72rem) 23rem, (min-width: 40rem) 33vw, 50vw",
            Wide::Whole => "(min-width: 72rem) 70rem, 100vw",
        }
    }
}

/// What is said of it where nothing was written.
pub fn alt(shot: &Shot) -> &str {
    let alt = shot.bare.media.alt.trim();
    if alt.is_empty() { "Photo sans description" } else { alt }
}

pub fn photo(post: Id<Post>, shot: &Shot, wide: Wide, is_lazy: bool) -> Markup {
    let Some(first) = shot.at(Size::Medium) else { return html! {} };
    let (width, height) = shape(shot, first);
    html! {
        span class={ "photo " (turn(width, height)) } {
            (tints(&shot.bare.media.tints))
            img src=(path::size(post, shot.id(), on_screen(first, Size::Medium))) srcset=[srcset(post, shot)] sizes=(wide.sizes())
                width=(width) height=(height) alt=(alt(shot)) loading=[is_lazy.then_some("lazy")] decoding="async";
        }
    }
}

/// A list holds many: one size, which is enough there, and one colour meanwhile.
pub fn thumbnail(post: Id<Post>, shot: &Shot) -> Markup {
    let Some(small) = shot.at(Size::Small) else { return html! {} };
    let (width, height) = shape(shot, small);
    html! {
        span.photo {
            @if let Some(shade) = shade(&shot.bare.media.tints) { svg aria-hidden="true" { rect width="100%" height="100%" fill={ "#" (shade) } {} } }
            img src=(path::size(post, shot.id(), on_screen(small, Size::Small))) width=(width) height=(height) alt=(alt(shot))
                loading="lazy" decoding="async";
        }
    }
}

/// A photo smaller than a screen is kept whole only, and the whole is not given to all: a size for screens is asked for.
fn on_screen(found: &Rendition, asked: Size) -> Size {
    if found.size == Size::Whole { asked } else { found.size }
}

/// The sizes for screens; the whole one only where it is all that there is.
fn srcset(post: Id<Post>, shot: &Shot) -> Option<String> {
    let screens: Vec<String> = shot
        .sizes
        .iter()
        .filter(|one| one.size != Size::Whole)
        .filter_map(|one| Some(format!("{} {}w", path::size(post, shot.id(), one.size), one.width?)))
        .collect();
    (screens.len() > 1).then(|| screens.join(", "))
}

fn shape(shot: &Shot, rendition: &Rendition) -> (u32, u32) {
    let media = &shot.bare.media;
    let known = (rendition.width.unwrap_or(media.width), rendition.height.unwrap_or(media.height));
    if known.0 == 0 || known.1 == 0 { (4, 3) } else { known }
}

fn turn(width: u32, height: u32) -> &'static str {
    if height * 10 > width * 11 { "debout" } else { "couchee" }
}

/// Six colours of it, until it is there.
pub fn tints(tints: &str) -> Markup {
    let colours: Vec<&str> = (0..6).filter_map(|at| tints.get(at * 6..at * 6 + 6)).collect();
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if colours.len() < 6 || !colours.iter().all(|colour| is_hex(colour)) {
        return html! {};
    }
    html! {
        svg viewBox="0 0 3 2" preserveAspectRatio="none" aria-hidden="true" {
            @for (at, colour) in colours.iter().enumerate() {
                rect x=(at % 3) y=(at / 3) width="1.1" height="1.1" fill={ "#" (colour) } {}
            }
        }
    }
}

/// All six in one.
fn shade(tints: &str) -> Option<String> {
    let colours: Vec<&str> = (0..6).filter_map(|at| tints.get(at * 6..at * 6 + 6)).collect();
    let part = |at: usize| -> Option<u32> {
        let sum: Option<u32> = colours.iter().map(|one| u32::from_str_radix(one.get(at..at + 2)?, 16).ok()).sum();
        sum.map(|sum| sum / 6)
    };
    if colours.len() < 6 { None } else { Some(format!("{:02x}{:02x}{:02x}", part(0)?, part(2)?, part(4)?)) }
}

/// « 2 min 05 ».
pub fn length(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds:02}"),
    }
}

/// « 1,2 Mo ».
pub fn weight(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} octets"),
        1_000..1_000_000 => format!("{} ko", bytes / 1_000),
        _ => format!("{},{} Mo", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_are_none_draw_nothing() {
        assert_eq!(tints("").into_string(), "");
        assert_eq!(tints(&"zz0000".repeat(6)).into_string(), "");
        assert_eq!(tints(&"ff8800".repeat(6)).into_string().matches("<rect").count(), 6);
    }

    #[test]
    fn a_thumbnail_has_the_mean_colour() {
        assert_eq!(shade(&"ff8800".repeat(6)).as_deref(), Some("ff8800"));
        assert_eq!(shade(&["000000".repeat(3), "ffffff".repeat(3)].concat()).as_deref(), Some("7f7f7f"));
        assert_eq!(shade(""), None);
        assert_eq!(shade(&"zz0000".repeat(6)), None);
    }

    #[test]
    fn a_length_and_a_weight_are_said_as_people_say_them() {
        assert_eq!(length(7), "7 s");
        assert_eq!(length(125), "2 min 05");
        assert_eq!(weight(812), "812 octets");
        assert_eq!(weight(48_200), "48 ko");
        assert_eq!(weight(1_270_000), "1,2 Mo");
    }
}
