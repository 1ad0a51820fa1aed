//! How long the school keeps what, for the director to choose within bounds.

use super::{pages, path};
use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    school::{
        permit::May,
        policy::ManageSchool,
        retention::{Kind, Terms, store},
    },
};

impl Form for Terms {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Terms> {
        let (mut terms, mut faults) = (Terms::default(), Faults::default());
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_chosen()) {
            match fields.get(kind.as_str()).parse() {
                Ok(days) if kind.choices().contains(&days) => terms.set(kind, days),
                _ => faults.add(kind.as_str(), pages::NO_TERM),
            }
        }
        faults.or(terms)
    }
}

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let terms = store::terms(&cx.db)?;
    let chosen: Vec<(&str, String)> =
        Kind::ALL.into_iter().map(|kind| (kind.as_str(), terms.chosen(kind).to_string())).collect();
    let standing: Vec<(&str, &str)> = chosen.iter().map(|(name, days)| (*name, days.as_str())).collect();
    Ok(pages::terms(&draft.or_standing(&standing)))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, terms: Terms) -> Result<Page> {
    let standing = store::terms(&cx.db)?;
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_chosen() && terms.chosen(*kind) != standing.chosen(*kind)) {
        store::choose(&cx.db, kind, terms.chosen(kind), cx.now, &school)?;
    }
    Ok(Page::go(path::TERMS).saying(pages::SAVED))
}
