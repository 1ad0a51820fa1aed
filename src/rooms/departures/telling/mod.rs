//! Letters to adults who have left: when the house sees it, and again some days before they are erased. A house without a mail
//! server tells it on their front page, and tells the director who was told nothing.

mod letters;

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System, mail},
    school::{
        departure::{Departure, REMINDER, store},
        settings::Facts,
    },
};
use jiff::{ToSpan, civil::Date};

pub fn tell(tx: &Tx, school: &Facts, (today, now): (Date, Instant), root: &System) -> Result<()> {
    let soon = today.checked_add(REMINDER.days()).unwrap_or(today);
    for one in store::untold(tx, root)?.iter().filter(|one| is_reached(one)) {
        mail::store::post(tx, &letters::letter(school, one, today, false), now)?;
        store::told(tx, one.person, now, root)?;
        // Told once is told: no second letter on the same day.
        if one.erase_on <= soon {
            store::reminded(tx, one.person, now, root)?;
        }
    }
    for child in store::untold_pupils(tx, root)? {
        for adult in store::staying_family(tx, child.person, today, root)? {
            if mail::is_address(&adult.email) {
                mail::store::post(tx, &letters::of_child(school, &child, &adult), now)?;
            }
        }
        store::told(tx, child.person, now, root)?;
    }
    for one in store::unreminded(tx, today, root)?.iter().filter(|one| is_reached(one)) {
        mail::store::post(tx, &letters::letter(school, one, today, true), now)?;
        store::reminded(tx, one.person, now, root)?;
    }
    Ok(())
}

fn is_reached(one: &Departure) -> bool {
    one.is_activated && mail::is_address(&one.email)
}
