//! Lists of words: by audience and time, paged by key, so that the tenth year costs what the first did.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::{Error, Result},
    },
    rooms::liaison::{
        Asks, Category, Note,
        policy::{OpenBook, ReadNoteFor},
        store::{asks, category, date, formal},
    },
    school::{Class, Group, Pupil, permit::May},
};
use jiff::{ToSpan, civil::Date};
use rusqlite::{Row, params};
use std::ops::Deref;

/// Where a page begins: after the word sent then, under that number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After(pub Instant, pub i64);

impl After {
    pub const START: After = After(Instant(i64::MAX), i64::MAX);
}

/// What every list says of a word.
#[derive(Clone, Debug)]
pub struct Listed {
    pub note: Id<Note>,
    pub title: String,
    pub category: Category,
    pub asks: Asks,
    pub deadline_on: Option<Date>,
    pub sent_at: Instant,
    pub author_name: String,
    /// The last day on the front pages.
    pub shown_until: Option<Date>,
}

impl Listed {
    /// Still on the front pages; the book keeps it either way.
    pub fn is_shown(&self, today: Date) -> bool {
        self.shown_until.is_none_or(|until| until >= today)
    }
}

/// A word in a family's list, for one pupil.
#[derive(Clone, Debug)]
pub struct ForFamily {
    listed: Listed,
    pub pupil: Id<Pupil>,
    pub is_corrected: bool,
    /// The viewer's own answer.
    pub answered_at: Option<Instant>,
    /// The last reminder, unless this pupil's answer is in already.
    pub reminded_at: Option<Instant>,
    /// Through which group it came, if through one.
    pub group: Option<String>,
    /// It has questions to answer.
    pub has_slip: bool,
}

/// The same with the start of its text, for a card.
pub struct Waiting {
    pub word: ForFamily,
    pub body: String,
}

/// A word in a list of the staff's.
#[derive(Clone, Debug)]
pub struct ForStaff {
    listed: Listed,
    pub is_withdrawn: bool,
}

impl Deref for ForFamily {
    type Target = Listed;
    fn deref(&self) -> &Listed {
        &self.listed
    }
}

impl Deref for ForStaff {
    type Target = Listed;
    fn deref(&self) -> &Listed {
        &self.listed
    }
}

/// The columns of `Listed`, in every list.
const LISTED: &str = "SELECT n.id, v.title, n.category, n.asks, n.deadline_on, n.sent_at, p.civility, p.first_name,
     CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, n.shown_until";
const LISTED_FROM: &str =
    "JOIN liaison_version v ON v.note = n.id AND v.version = n.version JOIN person p ON p.id = n.author";

/// What a family's lists say besides; ?1 is the pupil, ?2 the guardian.
const FAMILY: &str = "a.pupil, n.version > 1,
     (SELECT max(r.answered_at) FROM liaison_answer r WHERE r.note = n.id AND r.pupil = a.pupil AND r.guardian = ?2 AND r.version >= n.asks_since AND r.cancelled_at IS NULL),
     (SELECT group_concat(t.name, ', ') FROM audience_group g JOIN pupil_group t ON t.id = g.team WHERE g.audience = a.audience AND g.pupil = a.pupil)";
const FAMILY_FROM: &str = "FROM audience_pupil a CROSS JOIN liaison_note n ON n.audience = a.audience";
/// Of a word `n` and a pupil reached `a`: one answer is enough for this pupil, and it is there.
const SETTLED: &str = "(n.asks IN ('read', 'one') AND EXISTS (SELECT 1 FROM liaison_answer r WHERE r.note = n.id AND r.pupil = a.pupil AND r.version >= n.asks_since AND r.cancelled_at IS NULL))";
/// Of a word `n`: its time is over; ?3 is today, ?4 since when one without a date is fresh.
const PAST: &str = "coalesce(n.deadline_on < ?3, n.sent_at < ?4)";
/// Of a word `n` and a pupil reached `a`: it stands, and was not addressed to this pupil by name.
const TOLD_TO_ALL: &str = "n.withdrawn_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM audience_part o WHERE o.audience = a.audience AND o.kind = 'pupil' AND o.part = a.pupil)";
/// Whether a word `n` has questions.
const HAS_SLIP: &str = "EXISTS (SELECT 1 FROM liaison_question q WHERE q.note = n.id)";
/// When families were last reminded of a word `n`.
const REMINDED: &str = "SELECT max(m.reminded_at) FROM liaison_reminder m WHERE m.note = n.id";

