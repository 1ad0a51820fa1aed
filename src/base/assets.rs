//! The files that pages point at (style, modules, fonts, pictures), embedded under names that hold their hash.
//!
//! Knows nothing of HTTP beyond what a header would say; the door answers with it. Never reads the disk.
use std::{borrow::Cow, io::Read as _};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A name never changes its content, so a browser need never ask again.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// Where the files are served: `/actifs/app.1a2b3c4d5e.css`.
pub const ROOT: &str = "/actifs/";

impl Asset {
    /// The path to write in a page.
    pub fn href(self) -> &'static str {
        self.entry().href
    }

    /// What a first visit pays, in bytes.
    pub fn weight(self) -> Weight {
        self.entry().weight
    }

    /// The path of every file, for a test that asks for each.
    pub fn all() -> impl Iterator<Item = &'static str> {
        ENTRIES.iter().map(|entry| entry.href)
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }
}

/// Bytes of a file as it travels.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    pub plain: usize,
    pub brotli: usize,
    pub gzip: usize,
}

/// An answer: the variant that this browser takes.
pub struct Found {
    pub bytes: Cow<'static, [u8]>,
    pub media_type: &'static str,
    /// For `Content-Encoding`; the answer must then say `Vary: Accept-Encoding`.
    pub encoding: Option<&'static str>,
}

/// The file at this path (`/actifs/…`, or what follows it), packed as the browser's `Accept-Encoding` allows.
pub fn find(path: &str, accept_encoding: &str) -> Option<Found> {
    let file = path.strip_prefix(ROOT).unwrap_or(path);
    let entry = ENTRIES.iter().find(|entry| &entry.href[ROOT.len()..] == file)?;
    let kept: &[&'static str] = match entry.packed {
        Packed::Not => &[],
        Packed::Beside => &["br", "gzip"],
        Packed::Alone => &["gzip"],
    };
    let encoding = kept.iter().copied().find(|wanted| takes(accept_encoding, wanted));
    let bytes = match encoding {
        Some("br") => Web::get(&format!("{file}.br"))?.data,
        Some(_) => Web::get(&format!("{file}.gz"))?.data,
        None if entry.packed == Packed::Alone => Cow::Owned(unpacked(&Web::get(&format!("{file}.gz"))?.data)?),
        None => Web::get(file)?.data,
    };
    Some(Found { bytes, media_type: entry.media_type, encoding })
}

/// For the rare client that takes nothing packed.
fn unpacked(gzip: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(gzip).read_to_end(&mut plain).ok()?;
    Some(plain)
}

#[derive(rust_embed::RustEmbed)]
#[folder = "$OUT_DIR/web"]
struct Web;

struct Entry {
    href: &'static str,
    media_type: &'static str,
    packed: Packed,
    weight: Weight,
}

/// What of a file is embedded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    Not,
    /// Brotli and gzip beside the file itself.
    Beside,
    /// Gzip and nothing else.
    Alone,
}

fn takes(accept_encoding: &str, wanted: &str) -> bool {
    accept_encoding.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some(wanted) && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LARGE: [Asset; 2] = [Asset::PdfjsJs, Asset::PdfjsWorkerJs];

    #[test]
    fn what_is_packed_alone_is_whole_for_who_takes_nothing_packed() {
        for large in LARGE {
            let (plain, packed) = (find(large.href(), "").unwrap(), find(large.href(), "br, gzip").unwrap());
            assert_eq!((plain.bytes.len(), packed.bytes.len()), (large.weight().plain, large.weight().gzip));
            assert!(Web::get(&large.href()[ROOT.len()..]).is_none(), "not embedded twice");
        }
    }

    #[test]
    fn every_file_is_embedded_as_the_browser_takes_it() {
        for href in Asset::all() {
            for (accept, wanted) in [("gzip, deflate, br, zstd", "br"), ("gzip;q=0.5, br;q=0", "gzip")] {
                let found = find(href, accept).expect("a file of the table is embedded");
                let packed = !href.ends_with(".woff2") && !href.ends_with(".png");
                let wanted = if LARGE.iter().any(|large| large.href() == href) { "gzip" } else { wanted };
                assert_eq!(found.encoding, packed.then_some(wanted), "{href}");
                assert!(!found.bytes.is_empty());
            }
            assert_eq!(find(href, "identity").map(|found| found.encoding), Some(None));
        }
        assert!(find("/actifs/app.css", "br").is_none(), "no name without its hash");
        assert!(find("/actifs/../Cargo.toml", "").is_none());
    }

    #[test]
    fn what_a_file_points_at_exists() {
        for href in Asset::all().filter(|href| href.ends_with(".css") || href.ends_with(".js")) {
            let text = String::from_utf8(find(href, "").unwrap().bytes.into_owned()).unwrap();
            let linked = text.split("url(").skip(1).map(|after| after.split(')').next().unwrap());
            // An address that a script puts together, or the thing itself, is no file.
            let linked =
                linked.filter(|name| !name.starts_with('#') && !name.starts_with("data:") && !name.contains("${"));
            let imported = text.split("\"./").skip(1).map(|after| after.split('"').next().unwrap());
            for name in linked.chain(imported) {
                assert!(find(name, "").is_some(), "{href} points at {name}");
            }
        }
        assert!(Asset::AppCss.href().starts_with("/actifs/app."));
    }
}
