//! Photos that a consent taken back hides. They are hidden by themselves: each request judges them. Here their author and the
//! class's teachers are told once, and find the three ways out; a consent given again ends it without a word.

mod mail;
mod pages;
pub mod store;

use super::{Shot, Shown, seen};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{System, runner::Runs},
        mail::{is_address, store as outbox},
    },
    door::{Cx, Page},
    rooms::blog::{
        Post,
        policy::{PublishPost, SettleHidden},
    },
    school::{
        Pupil,
        consent::said::{CONSENT_CHANGED, ConsentChanged},
        notice::{Anyway, Whom},
        permit::May,
        quiet, settings,
    },
};
use maud::Markup;

pub const HIDDEN: Anyway = Anyway {
    sentence: "Quand un accord retiré masque une photo que vous avez publiée, un e-mail vous le dit toujours : un enfant est concerné.",
    to: Whom::Staff,
};

/// Photos that one list looks at.
const ALL: usize = 1000;

pub const RUNS: Runs = Runs { name: CONSENT_CHANGED, run };

fn run(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let changed: ConsentChanged = serde_json::from_str(payload)?;
    let school = settings::store::facts(tx)?;
    let today = now.date(&school.zone_of_time());
    for post in store::published_with(tx, changed.pupil(), by)? {
        let shots = seen::shots(tx, &post, today)?;
        let mut newly = 0;
        for shot in shots.iter().filter(|shot| shows(shot, changed.pupil())) {
            if shot.bare.shown == Shown::All && !shot.faces.may_be_shown_to_all() {
                newly += usize::from(store::hide(tx, post.id, shot.id(), now, by)?);
            } else {
                store::show_again(tx, post.id, shot.id(), by)?;
            }
        }
        if newly == 0 {
            continue;
        }
        let leaves_at = quiet::store::quiet(tx)?.next_for_staff(now);
        for reader in store::readers(tx, &post, today, by)? {
            if is_address(&reader.email) {
                let address = school.address_from_home();
                outbox::post_for(
                    tx,
                    &mail::letter(&school.name, &reader, &post.title, newly, address),
                    leaves_at,
                    now,
                )?;
            }
        }
    }
    Ok(())
}

fn shows(shot: &Shot, pupil: Id<Pupil>) -> bool {
    shot.faces.seen.contains(&pupil)
}

/// « Photos masquées ».
pub fn show(cx: &Cx, _: May<SettleHidden>) -> Result<Page> {
    Ok(pages::list(&to_settle(cx)?))
}

/// Post by post, the photos hidden for want of a consent of which the viewer may decide.
fn to_settle(cx: &Cx) -> Result<Vec<(May<PublishPost>, Vec<Shot>)>> {
    let mut posts = Vec::new();
    for (post, _) in store::with_hidden(&cx.db, cx.viewer()?, cx.now, ALL)? {
        posts.extend(hidden_of(cx, post)?);
    }
    Ok(posts)
}

/// `None` where nothing is hidden, or not for the viewer to decide.
fn hidden_of(cx: &Cx, post: Id<Post>) -> Result<Option<(May<PublishPost>, Vec<Shot>)>> {
    let Some(post) = cx.may_perhaps::<PublishPost>(post)? else { return Ok(None) };
    let mut hidden = seen::shots(&cx.db, &post, cx.today)?;
    hidden.retain(is_hidden);
    Ok((!hidden.is_empty()).then_some((post, hidden)))
}

fn is_hidden(shot: &Shot) -> bool {
    shot.bare.shown == Shown::All && !shot.faces.without_consent.is_empty()
}

/// Above the blog of who may decide; nothing while nothing waits.
pub fn above(any_waits: bool) -> Markup {
    pages::above(any_waits)
}

/// Whether photos wait for the viewer to decide; for the blog's own page, which judges the last one alone where that tells: a
/// child of a whole year's photos may be hidden in hundreds.
pub fn any_waits_for(cx: &Cx) -> Result<bool> {
    // The last one tells, but where it was settled since.
    for most in [1, ALL] {
        for (post, media) in store::with_hidden(&cx.db, cx.viewer()?, cx.now, most)? {
            let Some(post) = cx.may_perhaps::<PublishPost>(post)? else { continue };
            if seen::undressed(&cx.db, &post, &media, cx.today)?.iter().any(is_hidden) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