/// What nobody answered in two months waits no longer; it stays in the book. They begin anew with a correction, a reminder,
/// and the deadline.
const WAITS_DAYS: i64 = 60;
/// A word without a date that another guardian has answered waits so long for this one.
const UNDATED_DAYS: i64 = 14;
/// How far back is looked at all.
const YEAR_DAYS: i64 = 366;

/// A child's words, newest first. `pupil` is one of the viewer's own, as the session read them.
pub fn of_pupil(rx: &Rx, book: &May<OpenBook>, pupil: Id<Pupil>, after: After, limit: i64) -> Result<Vec<ForFamily>> {
    rx.all(&of_pupil_sql(), params![pupil, book.by(), after.0, after.1, limit], family_row)
}

/// A child's words that ask for something and that the viewer has not answered. Where one guardian's answer is enough and
/// is there, the word stops waiting for the others once its date is past: nothing is late for them.
pub fn unanswered(rx: &Rx, book: &May<OpenBook>, pupil: Id<Pupil>, now: Instant, today: Date) -> Result<Vec<Waiting>> {
    let ago = |days: i64| now.plus(-days * Instant::DAY);
    let deadline_since = today.saturating_sub(WAITS_DAYS.days()).to_string();
    let since = params![
        pupil,
        book.by(),
        today.to_string(),
        ago(UNDATED_DAYS),
        ago(YEAR_DAYS),
        ago(WAITS_DAYS),
        deadline_since
    ];
    let rows = rx.all(&unanswered_sql(), since, |row| Ok(Waiting { word: family_row(row)?, body: row.get(16)? }))?;
    Ok(rows.into_iter().filter(|one| one.word.answered_at.is_none()).collect())
}

/// What the word's own page says of this pupil's family, as the lists do.
pub struct Standing {
    /// The last reminder; none once an answer is in.
    pub reminded_at: Option<Instant>,
    /// Nothing is waited for any more: one answer was enough, it is there, and the date is past.
    pub is_over: bool,
}

pub fn standing(rx: &Rx, word: &May<ReadNoteFor>, now: Instant, today: Date) -> Result<Standing> {
    let sql = format!(
        "SELECT CASE WHEN {SETTLED} THEN NULL ELSE ({REMINDED}) END, {PAST} AND {SETTLED}
         FROM liaison_note n JOIN audience_pupil a ON a.audience = n.audience WHERE n.id = ?1 AND a.pupil = ?2"
    );
    let fresh = now.plus(-UNDATED_DAYS * Instant::DAY);
    let read = |row: &Row| Ok(Standing { reminded_at: row.get(0)?, is_over: row.get(1)? });
    rx.one(&sql, params![word.id, word.pupil.pupil, today.to_string(), fresh], read)?.ok_or(Error::NotFound)
}

/// The words that reached a class.
pub fn of_class(rx: &Rx, _: &May<OpenBook>, class: Id<Class>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&of_class_sql(), params![class, after.0, after.1, limit], staff_row)
}

/// The words that came through a group.
pub fn of_group(rx: &Rx, _: &May<OpenBook>, group: Id<Group>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&of_group_sql(), params![group, after.0, after.1, limit], staff_row)
}

