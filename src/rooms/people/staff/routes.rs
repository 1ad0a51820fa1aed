//! Where the team is.

use super::{
    forms::{Dates, NewPart, SUBSTITUTE_ENDS, Who},
    pages, store,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    rooms::people::{
        adults::{pages::children_in_words, store::children_of},
        forms::{Twin, named},
        path,
        policy::{ManageClass, ManageDuty, ManagePupil},
    },
    school::{
        Class, Group, Person,
        class::{Duty, DutyKind, NewDuty, store as classes},
        group::store as groups,
        permit::May,
        person::store as people,
        policy::{ManagePerson, ManageSchool, SeeGroup},
    },
};
use jiff::civil::Date;

pub fn routes(r: &mut Routes) {
    r.get("/ecole/equipe", index);
    // A duty gives rights over classes, and the whole school to who directs.
    r.asking_again(|r| {
        r.slow_form("/ecole/equipe/nouveau", new, add);
        r.form("/ecole/fonctions/{duty}", edit, change);
        r.post("/ecole/fonctions/{duty}/retrait", remove);
    });
}

fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let members = store::members(&cx.db, cx.today, &school)?;
    Ok(pages::index(&members, &classes::duties(&cx.db, cx.today, &school)?, cx.today))
}

fn new(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let mut known = Vec::new();
    for person in twins(cx, draft, school)? {
        let what = children_in_words(&children_of(&cx.db, person.id, school)?);
        known.push((person, what));
    }
    let asked = cx.ask.query.get("personne");
    let person = match asked.parse() {
        Ok(id) => Some(cx.may::<ManagePerson>(id)?),
        Err(_) => None,
    };
    let query = &cx.ask.query;
    let today = cx.today.to_string();
    let standing = [
        ("classe", query.get("classe")),
        ("eleve", query.get("eleve")),
        ("fonction", query.get("fonction")),
        ("qui", asked),
        ("du", &today),
    ];
    let choices = pages::Choices {
        members: store::members(&cx.db, cx.today, school)?,
        classes: classes::classes_of(&cx.db, cx.today)?,
        pupils: people::pupils(&cx.db, school)?,
        groups: groups::groups(&cx.db, cx.today, school)?,
        person,
        known,
    };
    Ok(pages::new(&draft.or_standing(&standing), &choices))
}

fn twins(cx: &Cx, draft: &Draft, school: &May<ManageSchool>) -> Result<Vec<Person>> {
    let typed = named(&draft.fields);
    if typed.last_name.is_empty() { Ok(Vec::new()) } else { people::adults_named(&cx.db, &typed, school) }
}

fn add(cx: &Cx<Tx>, school: May<ManageSchool>, form: NewPart) -> Result<Page> {
    let person = match &form.who {
        Who::Known(id) | Who::New(_, Twin::Same(id)) => {
            let known = cx.may::<ManagePerson>(*id)?;
            if people::pupil_facts(&cx.db, Id::new(id.number()), &school)?.is_some() {
                return Ok(Page::again(Faults::one("qui", pages::IS_A_PUPIL)));
            }
            known.id
        }
        Who::New(new, Twin::Unasked) if !people::adults_named(&cx.db, new, &school)?.is_empty() => {
            return Ok(Page::again(Faults::one("doublon", pages::TWIN)));
        }
        Who::New(new, _) => people::add(&cx.db, new, cx.now, &school)?,
    };
    let from_on = form.dates.from_on.unwrap_or(cx.today);
    if form.dates.until_on.is_some_and(|until| until < from_on) {
        return Ok(Page::again(Faults::one("jusqu_au", pages::END_FIRST)));
    }
    let standing = classes::duties_of(&cx.db, person, &school)?;
    let mut parts = parts(cx, &form, person, from_on)?;
    parts.retain(|new| !standing.iter().any(|duty| is_same_part(duty, new)));
    if parts.is_empty() {
        return Ok(Page::again(Faults::one("fonction", pages::ALREADY_SO)));
    }
    for new in &parts {
        let duty = classes::add_duty(&cx.db, new, &school)?;
        cx.journal("AddDuty", "duty", Some(duty.number()))?;
    }
    Ok(Page::go(path::person(person)).saying(pages::ADDED))
}

