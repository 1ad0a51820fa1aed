//! The outbox's rows.

use super::{
    Letter, refusals,
    transport::{Blame, Refusal},
};
use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
    secret::Token,
};
use rusqlite::{Row, params};

/// A letter that waits, with its row.
pub struct Waiting {
    pub id: i64,
    pub kind: String,
    pub person: Option<i64>,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    pub reply: String,
    pub unsubscribe: String,
    pub about: String,
    /// The secret of its envelope's sender, drawn for this try.
    pub returns: String,
    pub posted_at: Instant,
    /// When it was due, before this try.
    pub due_at: Instant,
    pub attempts: usize,
}

const LEASE: i64 = 10 * Instant::MINUTE;
/// « Not now »: waits before each further try, in seconds; five days in all.
const WAITS: [i64; 11] =
    [60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600, 24 * 3_600, 24 * 3_600, 24 * 3_600];
/// « No », although somebody is there: asked again a few times, not for days.
const RELUCTANT: [i64; 3] = [3_600, 6 * 3_600, 24 * 3_600];
/// A letter that no server was there to take is no news any more.
const STALE: i64 = 5 * Instant::DAY;
/// The same for one that is put off each evening: so many times in all.
const NIGHTS: i64 = 5;
/// Letters about an account, for which somebody sits and waits: they pass before the others, and have a tenth of the hour to themselves.
pub const PRESSING: &str = "compte";
const BURST: i64 = 5 * Instant::MINUTE;
const WAITING: &str = "SELECT id, recipient, subject, text, html, reply, unsubscribe, posted_at, send_at, attempts, kind, person, about FROM outbox";
const EMPTIED: &str = "text = '', html = NULL, reply = '', unsubscribe = ''";

pub fn post(tx: &Tx, letter: &Letter, now: Instant) -> Result<i64> {
    post_for(tx, letter, now, now)
}

/// The same, to leave later: what staff is told of at night waits for the morning.
pub fn post_for(tx: &Tx, letter: &Letter, send_at: Instant, now: Instant) -> Result<i64> {
    tx.insert(
        "INSERT INTO outbox (recipient, kind, subject, text, html, person, reply, unsubscribe, about, posted_at, send_at, calm)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            letter.to,
            letter.kind,
            letter.subject,
            letter.text,
            letter.html,
            letter.person,
            letter.reply,
            letter.unsubscribe,
            letter.about,
            now,
            send_at,
            letter.is_calm
        ],
    )
}

/// Takes back what still waits about a thing; whose letters they were.
pub fn take_back(tx: &Tx, about: &str) -> Result<Vec<i64>> {
    let waiting = tx.all(
        "SELECT person FROM outbox WHERE about = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL AND person IS NOT NULL",
        [about],
        |row| row.get(0),
    )?;
    tx.run("DELETE FROM outbox WHERE about = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL", [about])?;
    Ok(waiting)
}

/// Takes back everything that still waits for a person about some thing: they may know of it no more.
pub fn take_back_from(tx: &Tx, person: i64) -> Result<usize> {
    tx.run("DELETE FROM outbox WHERE person = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL", [person])
}

/// Takes back these, as far as they still wait.
pub fn take_back_these(tx: &Tx, letters: &[i64]) -> Result<usize> {
    tx.run(
        "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?1)) AND sent_at IS NULL AND given_up_at IS NULL",
        [serde_json::to_string(letters)?],
    )
}

/// To another address of the same person's.
pub fn readdress(tx: &Tx, letter: i64, to: &str) -> Result<()> {
    tx.run("UPDATE outbox SET recipient = ?2 WHERE id = ?1", params![letter, to])?;
    Ok(())
}

