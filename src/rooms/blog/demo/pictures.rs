//! What goes with the posts of a fictive school: drawn photos, some described, some still to be looked at. They wait for the
//! darkroom like any that are sent: it makes them ready in the first seconds of the visit.

use super::drawings;
use crate::{
    base::{db::Id, error::Result, files, images},
    door::Demo,
    rooms::blog::{
        Post,
        photos::{
            self, Shown,
            policy::{ChangePicture, TagPicture},
        },
        policy::WritePost,
    },
    school::{
        media::{self, Kind, Media, Size, queue},
        viewer::Viewer,
    },
};

/// Whether somebody has looked at them already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    Yes,
    NotYet,
}

pub fn add(demo: &Demo, author: &Viewer, post: Id<Post>, from: usize, many: usize, looked: Looked) -> Result<()> {
    for number in from..from + many {
        let media = send(demo, author, post, drawings::file(number)?)?;
        if looked == Looked::NotYet {
            continue;
        }
        let picture = demo.may::<TagPicture>(author, (post, media))?;
        photos::store::say_nobody(&demo.tx, &picture, true, demo.now)?;
        let picture = demo.may::<ChangePicture>(author, (post, media))?;
        photos::store::describe(&demo.tx, &picture, drawings::words(number))?;
        if number == from + 5 {
            photos::store::show_to(&demo.tx, &picture, Shown::Out)?;
        }
    }
    Ok(())
}

pub fn send(demo: &Demo, author: &Viewer, post: Id<Post>, bytes: &[u8]) -> Result<Id<Media>> {
    let hash = demo.files.keep(demo.files.stage(bytes)?)?;
    files::store::add(&demo.tx, &hash, bytes.len() as u64, "image/jpeg", demo.now)?;
    let may = demo.may::<WritePost>(author, post)?;
    let media = media::store::add(&demo.tx, author.person, Kind::Photo, "photo.jpg", &hash, demo.now)?;
    photos::attach(&demo.tx, &may, media)?;
    Ok(media)
}

/// Ready at once, in the one size in which we drew it: who draws over a face does so on a photo that is ready.
pub fn make_ready(demo: &Demo, media: Id<Media>) -> Result<()> {
    let Some(taken) = queue::store::take_this(&demo.tx, media)? else { return Ok(()) };
    let (bytes, shape) = (demo.files.open_file(&taken.source)?.metadata()?.len(), Some(drawings::SHAPE));
    let whole = queue::Form { size: Size::Whole, file: taken.source.clone(), bytes, media: images::Media::Jpeg, shape };
    let (kind, forms) = (Kind::Photo, vec![whole]);
    let developed =
        queue::Developed { kind, forms, taken_at: None, shape, seconds: None, tints: String::new(), note: None };
    queue::store::ready(&demo.tx, &taken, &developed, demo.now).map(drop)
}
