//! Nothing that is served says who, where or with what: asked of ExifTool, which knows more formats than we do.

use super::{fixture, send, served};
use crate::world::School;
use preau::school::media::Kind;
use std::process::Command;

const ALL: [&str; 27] = [
    "orientation-1.jpg",
    "orientation-2.jpg",
    "orientation-5.jpg",
    "orientation-6.jpg",
    "orientation-8.jpg",
    "progressive.jpg",
    "cmyk.jpg",
    "gris.jpg",
    "p3.jpg",
    "iphone.heic",
    "iphone-tuiles.heic",
    "photo.webp",
    "seize-bits.png",
    "transparent.png",
    "anime.gif",
    "polyglotte-zip.jpg",
    "polyglotte-html.jpg",
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

#[test]
fn exiftool_finds_nobody_and_no_place() {
    if Command::new("exiftool").arg("-ver").output().is_err() {
        println!("not checked: exiftool is not installed (scripts/need exiftool:libimage-exiftool-perl)");
        return;
    }
    let school = School::new();
    let folder = tempfile::tempdir().unwrap();
    let mut files = 0;
    for name in ALL {
        std::fs::write(folder.path().join(format!("sent-{name}")), fixture(name)).unwrap();
        let id = send(&school, Kind::Photo, name, &fixture(name));
        school.develop();
        for (size, bytes) in served(&school, id) {
            files += 1;
            std::fs::write(folder.path().join(format!("{}-{name}", size.as_str())), bytes).unwrap();
        }
    }
    assert!(files > 40, "{files}");
    // Everything that it can find, embedded streams and unknown tags as well, with the group of each.
    let told = Command::new("exiftool").args(["-a", "-u", "-ee3", "-G1", "-s"]).arg(folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&told.stdout);
    let mut found = Vec::new();
    let (mut name, mut planted) = ("", 0);
    for line in told.lines() {
        if let Some(file) = line.strip_prefix("======== ") {
            name = file.rsplit('/').next().unwrap_or(file);
        } else if !line.starts_with("[System]") && speaks(line) {
            if name.starts_with("sent-") { planted += 1 } else { found.push(format!("{name}: {line}")) }
        }
    }
    assert!(planted > 100, "what was sent did speak: {planted}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A place, a person, a comment, a device, a moment.
fn speaks(line: &str) -> bool {
    const TAGS: [&str; 14] = [
        "GPS",
        "Location",
        "Artist",
        "Author",
        "Creator",
        "Comment",
        "Copyright",
        "Title",
        "Make ",
        "Model ",
        "Serial",
        "DateTimeOriginal",
        "Caption",
        "XMP",
    ];
    const VALUES: [&str; 4] = ["Planted", "Lea", "48.8", "48 deg"];
    let (tag, value) = line.split_once(':').unwrap_or((line, ""));
    let is_profile = line.starts_with("[ICC") || tag.contains("CopyrightFlag");
    !is_profile && TAGS.iter().any(|said| tag.contains(said)) && !value.trim().is_empty()
        || VALUES.iter().any(|said| value.contains(said))
}
