//! What a file is, by its bytes and never by its name.
//!
//! HTML and SVG have no name here: they can run in a browser, so they are only ever unknown bytes to download.

/// The kinds of file that the house knows how to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    Pdf,
    Jpeg,
    Png,
    Webp,
    Gif,
    Heic,
    Mp4,
    /// QuickTime, as an iPhone films: an MP4 under another name.
    Mov,
    Webm,
    /// WebM with sound alone.
    Weba,
    M4a,
    Mp3,
    Wav,
    Ogg,
    /// AVI, WMV, Matroska, FLV: no browser plays them.
    OldVideo,
    /// AMR, AAC, FLAC, AIFF.
    OtherSound,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Zip,
    Text,
    Unknown,
}

impl Media {
    pub fn mime(self) -> &'static str {
        self.names().0
    }

    /// Without the dot.
    pub fn extension(self) -> &'static str {
        self.names().1
    }

    /// What a family reads beside the file: « document PDF ».
    pub fn label(self) -> &'static str {
        self.names().2
    }

    /// Those that `picture` reads.
    pub fn is_picture(self) -> bool {
        matches!(self, Media::Jpeg | Media::Png | Media::Webp | Media::Gif)
    }

    pub fn is_video(self) -> bool {
        matches!(self, Media::Mp4 | Media::Mov | Media::Webm)
    }

    pub fn is_sound(self) -> bool {
        matches!(self, Media::M4a | Media::Mp3 | Media::Wav | Media::Ogg | Media::Weba)
    }

    /// Only read, and kept as it came.
    pub fn is_document(self) -> bool {
        use Media::*;
        matches!(self, Pdf | Docx | Xlsx | Pptx | Odt | Ods | Odp | Text)
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Media::Pdf => ("application/pdf", "pdf", "document PDF"),
            Media::Jpeg => ("image/jpeg", "jpg", "image"),
            Media::Png => ("image/png", "png", "image"),
            Media::Webp => ("image/webp", "webp", "image"),
            Media::Gif => ("image/gif", "gif", "image"),
            Media::Heic => ("image/heic", "heic", "photo HEIC"),
            // A browser that is told « QuickTime » refuses what it plays when it is told MP4.
            Media::Mp4 | Media::Mov => ("video/mp4", "mp4", "vidéo"),
            Media::Webm => ("video/webm", "webm", "vidéo"),
            Media::Weba => ("audio/webm", "weba", "son"),
            Media::M4a => ("audio/mp4", "m4a", "son"),
            Media::Mp3 => ("audio/mpeg", "mp3", "son"),
            Media::Wav => ("audio/wav", "wav", "son"),
            Media::Ogg => ("audio/ogg", "ogg", "son"),
            Media::OldVideo => ("application/octet-stream", "bin", "vidéo"),
            Media::OtherSound => ("application/octet-stream", "bin", "son"),
            Media::Docx => {
                ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "document Word")
            }
            Media::Xlsx => {
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "tableur Excel")
            }
            Media::Pptx => (
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "pptx",
                "présentation PowerPoint",
            ),
            Media::Odt => ("application/vnd.oasis.opendocument.text", "odt", "document LibreOffice"),
            Media::Ods => ("application/vnd.oasis.opendocument.spreadsheet", "ods", "tableur LibreOffice"),
            Media::Odp => ("application/vnd.oasis.opendocument.presentation", "odp", "présentation LibreOffice"),
            Media::Zip => ("application/zip", "zip", "dossier compressé"),
            Media::Text => ("text/plain; charset=utf-8", "txt", "texte"),
            Media::Unknown => ("application/octet-stream", "bin", "fichier"),
        }
    }
}

