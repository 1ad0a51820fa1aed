//! The rows of letters that told of messages, and of the answers that came back.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        mail::is_address,
        secret::Token,
    },
    rooms::messages::{Message, Thread},
    school::{
        Person,
        account::{Account, links},
    },
};
use rusqlite::params;

/// Whom a letter may be written to.
pub struct Addressee {
    pub person: Id<Person>,
    pub email: String,
    /// Another open account has the same address: whose answer it is cannot be told.
    pub is_shared: bool,
}

/// A letter as its row keeps it.
pub struct Row {
    pub id: i64,
    pub message: Id<Message>,
    pub person: Id<Person>,
    pub email: String,
    pub has_text: bool,
    pub expires_at: Instant,
    pub is_refused: bool,
}

/// A message that has just become something to others.
pub struct Handed {
    pub thread: Id<Thread>,
    pub author: Id<Person>,
    pub is_automatic: bool,
}

pub fn handed_over(rx: &Rx, message: Id<Message>) -> Result<Option<Handed>> {
    rx.one(
        "SELECT thread, author, how = 'automatic' FROM message WHERE id = ?1 AND state = 'delivered' AND thread IS NOT NULL",
        [message],
        |row| Ok(Handed { thread: row.get(0)?, author: row.get(1)?, is_automatic: row.get(2)? }),
    )
}

/// Nobody without an open account and an address, nobody who asked for paper, and no pupil.
pub fn addressee(rx: &Rx, person: Id<Person>, _: &System) -> Result<Option<Addressee>> {
    let found = rx.one(
        "SELECT p.email, a.id FROM person p JOIN account a ON a.person = p.id
         WHERE p.id = ?1 AND p.channel <> 'paper' AND a.activated_at IS NOT NULL AND a.closed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id)",
        [person],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, Id<Account>>(1)?)),
    )?;
    let Some((email, account)) = found.filter(|(email, _)| is_address(email)) else { return Ok(None) };
    Ok(Some(Addressee { person, email, is_shared: links::store::is_anothers(rx, account)? }))
}

/// Whether a letter without a text has told them of this thread since then, and more than this message waits in it unread.
pub fn was_told_since(rx: &Rx, message: &Message, person: Id<Person>, since: Instant, _: &System) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM message m JOIN message_letter l ON l.message = m.id
         JOIN thread_member b ON b.thread = m.thread AND b.person = l.person
         WHERE m.thread = ?1 AND m.id <> ?2 AND l.person = ?3 AND l.made_at > ?4 AND l.has_text = 0 AND b.unread > 1",
        params![message.thread, message.id, person, since],
    )
}

/// Opened already, with all that came before.
pub fn is_read(rx: &Rx, message: &Message, person: Id<Person>, _: &System) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM thread_member WHERE thread = ?1 AND person = ?2 AND unread = 0 AND read_to >= ?3",
        params![message.thread, person, message.id],
    )
}

pub fn add(
    tx: &Tx,
    message: &Message,
    to: &Addressee,
    reply: Option<&Token>,
    now: Instant,
    expires_at: Instant,
    _: &System,
) -> Result<()> {
    tx.insert(
        "INSERT INTO message_letter (message, person, email, has_text, reply, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![message.id, to.person, to.email, message.text_in_mail, reply.map(Token::digest), now, expires_at],
    )?;
    Ok(())
}

/// The names of what goes with it.
pub fn enclosed(rx: &Rx, message: &Message, _: &System) -> Result<Vec<String>> {
    rx.all(
        "SELECT d.name FROM message_media e JOIN media d ON d.id = e.media WHERE e.message = ?1 AND d.state <> 'refused' ORDER BY e.place",
        [message.id],
        |row| row.get(0),
    )
}

/// No address takes a reply any more, in whatever letter it was sent.
pub fn revoke_all(tx: &Tx, _: &System) -> Result<()> {
    tx.run("UPDATE message_letter SET reply = NULL WHERE reply IS NOT NULL", [])?;
    Ok(())
}

/// The letter that has this reply address.
pub fn replied(rx: &Rx, token: &Token, _: &System) -> Result<Option<Row>> {
    rx.one(
        "SELECT id, message, person, email, has_text, expires_at, refused_at IS NOT NULL FROM message_letter WHERE reply = ?1",
        [token.digest()],
        |row| {
            Ok(Row {
                id: row.get(0)?,
                message: row.get(1)?,
                person: row.get(2)?,
                email: row.get(3)?,
                has_text: row.get(4)?,
                expires_at: row.get(5)?,
                is_refused: row.get(6)?,
            })
        },
    )
}

/// False when it was taken already.
pub fn take(tx: &Tx, letter: &Row, incoming: &str, now: Instant, _: &System) -> Result<bool> {
    let added = tx.run(
        "INSERT INTO message_incoming (message, letter, received_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![incoming, letter.id, now],
    )?;
    Ok(added > 0)
}

pub fn refuse(tx: &Tx, letter: &Row, now: Instant, _: &System) -> Result<()> {
    tx.run("UPDATE message_letter SET refused_at = ?2 WHERE id = ?1", params![letter.id, now])?;
    Ok(())
}

pub fn forget_old(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    tx.run("DELETE FROM message_letter WHERE expires_at < ?1", [before])
}
