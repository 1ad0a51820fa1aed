//! `/reglages/eleves`.

use super::{
    forms::{NETWORKS, Opening},
    pages::{self, ClassLine},
};
use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Page, near},
    school::{
        account::pupil::{PAGE, Way, Ways, store},
        class,
        grade::Grade,
        permit::May,
        policy::ManageSchool,
    },
};

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let opened = store::opened(&cx.db, cx.today)?;
    let mut lines = Vec::new();
    for (id, name) in class::store::names_of(&cx.db, cx.today, |_| true)? {
        let grades = store::grades(&cx.db, id, school)?;
        let proposed = Ways::proposed(grades.iter().filter_map(|grade| Grade::parse(grade)));
        let standing = opened.iter().find(|access| access.class == id);
        lines.push(ClassLine { id, name, proposed, standing: standing.map(|access| (access.ways, access.from_home)) });
    }
    let networks = store::networks(&cx.db)?.join("\n");
    let here = pages::Here {
        address: cx.ask.address.map(|address| address.to_canonical().to_string()),
        is_inside: near::is_inside(&cx.house, &cx.db, &cx.ask)?,
        came: cx.ask.came,
    };
    Ok(pages::show(&lines, &draft.or_standing(&[(NETWORKS, &networks)]), draft.is_blank(), &here))
}

/// Each class of today that the form tells of; a class left out stays as it is.
pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, form: Opening) -> Result<Page> {
    let opened = store::opened(&cx.db, cx.today)?;
    for (id, _) in class::store::names_of(&cx.db, cx.today, |_| true)? {
        let standing = opened.iter().find(|access| access.class == id).map(|access| (access.ways, access.from_home));
        match form.of(id) {
            Some(Some((ways, from_home))) => {
                if standing != Some((ways, from_home)) {
                    store::open(&cx.db, id, ways, from_home, cx.now, &school)?;
                    cx.journal("open_to_pupils", "class", Some(id.number()))?;
                }
                if ways.has(Way::Pictures) {
                    store::ensure_poster(&cx.db, id, &cx.house.keys, &school)?;
                }
            }
            Some(None) if store::close(&cx.db, id, &school)? => {
                cx.journal("close_to_pupils", "class", Some(id.number()))?;
            }
            Some(None) | None => {}
        }
    }
    store::set_networks(&cx.db, &form.networks, &school)?;
    Ok(Page::go(PAGE).saying(pages::SAVED))
}