/// Names a file from its bytes: the whole of it, or a start of at least 64 KB (an office file is told from a mere zip by
/// the names inside).
pub fn sniff(bytes: &[u8]) -> Media {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Media::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Media::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Media::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Media::Webp,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Media::Wav,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => Media::OldVideo,
        [b'O', b'g', b'g', b'S', 0, ..] => Media::Ogg,
        [b'I', b'D', b'3', 2..=4, ..] => Media::Mp3,
        [0xFF, b, c, ..] if is_mp3_frame(*b, *c) => Media::Mp3,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => by_doc_type(bytes),
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] | [b'F', b'L', b'V', 1, ..] => Media::OldVideo,
        [b'#', b'!', b'A', b'M', b'R', ..] | [b'f', b'L', b'a', b'C', ..] => Media::OtherSound,
        [b'F', b'O', b'R', b'M', _, _, _, _, b'A', b'I', b'F', ..] | [0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..] => {
            Media::OtherSound
        }
        [b'%', b'P', b'D', b'F', b'-', ..] => Media::Pdf,
        [b'P', b'K', 3, 4, ..] => inside_zip(bytes),
        [_, _, _, _, b'f', b't', b'y', b'p', a, b, c, d, ..] => by_brand(&[*a, *b, *c, *d]),
        _ if is_plain_text(bytes) => Media::Text,
        _ => Media::Unknown,
    }
}

fn by_brand(brand: &[u8; 4]) -> Media {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => Media::Heic,
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"mp41" | b"mp42" | b"avc1" | b"M4V " | b"M4VH" | b"MSNV" => Media::Mp4,
        // A film of its time or a recent one: its tracks say.
        _ if brand.starts_with(b"3g") => Media::Mp4,
        b"iso3" | b"iso6" | b"iso7" | b"iso8" | b"iso9" | b"dash" | b"mmp4" | b"F4V " => Media::Mp4,
        b"qt  " => Media::Mov,
        b"M4A " | b"M4B " => Media::M4a,
        _ => Media::Unknown,
    }
}

/// MPEG layer III, with a bit rate and a sampling rate that exist.
fn is_mp3_frame(second: u8, third: u8) -> bool {
    second & 0xE6 == 0xE2 && second & 0x18 != 0x08 && third & 0xF0 != 0xF0 && third & 0xF0 != 0 && third & 0x0C != 0x0C
}

/// WebM is the Matroska that browsers play; it says so in its first bytes.
fn by_doc_type(bytes: &[u8]) -> Media {
    let head = &bytes[..bytes.len().min(64)];
    let says = head.windows(7).any(|window| window == b"\x42\x82\x84webm");
    if says { Media::Webm } else { Media::OldVideo }
}

const WINDOW: usize = 64 * 1024;

fn inside_zip(bytes: &[u8]) -> Media {
    // OpenDocument puts its type first and stores it as it is, so that this very reading works.
    for (kind, media) in [("text", Media::Odt), ("spreadsheet", Media::Ods), ("presentation", Media::Odp)] {
        let declared = format!("mimetypeapplication/vnd.oasis.opendocument.{kind}");
        let place = bytes.get(30..30 + declared.len());
        let ends = bytes.get(30 + declared.len()).is_none_or(|next| *next != b'-');
        if place == Some(declared.as_bytes()) && ends {
            return media;
        }
    }
    let head = &bytes[..bytes.len().min(WINDOW)];
    let tail = &bytes[bytes.len() - bytes.len().min(WINDOW)..];
    let names: Vec<&[u8]> = entry_names(head, b"PK\x03\x04", 30).chain(entry_names(tail, b"PK\x01\x02", 46)).collect();
    let has = |start: &[u8]| names.iter().any(|name| name.starts_with(start));
    if !has(b"[Content_Types].xml") {
        return Media::Zip;
    }
    match () {
        () if has(b"word/") => Media::Docx,
        () if has(b"xl/") => Media::Xlsx,
        () if has(b"ppt/") => Media::Pptx,
        () => Media::Zip,
    }
}

/// What follows each header in a window: an entry's name, and more bytes that `starts_with` does not look at.
fn entry_names<'a>(window: &'a [u8], signature: &'static [u8; 4], name_at: usize) -> impl Iterator<Item = &'a [u8]> {
    window
        .windows(4)
        .enumerate()
        .filter(move |(_, bytes)| bytes == signature)
        .filter_map(move |(place, _)| window.get(place + name_at..))
}

/// UTF-8 or an old Windows text, with no control sign and no markup in it.
fn is_plain_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(WINDOW)];
    let strange = |byte: &u8| matches!(byte, 0..=8 | 11 | 14..=31 | 127);
    if head.is_empty() || head.iter().any(strange) || !is_decodable(head) {
        return false;
    }
    let text = String::from_utf8_lossy(head).to_lowercase();
    let begins = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    !begins.starts_with('<') && !MARKUP.iter().any(|tag| text.contains(tag))
}