/// Whoever this was is erased: their letters go, sent or not, with what was known of their address (folded; empty: another has it
/// too), and the letters to others that name them in their subject.
pub fn forget_about(tx: &Tx, person: i64, address: &str, names: &[String]) -> Result<()> {
    tx.run("DELETE FROM outbox WHERE person = ?1 OR (?2 <> '' AND lower(recipient) = ?2)", params![person, address])?;
    for name in names {
        let named: Vec<(i64, String)> =
            tx.all("SELECT id, subject FROM outbox WHERE instr(subject, ?1) > 0", [name], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for (id, _) in named.iter().filter(|(_, subject)| is_named(subject, name)) {
            tx.run("DELETE FROM outbox WHERE id = ?1", [id])?;
        }
    }
    tx.run("DELETE FROM mail_refusal WHERE address = ?1", [address])?;
    Ok(())
}

/// « Jean Martin » is not named where « Jean Martinez » is.
fn is_named(subject: &str, name: &str) -> bool {
    subject.match_indices(name).any(|(at, _)| {
        let is_open = |next: Option<char>| next.is_none_or(|c| !c.is_alphanumeric());
        is_open(subject[..at].chars().next_back()) && is_open(subject[at + name.len()..].chars().next())
    })
}

/// Two persons turned out to be one: what waits for the first waits for the second.
pub fn hand_over(tx: &Tx, from: i64, to: i64) -> Result<usize> {
    tx.run(
        "UPDATE outbox SET person = ?2 WHERE person = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL",
        [from, to],
    )
}

/// Whether a letter about that thing waits for that person already.
pub fn is_waiting(rx: &Rx, about: &str, person: i64) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM outbox WHERE about = ?1 AND about <> '' AND person = ?2 AND sent_at IS NULL AND given_up_at IS NULL",
        params![about, person],
    )
}

/// Whether a look with the writer in hand is worth it.
pub fn is_due(rx: &Rx, now: Instant) -> Result<bool> {
    rx.exists("SELECT 1 FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND send_at <= ?1", [now])
}

/// The school is quiet until then: what is calm and due waits for it, be it late by the hour's allowance or by a server's fault.
pub fn put_off(tx: &Tx, until: Instant, now: Instant) -> Result<usize> {
    tx.run(
        "UPDATE outbox SET send_at = ?1, calm = calm + 1
         WHERE sent_at IS NULL AND given_up_at IS NULL AND send_at <= ?2 AND calm > 0",
        params![until, now],
    )
}

/// Gives up what has no more sense to send: to an address that refuses for good, or days after no server would take it.
pub fn weed(tx: &Tx, now: Instant) -> Result<usize> {
    tx.run(
        &format!(
            "UPDATE outbox SET given_up_at = ?1, {EMPTIED} WHERE sent_at IS NULL AND given_up_at IS NULL AND send_at <= ?1
               AND (attempts = 0 AND (send_at < ?2 OR calm > ?3)
                 OR EXISTS (SELECT 1 FROM mail_refusal r WHERE r.address = lower(recipient) AND r.stopped_at IS NOT NULL))"
        ),
        params![now, now.plus(-STALE), NIGHTS],
    )
}

