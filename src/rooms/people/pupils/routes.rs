//! Where pupils are.

use super::{
    forms::{Departure, PupilForm},
    pages, store,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    rooms::people::{
        forms::{named, standing},
        list::Asked,
        path,
        policy::{ManageClass, ManagePupil, SeePupilFile},
    },
    school::{
        Pupil,
        class::store as classes,
        guardianship,
        permit::May,
        person::{NewPerson, store as people},
        policy::{ManagePerson, ManageSchool, SeeFamily},
        retention,
    },
};

pub fn routes(r: &mut Routes) {
    r.get("/eleves/{pupil}", show);
    r.get_slow("/ecole/eleves", index);
    r.form("/ecole/eleves/nouveau", new, add);
    r.form("/ecole/eleves/{pupil}/modifier", edit, change);
    r.form("/ecole/eleves/{pupil}/depart", departure, leave);
    r.post("/ecole/eleves/{pupil}/retour", come_back);
}

fn show(cx: &Cx, file: May<SeePupilFile>) -> Result<Page> {
    cx.house.looks.note(cx.viewer()?, file.person());
    let seen = cx.may::<SeeFamily>(file.id)?;
    let ties = guardianship::store::of_pupil(&cx.db, &seen)?;
    let adults = store::adults_of(&cx.db, &file)?;
    let born_on = store::born_on(&cx.db, &file)?;
    let around = pages::Around { adults, ties, aides: store::aides_of(&cx.db, &file, cx.today)? };
    let Some(manage) = file.also::<ManagePupil>() else {
        return Ok(pages::for_teacher(&file, born_on, &around, cx.today));
    };
    let school = cx.may::<ManageSchool>(())?;
    let known = pages::Known {
        person: cx.may::<ManagePerson>(file.person())?,
        facts: people::pupil_facts(&cx.db, file.id, &school)?.unwrap_or_default(),
        left_on: people::left_on(&cx.db, file.id, &school)?,
    };
    Ok(pages::for_director(&manage, &known, &around, cx.today))
}

fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let asked = Asked::read(&cx.ask.query);
    let mut lines = store::pupils(&cx.db, &school)?;
    lines.retain(|line| match asked.view.as_str() {
        "partis" => line.left_on.is_some(),
        "sans-classe" => line.left_on.is_none() && line.class_name.is_empty(),
        _ => line.left_on.is_none(),
    });
    lines.retain(|line| asked.holds([line.first_name.as_str(), line.last_name.as_str()]));
    Ok(pages::index(&asked, &asked.cut(lines)))
}

fn new(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let twins = people::pupils_named(&cx.db, &named(&draft.fields), school)?;
    let query = &cx.ask.query;
    let draft = draft.or_standing(&[("classe", query.get("classe")), ("niveau", query.get("niveau"))]);
    Ok(pages::new(&draft, &classes::classes_of(&cx.db, cx.today)?, &twins))
}

fn add(cx: &Cx<Tx>, school: May<ManageSchool>, form: PupilForm) -> Result<Page> {
    if let Some(faults) = clash(cx, &form, None, &school)? {
        return Ok(Page::again(faults));
    }
    let person = people::add(&cx.db, &form.new, cx.now, &school)?;
    let pupil = people::add_pupil(&cx.db, person, &form.facts, &school)?;
    if let Some(class) = form.class {
        let class = cx.may::<ManageClass>(class)?;
        classes::enrol(&cx.db, pupil, class.id, form.grade, cx.today, &school)?;
    }
    cx.journal("AddPupil", "pupil", Some(pupil.number()))?;
    if form.has_next {
        let class = form.class.map_or(String::new(), |class| format!("?classe={class}&niveau={}", form.grade));
        return Ok(Page::go(format!("/ecole/eleves/nouveau{class}")).saying(pages::added_one(&form.new.first_name)));
    }
    Ok(Page::go(path::pupil(pupil)).saying(pages::added(&form.new.first_name)))
}

fn edit(cx: &Cx, pupil: &May<ManagePupil>, draft: &Draft) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let person = cx.may::<ManagePerson>(pupil.person())?;
    let facts = people::pupil_facts(&cx.db, pupil.id, &school)?.unwrap_or_default();
    let born_on = facts.born_on.map(|day| day.to_string()).unwrap_or_default();
    let class = pupil.class.map(|class| class.to_string()).unwrap_or_default();
    let mut values = standing(&person);
    values.extend([
        ("naissance", born_on.as_str()),
        ("sexe", facts.sex.as_str()),
        ("ine", facts.ine.as_deref().unwrap_or_default()),
        ("rue_2", facts.second_street.as_str()),
        ("code_postal_2", facts.second_postcode.as_str()),
        ("ville_2", facts.second_town.as_str()),
        ("classe", class.as_str()),
        ("niveau", pupil.grade.as_str()),
    ]);
    let twins = others(people::pupils_named(&cx.db, &named(&draft.fields), &school)?, Some(pupil.id));
    let has_left = people::left_on(&cx.db, pupil.id, &school)?.is_some();
    Ok(pages::edit(pupil, &draft.or_standing(&values), &classes::classes_of(&cx.db, cx.today)?, &twins, has_left))
}

