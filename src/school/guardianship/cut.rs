//! What still stands open when a guardian loses something of a child, and ends at once: sessions on every device, the
//! papers that would open new ones, and letters that wait to leave. The one place where it is done: whatever else a guardian is given to come in by (a link
//! in a letter) is ended in [`guardian`] too. It takes no right away: rights are judged anew at each request.

use super::{Facts, Given, Guardianship, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        mail,
    },
    school::{Person, account, class, journal, permit::Manages, settings},
};
use jiff::civil::Date;

/// After the director's word on a tie; `left` is `None` when the tie is gone. Within her transaction, so before any
/// further request of that guardian.
pub fn after(tx: &Tx, before: &Guardianship, left: Option<&Facts>, now: Instant, by: &impl Manages) -> Result<()> {
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    let left = left.map_or(Given::NOTHING, |facts| Given::of(facts, today));
    match Given::of(&before.facts, today).exceeds(left) {
        true => guardian(tx, before.guardian, now.plus(1), today, now, by),
        false => Ok(()),
    }
}

/// For restrictions that were dated ahead: whoever came in before their midnight is out after it. Rights end at that
/// midnight by themselves; this may come a minute later, and a second time it finds nothing to end.
pub fn restricted(tx: &Tx, now: Instant, by: &impl Manages) -> Result<()> {
    let zone = settings::store::facts(tx)?.zone_of_time();
    let today = now.date(&zone);
    for (person, day) in store::restricted_by(tx, today)? {
        // A day without a midnight, as a few zones have, begins at its first moment.
        let Ok(midnight) = day.to_zoned(zone.clone()) else { continue };
        guardian(tx, person, midnight.timestamp().into(), today, now, by)?;
    }
    Ok(())
}

/// Ends the sessions opened and the links sent before that moment; slips too, when no child and no duty is left to come in for.
fn guardian(
    tx: &Tx,
    person: Id<Person>,
    opened_before: Instant,
    today: Date,
    now: Instant,
    by: &impl Manages,
) -> Result<()> {
    // Letters still to leave, of this child or another's: what they tell stays on the pages, for whom it is still open.
    mail::store::take_back_from(tx, person.number())?;
    let Some(account) = account::store::of_person(tx, person, by)? else { return Ok(()) };
    if store::end_sessions(tx, account.id, opened_before)? > 0 {
        let entry = journal::Entry {
            at: now,
            by: by.actor(),
            act: "EndSessions",
            thing: "person",
            thing_id: Some(person.number()),
        };
        journal::store::add(tx, &entry)?;
    }
    account::links::store::forget_drawn_before(tx, account.id, opened_before)?;
    let reads = store::of_guardian(tx, person, by)?.iter().any(|tie| Given::of(&tie.facts, today).reads);
    let serves = |duty: &class::Duty| duty.until_on.is_none_or(|last| last >= today);
    if !reads && !class::store::duties_of(tx, person, by)?.iter().any(serves) {
        account::store::revoke_slips(tx, account.id, now)?;
    }
    Ok(())
}
