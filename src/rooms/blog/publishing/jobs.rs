//! The hour of a post that waits: who set it is judged anew, as if they pressed the button then. What is missing by then
//! keeps it back, and its author is told.

use super::{ready, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::{Job, System, runner::Runs},
    },
    door::gate::on_behalf,
    rooms::blog::{
        Post, ROOM, Stopped, Target,
        policy::PublishPost,
        telling::{self, News},
    },
    school::{
        audience::Addressed,
        journal,
        permit::May,
        policy::{WriteToClass, WriteToSchool},
        services, settings,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: PublishAt::NAME, run: leave };

#[derive(Serialize, Deserialize)]
pub struct PublishAt {
    post: i64,
    leaves_at: Instant,
}

impl Job for PublishAt {
    const NAME: &'static str = "publish_post";
}

impl PublishAt {
    pub fn of(post: Id<Post>, leaves_at: Instant) -> PublishAt {
        PublishAt { post: post.number(), leaves_at }
    }
}

fn leave(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let job: PublishAt = serde_json::from_str(payload)?;
    let post = Id::<Post>::new(job.post);
    // Published or taken back meanwhile, or put off: this job is not the one that counts.
    let Some(due) = store::due(tx, post, by)?.filter(|due| due.leaves_at == job.leaves_at) else { return Ok(()) };
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    let why = match permitted(on_behalf::<PublishPost>(tx, by, due.by, ROOM.name, post, today))? {
        None => Some(Stopped::Right),
        Some(may) => show(tx, by, &may, now, today)?,
    };
    let act = match why {
        Some(why) => {
            store::stop(tx, post, why, now, by)?;
            "StopPost"
        }
        None => "ShowPost",
    };
    match why {
        Some(Stopped::Right) => telling::tell(tx, post, News::Submitted, now)?,
        Some(Stopped::Problem) => telling::tell(tx, post, News::Returned, now)?,
        None => telling::tell(tx, post, News::Published, now)?,
    }
    journal::store::add(tx, &journal::Entry { at: now, by: None, act, thing: "post", thing_id: Some(post.number()) })
}

/// Published, or why not.
fn show(tx: &Tx, by: &System, post: &May<PublishPost>, now: Instant, today: Date) -> Result<Option<Stopped>> {
    let closed = services::store::off(tx)?.classes(ROOM.name);
    let mut to = Addressed::anew(&closed, by);
    for target in &post.targets {
        let person = post.by();
        let is_theirs = match target {
            Target::School => {
                permitted(on_behalf::<WriteToSchool>(tx, by, person, ROOM.name, (), today))?.map(|may| to.school(&may))
            }
            Target::Class(class) => permitted(on_behalf::<WriteToClass>(tx, by, person, ROOM.name, *class, today))?
                .map(|may| to.class(&may)),
        };
        if is_theirs.is_none() {
            return Ok(Some(Stopped::Right));
        }
    }
    if !ready::problems(tx, post, today)?.is_empty() {
        return Ok(Some(Stopped::Problem));
    }
    store::publish(tx, post, &to, &closed, now, today)?;
    Ok(None)
}

/// Nothing where it is refused.
fn permitted<T>(judged: Result<T>) -> Result<Option<T>> {
    match judged {
        Ok(may) => Ok(Some(may)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}
