//! All messages stopped and everybody signed out, in one click, and opened again by role.

pub mod pages;

use super::{FREEZE, forms::Opened};
use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Page, form::Nothing},
    school::{
        account,
        correspondence::freeze::store::{freeze, open, stop},
        permit::May,
        policy::ManageSchool,
    },
};

pub fn show(cx: &Cx, _: &May<ManageSchool>, _: &Draft) -> Result<Page> {
    Ok(pages::show(&freeze(&cx.db)?, cx.now, &cx.zone))
}

/// From the commit on no session lives but this one: a thief's page is the sign-in page.
pub fn freeze_all(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    stop(&cx.db, cx.now, &school)?;
    account::store::end_all_sessions(&cx.db, cx.session.map(|session| session.id), cx.now, &school)?;
    cx.journal("FreezeMessages", "school", None)?;
    Ok(Page::go(FREEZE).saying(pages::STOPPED))
}

pub fn open_again(cx: &Cx<Tx>, school: May<ManageSchool>, form: Opened) -> Result<Page> {
    let was_frozen = open(&cx.db, form.0, &school)?;
    if was_frozen {
        cx.journal("OpenMessages", form.0.as_str(), None)?;
    }
    Ok(Page::go(FREEZE).saying(pages::opened(form.0)))
}
