//! One file: what can be shown of it in the page, what it was before, and its bytes. Nothing that somebody sent runs here:
//! pictures, sounds and videos are those that the darkroom made, a text is escaped, a PDF is drawn by a worker that may do
//! nothing else, and the rest is a download.

mod pages;
mod text;

use super::{holding, path, sentences};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        images::Media,
    },
    door::{Cx, Faults, Page, dav::Change, form::Nothing, page::Placement},
    school::{
        document::{
            names,
            policy::{ChangeEntry, ReadEntry, ReadVersions},
            store::{self, Cleaned, Given},
            uses, versions,
        },
        media::Size,
        permit::{May, Params},
    },
};
use pages::Shown;

/// So much of a text is shown.
const TEXT: usize = 200 * 1024;

pub fn show(cx: &Cx, entry: May<ReadEntry>) -> Result<Page> {
    if entry.is_folder() {
        return Ok(Page::go(path::folder(entry.space, Some(entry.id))));
    }
    let mut way = store::way_to(&cx.db, &entry)?;
    way.pop();
    let versions = match entry.also::<ReadVersions>() {
        Some(may) => versions::store::all(&cx.db, &may)?,
        None => Vec::new(),
    };
    let uses = if entry.also::<ChangeEntry>().is_some() { uses::store::uses(&cx.db, &entry)? } else { Vec::new() };
    let shown = shown(cx, &entry)?;
    let given = store::given(&cx.db, &entry, entry.ties())?;
    pages::show(cx, &entry, &pages::Drawn { way, versions, uses, shown, given })
}

fn shown(cx: &Cx, entry: &May<ReadEntry>) -> Result<Shown> {
    let content = entry.content.as_ref().ok_or(Error::NotFound)?;
    if let Some(preview) = store::preview(&cx.db, entry, Size::Large)? {
        return Ok(match (preview, content.media_type.split('/').next()) {
            (Cleaned::Waiting, _) => Shown::Waiting,
            (Cleaned::Refused, _) => Shown::Nothing,
            (Cleaned::Ready(_), Some("video")) => Shown::Video,
            (Cleaned::Ready(_), Some("audio")) => Shown::Sound,
            (Cleaned::Ready(one), _) => Shown::Picture(one.width.zip(one.height)),
        });
    }
    if content.media_type == Media::Pdf.mime() {
        return Ok(Shown::Pdf);
    }
    if text::is_shown(&names::extension(&entry.name)) {
        let head = cx.house.files.head(&content.file, TEXT)?;
        return Ok(text::read(&head).map_or(Shown::Nothing, |text| Shown::Text(text, entry.bytes > TEXT as u64)));
    }
    Ok(Shown::Nothing)
}

pub fn download(cx: &Cx, entry: May<ReadEntry>) -> Result<Page> {
    if entry.is_folder() {
        return Err(Error::NotFound);
    }
    Ok(match store::given(&cx.db, &entry, entry.ties())? {
        Given::File { hash, media_type, name, .. } => {
            Page::stored(hash, &media_type, Some(name), Placement::Download).kept_with_leave()
        }
        Given::Waiting => pages::not_yet(&entry).with_status(409),
        Given::Refused => pages::never(&entry).with_status(409),
    })
}

/// What the darkroom made of it: large enough for a screen, or the sound and the video themselves.
pub fn preview(cx: &Cx, entry: May<ReadEntry>) -> Result<Page> {
    match store::preview(&cx.db, &entry, Size::Large)? {
        Some(Cleaned::Ready(one)) => {
            Ok(Page::stored(one.file, &one.media_type, None, Placement::Inline).kept_with_leave())
        }
        _ => Err(Error::NotFound),
    }
}

pub fn old(cx: &Cx, entry: May<ReadVersions>) -> Result<Page> {
    let version = versions::store::one(&cx.db, &entry, cx.ask.id("number").ok_or(Error::NotFound)?)?;
    let (stem, extension) = names::parts(&entry.name);
    let name = format!("{stem} (version {}){extension}", version.number);
    Ok(Page::stored(version.content.file, &version.content.media_type, Some(name), Placement::Download))
}

pub fn bring_back(cx: &Cx<Tx>, entry: May<ChangeEntry>, _: Nothing) -> Result<Page> {
    let number = cx.ask.id("number").ok_or(Error::NotFound)?;
    if let Some(held) = holding::of(cx, &entry, Change::Of)? {
        return Ok(Page::again(Faults::one("", held)));
    }
    Ok(match versions::store::bring_back(&cx.db, &entry, number, cx.now)? {
        Ok(_) => Page::go(path::file(entry.id)).saying(pages::BROUGHT_BACK),
        Err(hindrance) => Page::again(Faults::one("", sentences::hindrance(hindrance))),
    })
}
