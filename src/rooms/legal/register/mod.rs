//! The entry of the register of processing (RGPD, article 30), filled from what the school really set: to print, or to take into
//! whatever the academy keeps its register in. What only people know is left as a line to fill.

mod pages;

use crate::{
    base::error::Result,
    door::{Cx, Page, Routes},
    school::{
        backup, class,
        consent::{self, Needs},
        permit::May,
        policy::ManageSchool,
        retention::{Terms, store::terms},
        settings,
    },
};

pub const PATH: &str = "/donnees-personnelles/registre";
const FILE: &str = "/donnees-personnelles/registre/fichier";

/// What the entry is filled from.
struct Known {
    school: String,
    ecoles: Vec<class::Ecole>,
    /// Title and use of each service that is on.
    services: Vec<(&'static str, &'static str)>,
    terms: Terms,
    /// The mail server; empty when there is none.
    mail: String,
    /// Replies by mail are read from a mailbox.
    has_mailbox: bool,
    keep: crate::base::backup::Keep,
    disk: String,
    needs: Needs,
    second_factor: crate::school::account::second_factor::Whom,
    /// Families come from home by a public address.
    is_public: bool,
    today: jiff::civil::Date,
}

pub fn routes(r: &mut Routes) {
    r.get(PATH, show);
    r.get(FILE, file);
}

fn show(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    Ok(pages::show(&known(cx, &school)?))
}

fn file(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let known = known(cx, &school)?;
    Ok(Page::download(pages::file_name(&known), "text/html; charset=utf-8", pages::document(&known).into_bytes()))
}

fn known(cx: &Cx, _: &May<ManageSchool>) -> Result<Known> {
    let rooms = cx.house.rooms.iter().filter(|room| cx.is_on(room.name));
    let plan = backup::store::plan(&cx.db)?;
    Ok(Known {
        school: cx.school.name.clone(),
        ecoles: class::store::ecoles(&cx.db)?.into_iter().map(|(_, ecole)| ecole).collect(),
        services: rooms.filter_map(|room| room.service).map(|one| (one.title, one.gives)).collect(),
        terms: terms(&cx.db)?,
        mail: settings::store::mail(&cx.db)?.host,
        has_mailbox: settings::store::takes_replies(&cx.db)?,
        keep: plan.keep,
        disk: plan.disk,
        needs: consent::store::needs(&cx.db)?,
        second_factor: cx.school.second_factor.of,
        is_public: cx.school.address_from_home().is_some(),
        today: cx.today,
    })
}
