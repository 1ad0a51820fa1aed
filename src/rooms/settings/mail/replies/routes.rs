//! `/reglages/courrier/reponses`.

use super::{
    forms::{self, RepliesForm},
    pages,
};
use crate::{
    base::error::Result,
    door::{Beats, Cx, Draft, Page},
    school::{
        permit::May,
        policy::ManageSchool,
        settings::{self, MailboxSettings},
    },
};

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    Ok(pages::form(&settings::store::mailbox(&cx.db)?, draft))
}

pub fn save(beats: &Beats, form: RepliesForm) -> Result<Page> {
    let standing = beats.read::<May<ManageSchool>, _>(|cx, _| settings::store::mailbox(&cx.db))?;
    let (wanted, said) = match form {
        RepliesForm::Off => (MailboxSettings::default(), pages::REMOVED.to_owned()),
        RepliesForm::Set(typed) => {
            let wanted = typed.settings(&standing, &beats.house.keys)?;
            match forms::try_out(&beats.house, &wanted) {
                Ok(letters) => (wanted, pages::tried(letters)),
                Err(faults) => return Ok(Page::again(faults)),
            }
        }
    };
    beats.record::<May<ManageSchool>, _>(|cx, school| settings::store::set_mailbox(&cx.db, &wanted, &school))?;
    Ok(Page::go("/reglages/courrier").saying(said))
}
