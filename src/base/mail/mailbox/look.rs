//! One look into the mailbox: what came since the last one and is addressed to us, one letter after another. A letter is
//! taken and the position moved by the caller in one transaction; marking it as seen comes after, and may be lost.

use super::{
    Fault, Found, Mailbox, PATIENCE, Position, Taken, apart,
    connection::{self, Open, close, fault, slow, within},
};
use crate::base::{clock::Instant, mail::secret_address};
use async_imap::types::Fetch;
use futures_util::TryStreamExt;
use jiff::tz::TimeZone;

/// Letters in one look: the next one goes on.
const AT_MOST: usize = 50;
/// Of each letter; an answer stands at its beginning.
const BYTES: usize = 256 * 1024;
/// A mailbox that is new to us, or was built anew, is read this far back.
const BACK: i64 = 14 * Instant::DAY;
/// Where a server says to whom a letter was delivered.
const ADDRESSED: &str = "BODY.PEEK[HEADER.FIELDS (TO CC DELIVERED-TO X-ORIGINAL-TO ENVELOPE-TO X-DELIVERED-TO)]";

/// True when there may be more to read. `take` is called for each letter that is ours; `pass` moves over the others.
pub fn look(
    mailbox: &Mailbox,
    from: Position,
    now: Instant,
    take: &mut (dyn FnMut(Found) -> Taken + Send),
    pass: &mut (dyn FnMut(Position) -> bool + Send),
) -> Result<bool, Fault> {
    apart(async {
        let mut session = connection::open(mailbox).await?;
        let looked = read(&mut session, mailbox, from, now, take, pass).await;
        close(session).await;
        looked
    })
}

async fn read(
    session: &mut Open,
    mailbox: &Mailbox,
    from: Position,
    now: Instant,
    take: &mut (dyn FnMut(Found) -> Taken + Send),
    pass: &mut (dyn FnMut(Position) -> bool + Send),
) -> Result<bool, Fault> {
    let inbox = within(session.select("INBOX")).await?;
    let validity = i64::from(inbox.uid_validity.unwrap_or(0));
    let mut from = from;
    if from.validity != validity || from == Position::default() {
        from = Position { validity, uid: start(session, inbox.uid_next, now).await? };
        if !pass(from) {
            return Ok(false);
        }
    }
    let mut new: Vec<u32> = within(session.uid_search(format!("UID {}:*", from.uid + 1))).await?.into_iter().collect();
    // `n:*` holds the last letter even when its number is below n.
    new.retain(|uid| i64::from(*uid) > from.uid);
    new.sort_unstable();
    let is_all = new.len() <= AT_MOST;
    new.truncate(AT_MOST);
    let Some(last) = new.last().copied() else { return Ok(false) };
    for (uid, token) in addressed(session, mailbox, &new).await? {
        let at = Position { validity, uid: i64::from(uid) };
        let Some(raw) = text(session, uid).await? else { continue };
        match take(Found { at, token, raw }) {
            Taken::Yes => seen(session, uid).await?,
            Taken::No => {}
            Taken::Later => return Ok(false),
        }
    }
    Ok(pass(Position { validity, uid: i64::from(last) }) && !is_all)
}

/// The number before the first letter of the last days.
async fn start(session: &mut Open, next: Option<u32>, now: Instant) -> Result<i64, Fault> {
    let since = now.plus(-BACK).zoned(&TimeZone::UTC).strftime("%d-%b-%Y").to_string();
    let recent = within(session.uid_search(format!("SINCE {since}"))).await?;
    let first = recent.into_iter().min().or(next).unwrap_or(1);
    Ok(i64::from(first) - 1)
}

/// Those of `uids` that go to one of our secrets, in order. Of the others nothing is read but to whom they went.
async fn addressed(session: &mut Open, mailbox: &Mailbox, uids: &[u32]) -> Result<Vec<(u32, String)>, Fault> {
    let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let heads = fetched(session, &set, &format!("({ADDRESSED})")).await?;
    let mut found: Vec<(u32, String)> = heads
        .iter()
        .filter_map(|head| {
            let lines = String::from_utf8_lossy(head.header()?);
            Some((head.uid?, secret_address::token(&mailbox.address, &lines)?))
        })
        .filter(|(uid, _)| uids.contains(uid))
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(uid, _)| *uid);
    Ok(found)
}

async fn text(session: &mut Open, uid: u32) -> Result<Option<Vec<u8>>, Fault> {
    let found = fetched(session, &uid.to_string(), &format!("(BODY.PEEK[]<0.{BYTES}>)")).await?;
    let body = found.iter().filter(|one| one.uid == Some(uid)).find_map(|one| one.body());
    Ok(body.map(|raw| raw[..raw.len().min(BYTES)].to_vec()))
}

async fn seen(session: &mut Open, uid: u32) -> Result<(), Fault> {
    let marking = async {
        let answers = session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await?;
        answers.try_collect::<Vec<_>>().await
    };
    within(marking).await.map(drop)
}

async fn fetched(session: &mut Open, set: &str, what: &str) -> Result<Vec<Fetch>, Fault> {
    let fetching = async {
        let answers = session.uid_fetch(set, what).await?;
        answers.try_collect::<Vec<_>>().await
    };
    let patience = PATIENCE * 2;
    tokio::time::timeout(patience, fetching).await.map_err(|_| slow())?.map_err(|error| fault(&error))
}
