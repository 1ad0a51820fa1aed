//! `/reglages`, and the first steps of a school that has just been set up.

mod pages;

use crate::{
    base::error::Result,
    door::{Cx, Page},
    school::{
        class,
        permit::May,
        person,
        policy::{ManageSchool, TendBox},
    },
};

pub fn index(cx: &Cx, school: May<TendBox>) -> Result<Page> {
    let facts = cx.house.tls.facts();
    let director = school.also::<ManageSchool>();
    Ok(Page::narrow("Réglages", pages::index(cx, &facts, director.as_ref())?))
}

pub fn first_steps(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let classes = class::store::classes_of(&cx.db, cx.today)?;
    let pupils = person::store::pupils(&cx.db, &school)?.len();
    let taught = classes.iter().filter(|class| !class.teachers.is_empty()).count();
    let progress = pages::Progress { pupils, classes: classes.len(), taught };
    Ok(Page::narrow("Premiers pas", pages::first_steps(&progress)))
}