/// What was told to the class, for who helps in it: nothing that was addressed to one pupil by name, nothing withdrawn.
pub fn told_to_class(rx: &Rx, _: &May<OpenBook>, class: Id<Class>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&told_to_class_sql(), params![class, after.0, after.1, limit], staff_row)
}

/// The same for who accompanies a pupil.
pub fn told_with(rx: &Rx, _: &May<OpenBook>, pupil: Id<Pupil>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&told_with_sql(), params![pupil, after.0, after.1, limit], staff_row)
}

/// The viewer's own words.
pub fn by_author(rx: &Rx, book: &May<OpenBook>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&by_author_sql(), params![book.by(), after.0, after.1, limit], staff_row)
}

/// What colleagues shared with the viewer.
pub fn shared(rx: &Rx, book: &May<OpenBook>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&shared_sql(), params![book.by(), after.0, after.1, limit], staff_row)
}

/// Every word: the director's list (her permit is judged again on each by the page).
pub fn all(rx: &Rx, _: &May<OpenBook>, after: After, limit: i64) -> Result<Vec<ForStaff>> {
    rx.all(&all_sql(), params![after.0, after.1, limit], staff_row)
}

fn of_pupil_sql() -> String {
    format!(
        "{LISTED}, {FAMILY}, CASE WHEN {SETTLED} THEN NULL ELSE ({REMINDED}) END, {HAS_SLIP} {FAMILY_FROM} {LISTED_FROM}
         WHERE a.pupil = ?1 AND n.withdrawn_at IS NULL AND a.sent_at <= ?3 AND (a.sent_at < ?3 OR n.id < ?4)
         ORDER BY a.sent_at DESC, a.audience DESC LIMIT ?5"
    )
}

fn unanswered_sql() -> String {
    format!(
        "{LISTED}, {FAMILY}, CASE WHEN {SETTLED} THEN NULL ELSE ({REMINDED}) END, {HAS_SLIP}, v.body {FAMILY_FROM} {LISTED_FROM}
         WHERE a.pupil = ?1 AND n.withdrawn_at IS NULL AND a.sent_at >= ?5 AND n.asks <> 'nothing'
           AND NOT ({PAST} AND {SETTLED}) AND (n.shown_until IS NULL OR n.shown_until >= ?3)
           AND (n.deadline_on >= ?7 OR max(n.sent_at, v.written_at, coalesce(({REMINDED}), 0)) >= ?6)
         ORDER BY a.sent_at DESC LIMIT 200"
    )
}

fn of_class_sql() -> String {
    format!(
        "{LISTED}, n.withdrawn_at IS NOT NULL FROM audience_pupil a CROSS JOIN liaison_note n ON n.audience = a.audience {LISTED_FROM}
         WHERE a.class = ?1 AND a.sent_at <= ?2 AND (a.sent_at < ?2 OR n.id < ?3)
         GROUP BY a.sent_at, a.audience ORDER BY a.sent_at DESC, a.audience DESC LIMIT ?4"
    )
}

fn of_group_sql() -> String {
    format!(
        "{LISTED}, n.withdrawn_at IS NOT NULL FROM audience_group a CROSS JOIN liaison_note n ON n.audience = a.audience {LISTED_FROM}
         WHERE a.team = ?1 AND a.sent_at <= ?2 AND (a.sent_at < ?2 OR n.id < ?3)
         GROUP BY a.sent_at, a.audience ORDER BY a.sent_at DESC, a.audience DESC LIMIT ?4"
    )
}

fn told_to_class_sql() -> String {
    format!(
        "{LISTED}, 0 FROM audience_pupil a CROSS JOIN liaison_note n ON n.audience = a.audience {LISTED_FROM}
         WHERE a.class = ?1 AND a.sent_at <= ?2 AND (a.sent_at < ?2 OR n.id < ?3) AND {TOLD_TO_ALL}
         GROUP BY a.sent_at, a.audience ORDER BY a.sent_at DESC, a.audience DESC LIMIT ?4"
    )
}

