//! The school's page, and the lists of paths of this room's nouns, one line each.

use super::{
    adults, classes, composition, groups, import, lists, merge, pages, pupil_access, pupils, rescue, rollover,
    situations, slips, staff, store, ties, undo,
};
use crate::{
    base::error::Result,
    door::{Cx, Page, Routes},
    school::{class, permit::May, policy::ManageSchool},
};

pub fn routes(r: &mut Routes) {
    r.get("/ecole", school);
    classes::routes::routes(r);
    composition::routes::routes(r);
    groups::routes::routes(r);
    pupils::routes::routes(r);
    pupil_access::routes::routes(r);
    r.asking_again(pupil_access::routes::changes);
    r.asking_again(rescue::routes::routes);
    r.asking_again(ties::routes::routes);
    r.asking_again(situations::routes::routes);
    adults::routes::routes(r);
    r.asking_again(adults::closing::routes);
    staff::routes::routes(r);
    r.asking_again(import::routes::routes);
    r.asking_again(merge::routes::routes);
    r.asking_again(rollover::routes::routes);
    r.asking_again(undo::routes::routes);
    r.asking_again(slips::routes::routes);
    r.asking_again(lists::routes::routes);
}

fn school(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let classes = class::store::classes_of(&cx.db, cx.today)?;
    let counts = store::counts(&cx.db, cx.today, &school)?;
    Ok(pages::school(&cx.school.name, &classes, &counts, situations::store::to_look_at(&cx.db, &school)?))
}
