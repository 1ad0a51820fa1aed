//! What is attached to a word: pictures made anew in two sizes by the darkroom's process apart, documents kept as they came and only ever downloaded.

pub mod store;

use super::policy::ReadNote;
use crate::{
    base::{
        darkroom::{Developed, Fault, Form, Outcome},
        error::{Error, Result},
        files::{Files, Hash, Staged},
        images::{self, Media},
    },
    door::{Cx, Page, page::Placement, upload::Upload},
    school::permit::{May, Params},
};

pub const FILE_LIMIT: u64 = 20 * 1024 * 1024;
pub const FILES: usize = 10;

/// A file judged and ready to be kept.
pub struct Taken {
    name: String,
    what: What,
}

impl Taken {
    pub fn name(&self) -> &str {
        &self.name
    }
}

enum What {
    /// The largest that screens show, and the smallest where it is another.
    Picture(Form, Option<Form>),
    Document(Media, Staged),
}

/// A file in its place on the disk, without its row yet.
pub struct Kept {
    pub name: String,
    pub media_type: &'static str,
    pub file: (Hash, u64),
    /// Pictures only: the small size, and the shape.
    pub thumbnail: Option<(Hash, u64)>,
    pub shape: Option<(u32, u32)>,
}

/// Reads what was sent, by its bytes; refused with a sentence.
pub fn take(upload: &Upload) -> std::result::Result<Taken, String> {
    let refuse = |why: &str| format!("« {} » n’a pas été joint. {why}", upload.name);
    let cannot = || refuse("Le fichier n’a pas pu être lu : choisissez-le à nouveau.");
    let bytes = upload.bytes().map_err(|_| cannot())?;
    if bytes.is_empty() {
        return Err(refuse("Il est vide."));
    }
    let media = images::sniff(&bytes);
    if media.is_picture() || media == Media::Heic {
        drop(bytes);
        let (screen, small) = match upload.develop() {
            Ok(Outcome::Developed(developed)) => sizes(*developed).ok_or_else(cannot)?,
            Ok(Outcome::Refused(fault)) => return Err(refuse(fault.sentence())),
            // It was too much for the process that read it, or for its time.
            Ok(Outcome::Died | Outcome::Stopped) => return Err(refuse(Fault::Damaged.sentence())),
            Err(error) => {
                tracing::warn!(%error, "an attached picture could not be developed");
                return Err(cannot());
            }
        };
        let name = renamed(&upload.name, screen.media.extension());
        return Ok(Taken { name, what: What::Picture(screen, small) });
    }
    if !(media.is_document() || media == Media::Mp4) {
        return Err(refuse(
            "Tout le monde ne saurait pas l’ouvrir. Joignez une photo, un PDF, un document Word ou LibreOffice.",
        ));
    }
    let staged = upload.take().ok_or_else(cannot)?;
    // The extension says what the bytes are, whatever the name said.
    Ok(Taken { name: renamed(&upload.name, media.extension()), what: What::Document(media, staged) })
}

/// What is shown of it; the whole is for albums, and goes.
fn sizes(developed: Developed) -> Option<(Form, Option<Form>)> {
    let mut shown: Vec<Form> = developed.forms.into_iter().filter(|form| form.side.is_some()).collect();
    shown.sort_by_key(|form| form.side);
    let screen = shown.pop()?;
    Some((screen, shown.into_iter().next()))
}

/// Puts the files in their place, before the transaction that writes their rows: a disk's flush must not hold the writer.
pub fn keep(files: &Files, taken: Vec<Taken>) -> Result<Vec<Kept>> {
    let store = |staged: Staged| {
        let size = staged.size;
        Ok::<_, Error>((files.keep(staged)?, size))
    };
    taken
        .into_iter()
        .map(|one| match one.what {
            What::Picture(screen, small) => {
                let file = store(screen.staged)?;
                let thumbnail = small.map(|small| store(small.staged)).transpose()?.unwrap_or_else(|| file.clone());
                Ok(Kept {
                    name: one.name,
                    media_type: screen.media.mime(),
                    file,
                    thumbnail: Some(thumbnail),
                    shape: screen.width.zip(screen.height),
                })
            }
            What::Document(media, staged) => {
                let file = store(staged)?;
                Ok(Kept { name: one.name, media_type: media.mime(), file, thumbnail: None, shape: None })
            }
        })
        .collect()
}

/// A piece of this word: its number opens nothing elsewhere.
pub fn piece(cx: &Cx, note: May<ReadNote>) -> Result<Page> {
    let piece = store::piece(&cx.db, &note, number(cx)?)?.ok_or(Error::NotFound)?;
    let place = if piece.is_picture() { Placement::Inline } else { Placement::Download };
    Ok(Page::stored(piece.file, &piece.media_type, Some(piece.name), place))
}

pub fn thumbnail(cx: &Cx, note: May<ReadNote>) -> Result<Page> {
    let piece = store::piece(&cx.db, &note, number(cx)?)?.ok_or(Error::NotFound)?;
    let small = piece.thumbnail.ok_or(Error::NotFound)?;
    Ok(Page::stored(small, &piece.media_type, Some(piece.name), Placement::Inline))
}

fn number(cx: &Cx) -> Result<i64> {
    cx.ask.id("piece").ok_or(Error::NotFound)
}

fn renamed(name: &str, extension: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, old)) if !stem.is_empty() && old.len() <= 5 => stem,
        _ => name,
    };
    format!("{stem}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_name_ends_with_what_the_file_is() {
        assert_eq!(renamed("photo.HEIC", "jpg"), "photo.jpg");
        assert_eq!(renamed("menu.exe", "pdf"), "menu.pdf");
        assert_eq!(renamed("sans extension", "pdf"), "sans extension.pdf");
        assert_eq!(renamed("M. Le Goff reçoit", "pdf"), "M. Le Goff reçoit.pdf");
    }
}
