//! The real files of tests/fixtures/media, whole and damaged.

use super::*;
use crate::base::images::sniff;
use std::io::Cursor;

const ALL: [&str; 10] = [
    "film.mp4",
    "film.mov",
    "debout.mp4",
    "hevc.mp4",
    "film.webm",
    "voix.m4a",
    "voix.mp3",
    "voix.wav",
    "voix.ogg",
    "voix.opus",
];
/// What the makers of the fixtures planted in each.
const PLANTED: [&[u8]; 4] = [b"Lea", b"48.85", b"Planted", b"planted"];

fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/media").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cleaned(bytes: &[u8]) -> std::result::Result<(Found, Vec<u8>), Fault> {
    let mut sent = Cursor::new(bytes);
    let found = read(&mut sent, bytes.len() as u64, sniff(bytes))?;
    let mut clean = Vec::new();
    write(&mut sent, &found.pieces, &mut clean)?;
    assert_eq!(clean.len() as u64, length(&found.pieces));
    Ok((found, clean))
}

#[test]
fn what_was_planted_is_gone_and_once_is_enough() {
    for name in ALL {
        let sent = fixture(name);
        let holds = |bytes: &[u8], planted: &[u8]| bytes.windows(planted.len()).any(|window| window == planted);
        assert!(PLANTED.iter().any(|planted| holds(&sent, planted)), "{name}: nothing was planted");
        let (found, clean) = cleaned(&sent).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        for planted in PLANTED {
            assert!(!holds(&clean, planted), "{name} still says {}", String::from_utf8_lossy(planted));
        }
        assert_eq!(found.seconds, Some(1), "{name}");
        assert_eq!(cleaned(&clean).unwrap().1, clean, "{name}");
    }
}

#[test]
fn any_damage_is_refused_or_cleaned_but_never_fatal() {
    for name in ALL {
        let whole = fixture(name);
        let step = (whole.len() / 300).max(1);
        for place in (0..whole.len()).step_by(step) {
            let _ = cleaned(&whole[..place]);
            for value in [0x00, 0xFF, 0x7F] {
                let mut damaged = whole.clone();
                damaged[place] = value;
                // A panic ends this file's turn only; here it would hide others.
                let _ = std::panic::catch_unwind(|| cleaned(&damaged).map(drop));
            }
        }
    }
}