fn change(cx: &Cx<Tx>, pupil: May<ManagePupil>, form: PupilForm) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    if let Some(faults) = clash(cx, &form, Some(pupil.id), &school)? {
        return Ok(Page::again(faults));
    }
    let person = cx.may::<ManagePerson>(pupil.person())?;
    // A pupil's form asks for no civility, e-mail or telephone: what stands there stays.
    let mut new = NewPerson { civility: person.civility.clone(), contact: person.contact.clone(), ..form.new };
    (new.contact.street, new.contact.postcode, new.contact.town) =
        (form.new.contact.street, form.new.contact.postcode, form.new.contact.town);
    people::change(&cx.db, person.id, &new, &school)?;
    people::change_pupil(&cx.db, pupil.id, &form.facts, &school)?;
    if form.is_class_asked && people::left_on(&cx.db, pupil.id, &school)?.is_none() {
        match form.class {
            Some(class) => {
                let class = cx.may::<ManageClass>(class)?;
                classes::enrol(&cx.db, pupil.id, class.id, form.grade, cx.today, &school)?;
            }
            None => classes::leave(&cx.db, pupil.id, cx.today.yesterday().unwrap_or(cx.today), &school)?,
        }
    }
    Ok(Page::go(path::pupil(pupil.id)).saying(pages::changed(&new.first_name)))
}

fn departure(cx: &Cx, pupil: &May<ManagePupil>, draft: &Draft) -> Result<Page> {
    let days = retention::store::terms(&cx.db)?.days(retention::Kind::Accounts);
    Ok(pages::departure(
        pupil,
        &retention::sentences::term(days),
        &draft.or_standing(&[("dernier_jour", &cx.today.to_string())]),
    ))
}

/// Past or today only: until the day itself, the class and its words are still the pupil's.
fn leave(cx: &Cx<Tx>, pupil: May<ManagePupil>, form: Departure) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    if form.last_day > cx.today {
        return Ok(Page::again(Faults::one("dernier_jour", pages::DEPARTURE_AHEAD)));
    }
    classes::leave(&cx.db, pupil.id, form.last_day, &school)?;
    people::set_left_on(&cx.db, pupil.id, Some(form.last_day), &school)?;
    Ok(Page::go(path::pupil(pupil.id)).saying(pages::left(&pupil.first_name)))
}

fn come_back(cx: &Cx<Tx>, pupil: May<ManagePupil>, _: Nothing) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    people::set_left_on(&cx.db, pupil.id, None, &school)?;
    if pupil.class.is_none()
        && let Some((class, grade, from)) = classes::last_enrolment(&cx.db, pupil.id, &school)?
    {
        classes::enrol(&cx.db, pupil.id, class, &grade, from, &school)?;
    }
    Ok(Page::go(path::pupil(pupil.id)).saying(pages::back(&pupil.first_name)))
}

/// What only the database knows: an INE already borne, a child of that name already there.
fn clash(cx: &Cx<Tx>, form: &PupilForm, own: Option<Id<Pupil>>, school: &May<ManageSchool>) -> Result<Option<Faults>> {
    if let Some(ine) = &form.facts.ine
        && let Some(holder) = people::pupil_with_ine(&cx.db, ine, school)?
        && Some(holder.id) != own
    {
        return Ok(Some(Faults::one("ine", pages::ine_taken(&holder))));
    }
    let twins = others(people::pupils_named(&cx.db, &form.new, school)?, own);
    let twin = twins
        .iter()
        .find(|(_, born_on)| born_on.is_none() || form.facts.born_on.is_none_or(|own| Some(own) == *born_on));
    match twin {
        Some((twin, born_on)) if !form.is_another => Ok(Some(Faults::one("autre_enfant", pages::twin(twin, *born_on)))),
        _ => Ok(None),
    }
}

fn others<T>(twins: Vec<(Pupil, T)>, own: Option<Id<Pupil>>) -> Vec<(Pupil, T)> {
    twins.into_iter().filter(|(twin, _)| Some(twin.id) != own).collect()
}
