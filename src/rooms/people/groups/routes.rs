//! Where groups are.

use super::{
    forms::GroupForm,
    pages::{self, Fold, Form},
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    rooms::people::{path, policy::SeePupilFile},
    school::{
        Group, Person, Pupil,
        calendar::SchoolYear,
        class::store as classes,
        group::{NewGroup, store as groups},
        permit::May,
        person::store as people,
        policy::{ChangeGroup, ListGroups, MakeGroup, ManageSchool, PlaceInGroup, SeeClass, SeeGroup, WriteToGroup},
    },
};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub fn routes(r: &mut Routes) {
    r.get("/groupes", index);
    r.form("/groupes/nouveau", new, add);
    r.get("/groupes/{group}", show);
    r.form("/groupes/{group}/modifier", edit, change);
    r.post("/groupes/{group}/fin", end);
    r.post("/groupes/{group}/suppression", remove);
}

fn index(cx: &Cx, list: May<ListGroups>) -> Result<Page> {
    let mut standing = Vec::new();
    for line in groups::standing(&cx.db, cx.viewer()?)? {
        // One that begins later opens to its leaders on its first day.
        if cx.may_perhaps::<SeeGroup>(line.id)?.is_some() {
            standing.push(line);
        }
    }
    let ended = match cx.may_perhaps::<ManageSchool>(())? {
        Some(school) => groups::ended(&cx.db, cx.today, &school)?,
        None => Vec::new(),
    };
    Ok(pages::index(&standing, &ended, list.also::<MakeGroup>().is_some(), cx.today))
}

fn show(cx: &Cx, group: May<SeeGroup>) -> Result<Page> {
    let mut pupils = Vec::new();
    for pupil in people::pupils_of_group(&cx.db, &group)? {
        let file = cx.may_perhaps::<SeePupilFile>(pupil.id)?.is_some();
        pupils.push((pupil, file));
    }
    let book = cx.within("liaison");
    let writes = match &book {
        Some(book) => book.may_perhaps::<WriteToGroup>(group.id)?.is_some() && !group.is_over(cx.today),
        None => false,
    };
    let leaders = groups::leaders(&cx.db, cx.today, &group)?;
    Ok(pages::show(&group, &pupils, &leaders, writes, cx.today))
}

fn new(cx: &Cx, make: &May<MakeGroup>, draft: &Draft) -> Result<Page> {
    let until = SchoolYear::of(cx.today).last_day();
    let standing = [("du", cx.today.to_string()), ("jusqu_au", until.to_string())];
    let standing: Vec<(&str, &str)> = standing.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(pages::new(&form(cx)?, &draft.or_standing(&standing), make))
}

fn add(cx: &Cx<Tx>, make: May<MakeGroup>, form: GroupForm) -> Result<Page> {
    let from = cx.today;
    let new = match judged(cx, &form, (from, SchoolYear::of(form.from_on.unwrap_or(from)).last_day()), None)? {
        Ok(new) => new,
        Err(faults) => return Ok(Page::again(faults)),
    };
    let id = groups::add(&cx.db, &new, &make)?;
    let group = cx.may::<ChangeGroup>(id)?;
    place(cx, &group, &BTreeSet::new(), &form.pupils)?;
    cx.journal("AddGroup", "group", Some(id.number()))?;
    Ok(Page::go(path::group(id)).saying(pages::added(&new.name)))
}

fn edit(cx: &Cx, group: &May<ChangeGroup>, draft: &Draft) -> Result<Page> {
    let mut standing =
        vec![("nom", group.name.clone()), ("du", group.from_on.to_string()), ("jusqu_au", group.until_on.to_string())];
    standing.extend(people::pupils_of_group(&cx.db, group)?.iter().map(|pupil| ("eleve", pupil.id.to_string())));
    standing.extend(group.leaders.iter().map(|leader| ("anime", leader.to_string())));
    let standing: Vec<(&str, &str)> = standing.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(pages::edit(group, &form(cx)?, &draft.or_standing(&standing), cx.today))
}

fn change(cx: &Cx<Tx>, group: May<ChangeGroup>, form: GroupForm) -> Result<Page> {
    let new = match judged(cx, &form, (group.from_on, group.until_on), Some(&group))? {
        Ok(new) => new,
        Err(faults) => return Ok(Page::again(faults)),
    };
    let standing: BTreeSet<Id<Pupil>> = people::pupils_of_group(&cx.db, &group)?.iter().map(|pupil| pupil.id).collect();
    groups::change(&cx.db, &group, &new)?;
    // With its new dates: nothing reaches who joins a group that is over.
    let group = cx.may::<ChangeGroup>(group.id)?;
    place(cx, &group, &standing, &form.pupils)?;
    Ok(Page::go(path::group(group.id)).saying(pages::changed(&new.name)))
}

