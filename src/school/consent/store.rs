//! The rows of image consents.

use super::{Gathered, Heard, Images, Known, Needs, Purpose, said};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Person, Pupil,
        guardianship::store::{TIE_FACTS, facts},
        permit::{Manages, Witness},
        person,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::{HashMap, HashSet};

/// What is known of these pupils, for whatever was shown between these two days. It tells nobody anything by itself: who
/// asks holds the permit on what would be shown.
pub fn known(rx: &Rx, pupils: &[Id<Pupil>], shown: (Date, Date), today: Date) -> Result<Known> {
    Ok(gathered(rx, pupils, shown)?.on(today))
}

/// The same before it is known on which day it is judged: a thing is loaded without its viewer.
pub fn gathered(rx: &Rx, pupils: &[Id<Pupil>], shown: (Date, Date)) -> Result<Gathered> {
    let needs = needs(rx)?;
    if pupils.is_empty() {
        return Ok(Gathered { needs, ties: Vec::new(), said: Vec::new() });
    }
    let listed = Id::json(pupils);
    let ties = rx.all(
        &format!(
            "SELECT g.pupil, g.guardian, {TIE_FACTS} FROM json_each(?1) p CROSS JOIN guardianship g ON g.pupil = p.value"
        ),
        [&listed],
        |row| Ok((row.get(0)?, row.get(1)?, facts(row, 2)?)),
    )?;
    Ok(Gathered { needs, ties, said: newest(rx, &listed, shown)? })
}

/// How many guardians must agree.
pub fn needs(rx: &Rx) -> Result<Needs> {
    Ok(Needs::parse(&rx.value::<String>("SELECT image_consent FROM settings WHERE id = 1", [])?))
}

/// From now on, for what was shown before as well: whoever was asked stays asked, and what was said stays said.
pub fn set_needs(tx: &Tx, needs: Needs, now: Instant, _: &impl Manages) -> Result<()> {
    let sql = "UPDATE settings SET image_consent = ?1, image_consent_since = CASE ?1 WHEN 'all' THEN ?2 ELSE image_consent_since END
         WHERE id = 1 AND image_consent <> ?1";
    match tx.run(sql, params![needs.as_str(), now])? {
        0 => Ok(()),
        _ => said::store::rule_changed(tx, now),
    }
}

/// A pupil with the ties of the adults; `None` for a pupil who is none.
pub fn images(rx: &Rx, pupil: Id<Pupil>, witness: &Witness) -> Result<Option<Images>> {
    let Some(pupil) = person::store::pupil(rx, pupil, witness)? else { return Ok(None) };
    let ties = rx.all(
        &format!("SELECT g.guardian, {TIE_FACTS} FROM guardianship g WHERE g.pupil = ?1 ORDER BY g.id"),
        [pupil.id],
        |row| Ok((row.get(0)?, facts(row, 1)?)),
    )?;
    Ok(Some(Images { pupil, ties }))
}

/// Of each hand, for each request, the last that it said, the oldest first.
fn newest(rx: &Rx, pupils: &str, (from, until): (Date, Date)) -> Result<Vec<(Id<Pupil>, Heard)>> {
    let requests: HashMap<i64, Heard> = rx
        .all(
            "SELECT id, purpose, occasion, from_on, until_on FROM consent_request WHERE until_on >= ?1 AND from_on <= ?2",
            params![from.to_string(), until.to_string()],
            request,
        )?
        .into_iter()
        .collect();
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let mut answers = rx.all(
        "SELECT a.id, a.pupil, a.request, a.guardian, a.says FROM json_each(?1) p CROSS JOIN consent_answer a ON a.pupil = p.value
         WHERE a.cancelled_at IS NULL",
        [pupils],
        |row| {
            let hand = Hand { pupil: row.get(1)?, request: row.get(2)?, guardian: row.get(3)?, says: row.get(4)? };
            Ok((row.get::<_, i64>(0)?, hand))
        },
    )?;
    answers.retain(|(_, hand)| requests.contains_key(&hand.request));
    answers.sort_unstable_by_key(|(id, _)| *id);
    let answers = answers.into_iter().map(|(_, hand)| hand).collect();
    let heard = |hand: Hand| {
        let asked = requests.get(&hand.request)?.clone();
        Some((hand.pupil, Heard { guardian: hand.guardian, says: hand.says, ..asked }))
    };
    Ok(last_of_each(answers).into_iter().filter_map(heard).collect())
}

/// What was asked, before anybody said anything.
fn request(row: &Row) -> rusqlite::Result<(i64, Heard)> {
    let (from_on, until_on): (String, String) = (row.get(3)?, row.get(4)?);
    let asked = Heard {
        guardian: None,
        says: false,
        // A purpose or a day that cannot be read agrees to nothing.
        purpose: Purpose::parse(&row.get::<_, String>(1)?).unwrap_or(Purpose::Press),
        occasion: row.get(2)?,
        from_on: from_on.parse().unwrap_or(Date::MAX),
        until_on: until_on.parse().unwrap_or(Date::MIN),
    };
    Ok((row.get(0)?, asked))
}

struct Hand {
    pupil: Id<Pupil>,
    request: i64,
    guardian: Option<Id<Person>>,
    says: bool,
}

/// Two papers that do not tell whose they are may be of two hands: the yes of one takes back no other's no.
fn last_of_each(mut answers: Vec<Hand>) -> Vec<Hand> {
    let mut later = HashSet::new();
    let mut stands = |hand: &Hand| {
        let is_last = later.insert((hand.pupil, hand.request, hand.guardian));
        is_last || (hand.guardian.is_none() && !hand.says)
    };
    answers.reverse();
    answers.retain(|hand| stands(hand));
    answers.reverse();
    answers
}
