//! Bytes → text: which encoding, or why it is no text at all. Never looks at columns or rows.
use super::Refusal;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// An ONDE export of a large school weighs less than 1 MB.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// To ask before a single byte is read.
pub fn check_length(length: u64) -> Result<(), Refusal> {
    match length {
        0 => Err(Refusal::Empty),
        n if n > MAX_BYTES => Err(Refusal::TooBig { bytes: n }),
        _ => Ok(()),
    }
}

pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Refusal> {
    check_length(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    refuse_other_formats(bytes)?;
    let (text, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (utf8(rest)?, Encoding::Utf8Bom),
        [0xff, 0xfe, rest @ ..] => (utf16(UTF_16LE, rest)?, Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf16(UTF_16BE, rest)?, Encoding::Utf16),
        _ if bytes.contains(&0) => return Err(Refusal::Binary),
        _ => guess(bytes)?,
    };
    if text.contains('\0') {
        return Err(Refusal::Binary);
    }
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if let Some(line) = first_garbled_line(&text) {
        return Err(Refusal::Garbled { line });
    }
    Ok((text, encoding))
}

fn refuse_other_formats(bytes: &[u8]) -> Result<(), Refusal> {
    let head = &bytes[..bytes.len().min(4096)];
    let contains = |needle: &[u8]| head.windows(needle.len()).any(|w| w == needle);
    if head.starts_with(b"PK\x03\x04") {
        return Err(if contains(b"opendocument.spreadsheet") {
            Refusal::OpenDocument
        } else if contains(b"xl/") || contains(b"[Content_Types].xml") {
            Refusal::Workbook
        } else {
            Refusal::Archive
        });
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Refusal::Workbook);
    }
    if head.starts_with(b"%PDF") {
        return Err(Refusal::Pdf);
    }
    let start: String = String::from_utf8_lossy(head)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(14)
        .collect::<String>()
        .to_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(Refusal::WebPage);
    }
    if start.starts_with("<?xml") || start.starts_with("<ficalimmenesr") {
        return Err(Refusal::Xml);
    }
    Ok(())
}

fn utf8(bytes: &[u8]) -> Result<String, Refusal> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(e) => Err(stopped_or_garbled(bytes, e)),
    }
}

fn utf16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() % 2 == 1 {
        return Err(Refusal::Cut { line: lines(encoding.decode_without_bom_handling(bytes).0.as_ref()) });
    }
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    match broken {
        true => Err(Refusal::Garbled { line: lines(&text) }),
        false => Ok(text.into_owned()),
    }
}

/// No mark at the start: UTF-8 if all of it is, else the Windows-1252 that ONDE writes.
fn guess(bytes: &[u8]) -> Result<(String, Encoding), Refusal> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), Encoding::Utf8)),
        // Accents that were good UTF-8 up to a letter cut in two by the end of the file.
        Err(e) if e.error_len().is_none() && !bytes[..e.valid_up_to()].is_ascii() => Err(stopped_or_garbled(bytes, e)),
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            Ok((text.into_owned(), Encoding::Windows1252))
        }
    }
}

fn stopped_or_garbled(bytes: &[u8], e: std::str::Utf8Error) -> Refusal {
    let line = lines(&String::from_utf8_lossy(&bytes[..e.valid_up_to()]));
    match e.error_len() {
        None => Refusal::Cut { line },
        Some(_) => Refusal::Garbled { line },
    }
}

fn lines(text: &str) -> u32 {
    let ends = text.bytes().filter(|b| *b == b'\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX - 1) + 1
}

/// Text that was saved once in another encoding: « Ã© », « PrŽnom » (old Mac), « Pr‚nom » (DOS).
fn first_garbled_line(text: &str) -> Option<u32> {
    let broken = text.lines().position(|line| {
        let mut before = ' ';
        line.chars().any(|c| {
            let bad = match c {
                '\u{fffd}' | '\u{80}'..='\u{9f}' => true,
                '\u{a0}'..='\u{bf}' | '‰' | '€' | '™' | 'ƒ' => before == 'Ã',
                '‚' | 'Ž' => before.is_ascii_lowercase(),
                _ => false,
            };
            before = c;
            bad
        })
    })?;
    Some(u32::try_from(broken).unwrap_or(u32::MAX - 1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_recognised() {
        let wanted = "Prénom;Nom\nÉmile;LECŒUR";
        let cp1252 = b"Pr\xe9nom;Nom\n\xc9mile;LEC\x8cUR".to_vec();
        let utf16: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, encoding) in [
            (wanted.as_bytes().to_vec(), Encoding::Utf8),
            ([&b"\xef\xbb\xbf"[..], wanted.as_bytes()].concat(), Encoding::Utf8Bom),
            ([&b"\xff\xfe"[..], &utf16].concat(), Encoding::Utf16),
            ([&b"\xfe\xff"[..], &utf16be].concat(), Encoding::Utf16),
            (cp1252, Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), Ok((wanted.to_owned(), encoding)));
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, refusal) in [
            (&b""[..], Refusal::Empty),
            (b"  \r\n \r\n", Refusal::Empty),
            (b"PK\x03\x04\x14\0[Content_Types].xml xl/workbook.xml", Refusal::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", Refusal::Workbook),
            (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Refusal::OpenDocument),
            (b"PK\x03\x04 photos.jpg", Refusal::Archive),
            (b"%PDF-1.7", Refusal::Pdf),
            (b"\x7fELF\0\0", Refusal::Binary),
            (b"\r\n<!DOCTYPE html><html>", Refusal::WebPage),
            (b"<?xml version='1.0'?><ficAlimMENESR>", Refusal::Xml),
        ] {
            assert_eq!(decode(bytes), Err(refusal));
        }
    }

    #[test]
    fn a_large_file_is_refused_on_its_length_alone() {
        let fifty = 50 * 1024 * 1024;
        assert_eq!(check_length(fifty), Err(Refusal::TooBig { bytes: fifty }));
        assert_eq!(check_length(MAX_BYTES), Ok(()));
    }

    #[test]
    fn damaged_accents_are_seen() {
        let twice = "Nom;Prénom\nMARTIN;LÃ©a".as_bytes();
        assert_eq!(decode(twice), Err(Refusal::Garbled { line: 2 }));
        // The same header as an old Mac and as DOS would write it.
        assert_eq!(decode(b"Nom;Pr\x8enom\n"), Err(Refusal::Garbled { line: 1 }));
        assert_eq!(decode(b"Nom;Pr\x82nom\n"), Err(Refusal::Garbled { line: 1 }));
        assert_eq!(decode("Nom;Pr\u{fffd}nom".as_bytes()), Err(Refusal::Garbled { line: 1 }));
        // A real name with Ã is Portuguese, not damage.
        assert!(decode("Nom;Prénom\nGUIMARÃES;João".as_bytes()).is_ok());
    }

    #[test]
    fn a_letter_cut_in_two_is_a_cut_file() {
        let whole = "Nom;Prénom\nMARTIN;Zoé".as_bytes();
        assert_eq!(decode(&whole[..whole.len() - 1]), Err(Refusal::Cut { line: 2 }));
        assert_eq!(decode(b"Nom;Prenom\nMARTIN;Zo\xe9").map(|d| d.1), Ok(Encoding::Windows1252));
    }
}
