//! Is this an archive, of what, and does it hold what it may hold? Each entry is inflated once, into nothing, to know its
//! true size: an announced one may lie.
use crate::rooms::people::import::{Encoding, Refusal};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A school's list weighs some hundred kilobytes once inflated.
pub const MAX_INFLATED: u64 = 64 * 1024 * 1024;
const MAX_ENTRIES: usize = 2_000;

pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub fn open(bytes: &[u8]) -> Result<Archive<'_>, Refusal> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::BrokenWorkbook)
}

/// `None` when these bytes are no archive.
pub fn format(bytes: &[u8]) -> Result<Option<Encoding>, Refusal> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let mut archive = open(bytes).map_err(|refusal| if mentions_sheets(bytes) { refusal } else { Refusal::Archive })?;
    let format = if archive.index_for_name("xl/workbook.xml").is_some() {
        Encoding::Xlsx
    } else if archive.index_for_name("xl/workbook.bin").is_some() {
        return Err(Refusal::OldWorkbook);
    } else if archive.index_for_name("content.xml").is_some() && mentions_sheets(bytes) {
        Encoding::Ods
    } else {
        return Err(Refusal::Archive);
    };
    measure(&mut archive)?;
    Ok(Some(format))
}

/// An OpenDocument file names its kind at its head, uncompressed; a text or a drawing is no list.
fn mentions_sheets(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    has(b"opendocument.spreadsheet") || has(b"xl/") || has(b"[Content_Types].xml")
}

fn measure(archive: &mut Archive) -> Result<(), Refusal> {
    if archive.len() > MAX_ENTRIES {
        return Err(Refusal::Swollen);
    }
    let mut announced: u64 = 0;
    let mut left = MAX_INFLATED;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|_| Refusal::BrokenWorkbook)?;
        announced = announced.saturating_add(entry.size());
        if announced > MAX_INFLATED {
            return Err(Refusal::Swollen);
        }
        let mut within = (&mut entry).take(left + 1);
        let read = std::io::copy(&mut within, &mut std::io::sink()).map_err(|_| Refusal::BrokenWorkbook)?;
        left = left.checked_sub(read).ok_or(Refusal::Swollen)?;
    }
    Ok(())
}

/// The text of one entry, as far as it may be read.
pub fn entry(bytes: &[u8], name: &str) -> Result<String, Refusal> {
    let mut archive = open(bytes)?;
    let entry = archive.by_name(name).map_err(|_| Refusal::BrokenWorkbook)?;
    let mut text = String::new();
    entry.take(MAX_INFLATED).read_to_string(&mut text).map_err(|_| Refusal::BrokenWorkbook)?;
    Ok(text)
}
