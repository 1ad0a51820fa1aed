//! The director closes an account, and opens it again: the same one, with its login and passphrase. Never her own, and never
//! the last that directs the school. What the person wrote and signed stays as it is.

mod letters;
mod pages;

use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    rooms::people::path,
    school::{
        account::{self, Account},
        class,
        permit::May,
        person,
        policy::{ManagePerson, ManageSchool},
    },
};
use letters::Event;
use std::borrow::Borrow;

pub fn routes(r: &mut Routes) {
    r.form("/ecole/personnes/{person}/fermeture", close_page, close);
    r.form("/ecole/personnes/{person}/reouverture", reopen_page, reopen);
}

fn close_page(cx: &Cx, person: &May<ManagePerson>, draft: &Draft) -> Result<Page> {
    let account = account_of(cx, person)?;
    if account.is_closed {
        return Ok(Page::go(path::person(person.id)));
    }
    Ok(pages::close(person, refusal(cx, person)?, draft))
}

fn close(cx: &Cx<Tx>, person: May<ManagePerson>, _: Nothing) -> Result<Page> {
    let account = account_of(cx, &person)?;
    if let Some(why) = refusal(cx, &person)? {
        return Ok(Page::again(Faults::one("", why)));
    }
    let school = cx.may::<ManageSchool>(())?;
    if account::store::close(&cx.db, account.id, cx.now, &school)? {
        cx.journal("close_account", "account", Some(account.id.number()))?;
        tell(cx, account.id, Event::Closed)?;
    }
    Ok(Page::go(path::person(person.id)).saying(pages::CLOSED))
}

fn reopen_page(cx: &Cx, person: &May<ManagePerson>, _: &Draft) -> Result<Page> {
    let account = account_of(cx, person)?;
    if !account.is_closed {
        return Ok(Page::go(path::person(person.id)));
    }
    Ok(pages::reopen(person, account.is_activated))
}

fn reopen(cx: &Cx<Tx>, person: May<ManagePerson>, _: Nothing) -> Result<Page> {
    let account = account_of(cx, &person)?;
    let school = cx.may::<ManageSchool>(())?;
    if account::store::reopen(&cx.db, account.id, &school)? {
        cx.journal("reopen_account", "account", Some(account.id.number()))?;
        tell(cx, account.id, Event::Reopened { is_activated: account.is_activated })?;
    }
    Ok(Page::go(path::person(person.id)).saying(pages::REOPENED))
}

/// An adult's account: a pupil's page has no such button.
fn account_of<D: Borrow<Rx>>(cx: &Cx<D>, person: &May<ManagePerson>) -> Result<Account> {
    let school = cx.may::<ManageSchool>(())?;
    if person::store::pupil_facts(cx.db.borrow(), Id::new(person.id.number()), &school)?.is_some() {
        return Err(Error::NotFound);
    }
    account::store::of_person(cx.db.borrow(), person.id, &school)?.ok_or(Error::NotFound)
}

/// Why this account may not be closed, if so.
fn refusal<D: Borrow<Rx>>(cx: &Cx<D>, person: &May<ManagePerson>) -> Result<Option<&'static str>> {
    if person.by() == person.id {
        return Ok(Some(pages::NOT_ONESELF));
    }
    let school = cx.may::<ManageSchool>(())?;
    let directs = class::store::duties_of(cx.db.borrow(), person.id, &school)?
        .iter()
        .any(|duty| duty.kind == class::DutyKind::Director && duty.until_on.is_none_or(|last| last >= cx.today));
    let is_last = directs && !class::store::is_directed_without(cx.db.borrow(), person.id, cx.today, &school)?;
    Ok(is_last.then_some(pages::LAST_DIRECTOR))
}

fn tell(cx: &Cx<Tx>, account: Id<Account>, event: Event) -> Result<()> {
    let owner = account::store::owner_of(&cx.db, account)?;
    match letters::letter(&cx.school, &owner, event, cx.today) {
        Some(letter) => cx.post(&letter),
        None => Ok(()),
    }
}