const MARKUP: [&str; 7] = ["<html", "<!doctype", "<svg", "<script", "<body", "<iframe", "<?xml"];

fn is_decodable(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        // A letter cut in two by the end of the window.
        Err(error) if error.error_len().is_none() => true,
        // Windows-1252: letters above all, few of the signs that compressed bytes are full of.
        Err(_) => {
            let high = head.iter().filter(|byte| **byte >= 0x80).count();
            let undefined = head.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D));
            !undefined && high * 4 < head.len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(entries: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for name in entries {
            bytes.extend(b"PK\x03\x04");
            bytes.extend([0; 26]);
            bytes.extend(name.as_bytes());
            bytes.extend([7; 50]);
        }
        bytes
    }

    #[test]
    fn files_are_known_by_their_bytes() {
        for (bytes, media) in [
            (&b"%PDF-1.7\n"[..], Media::Pdf),
            (b"\xFF\xD8\xFF\xE0", Media::Jpeg),
            (b"\x89PNG\r\n\x1A\n", Media::Png),
            (b"GIF89a", Media::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Media::Webp),
            (b"RIFF\x10\0\0\0WAVEfmt ", Media::Wav),
            (b"RIFF\x10\0\0\0AVI LIST", Media::OldVideo),
            (b"RIFF\x10\0\0\0CDDAfmt ", Media::Unknown),
            (b"ID3\x03\0", Media::Mp3),
            (b"\xFF\xFB\x90\x00", Media::Mp3),
            (b"\xFF\xF1\x50\x80", Media::OtherSound),
            (b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm", Media::Webm),
            (b"\x1A\x45\xDF\xA3\xA3\x42\x82\x88matroska", Media::OldVideo),
            (b"\0\0\0\x18ftypqt  \0\0\0\0", Media::Mov),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", Media::M4a),
            (b"\0\0\0\x18ftyp3gp4\0\0\0\0", Media::Mp4),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", Media::Mp4),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Media::Heic),
            ("Liste des élèves : 2 < 3".as_bytes(), Media::Text),
            (b"Liste des \xE9l\xE8ves de CM1", Media::Text),
            (b"MZ\x90\0\x03", Media::Unknown),
            (b"", Media::Unknown),
        ] {
            assert_eq!(sniff(bytes), media, "{bytes:?}");
        }
    }

    #[test]
    fn what_can_run_in_a_browser_is_only_bytes() {
        for markup in [
            "<html><script>alert(1)</script>",
            "\u{FEFF} \n<!DOCTYPE html>",
            "<svg xmlns='http://www.w3.org/2000/svg'>",
            "<?xml version='1.0'?><svg/>",
            "bonjour <SCRIPT>alert(1)</SCRIPT>",
            "<b>x",
        ] {
            assert_eq!(sniff(markup.as_bytes()), Media::Unknown, "{markup}");
        }
    }

    #[test]
    fn office_files_are_told_from_zips() {
        assert_eq!(sniff(&zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"])), Media::Docx);
        assert_eq!(sniff(&zip(&["[Content_Types].xml", "xl/workbook.xml"])), Media::Xlsx);
        assert_eq!(sniff(&zip(&["[Content_Types].xml", "ppt/slides/1.xml"])), Media::Pptx);
        assert_eq!(sniff(&zip(&["word/photo.jpg"])), Media::Zip);
        assert_eq!(sniff(&zip(&["mimetypeapplication/vnd.oasis.opendocument.text"])), Media::Odt);
        assert_eq!(sniff(&zip(&["mimetypeapplication/vnd.oasis.opendocument.spreadsheet"])), Media::Ods);
        assert_eq!(sniff(&zip(&["mimetypeapplication/vnd.oasis.opendocument.text-web"])), Media::Zip);
    }

    #[test]
    fn a_text_cut_inside_a_letter_is_still_a_text() {
        let long = "é".repeat(WINDOW);
        assert_eq!(sniff(format!("a{long}").as_bytes()), Media::Text);
        assert_eq!(sniff(b"a\xC3"), Media::Text);
    }
}
