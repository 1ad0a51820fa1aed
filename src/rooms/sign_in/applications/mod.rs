//! « Mes mots de passe d'application »: what the programs of who works here sign in with, for documents alone. Made with the
//! passphrase, shown once, revoked one by one.

mod letters;
mod pages;

use super::second_factor::proof;
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{
        Beats, Cx, Draft, Faults, Fields, Form, Page, Routes, SignedIn,
        form::{Checked, Nothing},
        upload::Upload,
    },
    school::{
        account::{
            self,
            application::{self, Fresh, store},
        },
        correspondence::{Profile, freeze::store::freeze},
        viewer::Viewer,
    },
};

/// Of its name.
const LONGEST: usize = 60;

pub fn routes(r: &mut Routes) {
    r.form_in_beats(pages::PATH, show, make);
    r.post("/compte/applications/{application}/fin", revoke);
}

/// Whether the viewer has to do with them: whoever works here, where the documents are on.
pub fn are_for<D: std::borrow::Borrow<crate::base::db::Rx>>(cx: &Cx<D>, viewer: &Viewer) -> bool {
    application::is_for(viewer) && cx.is_on(application::ROOM)
}

struct New {
    name: String,
    passphrase: String,
}

impl Form for New {
    const LIMIT: usize = 8 * 1024;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<New> {
        let mut faults = Faults::default();
        let name: String = fields.get("nom").split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > LONGEST {
            faults.add("nom", pages::NO_NAME);
        }
        let passphrase = fields.get("phrase").to_owned();
        if passphrase.is_empty() || passphrase.len() > 512 {
            faults.add("phrase", pages::NO_PASSPHRASE);
        }
        faults.or(New { name, passphrase })
    }
}

fn show(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    if !are_for(cx, viewer) {
        return Err(Error::NotFound);
    }
    Ok(pages::list(&store::all(&cx.db, viewer)?, draft, cx.now, &cx.zone))
}

fn make(beats: &Beats, new: New) -> Result<Page> {
    beats.read(|cx, viewer: SignedIn| if are_for(cx, &viewer) { Ok(()) } else { Err(Error::NotFound) })?;
    if let Some(faults) = proof::passphrase(beats, &new.passphrase)? {
        return Ok(Page::again(faults));
    }
    let fresh = Fresh::draw()?;
    beats.write(|cx, viewer: SignedIn| {
        // It would not open yet, and be one more to doubt once all is opened again.
        if freeze(&cx.db)?.holds(Profile::Staff) {
            return Ok(Page::again(Faults::one("", pages::FROZEN)));
        }
        let Some(_) = store::make(&cx.db, &viewer, &new.name, &fresh, cx.now)? else {
            return Ok(Page::again(Faults::one("", pages::TOO_MANY)));
        };
        cx.journal("make_application_password", "account", Some(viewer.account.number()))?;
        letters::tell(cx, viewer.account, &new.name)?;
        let login = account::store::login_of(&cx.db, viewer.account)?;
        Ok(pages::fresh(&new.name, &fresh, &login, &cx.ask.host))
    })
}

fn revoke(cx: &Cx<Tx>, viewer: SignedIn, _: Nothing) -> Result<Page> {
    let id = cx.ask.text("application").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    if !store::revoke(&cx.db, &viewer, id, cx.now)? {
        return Err(Error::NotFound);
    }
    cx.journal("revoke_application_password", "account", Some(viewer.account.number()))?;
    Ok(Page::go(pages::PATH).saying(pages::REVOKED))
}