/// What is due to somebody's own, at an address that refuses for good: perhaps it is theirs no more.
pub fn refused(rx: &Rx, now: Instant) -> Result<Vec<Waiting>> {
    rx.all(
        &format!("{WAITING} WHERE sent_at IS NULL AND given_up_at IS NULL AND send_at <= ?1 AND about <> '' AND person IS NOT NULL
           AND EXISTS (SELECT 1 FROM mail_refusal r WHERE r.address = lower(recipient) AND r.stopped_at IS NOT NULL)"),
        [now],
        waiting,
    )
}

/// Leases the oldest letter that is due, as far as `per_hour` allows: never more in any hour, and not all at its beginning.
pub fn lease(tx: &Tx, per_hour: i64, now: Instant) -> Result<Option<Waiting>> {
    let sent = |since: i64| -> Result<i64> {
        let sql = "SELECT count(*) FROM outbox WHERE sent_at > ?1 AND sent_at <= ?2";
        tx.value(sql, params![now.plus(-since), now])
    };
    let in_an_hour = sent(Instant::HOUR)?;
    if in_an_hour >= per_hour {
        return Ok(None);
    }
    let all_pass = in_an_hour < per_hour - per_hour / 10 && sent(BURST)? < (per_hour / 6).max(1);
    let waiting = tx.one(
        &format!(
            "{WAITING} WHERE sent_at IS NULL AND given_up_at IS NULL AND send_at <= ?1 AND (?2 OR kind = ?3)
           AND NOT EXISTS (SELECT 1 FROM mail_refusal r WHERE r.address = lower(recipient) AND r.stopped_at IS NOT NULL)
         ORDER BY kind <> ?3, send_at, id LIMIT 1"
        ),
        params![now, all_pass, PRESSING],
        waiting,
    )?;
    let Some(mut letter) = waiting else { return Ok(None) };
    let returns = Token::draw()?;
    tx.run(
        "UPDATE outbox SET send_at = ?2, attempts = attempts + 1, returns = ?3 WHERE id = ?1",
        params![letter.id, now.plus(LEASE), returns.digest().as_slice()],
    )?;
    letter.returns = returns.reveal().to_owned();
    Ok(Some(letter))
}

pub fn sent(tx: &Tx, letter: &Waiting, now: Instant) -> Result<()> {
    // Once sent, the words have no more business here.
    let sql = format!("UPDATE outbox SET sent_at = ?2, fault = NULL, {EMPTIED} WHERE id = ?1");
    tx.run(&sql, params![letter.id, now])?;
    refusals::store::clear(tx, &letter.to, now)
}

pub fn failed(tx: &Tx, letter: &Waiting, refusal: &Refusal, now: Instant) -> Result<()> {
    let waits: &[i64] = match refusal.blame {
        // Nothing of this is the letter's: it waits as before, and no try of its own is spent.
        Blame::Server => {
            tx.run(
                "UPDATE outbox SET send_at = ?2, attempts = ?3, fault = ?4 WHERE id = ?1",
                params![letter.id, letter.due_at, letter.attempts as i64, refusal.said],
            )?;
            return Ok(());
        }
        Blame::Moment => &WAITS,
        Blame::Reluctance => &RELUCTANT,
        Blame::Address | Blame::Letter => &[],
    };
    if matches!(refusal.blame, Blame::Address | Blame::Reluctance) {
        refusals::store::mark(tx, &letter.to, &refusal.said, refusal.blame == Blame::Address, now)?;
    }
    match waits.get(letter.attempts) {
        Some(wait) => tx.run(
            "UPDATE outbox SET send_at = ?2, fault = ?3 WHERE id = ?1",
            params![letter.id, now.plus(*wait), refusal.said],
        )?,
        None => tx.run(
            &format!("UPDATE outbox SET given_up_at = ?2, fault = ?3, {EMPTIED} WHERE id = ?1"),
            params![letter.id, now, refusal.said],
        )?,
    };
    Ok(())
}

/// To which address the letter went whose envelope had this secret; `None` for a secret that is none of ours.
pub fn returned(rx: &Rx, token: &str) -> Result<Option<String>> {
    let digest = Token::presented(token).digest();
    rx.one("SELECT recipient FROM outbox WHERE returns = ?1", [digest.as_slice()], |row| row.get(0))
}

pub fn count_waiting(rx: &Rx) -> Result<i64> {
    rx.value("SELECT count(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL", [])
}

/// How the outbox stands: what waits, what was given up lately, and what the server said last.
#[derive(Default)]
pub struct Outbox {
    pub waiting: i64,
    pub given_up: i64,
    pub last_sent: Option<Instant>,
    pub last_fault: Option<String>,
    /// The oldest that is due, or was tried and did not leave.
    pub late_since: Option<Instant>,
}

pub fn outbox(rx: &Rx, now: Instant) -> Result<Outbox> {
    Ok(Outbox {
        late_since: rx.value(
            "SELECT min(posted_at) FROM outbox
             WHERE sent_at IS NULL AND given_up_at IS NULL AND (send_at <= ?1 OR fault IS NOT NULL)",
            [now],
        )?,
        waiting: count_waiting(rx)?,
        given_up: rx.value("SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL", [])?,
        last_sent: rx.value("SELECT max(sent_at) FROM outbox", [])?,
        last_fault: rx.one(
            "SELECT fault FROM outbox WHERE fault IS NOT NULL AND sent_at IS NULL ORDER BY send_at DESC, id DESC LIMIT 1",
            [],
            |row| row.get(0),
        )?,
    })
}

/// Letters sent or given up long ago: an address has no business here for ever.
pub fn forget_old(tx: &Tx, before: Instant) -> Result<usize> {
    tx.run("DELETE FROM outbox WHERE sent_at < ?1 OR given_up_at < ?1", [before])
}

fn waiting(row: &Row) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        id: row.get(0)?,
        to: row.get(1)?,
        subject: row.get(2)?,
        text: row.get(3)?,
        html: row.get(4)?,
        reply: row.get(5)?,
        unsubscribe: row.get(6)?,
        returns: String::new(),
        posted_at: row.get(7)?,
        due_at: row.get(8)?,
        attempts: row.get::<_, i64>(9)? as usize,
        kind: row.get(10)?,
        person: row.get(11)?,
        about: row.get(12)?,
    })
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn a_name_ends_where_the_word_does() {
        assert!(is_named("Réponse de Jean Martin", "Jean Martin") && is_named("Jean Martin : signé", "Jean Martin"));
        assert!(
            !is_named("Pour Jean Martinez", "Jean Martin") && is_named("Jean Martinez et Jean Martin", "Jean Martin")
        );
    }
}
