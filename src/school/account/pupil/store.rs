//! The rows of how pupils come in: which classes are open, the class's poster, pictures, words, tries.

use super::{
    Access, Face, Known, Line, Poster, RULES, Sequence, TRIES, Tried, Way, Ways, names,
    policy::{HelpPupilIn, TendPupils},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::{self, Keys, Token},
    },
    school::{
        Class, Pupil,
        account::{Account, store as accounts},
        login,
        permit::{Manages, May},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

const ACCESS: &str = "SELECT x.class, c.name, x.ways, x.from_home FROM pupil_access x JOIN class c ON c.id = x.class";
/// Of a class of today: no poster, tablet or secret outlives its class's year. `?1` is today.
const TODAY: &str = "JOIN school_year y ON y.id = c.year AND y.starts_on <= ?1 AND y.ends_on >= ?1";

pub fn access(rx: &Rx, class: Id<Class>) -> Result<Option<Access>> {
    rx.one(&format!("{ACCESS} WHERE x.class = ?1"), [class], access_row)
}

/// The classes of this year that are open.
pub fn opened(rx: &Rx, today: Date) -> Result<Vec<Access>> {
    rx.all(&format!("{ACCESS} {TODAY} ORDER BY c.name"), [today.to_string()], access_row)
}

/// The classes of this year that are closed, where some of the year before were open: each year begins closed.
pub fn not_opened_again(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<String>> {
    rx.all(
        "SELECT c.name FROM class c JOIN school_year y ON y.id = c.year
         WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 AND NOT EXISTS (SELECT 1 FROM pupil_access x WHERE x.class = c.id)
           AND EXISTS (SELECT 1 FROM pupil_access x JOIN class o ON o.id = x.class JOIN school_year b ON b.id = o.year
                       WHERE b.ends_on = (SELECT max(l.ends_on) FROM school_year l WHERE l.ends_on < y.starts_on))
         ORDER BY c.name",
        [today.to_string()],
        |row| row.get(0),
    )
}

/// Whether anybody at all comes in by pictures.
pub fn has_pictures(rx: &Rx, today: Date) -> Result<bool> {
    Ok(opened(rx, today)?.iter().any(|one| one.ways.has(Way::Pictures)))
}

/// What the levels of each class of today are, to propose a way by.
pub fn grades(rx: &Rx, class: Id<Class>, _: &impl Manages) -> Result<Vec<String>> {
    rx.all("SELECT DISTINCT grade FROM enrolment WHERE class = ?1 AND until_on IS NULL", [class], |row| row.get(0))
}

/// Opens a class, or changes what stands. Who came in by a way that is closed now goes out.
pub fn open(tx: &Tx, class: Id<Class>, ways: Ways, from_home: bool, now: Instant, by: &impl Manages) -> Result<()> {
    let standing = access(tx, class)?;
    tx.run(
        "INSERT INTO pupil_access (class, ways, from_home, opened_at, opened_by) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (class) DO UPDATE SET ways = excluded.ways, from_home = excluded.from_home",
        params![class, ways.as_str(), from_home, now, by.actor()],
    )?;
    if standing.is_some_and(|standing| (standing.ways, standing.from_home) != (ways, from_home)) {
        end_sessions(tx, class)?;
    }
    Ok(())
}

/// Closes it: no session, poster or tablet of the class is good any more. Pictures and words stay for the day it is opened
/// again. False when it was closed.
pub fn close(tx: &Tx, class: Id<Class>, _: &impl Manages) -> Result<bool> {
    end_sessions(tx, class)?;
    Ok(tx.run("DELETE FROM pupil_access WHERE class = ?1", [class])? > 0)
}

fn end_sessions(tx: &Tx, class: Id<Class>) -> Result<()> {
    tx.run(
        "DELETE FROM session WHERE account IN (SELECT a.id FROM enrolment e JOIN account a ON a.person = e.pupil
           WHERE e.class = ?1 AND e.until_on IS NULL)",
        [class],
    )?;
    Ok(())
}

/// The school's networks besides the box's own, as they were typed.
pub fn networks(rx: &Rx) -> Result<Vec<String>> {
    rx.all("SELECT network FROM school_network ORDER BY network", [], |row| row.get(0))
}

pub fn set_networks(tx: &Tx, networks: &[String], _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM school_network", [])?;
    for network in networks {
        tx.run("INSERT INTO school_network (network) VALUES (?1) ON CONFLICT DO NOTHING", [network])?;
    }
    Ok(())
}

/// Whether the class in which this pupil is today is open to its pupils. Asked at every request of a pupil's.
pub fn is_open_for(rx: &Rx, viewer: &Viewer, today: Date) -> Result<bool> {
    let Some((_, Some(class))) = viewer.pupil else { return Ok(false) };
    rx.exists(
        &format!("SELECT 1 FROM pupil_access x JOIN class c ON c.id = x.class {TODAY} WHERE x.class = ?2"),
        params![today.to_string(), class],
    )
}

pub fn is_pupil(rx: &Rx, account: Id<Account>) -> Result<bool> {
    rx.exists("SELECT 1 FROM account a JOIN pupil u ON u.person = a.person WHERE a.id = ?1", [account])
}

/// The pupil behind an account, if their class is open and the account too.
pub fn known(rx: &Rx, account: Id<Account>, today: Date) -> Result<Option<Known>> {
    rx.one(
        &format!(
            "SELECT a.person, e.class, a.id, e.grade, x.ways, x.from_home FROM account a JOIN enrolment e ON e.pupil = a.person AND e.until_on IS NULL
             JOIN pupil_access x ON x.class = e.class JOIN class c ON c.id = e.class {TODAY} WHERE a.id = ?2 AND a.closed_at IS NULL"
        ),
        params![today.to_string(), account],
        |row| {
            let way = ways_at(row, 4)?.of(&row.get::<_, String>(3)?);
            Ok(Known {
                pupil: row.get(0)?,
                class: row.get(1)?,
                account: row.get(2)?,
                way,
                from_home: row.get(5)?,
                _row: (),
            })
        },
    )
}

// The poster.

/// The one that is good today.
pub fn poster(rx: &Rx, class: &May<TendPupils>, keys: &Keys) -> Result<Option<Poster>> {
    standing_poster(rx, class.id, keys)
}

/// A new one; the one on the wall is worth nothing from here on. `None` when the class is closed.
pub fn draw_poster(tx: &Tx, class: &May<TendPupils>, keys: &Keys) -> Result<Option<Poster>> {
    draw_poster_of(tx, class.id, keys)
}

/// The same for the director who opens the class, and for a demonstration.
pub fn ensure_poster(tx: &Tx, class: Id<Class>, keys: &Keys, _: &impl Manages) -> Result<Option<Poster>> {
    match standing_poster(tx, class, keys)? {
        Some(standing) => Ok(Some(standing)),
        None => draw_poster_of(tx, class, keys),
    }
}

fn draw_poster_of(tx: &Tx, class: Id<Class>, keys: &Keys) -> Result<Option<Poster>> {
    let poster = Poster { token: Token::draw()?.reveal().to_owned(), code: login::access_code()? };
    let touched = tx.run(
        "UPDATE pupil_access SET token = ?2, code = ?3, poster = ?4 WHERE class = ?1",
        params![
            class,
            Token::presented(&poster.token).digest(),
            keys.code("pupil-class", &poster.code),
            keys.seal(&format!("{} {}", poster.token, poster.code))?
        ],
    )?;
    Ok((touched > 0).then_some(poster))
}

fn standing_poster(rx: &Rx, class: Id<Class>, keys: &Keys) -> Result<Option<Poster>> {
    let sealed: Option<Option<Vec<u8>>> =
        rx.one("SELECT poster FROM pupil_access WHERE class = ?1", [class], |row| row.get(0))?;
    let clear = sealed.flatten().and_then(|sealed| keys.unseal(&sealed));
    Ok(clear.and_then(|clear| {
        let (token, code) = clear.split_once(' ')?;
        Some(Poster { token: token.to_owned(), code: code.to_owned() })
    }))
}

pub fn by_token(rx: &Rx, token: &Token, today: Date) -> Result<Option<Access>> {
    rx.one(&format!("{ACCESS} {TODAY} WHERE x.token = ?2"), params![today.to_string(), token.digest()], access_row)
}

/// The token of the class that a typed code names.
pub fn token_of(rx: &Rx, code: &str, keys: &Keys, today: Date) -> Result<Option<(Access, String)>> {
    let code = keys.code("pupil-class", code);
    let found = rx.one(&format!("{ACCESS} {TODAY} WHERE x.code = ?2"), params![today.to_string(), code], access_row)?;
    found.map_or(Ok(None), |access| with_token(rx, access, keys))
}

/// The class's page, for a tablet that knows its class and for whoever leaves it.
pub fn with_token(rx: &Rx, access: Access, keys: &Keys) -> Result<Option<(Access, String)>> {
    Ok(standing_poster(rx, access.class, keys)?.map(|poster| (access, poster.token)))
}

// Coming in.

/// Those of the class who come in by pictures and have some, in the order of first names, told apart.
pub fn faces(rx: &Rx, access: &Access) -> Result<Vec<Face>> {
    let mut rows = rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, e.grade, t.blocked_at IS NOT NULL
         FROM enrolment e JOIN person p ON p.id = e.pupil JOIN pupil_pictures i ON i.pupil = e.pupil
         JOIN account a ON a.person = e.pupil AND a.closed_at IS NULL LEFT JOIN pupil_try t ON t.pupil = e.pupil
         WHERE e.class = ?1 AND e.until_on IS NULL",
        [access.class],
        |row| {
            let names = (row.get::<_, String>(1)?, row.get::<_, String>(2)?);
            Ok((row.get::<_, Id<Pupil>>(0)?, names, row.get::<_, String>(3)?, row.get::<_, bool>(4)?))
        },
    )?;
    rows.retain(|(_, _, grade, _)| access.ways.of(grade) == Way::Pictures);
    rows.sort_by_cached_key(|(_, (first, last), _, _)| {
        (crate::base::french::fold(first), crate::base::french::fold(last))
    });
    let told: Vec<(String, String)> = rows.iter().map(|(_, names, _, _)| names.clone()).collect();
    let named = rows.into_iter().zip(names::told_apart(&told));
    Ok(named.map(|((pupil, _, _, is_blocked), name)| Face { pupil, name, is_blocked }).collect())
}

