//! What is counted. Every statement gives sums; no row of a person or of a child leaves this file.

use super::figures::{Answers, Class, Families, Way};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql},
        error::Result,
    },
    school::{how::How, permit::Manages, sign_ins::Profile},
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// Whom the school writes to about the child: `t` is the tie, `?1` today.
const READS: &str = "t.authority <> 'withdrawn' AND (t.restricted_on IS NULL OR t.restricted_on > ?1) AND (t.authority IN ('exercises', 'not_exercising') OR t.reads = 1)";

/// The families of this year's classes: one for each child.
pub fn families(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<(Class, Families)>> {
    rx.all(
        &format!(
            "SELECT c.id, c.name, o.id, o.name, count(*),
                 sum(EXISTS (SELECT 1 FROM guardianship t JOIN account a ON a.person = t.guardian WHERE t.pupil = e.pupil AND {READS} AND a.activated_at IS NOT NULL AND a.closed_at IS NULL)),
                 sum(NOT EXISTS (SELECT 1 FROM guardianship t JOIN account a ON a.person = t.guardian WHERE t.pupil = e.pupil AND {READS} AND a.activated_at IS NOT NULL AND a.closed_at IS NULL)
                     AND EXISTS (SELECT 1 FROM guardianship t JOIN person p ON p.id = t.guardian WHERE t.pupil = e.pupil AND {READS} AND p.channel = 'paper'))
             FROM school_year y CROSS JOIN class c ON c.year = y.id CROSS JOIN ecole o ON o.id = c.ecole CROSS JOIN enrolment e ON e.class = c.id AND e.until_on IS NULL
             WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 GROUP BY c.id ORDER BY o.id, c.name"
        ),
        [today.to_string()],
        |row| {
            let (all, activated, paper) = (number(row, 4)?, number(row, 5)?, number(row, 6)?);
            let waiting = all.saturating_sub(activated + paper);
            Ok((class(row)?, Families { activated, waiting, paper }))
        },
    )
}

/// One row for each child of whom a word sent in this time asked an answer: which class, what was asked, how it came.
const ASKED: &str = "SELECT r.pupil AS pupil, c.id AS class, c.name AS class_name, o.id AS ecole, o.name AS school, n.asks = 'read' AS reads,
         (SELECT a.how FROM liaison_answer a WHERE a.note = n.id AND a.pupil = r.pupil AND a.cancelled_at IS NULL AND a.version >= n.asks_since ORDER BY a.id DESC LIMIT 1) AS how
     FROM class c CROSS JOIN ecole o ON o.id = c.ecole CROSS JOIN audience_pupil r ON r.class = c.id AND r.sent_at >= ?1 AND r.sent_at < ?2 CROSS JOIN liaison_note n ON n.audience = r.audience
     WHERE n.asks <> 'nothing' AND n.delivered_at IS NOT NULL AND n.withdrawn_at IS NULL";

/// By class, how many answers were read, signed or never came; and of how many different children.
pub fn answers(rx: &Rx, from: Instant, until: Instant, _: &impl Manages) -> Result<Vec<(Class, Answers)>> {
    rx.all(
        &format!(
            "SELECT class, class_name, ecole, school,
                 sum(reads AND how IS NOT NULL), sum(NOT reads AND how IS NOT NULL), sum(how IS NULL),
                 count(DISTINCT CASE WHEN reads AND how IS NOT NULL THEN pupil END), count(DISTINCT CASE WHEN NOT reads AND how IS NOT NULL THEN pupil END), count(DISTINCT CASE WHEN how IS NULL THEN pupil END)
             FROM ({ASKED}) asked
             GROUP BY class ORDER BY ecole, class_name"
        ),
        params![from, until],
        |row| {
            let times = [number(row, 4)?, number(row, 5)?, number(row, 6)?];
            let children = [number(row, 7)?, number(row, 8)?, number(row, 9)?];
            Ok((class(row)?, Answers { times, children }))
        },
    )
}

/// By the way that the answers came, in the order of `How::ALL`.
pub fn ways(rx: &Rx, from: Instant, until: Instant, _: &impl Manages) -> Result<Vec<Way>> {
    let found = rx.all(
        &format!(
            "SELECT how, sum(reads), sum(NOT reads), count(DISTINCT CASE WHEN reads THEN pupil END), count(DISTINCT CASE WHEN NOT reads THEN pupil END)
             FROM ({ASKED}) asked
             WHERE how IS NOT NULL GROUP BY how"
        ),
        params![from, until],
        |row| {
            let how = How::parse(&row.get::<_, String>(0)?);
            let (times, children) = ([number(row, 1)?, number(row, 2)?], [number(row, 3)?, number(row, 4)?]);
            Ok(how.map(|how| Way { how, times, children }))
        },
    )?;
    let found: Vec<Way> = found.into_iter().flatten().collect();
    Ok(How::ALL.into_iter().filter_map(|how| found.iter().find(|way| way.how == how).copied()).collect())
}

/// How many people could sign in during a month, by profile, in the order of `Profile::ALL`: as it was then, whatever they are
/// today. Whoever was erased since is missing, so that less is told of them.
pub fn people(rx: &Rx, from: Date, until: Date, _: &impl Manages) -> Result<[u64; 5]> {
    let (first, last) = (from.to_string(), until.to_string());
    let month = [first.as_str(), last.as_str()];
    let mut people = [0; 5];
    let staff = rx.all(
        &format!(
            "SELECT min(CASE d.kind WHEN 'director' THEN 0 WHEN 'teacher' THEN 1 WHEN 'substitute' THEN 1 ELSE 2 END)
             FROM duty d JOIN account a ON a.person = d.person WHERE d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?1) AND {OPEN} GROUP BY d.person"
        ),
        month,
        |row| number(row, 0),
    )?;
    for place in staff {
        people[place as usize] += 1;
    }
    let one = |sql: String| rx.value::<i64>(&sql, month).map(i64::unsigned_abs);
    people[Profile::Guardian as usize] = one(format!(
        "SELECT count(DISTINCT t.guardian) FROM {THERE} CROSS JOIN guardianship t ON t.pupil = e.pupil AND {READS} CROSS JOIN account a ON a.person = t.guardian
         WHERE {OPEN}"
    ))?;
    people[Profile::Pupil as usize] = one(format!(
        "SELECT count(DISTINCT e.pupil) FROM {THERE} CROSS JOIN account a ON a.person = e.pupil LEFT JOIN pupil_pictures i ON i.pupil = e.pupil
         WHERE {OPEN} OR (a.closed_at IS NULL AND date(i.drawn_at, 'unixepoch') <= ?2)"
    ))?;
    Ok(people)
}

/// Who was in a class in that month.
const THERE: &str = "school_year y CROSS JOIN class c ON c.year = y.id AND y.starts_on <= ?2 AND y.ends_on >= ?1
     CROSS JOIN enrolment e ON e.class = c.id AND e.from_on <= ?2 AND (e.until_on IS NULL OR e.until_on >= ?1)";
/// And had an account that was open.
const OPEN: &str =
    "(date(a.activated_at, 'unixepoch') <= ?2 AND (a.closed_at IS NULL OR date(a.closed_at, 'unixepoch') >= ?1))";

/// The school years that have begun, newest first: this one and the one before.
pub fn years(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<(Date, Date)>> {
    let rows = rx.all(
        "SELECT starts_on, ends_on FROM school_year WHERE starts_on <= ?1 ORDER BY starts_on DESC LIMIT 2",
        [today.to_string()],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    Ok(rows.iter().filter_map(|(from, until)| Some((from.parse().ok()?, until.parse().ok()?))).collect())
}

fn class(row: &Row) -> rusqlite::Result<Class> {
    Ok(Class { name: row.get(1)?, ecole: row.get(2)?, school: row.get(3)? })
}

fn number(row: &Row, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}
