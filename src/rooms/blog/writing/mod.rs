//! Writing a post: a draft is made first, so that everything sent with it has a place from the first second on; it is kept
//! while it is typed. For whom it is meant is a permit for each class ticked.

mod forms;
pub mod pages;
pub mod store;

pub use forms::{Gesture, Terms, Text, Written};

use super::{
    Post, State, Target, contributors, path, photos,
    policy::{BeginPost, ProposeTo, PublishPost, ThrowAwayPost, WritePost},
    public::leaving,
    publishing, reviewing,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, SignedIn, form::Nothing, room::Forgets, upload::Upload},
    school::{
        Class, class,
        permit::{May, Params, Rule},
        policy::WriteToSchool,
        retention,
    },
};
use forms::Kept;
use std::collections::BTreeSet;

pub const DRAFTS: Forgets = Forgets { name: "forgotten drafts", run: sweep };
/// An empty draft waits so long for its first word.
const EMPTY: i64 = Instant::DAY;
/// Left alone so long, a draft says on which day it goes: photos of children are not to lie about unread and unshown.
const FORGOTTEN: i64 = 30 * Instant::DAY;
/// And so long, it goes.
const ABANDONED: i64 = 60 * Instant::DAY;

/// When a draft goes by itself, once its author is to be told so.
pub fn goes_at(state: State, changed_at: Instant, now: Instant) -> Option<Instant> {
    let is_in_hand = matches!(state, State::Draft | State::Returned);
    (is_in_hand && changed_at.plus(FORGOTTEN) <= now).then(|| changed_at.plus(ABANDONED))
}

/// A class for which a post may be meant.
pub struct Choice {
    pub class: Id<Class>,
    pub name: String,
    /// The viewer may publish there.
    pub is_own: bool,
}

/// « Nouvel article », for a class perhaps.
pub struct Begun(Option<Id<Class>>);

impl Form for Begun {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Begun, Faults> {
        Ok(Begun(fields.get("classe").parse().ok()))
    }
}

pub fn begin(cx: &Cx<Tx>, blog: May<BeginPost>, begun: Begun) -> Result<Page> {
    let id = match store::untouched(&cx.db, &blog)? {
        Some(id) => id,
        None => store::begin(&cx.db, &blog, cx.now)?,
    };
    let post = cx.may::<WritePost>(id)?;
    let own = begun.0.or(only_class(cx, &blog)?);
    // Begun from a class where the viewer only reads: chosen on the page.
    if let Some(class) = own
        && cx.may_perhaps::<ProposeTo>(class)?.is_some()
    {
        store::aim(&cx.db, &post, &BTreeSet::from([Target::Class(class)]))?;
    }
    Ok(Page::go(path::of(id, "ecrire")))
}

/// The one class of who has no other: taught, or the one that invited.
fn only_class(cx: &Cx<Tx>, blog: &May<BeginPost>) -> Result<Option<Id<Class>>> {
    let viewer = cx.viewer()?;
    let invited = contributors::store::inviting(&cx.db, blog)?;
    Ok(match (viewer.teaches.as_slice(), invited.as_slice()) {
        ([only], _) if !viewer.is_director => Some(*only),
        ([], [(only, _)]) if !viewer.is_staff && !viewer.closed().contains(only) => Some(*only),
        _ => None,
    })
}

pub fn show(cx: &Cx, post: &May<WritePost>, draft: &Draft) -> Result<Page> {
    let mut draft = draft.clone();
    if draft.is_blank() {
        draft.fields = standing(cx, post);
    }
    let around = pages::Around {
        choices: choices(cx)?,
        categories: store::categories(&cx.db, post)?,
        occasions: store::occasions(&cx.db, post, cx.today)?,
        decides: decides(cx)?,
        names: super::store::names(&cx.db, &post.targets)?,
        desk: photos::desk(cx, post)?,
    };
    Ok(pages::write(cx, post, &around, &draft))
}

/// What keeps it from being shown, at the fields where it is mended.
pub fn mend<R: Rule<On = Post>>(cx: &Cx, post: &May<R>, draft: &Draft) -> Result<Page> {
    let post = post.also::<WritePost>().ok_or(Error::NotFound)?;
    show(cx, &post, &Draft { fields: standing(cx, &post), faults: draft.faults.clone() })
}

/// What stands, as the composer's fields say it.
fn standing(cx: &Cx, post: &Post) -> Fields {
    let mut fields = Fields::default();
    fields.push("titre", post.title.as_str());
    fields.push("texte", post.body.as_str());
    fields.push("rubrique", post.category_id.map(|id| id.to_string()).unwrap_or_default());
    fields.push("occasion", post.occasion.as_str());
    for target in &post.targets {
        fields.push(
            "pour",
            match target {
                Target::School => "ecole".to_owned(),
                Target::Class(class) => class.to_string(),
            },
        );
    }
    for (name, is_so) in [("epingle", post.pinned_at.is_some()), ("commentaires", post.has_comments)] {
        if is_so {
            fields.push(name, "oui");
        }
    }
    if let Some(leaves_at) = post.leaves_at.filter(|at| *at > cx.now) {
        let leaves = leaves_at.zoned(&cx.zone);
        fields.push("quand", "plus_tard");
        fields.push("quand_le", leaves.date().to_string());
        fields.push("quand_a", leaves.strftime("%H:%M").to_string());
    }
    fields
}