/// Three pictures, counted before they are compared: the sixth in a row is looked at by nobody.
pub fn try_pictures(tx: &Tx, face: &Face, given: &Sequence, keys: &Keys, now: Instant) -> Result<Tried> {
    let Some(left) = take_try(tx, face.pupil, now)? else { return Ok(Tried::Blocked) };
    let kept: Option<([u8; 32], Id<Account>)> = tx.one(
        "SELECT i.code, a.id FROM pupil_pictures i JOIN account a ON a.person = i.pupil WHERE i.pupil = ?1",
        [face.pupil],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match kept {
        Some((code, account)) if secret::is_same(&code, &given.sealed(face.pupil, keys)) => {
            forget_tries(tx, face.pupil)?;
            Ok(Tried::Good(account))
        }
        _ if left == 0 => Ok(Tried::Blocked),
        _ => Ok(Tried::Wrong(left)),
    }
}

/// How many are left after this one; `None` when the pupil is blocked already.
pub fn take_try(tx: &Tx, pupil: Id<Pupil>, now: Instant) -> Result<Option<i64>> {
    let wrong: i64 = tx.one("SELECT wrong FROM pupil_try WHERE pupil = ?1", [pupil], |row| row.get(0))?.unwrap_or(0);
    if wrong >= TRIES {
        return Ok(None);
    }
    tx.run(
        "INSERT INTO pupil_try (pupil, wrong, blocked_at) VALUES (?1, 1, NULL)
         ON CONFLICT (pupil) DO UPDATE SET wrong = wrong + 1, blocked_at = CASE WHEN wrong + 1 >= ?2 THEN ?3 END",
        params![pupil, TRIES, now],
    )?;
    Ok(Some(TRIES - wrong - 1))
}

pub fn forget_tries(tx: &Tx, pupil: Id<Pupil>) -> Result<bool> {
    Ok(tx.run("DELETE FROM pupil_try WHERE pupil = ?1", [pupil])? > 0)
}

/// Whether the rules of today were understood.
pub fn has_accepted(rx: &Rx, viewer: &Viewer) -> Result<bool> {
    rx.exists("SELECT 1 FROM account WHERE id = ?1 AND charter = ?2", params![viewer.account, RULES])
}

// What the teacher tends.

const LINE: &str = "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, c.name, e.grade, x.ways,
       i.pupil IS NOT NULL, a.password IS NOT NULL, t.blocked_at IS NOT NULL, coalesce(a.closed_at IS NOT NULL, 0)
     FROM enrolment e JOIN pupil_access x ON x.class = e.class JOIN class c ON c.id = e.class JOIN person p ON p.id = e.pupil
     LEFT JOIN account a ON a.person = e.pupil LEFT JOIN pupil_pictures i ON i.pupil = e.pupil LEFT JOIN pupil_try t ON t.pupil = e.pupil";

/// The class's pupils, in the order of the register; nobody while it is closed.
pub fn roster(rx: &Rx, class: &May<TendPupils>) -> Result<Vec<Line>> {
    roster_of(rx, class.id)
}

/// The same for the house, which makes up a demonstration.
pub fn roster_for(rx: &Rx, class: Id<Class>, _: &impl Manages) -> Result<Vec<Line>> {
    roster_of(rx, class)
}

fn roster_of(rx: &Rx, class: Id<Class>) -> Result<Vec<Line>> {
    rx.all(&format!("{LINE} WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY p.sort_key"), [class], line_row)
}

pub fn line(rx: &Rx, pupil: &May<HelpPupilIn>) -> Result<Option<Line>> {
    rx.one(&format!("{LINE} WHERE e.pupil = ?1 AND e.until_on IS NULL"), [pupil.id], line_row)
}

/// Who is blocked in the classes that the viewer teaches.
pub fn blocked(rx: &Rx, viewer: &Viewer) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    for class in &viewer.teaches {
        found.extend(rx.all(
            &format!(
                "{LINE} WHERE e.class = ?1 AND e.until_on IS NULL AND t.blocked_at IS NOT NULL ORDER BY p.sort_key"
            ),
            [class],
            line_row,
        )?);
    }
    Ok(found)
}

