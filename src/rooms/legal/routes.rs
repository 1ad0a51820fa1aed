//! Four pages, open to anybody at any time: even before the set-up, even to who has no account. And the register's entry, for
//! the direction.

use super::{pages, register};
use crate::{
    base::error::Result,
    door::{Always, Cx, Page, Routes},
    school::{backup, policy::ManageSchool, retention::store::terms},
};

pub fn routes(r: &mut Routes) {
    r.get("/donnees-personnelles", for_adults);
    r.get("/donnees-personnelles/enfants", for_children);
    r.get("/donnees-personnelles/arrete", order);
    r.get("/accessibilite", accessibility);
    register::routes(r);
}

fn for_adults(cx: &Cx, _: Always) -> Result<Page> {
    let is_director = cx.may_perhaps::<ManageSchool>(())?.is_some();
    Ok(pages::for_adults(&cx.school.name, &terms(&cx.db)?, &backup::store::plan(&cx.db)?.keep, is_director))
}

fn for_children(cx: &Cx, _: Always) -> Result<Page> {
    Ok(pages::for_children(&terms(&cx.db)?))
}

fn order(_: &Cx, _: Always) -> Result<Page> {
    Ok(pages::order())
}

fn accessibility(cx: &Cx, _: Always) -> Result<Page> {
    Ok(pages::accessibility(&cx.school.name))
}
