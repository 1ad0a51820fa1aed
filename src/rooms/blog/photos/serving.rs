//! The bytes of a thing of a post, and its own page. Nothing waiting or refused has bytes; what was sent is never served.

use super::{
    gallery,
    path::size_word,
    policy::{self, SeePicture},
    seen,
};
use crate::{
    base::error::{Error, Result},
    door::{Cx, Page, page::Placement},
    rooms::blog::policy::ReadPost,
    school::{
        media::{self, Kind, Media, Size, State},
        permit::May,
    },
};

pub fn bytes(cx: &Cx, picture: May<SeePicture>) -> Result<Page> {
    let asked = cx.ask.text("size").unwrap_or_default();
    let size = Size::ALL.into_iter().find(|size| size_word(*size) == asked).ok_or(Error::NotFound)?;
    let shot = &picture.shot;
    let is_whole_given = picture.is_given_whole_to(cx.viewer()?, picture.ties());
    if shot.media.state != State::Ready || (size == Size::Whole && !is_whole_given) {
        return Err(Error::NotFound);
    }
    let sizes = media::store::renditions(&cx.db, shot.media.id)?;
    // A small photo may have no larger size than the whole: it is then what screens show, to all.
    let found = sizes.iter().find(|one| one.size == size).or(sizes.last()).cloned().ok_or(Error::NotFound)?;
    let place = if shot.media.kind == Kind::Document { Placement::Download } else { Placement::Inline };
    let name = name(&shot.media, &found.media_type);
    Ok(Page::stored(found.file, &found.media_type, Some(name), place).kept_with_leave())
}

/// Under which it is kept at home. A photo's own may be a child's (« lea-martin.jpg »): it stays with who sent it.
fn name(media: &Media, media_type: &str) -> String {
    match (media.kind, media_type.split_once('/')) {
        (Kind::Photo, Some((_, kind))) => format!("photo-{}.{}", media.id, if kind == "jpeg" { "jpg" } else { kind }),
        _ => media.name.clone(),
    }
}

/// One photo on a page of its own: what the lightbox shows, for who has no JavaScript, and the way from one to the next.
pub fn page(cx: &Cx, picture: May<SeePicture>) -> Result<Page> {
    let post = cx.may::<ReadPost>(picture.post.id)?;
    let mut seen = seen::by_viewer(&cx.db, &[(&**post, policy::ties_of_today(&post, cx.viewer()?))], cx.viewer()?)?;
    let mut shots = seen.remove(&post.id).unwrap_or_default();
    let own = picture.shot.media.id;
    // The places are those of the gallery; what stands beside it is alone on its page.
    let is_placed = shots.iter().any(|shot| shot.id() == own && shot.is_in_gallery());
    shots.retain(|shot| if is_placed { shot.is_in_gallery() } else { shot.id() == own });
    let at = shots.iter().position(|shot| shot.id() == own).ok_or(Error::NotFound)?;
    let is_whole_given = picture.is_given_whole_to(cx.viewer()?, picture.ties());
    Ok(gallery::pages::one(&post, &shots, at, is_whole_given, policy::keeps(picture.ties())))
}
