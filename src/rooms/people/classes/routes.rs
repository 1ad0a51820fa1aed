//! Where classes are: two pages for those who teach, the others for the director.

use super::{
    forms::{ClassName, Grades},
    pages, store,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, Routes, SignedIn},
    rooms::people::{path, policy::ManageClass},
    school::{
        class::{
            store as classes,
            years::{Year, store as years},
        },
        permit::May,
        person::store as people,
        policy::{ManageSchool, SeeClass},
    },
};

pub fn routes(r: &mut Routes) {
    r.get("/mes-classes", mine);
    r.get("/classes/{class}", show);
    r.get_slow("/ecole/classes", index);
    r.form("/ecole/classes/nouvelle", new, add);
    r.form("/ecole/classes/{class}/modifier", edit, rename);
    r.form("/ecole/classes/{class}/niveaux", grades, set_grades);
    r.post("/ecole/classes/{class}/suppression", remove);
}

fn mine(cx: &Cx, viewer: SignedIn) -> Result<Page> {
    Ok(pages::mine(&classes::taught_by(&cx.db, &viewer)?))
}

fn show(cx: &Cx, class: May<SeeClass>) -> Result<Page> {
    let roll = store::roll(&cx.db, &class)?;
    let team = store::team(&cx.db, cx.today, &class)?;
    Ok(pages::class(&class, &roll, &team, class.also::<ManageClass>().as_ref(), cx.today))
}

/// This year's; of a year that is over, who taught there and who was there to the end.
fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let past: Vec<Year> = years::years(&cx.db)?.into_iter().filter(|year| year.ends_on < cx.today).collect();
    let asked = cx.ask.query.get("annee");
    if asked.is_empty() {
        return Ok(pages::index(&classes::classes_of(&cx.db, cx.today)?, &past));
    }
    let year = past.iter().find(|year| year.label == asked).ok_or(Error::NotFound)?;
    Ok(pages::past(year, &years::past(&cx.db, year, &school)?))
}

fn new(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    Ok(pages::new(draft, &classes::ecoles(&cx.db)?))
}

fn add(cx: &Cx<Tx>, school: May<ManageSchool>, form: ClassName) -> Result<Page> {
    let year = years::ensure_current(&cx.db, cx.today, &school)?;
    let mut ecoles = classes::ecoles(&cx.db)?;
    if ecoles.is_empty() {
        let only = crate::school::class::Ecole { name: cx.school.name.clone(), ..Default::default() };
        classes::set_ecoles(&cx.db, &[only], &school)?;
        ecoles = classes::ecoles(&cx.db)?;
    }
    let chosen = ecoles.iter().map(|(id, _)| *id).find(|id| form.ecole.is_none_or(|asked| asked == *id));
    let Some(ecole) = chosen else { return Ok(Page::again(Faults::one("ecole", pages::CHOOSE_ECOLE))) };
    match classes::add_class(&cx.db, &year, ecole, &form.name, &school)? {
        Some(class) => Ok(Page::go(path::change_class(class)).saying(pages::added(&form.name))),
        None => Ok(Page::again(Faults::one("nom", pages::NAME_TAKEN))),
    }
}

fn edit(cx: &Cx, class: &May<ManageClass>, draft: &Draft) -> Result<Page> {
    let seen = cx.may::<SeeClass>(class.id)?;
    let team = store::team(&cx.db, cx.today, &seen)?;
    let is_empty = store::roll(&cx.db, &seen)?.is_empty();
    Ok(pages::edit(class, &draft.or_standing(&[("nom", &class.name)]), &team, is_empty, cx.today))
}

fn rename(cx: &Cx<Tx>, class: May<ManageClass>, form: ClassName) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    if classes::is_name_taken(&cx.db, class.id, &form.name, &school)? {
        return Ok(Page::again(Faults::one("nom", pages::NAME_TAKEN)));
    }
    classes::rename(&cx.db, class.id, &form.name, &school)?;
    Ok(Page::go(path::class(class.id)).saying(pages::renamed(&form.name)))
}

fn grades(cx: &Cx, class: &May<ManageClass>, _: &Draft) -> Result<Page> {
    let roll = store::roll(&cx.db, &cx.may::<SeeClass>(class.id)?)?;
    Ok(pages::grades(class, &roll))
}

/// Only the pupils of this class are touched, whatever fields were sent.
fn set_grades(cx: &Cx<Tx>, class: May<ManageClass>, form: Grades) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    for pupil in people::pupils_in(&cx.db, &cx.may::<SeeClass>(class.id)?)? {
        let Some(grade) = form.of(&pages::grade_field(pupil.id)) else { continue };
        if grade != pupil.grade {
            classes::enrol(&cx.db, pupil.id, class.id, grade, cx.today, &school)?;
        }
    }
    Ok(Page::go(path::class(class.id)).saying(pages::GRADES_KEPT))
}

fn remove(cx: &Cx<Tx>, class: May<ManageClass>, _: crate::door::form::Nothing) -> Result<Page> {
    if classes::remove_unused(&cx.db, class.id, &cx.may::<ManageSchool>(())?)? {
        Ok(Page::go("/ecole/classes").saying(pages::removed(&class.name)))
    } else {
        Ok(Page::again(Faults::one("", pages::CLASS_IN_USE)))
    }
}
