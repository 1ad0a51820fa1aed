//! What a digest says of posts: each judged anew when it leaves, so that one withdrawn since, or a child who is no longer
//! theirs, is not in it.

use super::{POST, REVIEW, jobs::permitted, mail, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::System,
    },
    rooms::blog::{
        Post, ROOM, State,
        policy::{PublishPost, ReadPost},
    },
    school::{
        notice::{Entry, Notice},
        services, settings,
    },
};

pub fn digest(tx: &Tx, by: &System, notices: &[Notice], now: Instant) -> Result<Vec<Entry>> {
    if services::store::off(tx)?.is_off(ROOM.name) {
        return Ok(Vec::new());
    }
    let school = settings::store::facts(tx)?;
    let today = now.date(&school.zone_of_time());
    let address = school.address_from_home();
    let mut entries = Vec::new();
    for notice in notices {
        let post = Id::<Post>::new(notice.thing);
        let Some(row) = store::row(tx, post, by)? else { continue };
        let is_author = row.author == notice.person;
        let entry = match row.state {
            State::Published if notice.kind == POST.name => {
                let (Some(audience), Some(pupil)) = (row.audience, notice.pupil) else { continue };
                // The school's blog, this class's among them, is on, and the child still theirs.
                let reads = permitted::<ReadPost>(tx, by, notice.person, post, today)?.is_some();
                let is_for = store::is_for(tx, audience, notice.person, pupil, today, by)?;
                (reads && is_for).then(|| mail::entry(&row, Some(pupil), address))
            }
            State::Submitted if notice.kind == REVIEW.name => {
                let may = permitted::<PublishPost>(tx, by, notice.person, post, today)?;
                may.map(|_| mail::to_review(&row, address))
            }
            State::Returned if is_author => Some(mail::came_back(&row, address)),
            _ => None,
        };
        entries.extend(entry);
    }
    Ok(entries)
}
