//! `/ecole/personnes/{person}/deux-etapes`: the director helps somebody whose telephone is lost. Never herself: her own goes by
//! « Mon compte », with a code, or else an open session would be enough to take it away.

use super::{
    letters::{self, Event},
    pages,
};
use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Faults, Page, form::Nothing},
    school::{
        account::{self, second_factor::store},
        permit::May,
        policy::{ManagePerson, ManageSchool},
    },
};

pub fn show(cx: &Cx, person: &May<ManagePerson>, draft: &Draft) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let account = account::store::of_person(&cx.db, person.id, &school)?;
    let is_on = match account {
        Some(account) => store::is_on(&cx.db, account.id)?,
        None => false,
    };
    Ok(pages::reset(draft, person, is_on, person.by() == person.id))
}

pub fn reset(cx: &Cx<Tx>, person: May<ManagePerson>, _: Nothing) -> Result<Page> {
    if person.by() == person.id {
        return Ok(Page::again(Faults::one("", pages::NOT_ONESELF)));
    }
    let school = cx.may::<ManageSchool>(())?;
    let to = format!("/ecole/personnes/{}", person.id);
    let Some(account) = account::store::of_person(&cx.db, person.id, &school)? else { return Ok(Page::go(to)) };
    if !store::reset(&cx.db, account.id, &school)? {
        return Ok(Page::go(to).saying(pages::NOTHING_TO_RESET));
    }
    cx.journal("reset_second_factor", "account", Some(account.id.number()))?;
    letters::tell(cx, account.id, Event::Reset)?;
    Ok(Page::go(to).saying(pages::RESET))
}