/// Its last day is today, or its first one if that is still to come.
fn end(cx: &Cx<Tx>, group: May<ChangeGroup>, _: Nothing) -> Result<Page> {
    let new = NewGroup {
        name: group.name.clone(),
        from_on: group.from_on,
        until_on: cx.today.max(group.from_on),
        leaders: group.leaders.clone(),
    };
    groups::change(&cx.db, &group, &new)?;
    Ok(Page::go(path::GROUPS).saying(pages::ended(&group.name)))
}

fn remove(cx: &Cx<Tx>, group: May<ChangeGroup>, _: Nothing) -> Result<Page> {
    if groups::remove_unused(&cx.db, &group)? {
        Ok(Page::go(path::GROUPS).saying(pages::removed(&group.name)))
    } else {
        Ok(Page::again(Faults::one("", pages::IN_USE)))
    }
}

/// Whom the viewer may place in a group, class by class, and for the director who may lead it.
fn form(cx: &Cx) -> Result<Form> {
    let Some(school) = cx.may_perhaps::<ManageSchool>(())? else {
        let mut folds = Vec::new();
        for class in classes::taught_by(&cx.db, cx.viewer()?)? {
            let seen = cx.may::<SeeClass>(class.id)?;
            folds.push(Fold { name: class.name, pupils: people::pupils_in(&cx.db, &seen)? });
        }
        return Ok(Form { folds, staff: None });
    };
    let mut folds: Vec<Fold> = Vec::new();
    for pupil in people::pupils(&cx.db, &school)?.into_iter().filter(|pupil| pupil.class.is_some()) {
        match folds.last_mut() {
            Some(fold) if fold.name == pupil.class_name => fold.pupils.push(pupil),
            _ => folds.push(Fold { name: pupil.class_name.clone(), pupils: vec![pupil] }),
        }
    }
    folds.sort_by_key(|fold| pages::from_the_youngest(&fold.name));
    Ok(Form { folds, staff: Some(groups::staff(&cx.db, cx.today, &school)?) })
}

/// Dates in order; a name that no group of these days bears; leaders among the staff, by the director; a teacher leads her own group, with those who led it already.
fn judged(
    cx: &Cx<Tx>,
    form: &GroupForm,
    (from, until): (Date, Date),
    standing: Option<&Group>,
) -> Result<std::result::Result<NewGroup, Faults>> {
    let (from_on, until_on) = (form.from_on.unwrap_or(from), form.until_on.unwrap_or(until));
    if until_on < from_on {
        return Ok(Err(Faults::one("jusqu_au", pages::END_FIRST)));
    }
    if groups::is_name_taken(&cx.db, &form.name, (from_on, until_on), standing.map(|group| group.id), cx.viewer()?)? {
        return Ok(Err(Faults::one("nom", pages::name_taken(&form.name))));
    }
    let leaders = match cx.may_perhaps::<ManageSchool>(())? {
        None => match standing {
            Some(group) => group.leaders.clone(),
            None => vec![cx.viewer()?.person],
        },
        Some(school) => {
            let staff = groups::staff(&cx.db, cx.today, &school)?;
            let may_lead = |person: &Id<Person>| {
                staff.iter().any(|one| one.person == *person)
                    || standing.is_some_and(|group| group.leaders.contains(person))
            };
            if !form.leaders.iter().all(may_lead) {
                return Err(Error::NotFound);
            }
            form.leaders.iter().copied().collect()
        }
    };
    Ok(Ok(NewGroup { name: form.name.clone(), from_on, until_on, leaders }))
}

/// A permit on each who comes and on each who goes. Pupils of classes that the viewer does not teach stay as they are, and
/// so do those without a class, whom no page offers.
fn place(
    cx: &Cx<Tx>,
    group: &May<ChangeGroup>,
    standing: &BTreeSet<Id<Pupil>>,
    wanted: &BTreeSet<Id<Pupil>>,
) -> Result<()> {
    for pupil in wanted.difference(standing) {
        groups::join(&cx.db, group, &cx.may::<PlaceInGroup>(*pupil)?, cx.today)?;
    }
    for pupil in standing.difference(wanted) {
        let own = cx.may_perhaps::<PlaceInGroup>(*pupil)?.filter(|pupil| pupil.class.is_some());
        if let Some(pupil) = own {
            groups::part(&cx.db, group, &pupil)?;
        }
    }
    Ok(())
}
