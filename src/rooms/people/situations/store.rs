//! Ties that are special or wait, with names.

use super::Line;
use crate::{
    base::{
        db::{Rx, Sql},
        error::Result,
    },
    school::{
        guardianship::store::{TIE, tie_at},
        permit::Manages,
    },
};

/// How many children have a tie that waits for the director's look.
pub fn to_look_at(rx: &Rx, _: &impl Manages) -> Result<i64> {
    rx.value(
        "SELECT count(DISTINCT g.pupil) FROM guardianship g CROSS JOIN pupil u ON u.person = g.pupil WHERE g.needs_look <> '' AND g.looked_at IS NULL AND u.left_on IS NULL",
        [],
    )
}

/// Of the children who are at school, in the order of their names.
pub fn lines(rx: &Rx, _: &impl Manages) -> Result<Vec<Line>> {
    rx.all(
        &format!(
            "SELECT {TIE}, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.street, p.postcode, p.town,
                    k.first_name || ' ' || CASE k.usage_name WHEN '' THEN k.last_name ELSE k.usage_name END, coalesce(c.name, '')
             FROM guardianship g JOIN pupil u ON u.person = g.pupil JOIN person p ON p.id = g.guardian JOIN person k ON k.id = g.pupil
             LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
             WHERE u.left_on IS NULL AND (g.authority <> 'exercises' OR g.kind = 'organisation' OR g.restricted_on IS NOT NULL
                   OR (g.needs_look <> '' AND g.looked_at IS NULL))
             ORDER BY k.sort_key, k.id, g.id"
        ),
        [],
        |row| {
            let (street, postcode, town): (String, String, String) = (row.get(15)?, row.get(16)?, row.get(17)?);
            let place = format!("{postcode} {town}");
            let home = [street.trim(), place.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            Ok(Line {
                tie: tie_at(row, 0)?,
                guardian: row.get(14)?,
                home: home.join(", "),
                pupil: row.get(18)?,
                class_name: row.get(19)?,
            })
        },
    )
}
