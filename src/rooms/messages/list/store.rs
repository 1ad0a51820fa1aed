//! Lists of threads: by member and time, paged by key, so that the tenth year costs what the first did.

use super::Shelf;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::messages::{
        Answers, Facts, State, Thread,
        addressing::Said,
        policy::{OpenMessages, is_as_oneself},
        store::{MESSAGE, facts, formal, said},
    },
    school::{Person, permit::May, viewer::Viewer},
};
use rusqlite::params;

/// Where a page begins: after the thread that was last then.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct After(pub Instant, pub i64);

impl After {
    pub const START: After = After(Instant(i64::MAX), i64::MAX);
}

#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub shelf: Shelf,
    pub after: After,
    pub limit: i64,
}

/// A thread as its member's list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub thread: Id<Thread>,
    pub subject: String,
    pub opener: Id<Person>,
    pub opener_name: String,
    pub answers: Answers,
    pub said: Vec<Said>,
    pub last_at: Instant,
    pub unread: i64,
    /// The newest message that the viewer sees: its text, who wrote it, whether it waits.
    pub body: String,
    pub author: Option<Id<Person>>,
    pub author_name: String,
    pub leaves_at: Option<Instant>,
    pub has_pieces: bool,
}

impl Listed {
    pub fn key(&self) -> After {
        After(self.last_at, self.thread.number())
    }
}

const LISTED: &str = "SELECT t.id, t.subject, t.opener, o.civility, o.first_name, CASE o.usage_name WHEN '' THEN o.last_name ELSE o.usage_name END,
       t.answers, t.to_said, b.last_at, b.unread, coalesce(n.body, ''), n.author, coalesce(a.civility, ''), coalesce(a.first_name, ''),
       coalesce(CASE a.usage_name WHEN '' THEN a.last_name ELSE a.usage_name END, ''), CASE n.state WHEN 'waiting' THEN n.leaves_at END,
       EXISTS (SELECT 1 FROM message_media e WHERE e.message = n.id)
     FROM thread_member b CROSS JOIN thread t ON t.id = b.thread JOIN person o ON o.id = t.opener
     LEFT JOIN message n ON n.id = (SELECT x.id FROM message x WHERE x.thread = b.thread
       AND (x.state = 'delivered' AND (x.only_to IS NULL OR x.only_to = ?1 OR x.author = ?1) OR x.state = 'waiting' AND x.author = ?1)
       ORDER BY x.id DESC LIMIT 1)
     LEFT JOIN person a ON a.id = n.author";
/// As [`Thread`]'s own rule says it: through a child that the viewer reads of, else as oneself.
const HELD: &str = "CASE WHEN EXISTS (SELECT 1 FROM thread_through w WHERE w.thread = b.thread AND w.person = b.person)
       THEN EXISTS (SELECT 1 FROM thread_through w WHERE w.thread = b.thread AND w.person = b.person AND w.pupil IN (SELECT value FROM json_each(?2)))
       ELSE ?3 END";
const PAGED: &str = "(b.last_at, b.thread) < (?4, ?5) ORDER BY b.last_at DESC, b.thread DESC LIMIT ?6";

/// The latest first.
pub fn threads(rx: &Rx, mailbox: &May<OpenMessages>, viewer: &Viewer, asked: &Asked) -> Result<Vec<Listed>> {
    let sql = match asked.shelf {
        Shelf::Archive => archive_sql(),
        Shelf::Unread => unread_sql(),
        Shelf::Standing | Shelf::Drafts => standing_sql(),
    };
    let After(at, thread) = asked.after;
    let values = params![mailbox.by(), own_children(viewer), is_as_oneself(viewer), at, thread, asked.limit];
    rx.all(&sql, values, |row| {
        Ok(Listed {
            thread: row.get(0)?,
            subject: row.get(1)?,
            opener: row.get(2)?,
            opener_name: formal(row, 3)?,
            answers: Answers::parse(&row.get::<_, String>(6)?),
            said: said(row, 7)?,
            last_at: row.get(8)?,
            unread: row.get(9)?,
            body: row.get(10)?,
            author: row.get(11)?,
            author_name: formal(row, 12)?,
            leaves_at: row.get(15)?,
            has_pieces: row.get(16)?,
        })
    })
}

fn standing_sql() -> String {
    format!("{LISTED} WHERE b.person = ?1 AND b.archived_at IS NULL AND {HELD} AND {PAGED}")
}

fn archive_sql() -> String {
    format!("{LISTED} WHERE b.person = ?1 AND b.archived_at IS NOT NULL AND {HELD} AND {PAGED}")
}

fn unread_sql() -> String {
    format!("{LISTED} WHERE b.person = ?1 AND b.unread > 0 AND {HELD} AND {PAGED}")
}

/// In how many threads there is something unread, up to a hundred.
pub fn unread(rx: &Rx, mailbox: &May<OpenMessages>, viewer: &Viewer) -> Result<i64> {
    rx.value(
        &format!("SELECT count(*) FROM (SELECT 1 FROM thread_member b WHERE b.person = ?1 AND b.unread > 0 AND {HELD} LIMIT 100)"),
        params![mailbox.by(), own_children(viewer), is_as_oneself(viewer)],
    )
}

/// In any thread, archived or not.
pub fn takes_part(rx: &Rx, viewer: &Viewer) -> Result<bool> {
    // One half an index: the list's, the archive's.
    rx.exists(
        "SELECT 1 FROM thread_member WHERE person = ?1 AND archived_at IS NULL
         UNION ALL SELECT 1 FROM thread_member WHERE person = ?1 AND archived_at IS NOT NULL",
        [viewer.person],
    )
}

fn own_children(viewer: &Viewer) -> String {
    let children: Vec<_> = viewer.children.iter().filter(|child| child.given.reads).map(|child| child.id).collect();
    Id::json(&children)
}

/// The viewer's own, the latest first, with the subject of the thread for an answer.
pub fn drafts(rx: &Rx, mailbox: &May<OpenMessages>) -> Result<Vec<(Facts, String)>> {
    let all = rx.all(
        &format!(
            "SELECT {MESSAGE}, coalesce(t.subject, '') FROM message m LEFT JOIN thread t ON t.id = m.thread
             WHERE m.author = ?1 AND m.state = 'draft' AND (m.body <> '' OR m.draft <> '' OR EXISTS (SELECT 1 FROM message_media e WHERE e.message = m.id))
             ORDER BY m.changed_at DESC LIMIT 50"
        ),
        [mailbox.by()],
        |row| Ok((facts(row)?, row.get(13)?)),
    )?;
    Ok(all.into_iter().filter(|(draft, _)| draft.state == State::Draft).collect())
}
