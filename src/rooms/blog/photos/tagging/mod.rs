//! Who is on the photos of a post: one form for a whole series. Each child is named by a permit of its own, each photo changed
//! by its own.

mod forms;
pub mod pages;

use super::{
    Face, Shot, Shown, path,
    policy::{ChangePicture, TagPicture, TagPupil},
    seen, store,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
    },
    door::{Cx, Draft, Page},
    rooms::blog::{
        Post, State, Target,
        policy::{FindSitter, PublishPost, WritePost},
        public::leaving,
        writing,
    },
    school::{
        Class, Pupil,
        class::{self, ClassLine},
        media::{self, Media},
        permit::May,
    },
};
pub use forms::FROM;
use forms::{Gesture, Looked, Series};
use std::collections::BTreeSet;

/// What the page of a series is drawn from.
pub struct Desk {
    pub shots: Vec<Shot>,
    pub faces: Vec<Face>,
    /// The classes whose list may be opened, where there are several.
    pub classes: Vec<ClassLine>,
    pub listed: Option<Id<Class>>,
    /// Where the viewer may look for a child of any class.
    pub elsewhere: Option<Elsewhere>,
    /// Files of others that the darkroom makes ready before these.
    pub ahead: i64,
    /// Consents are told to the staff: no family learns of another's.
    pub tells_consents: bool,
    pub today: jiff::civil::Date,
}

/// A child of another class, looked for by name.
pub struct Elsewhere {
    pub wanted: String,
    pub found: usize,
}

pub fn show(cx: &Cx, post: &May<WritePost>, _: &Draft) -> Result<Page> {
    let shots = seen::shots_of(&cx.db, post, cx.viewer()?)?;
    let classes: Vec<ClassLine> =
        class::store::classes_of(&cx.db, cx.today)?.into_iter().filter(|class| post.is_meant_for(class.id)).collect();
    let listed = listed(cx, post, &classes)?;
    let tagged: BTreeSet<Id<Pupil>> = shots.iter().flat_map(|shot| &shot.bare.tags).map(|tag| tag.pupil).collect();
    let tagged: Vec<Id<Pupil>> = tagged.into_iter().collect();
    let mut faces = store::faces(&cx.db, post, listed, &tagged)?;
    let finder = cx.may_perhaps::<FindSitter>(())?;
    let wanted = cx.ask.query.get(forms::ELSEWHERE).to_owned();
    let found = match &finder {
        Some(finder) if !wanted.is_empty() => store::elsewhere(&cx.db, finder, cx.viewer()?, &wanted)?,
        _ => Vec::new(),
    };
    let elsewhere = finder.map(|_| Elsewhere { found: found.len(), wanted });
    faces.extend(found.into_iter().filter(|one| !tagged.contains(&one.pupil)));
    let ahead = ahead(cx, &shots)?;
    let tells_consents = cx.viewer()?.is_staff;
    let is_waiting = shots.iter().any(|shot| !shot.is_ready() && !shot.is_refused());
    let has_form = shots.iter().any(Shot::is_ready);
    let desk = Desk { shots, faces, classes, listed, elsewhere, ahead, tells_consents, today: cx.today };
    let page = pages::series(post, &desk);
    // Nobody's typing is lost: the page comes back by itself only while there is nothing to type in.
    Ok(if is_waiting && !has_form { page.coming_back_after(5) } else { page })
}

/// How many files of others the darkroom takes up before the first of these that waits.
pub fn ahead(cx: &Cx, shots: &[Shot]) -> Result<i64> {
    let first = shots.iter().filter(|shot| shot.is_waiting()).map(Shot::id).min();
    first.map_or(Ok(0), |first| media::queue::store::before(&cx.db, first))
}

/// The class whose list is open: the one asked for, the viewer's own, or the first.
fn listed(cx: &Cx, post: &May<WritePost>, classes: &[ClassLine]) -> Result<Option<Id<Class>>> {
    let viewer = cx.viewer()?;
    let asked = cx.ask.query.get("classe").parse::<Id<Class>>().ok().filter(|class| post.is_meant_for(*class));
    let own = classes.iter().map(|class| class.id).find(|class| viewer.teaches.contains(class));
    Ok(asked.or(own).or(classes.first().map(|class| class.id)))
}