fn told_with_sql() -> String {
    format!(
        "{LISTED}, 0 FROM audience_pupil a CROSS JOIN liaison_note n ON n.audience = a.audience {LISTED_FROM}
         WHERE a.pupil = ?1 AND a.sent_at <= ?2 AND (a.sent_at < ?2 OR n.id < ?3) AND {TOLD_TO_ALL}
         ORDER BY a.sent_at DESC, a.audience DESC LIMIT ?4"
    )
}

fn by_author_sql() -> String {
    format!(
        "{LISTED}, n.withdrawn_at IS NOT NULL FROM liaison_note n {LISTED_FROM} WHERE n.author = ?1 AND n.delivered_at IS NOT NULL AND n.sent_at <= ?2 AND (n.sent_at < ?2 OR n.id < ?3)
         ORDER BY n.sent_at DESC, n.id DESC LIMIT ?4"
    )
}

fn shared_sql() -> String {
    format!(
        "{LISTED}, n.withdrawn_at IS NOT NULL FROM liaison_share s CROSS JOIN liaison_note n ON n.id = s.note {LISTED_FROM} WHERE s.person = ?1 AND n.delivered_at IS NOT NULL AND n.sent_at <= ?2 AND (n.sent_at < ?2 OR n.id < ?3)
         ORDER BY n.sent_at DESC, n.id DESC LIMIT ?4"
    )
}

fn all_sql() -> String {
    format!(
        "{LISTED}, n.withdrawn_at IS NOT NULL FROM liaison_note n {LISTED_FROM} WHERE n.delivered_at IS NOT NULL AND n.sent_at <= ?1 AND (n.sent_at < ?1 OR n.id < ?2)
         ORDER BY n.sent_at DESC, n.id DESC LIMIT ?3"
    )
}

fn listed_row(row: &Row) -> rusqlite::Result<Listed> {
    Ok(Listed {
        note: row.get(0)?,
        title: row.get(1)?,
        category: category(row, 2)?,
        asks: asks(row, 3)?,
        deadline_on: date(row, 4)?,
        sent_at: row.get(5)?,
        author_name: formal(row, 6)?,
        shown_until: date(row, 9)?,
    })
}

fn family_row(row: &Row) -> rusqlite::Result<ForFamily> {
    Ok(ForFamily {
        listed: listed_row(row)?,
        pupil: row.get(10)?,
        is_corrected: row.get(11)?,
        answered_at: row.get(12)?,
        group: row.get(13)?,
        reminded_at: row.get(14)?,
        has_slip: row.get(15)?,
    })
}

fn staff_row(row: &Row) -> rusqlite::Result<ForStaff> {
    Ok(ForStaff { listed: listed_row(row)?, is_withdrawn: row.get(10)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::liaison::follow_up::store::{ANSWERS, GUARDIANS, PUPILS, TIES};

    /// What SQLite would read: a scan grows with the years, a search does not.
    #[test]
    fn no_list_reads_a_whole_table() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        for step in crate::migrations::STEPS {
            db.execute_batch(step.sql).unwrap();
        }
        let mut all = vec![of_pupil_sql(), unanswered_sql(), of_class_sql(), by_author_sql(), all_sql()];
        all.extend([of_group_sql(), told_to_class_sql(), told_with_sql()]);
        all.extend([TIES, ANSWERS, PUPILS, GUARDIANS].map(str::to_owned));
        for sql in all {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let lines: Vec<String> =
                plan.raw_query().mapped(|row| row.get(3)).collect::<rusqlite::Result<_>>().unwrap();
            assert!(!lines.iter().any(|line| line.starts_with("SCAN")), "{sql}\n{lines:#?}");
            let sorts_all = lines.iter().any(|line| line == "USE TEMP B-TREE FOR ORDER BY");
            assert!(!sorts_all || !sql.contains("LIMIT"), "{sql}\n{lines:#?}");
        }
    }
}
