//! Four pages, open to anybody at any time: even before the set-up, even to who has no account.

use super::pages;
use crate::{
    base::error::Result,
    door::{Always, Cx, Page, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/donnees-personnelles", for_adults);
    r.get("/donnees-personnelles/enfants", for_children);
    r.get("/donnees-personnelles/arrete", order);
    r.get("/accessibilite", accessibility);
}

fn for_adults(cx: &Cx, _: Always) -> Result<Page> {
    Ok(pages::for_adults(&cx.school.name))
}

fn for_children(_: &Cx, _: Always) -> Result<Page> {
    Ok(pages::for_children())
}

fn order(_: &Cx, _: Always) -> Result<Page> {
    Ok(pages::order())
}

fn accessibility(cx: &Cx, _: Always) -> Result<Page> {
    Ok(pages::accessibility(&cx.school.name))
}