pub fn save(cx: &Cx<Tx>, post: May<WritePost>, series: Series) -> Result<Page> {
    writing::store::touch(&cx.db, &post, cx.now)?;
    let before = seen::shots_of(&cx.db, &post, cx.viewer()?)?;
    let mut previous: BTreeSet<Id<Pupil>> = BTreeSet::new();
    for shot in &before {
        let standing: BTreeSet<Id<Pupil>> = shot.bare.tags.iter().map(|tag| tag.pupil).collect();
        let Some(looked) = series.of(shot.id()) else {
            previous = standing;
            continue;
        };
        let wanted = looked.wanted(&standing, &previous);
        previous = look(cx, post.id, shot, &standing, &wanted, looked)?;
    }
    match series.gesture {
        Some((Gesture::Earlier, media)) => store::shift(&cx.db, &cx.may::<ChangePicture>((post.id, media))?, true)?,
        Some((Gesture::Later, media)) => store::shift(&cx.db, &cx.may::<ChangePicture>((post.id, media))?, false)?,
        Some((Gesture::Remove, media)) => store::remove(&cx.db, &cx.may::<ChangePicture>((post.id, media))?)?,
        Some((Gesture::ShowAgain, media)) => {
            let picture = cx.may::<ChangePicture>((post.id, media))?;
            store::show_to(&cx.db, &picture, Shown::All)?;
            leaving::leave(cx, &post)?;
        }
        Some((Gesture::Blur, media)) => return Ok(Page::go(path::of(post.id, media, "flouter"))),
        None if series.turns => {}
        None if series.is_from_gate => return Ok(Page::go(path::gate(post.id)).saying(pages::SAVED)),
        None => return Ok(done(&post)),
    }
    Ok(Page::go(format!("{}{}", path::faces(post.id), series.query())).saying(pages::SAVED))
}

/// What was said of one photo, written down; who is on it afterwards.
fn look(
    cx: &Cx<Tx>,
    post: Id<Post>,
    shot: &Shot,
    standing: &BTreeSet<Id<Pupil>>,
    wanted: &BTreeSet<Id<Pupil>>,
    looked: &Looked,
) -> Result<BTreeSet<Id<Pupil>>> {
    let media = shot.id();
    let before = &shot.bare.media;
    let says_nobody = looked.says_nobody(before.is_of_nobody) && wanted.is_empty();
    let alt = looked.alt(&before.alt);
    if standing == wanted && says_nobody == before.is_of_nobody && alt == before.alt {
        return Ok(standing.clone());
    }
    let picture = cx.may::<TagPicture>((post, media))?;
    let mut on_it = standing.clone();
    for pupil in wanted.difference(standing) {
        let sitter = cx.may::<TagPupil>((post, *pupil))?;
        media::store::tag(&cx.db, media, &picture, &sitter, cx.now)?;
        on_it.insert(*pupil);
    }
    for pupil in standing.difference(wanted) {
        // Whoever cannot be named here any more stays named: a tag protects.
        if let Some(sitter) = cx.may_perhaps::<TagPupil>((post, *pupil))? {
            media::store::untag(&cx.db, media, &picture, &sitter)?;
            on_it.remove(pupil);
        }
    }
    store::say_nobody(&cx.db, &picture, says_nobody && on_it.is_empty(), cx.now)?;
    if alt != before.alt {
        store::describe(&cx.db, &cx.may::<ChangePicture>((post, media))?, alt)?;
    }
    // One more who is named only protects; all else may show a visitor what the director has not seen.
    if !standing.is_subset(&on_it) || says_nobody != before.is_of_nobody || alt != before.alt {
        leaving::leave(cx, &picture.post)?;
    }
    Ok(on_it)
}

/// Back to the composer; what is published already passes the gate again.
fn done(post: &May<WritePost>) -> Page {
    let to = match post.state {
        State::Published | State::Scheduled if post.also::<PublishPost>().is_some() => path::gate(post.id),
        State::Published | State::Scheduled => path::post(post.id),
        _ => path::write(post.id),
    };
    Page::go(to).saying(pages::SAVED)
}

/// Whether the post is for more than one class: then a list of all is too long to be open at once.
pub(super) fn is_for_several(post: &Post) -> bool {
    post.targets.len() > 1 || post.targets.contains(&Target::School)
}

/// The media of a field's value « 12-45 ».
pub(super) fn media_and_pupil(text: &str) -> Option<(Id<Media>, Id<Pupil>)> {
    let (media, pupil) = text.split_once('-')?;
    Some((media.parse().ok()?, pupil.parse().ok()?))
}
