//! The rows of reports.

use super::{
    Report,
    policy::{ListReports, ReportMessage, SeeReported},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::messages::{Message, policy::ReadThread, store::formal},
    school::permit::{May, Witness},
};
use rusqlite::{Row, params};
use std::collections::HashMap;

const REPORT: &str = "SELECT r.id, r.message, r.reporter, m.body, coalesce(m.delivered_at, m.changed_at), r.why, r.reported_at, r.settled_at, r.remark,
        w.civility, w.first_name, CASE w.usage_name WHEN '' THEN w.last_name ELSE w.usage_name END,
        a.civility, a.first_name, CASE a.usage_name WHEN '' THEN a.last_name ELSE a.usage_name END
 FROM message_report r JOIN message m ON m.id = r.message JOIN person w ON w.id = r.reporter JOIN person a ON a.id = m.author";

pub fn report(rx: &Rx, id: Id<Report>, _: &Witness) -> Result<Option<Report>> {
    rx.one(&format!("{REPORT} WHERE r.id = ?1"), [id], report_row)
}

/// What waits for a look, oldest first.
pub fn open(rx: &Rx, _: &May<ListReports>) -> Result<Vec<Report>> {
    rx.all(&format!("{REPORT} WHERE r.settled_at IS NULL ORDER BY r.reported_at LIMIT 100"), [], report_row)
}

/// The last fifty that were seen to.
pub fn settled(rx: &Rx, _: &May<ListReports>) -> Result<Vec<Report>> {
    rx.all(&format!("{REPORT} WHERE r.settled_at IS NOT NULL ORDER BY r.settled_at DESC LIMIT 50"), [], report_row)
}

/// False when this reader reported it already.
pub fn add(tx: &Tx, message: &May<ReportMessage>, why: &str, now: Instant) -> Result<bool> {
    let rows = tx.run(
        "INSERT INTO message_report (message, reporter, why, reported_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![message.id, message.by(), why, now],
    )?;
    Ok(rows > 0)
}

/// False when it was settled already.
pub fn settle(tx: &Tx, report: &May<SeeReported>, remark: &str, now: Instant) -> Result<bool> {
    let rows = tx.run(
        "UPDATE message_report SET settled_at = ?2, settled_by = ?3, remark = ?4 WHERE id = ?1 AND settled_at IS NULL",
        params![report.id, now, report.by(), remark],
    )?;
    Ok(rows > 0)
}

/// The viewer's own reports in a thread, and when each was seen to.
pub fn own(rx: &Rx, thread: &May<ReadThread>) -> Result<HashMap<Id<Message>, Option<Instant>>> {
    let rows = rx.all(
        "SELECT r.message, r.settled_at FROM message m JOIN message_report r ON r.message = m.id AND r.reporter = ?2
         WHERE m.thread = ?1",
        params![thread.id, thread.by()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

fn report_row(row: &Row) -> rusqlite::Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        message: row.get(1)?,
        reporter: row.get(2)?,
        body: row.get(3)?,
        delivered_at: row.get(4)?,
        why: row.get(5)?,
        reported_at: row.get(6)?,
        settled_at: row.get(7)?,
        remark: row.get(8)?,
        reporter_name: formal(row, 9)?,
        author_name: formal(row, 12)?,
        _row: (),
    })
}
