//! `/reglages/ecole`.

use super::{forms::SchoolForm, pages};
use crate::{
    base::{
        db::Tx,
        error::Result,
        ui::{button, notice, page},
    },
    door::{Cx, Draft, Page},
    school::{class, permit::May, policy::ManageSchool},
};
use maud::html;

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let ecoles: Vec<_> = class::store::ecoles(&cx.db)?.into_iter().map(|(_, ecole)| ecole).collect();
    let draft = pages::standing(draft, &cx.school, &ecoles);
    Ok(Page::narrow(
        "L’école",
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], "L’école"))
            h1 { "L’école" }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            form.pile method="post" action="/reglages/ecole" {
                (pages::fields(&draft))
                (button::primary("Enregistrer"))
            }
        },
    ))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: SchoolForm) -> Result<Page> {
    if let Err(faults) = form.take_away(&cx.db, &school)? {
        return Ok(Page::again(faults));
    }
    form.write(&cx.db, cx.today, &school)?;
    Ok(Page::go("/reglages").saying(super::pages::SAVED))
}
