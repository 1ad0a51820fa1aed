//! Where families and single adults are.

use super::{forms::Correction, moved::Addresses, pages, store};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
        mail::refusals,
        ui::refused,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    rooms::people::{forms::standing, list::Asked, path},
    school::{
        Person, Pupil, account,
        class::store as classes,
        guardianship,
        permit::May,
        person::store as people,
        policy::{ManagePerson, ManageSchool},
        settings,
    },
};

pub fn routes(r: &mut Routes) {
    r.get_slow("/ecole/familles", families);
    r.get("/ecole/personnes/{person}", show);
    r.post("/ecole/personnes/{person}/reessai", retry);
    // With the address goes the account: letters that open it are sent there.
    r.asking_again(|r| r.form("/ecole/personnes/{person}/modifier", edit, change));
    super::channel::routes(r);
}

fn families(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let asked = Asked::read(&cx.ask.query);
    let mut lines = store::adults_like(&cx.db, &asked, &school)?;
    lines.retain(|line| !line.children.is_empty() && (asked.view != "attente" || line.account.is_awaited()));
    Ok(pages::families(&asked, &asked.cut(lines)))
}

fn show(cx: &Cx, person: May<ManagePerson>) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    if let Some(pupil) = as_pupil(cx, &person, &school)? {
        return Ok(Page::go(path::pupil(pupil)));
    }
    cx.house.looks.note(cx.viewer()?, person.id);
    let known = pages::Known {
        children: store::children_of(&cx.db, person.id, &school)?,
        ties: guardianship::store::of_guardian(&cx.db, person.id, &school)?,
        duties: classes::duties_of(&cx.db, person.id, &school)?,
        account: store::account_of(&cx.db, person.id, &school)?,
        has_second_factor: has_second_factor(cx, person.id, &school)?,
        shares_address: shares_address(cx, person.id, &school)?,
        refused: refusals::of(&cx.db, &person.contact.email)?,
    };
    Ok(pages::person(&person, &known, cx.today, &cx.zone))
}

/// The address is right after all.
fn retry(cx: &Cx<Tx>, person: May<ManagePerson>, _: Nothing) -> Result<Page> {
    refusals::lift(&cx.db, &person.contact.email)?;
    Ok(Page::go(path::person(person.id)).saying(refused::RETRIED))
}

fn edit(_: &Cx, person: &May<ManagePerson>, draft: &Draft) -> Result<Page> {
    Ok(pages::edit(person, &draft.or_standing(&standing(person))))
}

fn change(cx: &Cx<Tx>, person: May<ManagePerson>, form: Correction) -> Result<Page> {
    // No page of a person's loses its first name.
    if form.is_organisation && !person.first_name.is_empty() {
        return Err(Error::NotFound);
    }
    let mut new = form.new;
    new.contact.country.clone_from(&person.contact.country);
    let is_moved = !new.contact.email.eq_ignore_ascii_case(&person.contact.email);
    // Her own goes by « Mon compte », with her passphrase: else an open session would be enough to take the account.
    if is_moved && person.by() == person.id && settings::store::mail(&cx.db)?.is_set() {
        return Ok(Page::again(Faults::one("courriel", pages::OWN_ADDRESS)));
    }
    let school = cx.may::<ManageSchool>(())?;
    let addresses = Addresses::of_person(cx, person.id, &school)?;
    people::change(&cx.db, person.id, &new, &school)?;
    addresses.tell_moved(cx)?;
    Ok(Page::go(path::person(person.id)).saying(pages::CHANGED))
}

fn has_second_factor(cx: &Cx, person: Id<Person>, school: &May<ManageSchool>) -> Result<bool> {
    match account::store::of_person(&cx.db, person, school)? {
        Some(account) => account::second_factor::store::is_on(&cx.db, account.id),
        None => Ok(false),
    }
}

fn shares_address(cx: &Cx, person: Id<Person>, school: &May<ManageSchool>) -> Result<bool> {
    match account::store::of_person(&cx.db, person, school)? {
        Some(account) => account::links::store::is_shared(&cx.db, account.id),
        None => Ok(false),
    }
}

fn as_pupil(cx: &Cx, person: &Person, school: &May<ManageSchool>) -> Result<Option<Id<Pupil>>> {
    let id = Id::new(person.id.number());
    Ok(people::pupil_facts(&cx.db, id, school)?.map(|_| id))
}