/// One duty for each class or pupil, each by its own permit; one alone where there is none.
fn parts(cx: &Cx<Tx>, form: &NewPart, person: Id<Person>, from_on: Date) -> Result<Vec<NewDuty>> {
    let group = group_by_permit(cx, form.dates.group)?;
    let plain = || NewDuty { group, until_on: form.dates.until_on, ..NewDuty::new(person, form.kind, None, from_on) };
    let mut parts = Vec::new();
    for class in &form.classes {
        parts.push(NewDuty { class: Some(cx.may::<ManageClass>(*class)?.id), ..plain() });
    }
    for pupil in &form.pupils {
        parts.push(NewDuty { pupil: Some(cx.may::<ManagePupil>(*pupil)?.id), ..plain() });
    }
    if parts.is_empty() {
        parts.push(plain());
    }
    Ok(parts)
}

fn edit(cx: &Cx, duty: &May<ManageDuty>, draft: &Draft) -> Result<Page> {
    let person = cx.may::<ManagePerson>(duty.person)?;
    let class = duty.class.map(|class| class.to_string()).unwrap_or_default();
    let until = duty.until_on.map(|day| day.to_string()).unwrap_or_default();
    let group = duty.group.map(|group| group.to_string()).unwrap_or_default();
    let from = duty.from_on.to_string();
    let standing = [("classe", class.as_str()), ("groupe", &group), ("du", &from), ("jusqu_au", &until)];
    let groups = groups::groups(&cx.db, cx.today, &cx.may::<ManageSchool>(())?)?;
    let draft = draft.or_standing(&standing);
    Ok(pages::edit(duty, &person, &draft, &classes::classes_of(&cx.db, cx.today)?, &groups))
}

fn change(cx: &Cx<Tx>, duty: May<ManageDuty>, form: Dates) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    if duty.kind == DutyKind::Substitute && form.until_on.is_none() {
        return Ok(Page::again(Faults::one("jusqu_au", SUBSTITUTE_ENDS)));
    }
    let from_on = form.from_on.unwrap_or(duty.from_on);
    if duty.kind == DutyKind::Director && (from_on > cx.today || form.until_on.is_some()) {
        let first_without =
            if from_on > cx.today { Some(cx.today) } else { form.until_on.and_then(|day| day.tomorrow().ok()) };
        if is_last_director(cx, &duty, first_without, &school)? {
            return Ok(Page::again(Faults::one("jusqu_au", pages::LAST_DIRECTOR)));
        }
    }
    let class = if duty.kind.is_in_class() { class_by_permit(cx, form.class)? } else { None };
    classes::change_duty(&cx.db, duty.id, class, from_on, form.until_on, &school)?;
    if duty.kind == DutyKind::AfterSchool {
        classes::set_group_of(&cx.db, duty.id, group_by_permit(cx, form.group)?, &school)?;
    }
    Ok(gone_on(cx, &duty))
}

fn remove(cx: &Cx<Tx>, duty: May<ManageDuty>, _: Nothing) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    if duty.kind == DutyKind::Director && is_last_director(cx, &duty, Some(cx.today), &school)? {
        return Ok(Page::again(Faults::one("", pages::LAST_DIRECTOR)));
    }
    classes::remove_duty(&cx.db, duty.id, &school)?;
    Ok(gone_on(cx, &duty))
}

/// A director who has just ended her own duty may no longer open the person's page.
fn gone_on(cx: &Cx<Tx>, duty: &Duty) -> Page {
    let is_own = cx.viewer.as_ref().is_some_and(|viewer| viewer.person == duty.person);
    let to = if is_own { "/".to_owned() } else { path::person(duty.person) };
    Page::go(to).saying(pages::CHANGED)
}

fn is_last_director(cx: &Cx<Tx>, duty: &Duty, first_without: Option<Date>, school: &May<ManageSchool>) -> Result<bool> {
    let day = first_without.unwrap_or(cx.today);
    Ok(!classes::has_other_director(&cx.db, duty.id, day, school)?)
}

fn class_by_permit(cx: &Cx<Tx>, class: Option<Id<Class>>) -> Result<Option<Id<Class>>> {
    class.map(|id| cx.may::<ManageClass>(id).map(|class| class.id)).transpose()
}

fn group_by_permit(cx: &Cx<Tx>, group: Option<Id<Group>>) -> Result<Option<Id<Group>>> {
    group.map(|id| cx.may::<SeeGroup>(id).map(|group| group.id)).transpose()
}

/// The same part in the same place at the same time.
fn is_same_part(standing: &Duty, new: &NewDuty) -> bool {
    let starts_before_end = |from: Date, until: Option<Date>| until.is_none_or(|until| from <= until);
    standing.kind == new.kind
        && (standing.class, standing.pupil, standing.group) == (new.class, new.pupil, new.group)
        && starts_before_end(new.from_on, standing.until_on)
        && starts_before_end(standing.from_on, new.until_on)
}
