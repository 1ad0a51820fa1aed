//! The rows behind a rescue.

use super::{MINUTES, Rescuable};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, Tx},
        error::Result,
        secret::Keys,
    },
    school::{
        Pupil,
        account::{Account, FreshSlip, store as accounts},
        guardianship::{self, Guardianship},
        permit::{May, Witness},
        policy::RescueGuardian,
    },
};

/// Draws the code. The papers and codes before it are worth nothing from here on.
pub fn draw(tx: &Tx, guardian: &May<RescueGuardian>, keys: &Keys, now: Instant) -> Result<(Account, FreshSlip)> {
    let account = accounts::ensure_for(tx, guardian.guardian, &guardian.first_name, &guardian.last_name)?;
    let until = now.plus(MINUTES * Instant::MINUTE);
    let slip = accounts::draw_until(tx, account.id, keys, now, until, Some(guardian.by()))?;
    Ok((account, slip))
}

pub fn rescuable(rx: &Rx, pupil: Id<Pupil>, tie: Id<Guardianship>, _: &Witness) -> Result<Option<Rescuable>> {
    rx.one(
        "SELECT g.id, g.guardian, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, g.pupil,
           (SELECT e.class FROM enrolment e WHERE e.pupil = g.pupil AND e.until_on IS NULL),
           (SELECT max(coalesce(d.until_on, '9999-12-31')) FROM duty d WHERE d.person = g.guardian),
           EXISTS (SELECT 1 FROM account a WHERE a.person = g.guardian AND a.closed_at IS NOT NULL),
           g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at
         FROM guardianship g JOIN person p ON p.id = g.guardian WHERE g.id = ?1 AND g.pupil = ?2",
        [tie.number(), pupil.number()],
        |row| {
            Ok(Rescuable {
                tie: row.get(0)?,
                guardian: row.get(1)?,
                first_name: row.get(2)?,
                last_name: row.get(3)?,
                pupil: row.get(4)?,
                class: row.get(5)?,
                works_until: row.get::<_, Option<String>>(6)?.and_then(|day| day.parse().ok()),
                is_closed: row.get(7)?,
                facts: guardianship::store::facts(row, 8)?,
                _row: (),
            })
        },
    )
}
