//! A face drawn over by finger. The darkroom burns it into everything that is served, from the clear photo, which is kept apart
//! for a week so that the teacher may change her mind, then erased. Until it is done nothing of the photo is served.

mod forms;
mod pages;

use super::{
    Face, Shown, path,
    policy::{BlurPicture, ChangePicture},
    store, told_apart,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Page, form::Nothing},
    rooms::blog::{State, policy::PublishPost, public::leaving},
    school::{
        Pupil,
        media::{self, Kind},
        permit::May,
    },
};
use forms::Drawn;

pub fn show(cx: &Cx, picture: &May<BlurPicture>, draft: &Draft) -> Result<Page> {
    if picture.shot.media.kind != Kind::Photo {
        return Err(Error::NotFound);
    }
    // What was drawn before is burnt again with the rest, from the clear photo.
    let (standing, until) = match media::store::drawn(&cx.db, picture.shot.media.id)? {
        Some((shapes, Some(until))) => (shapes, Some(until.date(&cx.zone))),
        _ => (Vec::new(), None),
    };
    let taps = forms::taps(&cx.ask.query, standing, (picture.shot.media.width, picture.shot.media.height));
    let pupils: Vec<Id<Pupil>> = picture.shot.tags.iter().map(|tag| tag.pupil).collect();
    let faces: Vec<Face> = store::names(&cx.db, &picture.post, &pupils)?;
    let names = told_apart(&faces);
    // Consents are told to the staff: no family that lends a hand learns of another's.
    let without = if cx.viewer()?.is_staff { picture.faces(cx.today).without_consent } else { Vec::new() };
    let sitters: Vec<pages::Sitter> = faces
        .iter()
        .zip(names)
        .map(|(face, name)| pages::Sitter {
            pupil: face.pupil,
            name,
            is_ticked: without.contains(&face.pupil)
                || picture.shot.tags.iter().any(|tag| tag.pupil == face.pupil && tag.is_blurred),
        })
        .collect();
    let back = if forms::is_from_gate(&cx.ask.query) || forms::is_from_gate(&draft.fields) {
        pages::Back::Gate
    } else {
        pages::Back::Faces
    };
    Ok(pages::draw(picture, &sitters, &taps, until, back, draft))
}

pub fn save(cx: &Cx<Tx>, picture: May<BlurPicture>, drawn: Drawn) -> Result<Page> {
    if picture.shot.media.kind != Kind::Photo {
        return Err(Error::NotFound);
    }
    let loses_a_shape = loses_a_shape(cx, &picture, &drawn)?;
    let is_aside = loses_a_shape && laid_aside(cx, &picture)?;
    media::store::blur(&cx.db, picture.shot.media.id, &drawn.shapes, &picture, cx.now)?;
    store::mark_blurred(&cx.db, &picture, &drawn.pupils, cx.now)?;
    // A child drawn over is no reason any more to hold a photo back.
    if loses_a_shape || picture.shot.tags.iter().any(|tag| !tag.is_blurred && drawn.pupils.contains(&tag.pupil)) {
        leaving::leave(cx, &picture.post)?;
    }
    if is_aside {
        return Ok(Page::go(path::faces(picture.post.id)).saying(pages::CLEAR_ASIDE));
    }
    let to = if drawn.is_from_gate { path::gate(picture.post.id) } else { back(cx, &picture)? };
    Ok(Page::go(to).saying(pages::BLURRING))
}

/// What stood under it can be recognised again. Once the clear photo is erased nothing can: new shapes come on top of the old.
fn loses_a_shape(cx: &Cx<Tx>, picture: &May<BlurPicture>, drawn: &Drawn) -> Result<bool> {
    Ok(match media::store::drawn(&cx.db, picture.shot.media.id)? {
        Some((standing, Some(_))) => !standing.iter().all(|shape| drawn.shapes.contains(shape)),
        _ => false,
    })
}

/// The clear photo again, within the week.
pub fn undo(cx: &Cx<Tx>, picture: May<BlurPicture>, _: Nothing) -> Result<Page> {
    let is_aside = laid_aside(cx, &picture)?;
    media::store::unblur(&cx.db, picture.shot.media.id, &picture)?;
    leaving::leave(cx, &picture.post)?;
    if is_aside {
        return Ok(Page::go(path::faces(picture.post.id)).saying(pages::CLEAR_ASIDE));
    }
    Ok(Page::go(back(cx, &picture)?).saying(pages::CLEAR))
}

/// « Personne de reconnaissable » was said of the drawn one: it is asked anew. Where others are named, nothing asks who stood
/// under a shape that is nobody's; what is on its way to families waits until somebody has looked. Told by the shapes that stood.
fn laid_aside(cx: &Cx<Tx>, picture: &May<BlurPicture>) -> Result<bool> {
    store::say_nobody(&cx.db, picture, false, cx.now)?;
    let (post, media, tags) = (&picture.post, picture.shot.media.id, &picture.shot.tags);
    let drawn_over = tags.iter().filter(|tag| tag.is_blurred).count();
    let shapes = media::store::drawn(&cx.db, media)?.map_or(0, |(shapes, _)| shapes.len());
    let is_in_hand = matches!(post.state, State::Draft | State::Returned);
    if is_in_hand || tags.is_empty() || shapes <= drawn_over {
        return Ok(false);
    }
    let picture = cx.may::<ChangePicture>((post.id, media))?;
    store::show_to(&cx.db, &picture, Shown::Out)?;
    Ok(true)
}

/// Where to go from the series: what is about to be published, or is, is checked; a draft is looked at.
fn back(cx: &Cx<Tx>, picture: &May<BlurPicture>) -> Result<String> {
    let post = picture.post.id;
    let is_checked = !matches!(picture.post.state, State::Draft | State::Returned);
    Ok(match cx.may_perhaps::<PublishPost>(post)? {
        Some(_) if is_checked => path::gate(post),
        _ => path::faces(post),
    })
}
