//! Who asks: login and application password in each request, over TLS alone (no other listener has these routes). No cookie is
//! read. A secret of 140 bits is not guessed: the throttle is there for programs that go on asking with one that was revoked,
//! and never keeps a good one out.

use super::answers::Stop;
use crate::{
    base::{clock::Instant, db::Rx, error::Error},
    door::{
        cx::{Ask, Cx},
        house::House,
        throttle::{self, Rate},
    },
    school::account::application::{Presented, store},
};
use actix_web::HttpRequest;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::borrow::Borrow;

/// Wrong ones from one network: a classroom's computers all at once, then one every minute.
const WRONG: Rate = Rate { at_once: 120, every: 60 };

pub fn presented(request: &HttpRequest) -> Option<Presented> {
    let said = request.headers().get("authorization")?.to_str().ok()?;
    let (scheme, rest) = said.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || rest.len() > 1_000 {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (login, password) = text.split_once(':')?;
    // Windows says its own name before, « PC\lea.martin ».
    let login = login.rsplit('\\').next().unwrap_or(login);
    Some(Presented::new(login.to_owned(), password.to_owned()))
}

/// Somebody is there, or the answer says how to come in.
pub fn must_be_known<D: Borrow<Rx>>(house: &House, ask: &Ask, cx: &Cx<D>) -> Result<(), Stop> {
    match (&ask.application, &cx.viewer) {
        (Some(_), Some(_)) => Ok(()),
        // A second factor is asked of them first, in a browser: nobody guesses at anything.
        (Some(_), None) if cx.held.is_some() => Err(Error::SignIn.into()),
        (Some(_), None) => Err(refuse(house, ask, cx.now)?),
        (None, _) => Err(Error::SignIn.into()),
    }
}

fn refuse(house: &House, ask: &Ask, now: Instant) -> Result<Stop, Error> {
    let buckets = [(format!("drive {}", throttle::network(ask.address)), WRONG)];
    let tx = house.db.write()?;
    let wait = throttle::take(&tx, &buckets, now)?;
    tx.commit()?;
    Ok(wait.map_or(Stop::House(Error::SignIn), Stop::Wait))
}

/// The day of its last use, once a day. That it cannot be noted now keeps nobody out.
pub fn note_use(house: &House, cx: &Cx) {
    let Some(presented) = &cx.ask.application else { return };
    let Ok(Some(opened)) = store::find(&cx.db, presented) else { return };
    if opened.used_at.is_none_or(|used| used.date(&cx.zone) != cx.today) {
        let noted = house.db.write().and_then(|tx| {
            store::note_used(&tx, opened.id, cx.now)?;
            tx.commit()
        });
        if let Err(error) = noted {
            tracing::info!(%error, "the use of an application password was not noted");
        }
    }
}
