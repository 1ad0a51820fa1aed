//! The school's rule: whether one guardian's yes is enough, or all must agree. One refusal wins either way.

mod pages;

use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    school::{
        consent::{Needs, store},
        permit::May,
        policy::ManageSchool,
    },
};

/// The choice, as it is ticked.
pub struct Chosen(Needs);

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Chosen> {
        match fields.get("accord") {
            "one" => Ok(Chosen(Needs::One)),
            "all" => Ok(Chosen(Needs::All)),
            _ => Err(Faults::one("accord", "Choisissez une des deux règles.")),
        }
    }
}

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let needs = store::needs(&cx.db)?;
    Ok(pages::show(&draft.or_standing(&[("accord", needs.as_str())])))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, chosen: Chosen) -> Result<Page> {
    store::set_needs(&cx.db, chosen.0, cx.now, &school)?;
    cx.journal("SetImageConsent", "school", None)?;
    Ok(Page::go(super::path::PAGE).saying(pages::saved(chosen.0)))
}
