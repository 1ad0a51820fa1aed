//! What takes room, in sums. No name of a file is read.

use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        disk::Fill,
        error::Result,
    },
    school::{permit::May, policy::TendBox},
};
use jiff::civil::Date;
use rusqlite::params;

pub struct Sum {
    pub name: String,
    /// The name is somebody's.
    pub is_person: bool,
    pub files: i64,
    pub bytes: u64,
}

#[derive(Default)]
pub struct Usage {
    pub rooms: Vec<Sum>,
    /// Spaces of documents, the heaviest first.
    pub spaces: Vec<Sum>,
}

pub struct Database {
    pub bytes: u64,
}

const MOST: usize = 30;

/// The same bytes count once in each place that shows them.
pub fn usage(rx: &Rx, _: &May<TendBox>) -> Result<Usage> {
    Ok(Usage { rooms: by_room(rx)?, spaces: by_space(rx)? })
}

fn by_room(rx: &Rx) -> Result<Vec<Sum>> {
    rx.all(
        "WITH held (room, hash) AS (
             SELECT 'documents', file FROM document_version
             UNION SELECT 'documents', f.file FROM document_version v JOIN media_form f ON f.media = v.media
             UNION SELECT 'blog', f.file FROM blog_media b JOIN media_form f ON f.media = b.media
             UNION SELECT 'blog', u.clear FROM media_blur u WHERE u.clear IS NOT NULL
             UNION SELECT 'messages', f.file FROM message_media m JOIN media_form f ON f.media = m.media
             UNION SELECT 'words', file FROM liaison_attachment
             UNION SELECT 'words', thumbnail FROM liaison_attachment WHERE thumbnail IS NOT NULL
             UNION SELECT 'words', file FROM liaison_answer_value WHERE file IS NOT NULL
             UNION SELECT 'waiting', sent FROM media WHERE sent IS NOT NULL)
         SELECT h.room, count(*), sum(f.size) FROM held h JOIN file f ON f.hash = h.hash GROUP BY h.room ORDER BY 3 DESC",
        [],
        |row| Ok(Sum { name: super::pages::room(&row.get::<_, String>(0)?).to_owned(), is_person: false, files: row.get(1)?, bytes: bytes(row.get(2)?) }),
    )
}

fn by_space(rx: &Rx) -> Result<Vec<Sum>> {
    let sums = rx.all(
        "WITH held AS (SELECT DISTINCT d.space, d.owner, v.file FROM document d JOIN document_version v ON v.document = d.id)
         SELECT h.space, CASE h.space WHEN 'own' THEN (SELECT trim(p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END) FROM person p WHERE p.id = h.owner)
                                      WHEN 'class' THEN (SELECT c.name FROM class c WHERE c.id = h.owner)
                                      WHEN 'hand_in' THEN (SELECT c.name FROM class c WHERE c.id = h.owner) END,
                count(*), sum(f.size)
         FROM held h JOIN file f ON f.hash = h.file GROUP BY h.space, h.owner ORDER BY 4 DESC LIMIT ?1",
        [MOST as i64],
        |row| {
            let (space, of): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let name = super::pages::space(&space, of.as_deref().unwrap_or_default());
            Ok(Sum { name, is_person: space == "own", files: row.get(2)?, bytes: bytes(row.get(3)?) })
        },
    )?;
    Ok(sums)
}

fn bytes(sum: i64) -> u64 {
    sum.try_into().unwrap_or_default()
}

pub fn database(rx: &Rx) -> Result<Database> {
    let sizes: Option<(i64, i64)> = rx.one(
        "SELECT (SELECT page_count FROM pragma_page_count), (SELECT page_size FROM pragma_page_size)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (pages, size) = sizes.unwrap_or_default();
    Ok(Database { bytes: bytes(pages) * bytes(size) })
}

/// Of those who direct the school or tend its box today, and whose letters arrive.
pub fn addresses(tx: &Tx, today: Date) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT p.email FROM duty d JOIN person p ON p.id = d.person
         WHERE d.kind IN ('director', 'technician') AND d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1)
           AND p.email LIKE '%@%' ORDER BY 1",
        [today.to_string()],
        |row| row.get(0),
    )
}

/// Told lately enough.
pub fn was_told(rx: &Rx, fill: Fill, now: Instant) -> Result<bool> {
    let rest = if fill == Fill::Full { Instant::DAY } else { 7 * Instant::DAY };
    rx.exists("SELECT 1 FROM disk_told WHERE fill = ?1 AND told_at > ?2", params![fill.as_str(), now.plus(-rest)])
}

pub fn note_told(tx: &Tx, fill: Fill, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO disk_told (fill, told_at) VALUES (?1, ?2) ON CONFLICT (fill) DO UPDATE SET told_at = excluded.told_at",
        params![fill.as_str(), now],
    )?;
    Ok(())
}
