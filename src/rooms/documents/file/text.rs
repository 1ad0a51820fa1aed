//! A text as it is shown: whatever wrote it, in letters. It is escaped where it is drawn.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Markup is no text to be read: it is a download.
pub fn is_shown(extension: &str) -> bool {
    matches!(extension, "txt" | "csv" | "tsv" | "md" | "log" | "srt" | "ics" | "vcf")
}

/// `None` when these are no letters.
pub fn read(head: &[u8]) -> Option<String> {
    let (encoding, start) = match head {
        [0xEF, 0xBB, 0xBF, ..] => (UTF_8, 3),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        _ if is_utf_8(head) => (UTF_8, 0),
        // What older programs of Windows write.
        _ => (WINDOWS_1252, 0),
    };
    let (text, _) = encoding.decode_without_bom_handling(&head[start..]);
    let strange = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')).count();
    (strange == 0).then(|| text.trim_end_matches('\u{fffd}').replace("\r\n", "\n"))
}

/// A letter may be cut in two by the end of what is read.
fn is_utf_8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_whatever_wrote_it() {
        assert_eq!(read("Été\r\nà la mer".as_bytes()).as_deref(), Some("Été\nà la mer"));
        assert_eq!(read(b"\xC9t\xE9").as_deref(), Some("Été"));
        assert_eq!(read(b"\xEF\xBB\xBFa").as_deref(), Some("a"));
        assert_eq!(read(b"\xFF\xFEa\0b\0").as_deref(), Some("ab"));
        assert_eq!(read(&"é".as_bytes()[..1]).as_deref(), Some(""), "a letter cut in two");
        assert_eq!(read(b"MZ\x00\x01\x02"), None);
        for markup in ["html", "svg", "xml", "js", ""] {
            assert!(!is_shown(markup), "{markup}");
        }
    }
}