/// The account of a pupil on the list, made when there is none yet.
pub fn ensure_account(tx: &Tx, line: &Line) -> Result<Account> {
    accounts::ensure_for(tx, Id::new(line.pupil.number()), &line.first_name, &line.last_name)
}

/// New pictures, for who is on the teacher's list. Whoever came in by the old ones goes out.
pub fn set_pictures(tx: &Tx, line: &Line, drawn: &Sequence, keys: &Keys, now: Instant) -> Result<Account> {
    let account = ensure_account(tx, line)?;
    tx.run(
        "INSERT INTO pupil_pictures (pupil, code, drawn_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (pupil) DO UPDATE SET code = excluded.code, drawn_at = excluded.drawn_at",
        params![line.pupil, drawn.sealed(line.pupil, keys), now],
    )?;
    accounts::end_sessions(tx, account.id, None)?;
    forget_tries(tx, line.pupil)?;
    Ok(account)
}

/// New words, hashed already.
pub fn set_words(tx: &Tx, line: &Line, account: &Account, phc: &str, now: Instant) -> Result<()> {
    accounts::set_passphrase(tx, account.id, phc, now)?;
    accounts::end_sessions(tx, account.id, None)?;
    forget_tries(tx, line.pupil)?;
    Ok(())
}

/// The school came back from a backup on other keys: no picture, no word, no poster of before opens anything.
pub fn revoke_everything(tx: &Tx) -> Result<()> {
    tx.run("DELETE FROM pupil_tablet", [])?;
    tx.run("DELETE FROM pupil_pictures", [])?;
    tx.run("UPDATE pupil_access SET token = NULL, code = NULL, poster = NULL", [])?;
    tx.run("UPDATE account SET password = NULL WHERE person IN (SELECT person FROM pupil)", [])?;
    Ok(())
}

fn ways_at(row: &Row, at: usize) -> rusqlite::Result<Ways> {
    let text: String = row.get(at)?;
    // The column's own CHECK knows no other; the narrowest of them if it ever did.
    Ok(Ways::parse(&text).unwrap_or(Ways::Pictures))
}

fn access_row(row: &Row) -> rusqlite::Result<Access> {
    Ok(Access { class: row.get(0)?, class_name: row.get(1)?, ways: ways_at(row, 2)?, from_home: row.get(3)?, _row: () })
}

fn line_row(row: &Row) -> rusqlite::Result<Line> {
    let grade: String = row.get(4)?;
    let way = ways_at(row, 5)?.of(&grade);
    Ok(Line {
        pupil: row.get(0)?,
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        class_name: row.get(3)?,
        grade,
        way,
        is_ready: row.get(if way == Way::Pictures { 6 } else { 7 })?,
        is_blocked: row.get(8)?,
        is_closed: row.get(9)?,
        _row: (),
    })
}
