use super::{
    forms::{self, Merging},
    letters,
    likeness::{self, Refusal},
    pages,
    store::{self, Side},
    words,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Error, Result},
        secret,
    },
    door::{Cx, Draft, Faults, Page, Routes},
    rooms::people::{list::Asked, path, undo},
    school::{
        Person,
        permit::May,
        person::store as people,
        policy::{ManagePerson, ManageSchool},
    },
};
use std::borrow::Borrow;

pub fn routes(r: &mut Routes) {
    r.get_slow("/ecole/personnes/{person}/doublon", candidates);
    r.form("/ecole/personnes/{person}/doublon/{other}", show, merge);
}

fn candidates(cx: &Cx, person: May<ManagePerson>) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let keep = store::side(&cx.db, person.id, &school)?;
    let asked = Asked::read(&cx.ask.query);
    let proposed: Vec<_> = store::namesakes(&cx.db, &keep, &school)?
        .into_iter()
        .map(|side| (likeness::signs(&keep, &side), side.person))
        .filter(|(signs, _)| !signs.is_empty())
        .collect();
    let mut found: Vec<Person> = Vec::new();
    if !asked.name.is_empty() {
        found = match keep.is_pupil() {
            true => people::pupils_with_facts(&cx.db, &school)?.into_iter().map(|(person, _)| person).collect(),
            false => people::adults(&cx.db, &school)?,
        };
        found.retain(|one| one.id != person.id && asked.holds([one.name().as_str(), one.last_name.as_str()]));
        found.truncate(pages::FOUND);
    }
    let merges = undo::store::merges_of(&cx.db, person.id, &school)?;
    Ok(pages::candidates(&keep, &proposed, &asked.name, &found, &merges, (cx.now, &cx.zone)))
}

fn show(cx: &Cx, person: &May<ManagePerson>, draft: &Draft) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let (keep, gone) = sides(cx, person, &school)?;
    if let Some(why) = likeness::refusal(&keep, &gone, person.by().number()) {
        return Ok(pages::refused(&keep, &sentence(cx, &why, &school)?));
    }
    Ok(pages::compare(&keep, &gone, &likeness::signs(&keep, &gone), &mark(&keep, &gone), draft))
}

fn merge(cx: &Cx<Tx>, person: May<ManagePerson>, form: Merging) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let (keep, gone) = sides(cx, &person, &school)?;
    if let Some(why) = likeness::refusal(&keep, &gone, person.by().number()) {
        return Ok(Page::again(Faults::one("", sentence(cx, &why, &school)?)));
    }
    let by_hand = likeness::signs(&keep, &gone).is_empty();
    let faults = forms::faults(&form.0, &keep, &gone, by_hand, &mark(&keep, &gone));
    if !faults.is_empty() {
        return Ok(Page::again(faults));
    }
    let chosen = forms::chosen(&form.0, &keep, &gone);
    let about = format!("{} et {}", keep.person.name(), gone.person.name());
    store::merge(&cx.db, (&keep, &gone), &chosen, about, (cx.today, cx.now), &school)?;
    cx.journal("merge_people", "person", Some(gone.person.id.number()))?;
    let stays = if chosen.other_account { &gone.account } else { &keep.account };
    if let Some(account) = stays.as_ref().filter(|_| forms_both(&keep, &gone)) {
        let to = [keep.person.contact.email.as_str(), &gone.person.contact.email];
        for letter in letters::merged(&cx.school.name, &to, &chosen.person.first_name, &account.login) {
            cx.post(&letter)?;
        }
    }
    let last = Some(&chosen.person.usage_name).filter(|name| !name.is_empty()).unwrap_or(&chosen.person.last_name);
    let name = format!("{} {last}", chosen.person.first_name);
    Ok(Page::go(path::person(keep.person.id)).saying(words::merged(name.trim())))
}

/// Somebody has used one of the two.
fn forms_both(keep: &Side, gone: &Side) -> bool {
    [keep, gone].iter().any(|side| store::is_activated(side.account.as_ref()))
}

fn sides<D: Borrow<Rx>>(cx: &Cx<D>, person: &May<ManagePerson>, school: &May<ManageSchool>) -> Result<(Side, Side)> {
    let other: i64 = cx.ask.text("other").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    let other = cx.may::<ManagePerson>(Id::new(other))?;
    Ok((store::side(cx.db.borrow(), person.id, school)?, store::side(cx.db.borrow(), other.id, school)?))
}

fn sentence<D: Borrow<Rx>>(cx: &Cx<D>, why: &Refusal, school: &May<ManageSchool>) -> Result<String> {
    let tied = match why {
        Refusal::TiesDiffer(id) => people::standing(cx.db.borrow(), Id::new(*id), school)?.map(|one| one.name()),
        _ => None,
    };
    Ok(words::refusal(why, &tied.unwrap_or_default()))
}

/// The same for the same two pages.
fn mark(keep: &Side, gone: &Side) -> String {
    secret::hex(&secret::sha256(format!("{keep:?}{gone:?}").as_bytes()))
}
