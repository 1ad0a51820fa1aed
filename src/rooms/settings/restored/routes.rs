//! `/reglages/apres-restauration…`.

use super::{
    PATH,
    pages::{self, View},
    store,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        mail::held::store as held,
    },
    door::{Cx, Faults, Fields, Form, Page, form::Checked, form::Nothing, upload::Upload},
    school::{backup::restored, correspondence::freeze, erasure, permit::May, policy::ManageSchool},
};

/// What becomes of the letters that waited.
pub enum Letters {
    Leave,
    Thrown,
}

impl Form for Letters {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Letters> {
        match fields.get("lettres") {
            "envoyer" => Ok(Letters::Leave),
            "jeter" => Ok(Letters::Thrown),
            _ => Err(Faults::one("", pages::CHOOSE)),
        }
    }
}

/// Gone once nothing of it is left to be said.
pub fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let Some(restored) = restored::store::last(&cx.db)? else { return Err(Error::NotFound) };
    let known = erasure::store::last_known(&cx.db, &school)?;
    let view = View {
        restored,
        ledger_until: known.map_or(restored.made_at, |known| known.max(restored.made_at)),
        refusals: store::refusals(&cx.db, cx.today, &school)?,
        restrictions: store::restrictions(&cx.db, &school)?,
        closed: store::closed(&cx.db, &school)?,
        is_frozen: freeze::store::freeze(&cx.db)?.is_any(),
        letters: if restored::store::are_letters_free(&cx.db)? { 0 } else { held::count(&cx.db)? },
        now: cx.now,
        zone: &cx.zone,
    };
    Ok(pages::index(&view))
}

pub fn confirm(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    if held::count(&cx.db)? > 0 && !restored::store::are_letters_free(&cx.db)? {
        return Ok(Page::again(Faults::one("", pages::LETTERS_FIRST)));
    }
    restored::store::confirm(&cx.db, cx.now, cx.viewer()?.person, &school)?;
    Ok(Page::go("/").saying(pages::CONFIRMED))
}

/// They are written anew elsewhere, for their links are of before.
pub fn letters(cx: &Cx<Tx>, school: May<ManageSchool>, form: Letters) -> Result<Page> {
    match form {
        Letters::Thrown => {
            held::drop_all(&cx.db)?;
            Ok(Page::go(PATH).saying(pages::THROWN))
        }
        Letters::Leave => {
            restored::store::free_letters(&cx.db, &school)?;
            Ok(Page::go(PATH).saying(pages::LEAVING))
        }
    }
}
