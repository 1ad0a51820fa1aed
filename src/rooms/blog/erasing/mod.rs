//! What becomes of the blog when somebody is erased, or when posts are older than the school keeps them. With the child goes the
//! consent: a photo, a sound or a video on which the child can be recognised goes whole, for everybody, unless the child was
//! drawn over; [`going`] says so before. What a guardian allowed for a child who stays is proof,
//! and stays without their name. A family's comments and unpublished posts go; what it published stays without its name.

mod bearing;
pub mod store;

pub use bearing::{bears, unname};

use super::{
    path,
    policy::{OpenBlog, ReadPost},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        french,
        jobs::System,
    },
    door::{
        Cx,
        erasing::Going,
        found::{Found, Kind as Answer, MOST},
        room::Forgets,
    },
    school::{
        Person,
        erasure::Subject,
        retention::{Kind, Terms},
    },
};

pub const POSTS: Forgets = Forgets { name: "old posts", run: forget };
pub const CONSENTS: Forgets = Forgets { name: "old consents", run: forget_consents };

pub fn erase(tx: &Tx, subject: &Subject) -> Result<()> {
    if let Some(pupil) = subject.pupil {
        store::remove_recognised(tx, pupil, subject)?;
    }
    store::remove_unpublished(tx, subject)?;
    store::disown_consents(tx, subject)?;
    if subject.is_staff { store::disown_comments(tx, subject) } else { Ok(()) }
}

/// What everybody loses with this child, so that a face may be drawn over before.
pub fn going(cx: &Cx, person: Id<Person>) -> Result<Option<Going>> {
    let Some(blog) = cx.may_perhaps::<OpenBlog>(())? else { return Ok(None) };
    let posts = store::recognised(&cx.db, &blog, person)?;
    let (all, shared) = posts.iter().fold((0, 0), |(all, shared), (_, here, with)| (all + here, shared + with));
    if all == 0 {
        return Ok(None);
    }
    let mut said = format!(
        "{} du blog où l’on reconnaît l’enfant {} pour toutes les familles",
        french::count(all, "photo ou enregistrement", "photos ou enregistrements"),
        french::plural(all, "disparaît", "disparaissent")
    );
    match shared {
        0 => {}
        _ if shared == all => said.push_str(", d’autres enfants y sont aussi"),
        _ => said.push_str(&format!(", dont {} avec d’autres enfants", french::number(shared))),
    }
    said.push_str(". Pour garder une photo, floutez d’abord son visage\u{202f}: elle reste alors, sans l’enfant.");
    let mut things = Vec::new();
    for (post, here, _) in posts.into_iter().take(MOST) {
        if let Some(post) = cx.may_perhaps::<ReadPost>(post)? {
            let about = french::count(here, "photo ou enregistrement", "photos ou enregistrements");
            things.push(Found::new(Answer::Post, path::post(post.id), post.title.clone(), about));
        }
    }
    Ok(Some(Going { said, things }))
}

fn forget(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_old(tx, terms.before(Kind::Posts, now), by)
}

/// They are the proof of what the blog shows: once nothing of that year is left to be shown.
fn forget_consents(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_consents(tx, terms.before(Kind::Consents, now).date(&jiff::tz::TimeZone::UTC), by)
}