/// The classes for which the viewer may mean it: their own first.
fn choices(cx: &Cx) -> Result<Vec<Choice>> {
    let viewer = cx.viewer()?;
    let blog = cx.may::<BeginPost>(())?;
    let mut choices = Vec::new();
    if viewer.is_director || viewer.is_staff || !viewer.teaches.is_empty() {
        for line in class::store::classes_of(&cx.db, cx.today)? {
            if !viewer.closed().contains(&line.id) {
                let is_own = viewer.is_director || viewer.teaches.contains(&line.id);
                choices.push(Choice { class: line.id, name: line.name, is_own });
            }
        }
    } else {
        let invited = contributors::store::inviting(&cx.db, &blog)?;
        let open = invited.into_iter().filter(|(class, _)| !viewer.closed().contains(class));
        choices.extend(open.map(|(class, name)| Choice { class, name, is_own: false }));
    }
    choices.sort_by_key(|one| !one.is_own);
    Ok(choices)
}

/// Whether the viewer publishes anywhere, and so decides of more than the text.
fn decides<D: std::borrow::Borrow<Rx>>(cx: &Cx<D>) -> Result<bool> {
    let viewer = cx.viewer()?;
    Ok(viewer.is_director || !viewer.teaches.is_empty())
}

pub fn save(cx: &Cx<Tx>, post: May<WritePost>, written: Written) -> Result<Page> {
    let leaves_at = match publishing::hour(&written.terms, &cx.zone, cx.now) {
        Ok(leaves_at) => leaves_at,
        Err(fault) => return Ok(Page::again(Faults::one("quand_le", fault))),
    };
    let text = &written.text;
    // By its occasion, too, other photos may be shown.
    let is_changed = post.title != text.title || post.body != text.body || post.occasion != text.occasion;
    let has_left = is_changed && leaving::leave(cx, &post)?;
    put(cx, &post, text, &written.targets, &written.terms, leaves_at)?;
    match written.gesture {
        Gesture::Keep => kept(cx, &post, leaves_at, has_left),
        Gesture::Show => Ok(Page::go(path::post(post.id))),
        Gesture::Submit => reviewing::submit(cx, post.id),
        Gesture::Publish if post.is_in_hand() && written.targets.is_empty() => {
            Ok(Page::again(Faults::one("pour", publishing::pages::FOR_WHOM)))
        }
        Gesture::Publish => match cx.may::<PublishPost>(post.id) {
            Ok(post) => publishing::publish(cx, &post, leaves_at),
            Err(Error::Forbidden) => Ok(Page::again(Faults::one("pour", pages::NOT_YOURS))),
            Err(error) => Err(error),
        },
    }
}

/// Kept as it is: what families read, or will read by itself, must still be whole.
fn kept(cx: &Cx<Tx>, post: &May<WritePost>, leaves_at: Option<Instant>, has_left: bool) -> Result<Page> {
    let said = if has_left { leaving::LEFT } else { pages::CORRECTED };
    match post.state {
        State::Draft | State::Returned => Ok(Page::go(path::of(post.id, "ecrire")).saying(pages::KEPT)),
        State::Scheduled => match cx.may_perhaps::<PublishPost>(post.id)? {
            Some(post) => publishing::publish(cx, &post, leaves_at),
            None => Err(Error::Conflict),
        },
        State::Submitted => Ok(Page::go(path::post(post.id)).saying(pages::CORRECTED)),
        State::Published | State::Withdrawn => match publishing::still_whole(cx, post.id)? {
            faults if faults.is_empty() => Ok(Page::go(path::post(post.id)).saying(said)),
            faults => Ok(Page::again(faults)),
        },
    }
}

fn put(
    cx: &Cx<Tx>,
    post: &May<WritePost>,
    text: &Text,
    targets: &BTreeSet<Target>,
    terms: &Terms,
    leaves_at: Option<Instant>,
) -> Result<()> {
    store::write(&cx.db, post, text, cx.now)?;
    cx.refers("post", post.id.number(), &text.body)?;
    if post.is_in_hand() {
        for target in targets {
            match target {
                Target::School => cx.may::<WriteToSchool>(()).map(drop)?,
                Target::Class(class) => cx.may::<ProposeTo>(*class).map(drop)?,
            }
        }
        store::aim(&cx.db, post, targets)?;
    }
    if decides(cx)? {
        store::set_terms(&cx.db, post, terms, leaves_at, cx.now)?;
    }
    Ok(())
}

/// Nothing of it changes for anybody but its author: no journal line, hence the plain gate.
pub fn keep(cx: &Cx<Tx>, _: SignedIn, kept: Kept) -> Result<Page> {
    let id = cx.ask.id("post").map(Id::new).ok_or(Error::NotFound)?;
    let post = cx.may::<WritePost>(id)?;
    if !post.is_in_hand() {
        return Err(Error::Conflict);
    }
    let leaves_at = publishing::hour(&kept.terms, &cx.zone, cx.now).ok().flatten();
    put(cx, &post, &kept.text, &kept.targets, &kept.terms, leaves_at)?;
    Ok(pages::kept())
}

pub fn throw_away_page(_: &Cx, post: &May<ThrowAwayPost>, _: &Draft) -> Result<Page> {
    if post.was_shown() { Err(Error::NotFound) } else { Ok(pages::throw_away(post)) }
}

pub fn throw_away(cx: &Cx<Tx>, post: May<ThrowAwayPost>, _: Nothing) -> Result<Page> {
    store::throw_away(&cx.db, &post)?;
    Ok(Page::go(path::BLOG).saying(pages::THROWN_AWAY))
}

fn sweep(tx: &Tx, by: &crate::base::jobs::System, _: &retention::Terms, now: Instant) -> Result<usize> {
    store::sweep(tx, (now.plus(-EMPTY), now.plus(-ABANDONED)), by)
}
