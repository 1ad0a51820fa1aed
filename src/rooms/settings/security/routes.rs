//! `/reglages/securite`.

use super::{
    forms::{DELAY_DAYS, SecurityForm},
    pages,
};
use crate::{
    base::{clock::Instant, db::Tx, error::Result},
    door::{Cx, Draft, Faults, Page},
    school::{
        account::second_factor::{Requirement, Whom, store},
        permit::May,
        policy::ManageSchool,
        settings,
    },
};
use jiff::Span;

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let has_own = store::is_on(&cx.db, cx.viewer()?.account)?;
    let members = store::members(&cx.db, cx.today, school)?;
    let draft = draft.or_standing(&[("qui", cx.school.second_factor.of.as_str()), ("delai", &DELAY_DAYS.to_string())]);
    Ok(pages::show(&draft, cx.school.second_factor, has_own, &members, (cx.now, &cx.zone)))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: SecurityForm) -> Result<Page> {
    if form.of != Whom::Nobody && !store::is_on(&cx.db, cx.viewer()?.account)? {
        return Ok(Page::again(Faults::one("qui", pages::YOURS_FIRST)));
    }
    let from = from_when(cx, &form)?;
    settings::store::require_second_factor(&cx.db, Requirement { of: form.of, from }, &school)?;
    cx.journal("require_second_factor", "school", None)?;
    Ok(Page::go("/reglages").saying(pages::SAVED))
}

/// The delay is for those who are newly bound: saving the same choice again does not begin another.
fn from_when(cx: &Cx<Tx>, form: &SecurityForm) -> Result<Instant> {
    let standing = cx.school.second_factor;
    let morning = cx.today.checked_add(Span::new().days(form.days)).map(|day| day.to_zoned(cx.zone.clone()))??;
    let chosen = if form.days == 0 { cx.now } else { Instant::from(morning.timestamp()) };
    let is_wider = standing.of == Whom::Nobody || (standing.of == Whom::Direction && form.of == Whom::Staff);
    Ok(if is_wider { chosen } else { chosen.min(standing.from) })
}
