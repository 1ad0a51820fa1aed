//! Both sides of a merge, and the merge itself.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx, record},
        error::{Error, Result},
        mail,
    },
    rooms::people::undo::store::{self as undo, Done, Kind},
    school::{
        Class, Person, Pupil,
        account::{Account, second_factor, store as accounts},
        class::store as classes,
        document::placing::store as placing,
        guardianship::{self, Guardianship},
        permit::Manages,
        person::{NewPerson, PupilFacts, store as people},
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// One of the two pages, as it stands.
#[derive(Debug)]
pub struct Side {
    pub person: Person,
    /// Of a pupil.
    pub facts: Option<PupilFacts>,
    pub left_on: Option<Date>,
    pub class: Option<(Id<Class>, String)>,
    pub account: Option<Account>,
    pub has_second_factor: bool,
    pub ties: Vec<Guardianship>,
}

impl Side {
    pub fn is_pupil(&self) -> bool {
        self.facts.is_some()
    }

    /// Whom a tie ties this one to.
    pub fn other_end(&self, tie: &Guardianship) -> i64 {
        if self.is_pupil() { tie.guardian.number() } else { tie.pupil.number() }
    }
}

/// What stands in the end.
pub struct Chosen {
    pub person: NewPerson,
    pub facts: Option<PupilFacts>,
    /// True: the class of the page that goes.
    pub other_class: bool,
    /// True: the account of the page that goes.
    pub other_account: bool,
}

pub fn side(rx: &Rx, id: Id<Person>, by: &impl Manages) -> Result<Side> {
    let ties = guardianship::store::all(rx, by)?;
    side_with(rx, people::standing(rx, id, by)?.ok_or(Error::NotFound)?, &ties, by)
}

/// Everybody of the same first name, as a side: whom the likeness is looked for among.
pub fn namesakes(rx: &Rx, of: &Side, by: &impl Manages) -> Result<Vec<Side>> {
    let ties = guardianship::store::all(rx, by)?;
    let first = crate::base::french::fold(&of.person.first_name);
    let mut all: Vec<Person> = match of.is_pupil() {
        true => people::pupils_with_facts(rx, by)?.into_iter().map(|(person, _)| person).collect(),
        false => people::adults(rx, by)?,
    };
    all.retain(|one| one.id != of.person.id && crate::base::french::fold(&one.first_name) == first);
    all.into_iter().map(|person| side_with(rx, person, &ties, by)).collect()
}

fn side_with(rx: &Rx, person: Person, ties: &[Guardianship], by: &impl Manages) -> Result<Side> {
    let pupil: Id<Pupil> = Id::new(person.id.number());
    let facts = people::pupil_facts(rx, pupil, by)?;
    let is_own = |tie: &&Guardianship| match facts.is_some() {
        true => tie.pupil == pupil,
        false => tie.guardian == person.id,
    };
    let class = rx.one(
        "SELECT c.id, c.name FROM enrolment e JOIN class c ON c.id = e.class WHERE e.pupil = ?1 AND e.until_on IS NULL",
        [pupil],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let account = accounts::of_person(rx, person.id, by)?;
    Ok(Side {
        has_second_factor: match &account {
            Some(account) => second_factor::store::is_on(rx, account.id)?,
            None => false,
        },
        left_on: people::left_on(rx, pupil, by)?,
        class,
        account,
        ties: ties.iter().filter(is_own).cloned().collect(),
        facts,
        person,
    })
}

/// `gone` becomes `keep`: everything that points to the one points to the other, whatever the table. Kept to be undone.
pub fn merge(
    tx: &Tx,
    (keep, gone): (&Side, &Side),
    chosen: &Chosen,
    about: String,
    (today, now): (Date, Instant),
    by: &impl Manages,
) -> Result<()> {
    let (to, from) = (keep.person.id, gone.person.id);
    undo::begin(tx)?;
    merge_accounts(tx, (keep, gone), chosen.other_account)?;
    if let Some(facts) = &chosen.facts {
        let (to, from): (Id<Pupil>, Id<Pupil>) = (Id::new(to.number()), Id::new(from.number()));
        close_one(tx, if chosen.other_class { to } else { from }, today, by)?;
        tx.run("UPDATE pupil SET ine = NULL WHERE person = ?1", [from])?;
        people::change_pupil(tx, to, facts, by)?;
        tx.run(
            "UPDATE OR IGNORE audience_part SET part = ?2 WHERE kind = 'pupil' AND part = ?1 AND audience IN (SELECT audience FROM audience_pupil WHERE pupil = ?1)",
            params![from, to],
        )?;
        // Both were named: the one that stays is enough.
        tx.run(
            "DELETE FROM audience_part WHERE kind = 'pupil' AND part = ?1 AND audience IN (SELECT audience FROM audience_pupil WHERE pupil = ?1)",
            [from],
        )?;
        record::absorb(tx, "pupil", from.number(), to.number(), &[])?;
        tx.run(
            "UPDATE pupil SET left_on = NULL WHERE person = ?1 AND EXISTS (SELECT 1 FROM enrolment WHERE pupil = ?1 AND until_on IS NULL)",
            [to],
        )?;
        look_again(tx, to, &keep.ties)?;
    }
    placing::hand_over(tx, from, to, by)?;
    record::absorb(tx, "person", from.number(), to.number(), &["pupil", "account"])?;
    mail::store::hand_over(tx, from.number(), to.number())?;
    // What was taken away by hand from the one stays so, unless the other is tied.
    tx.run(
        "DELETE FROM guardianship_removed WHERE (guardian = ?1 OR pupil = ?1) AND EXISTS
         (SELECT 1 FROM guardianship g WHERE g.pupil = guardianship_removed.pupil AND g.guardian = guardianship_removed.guardian)",
        [to],
    )?;
    people::change(tx, to, &chosen.person, by)?;
    undo::keep(tx, &Done { kind: Kind::Merge, about, person: Some(to) }, now, by).map(drop)
}

/// One account stays, and both sign in anew.
fn merge_accounts(tx: &Tx, (keep, gone): (&Side, &Side), other_account: bool) -> Result<()> {
    let id = |side: &Side| side.account.as_ref().map(|account| account.id);
    for account in [id(keep), id(gone)].into_iter().flatten() {
        accounts::end_sessions(tx, account, None)?;
    }
    let (stays, goes) = if other_account { (id(gone), id(keep)) } else { (id(keep), id(gone)) };
    if let Some(goes) = goes {
        tx.run("DELETE FROM account WHERE id = ?1", [goes])?;
    }
    if let Some(stays) = stays {
        tx.run("UPDATE account SET person = ?2 WHERE id = ?1", params![stays, keep.person.id])?;
    }
    Ok(())
}

/// One class at a time: the other place ends, or never was when it began today.
fn close_one(tx: &Tx, pupil: Id<Pupil>, today: Date, by: &impl Manages) -> Result<()> {
    tx.run(
        "DELETE FROM enrolment WHERE pupil = ?1 AND until_on IS NULL AND from_on >= ?2",
        params![pupil, today.to_string()],
    )?;
    classes::leave(tx, pupil, today.yesterday().unwrap_or(today), by)
}

/// A third adult whom the merge brings to a child waits for the director's look, as from a file.
fn look_again(tx: &Tx, pupil: Id<Pupil>, stood: &[Guardianship]) -> Result<()> {
    let adults: Vec<i64> =
        tx.all("SELECT id FROM guardianship WHERE pupil = ?1 ORDER BY id", [pupil], |row| row.get(0))?;
    let brought: Vec<i64> =
        adults.iter().copied().filter(|id| !stood.iter().any(|tie| tie.id.number() == *id)).collect();
    for (at, tie) in brought.into_iter().enumerate() {
        if stood.len() + at >= 2 {
            tx.run("UPDATE guardianship SET needs_look = 'third_adult', looked_at = NULL WHERE id = ?1", [tie])?;
        }
    }
    Ok(())
}

pub fn is_activated(account: Option<&Account>) -> bool {
    account.is_some_and(|account| account.is_activated)
}
