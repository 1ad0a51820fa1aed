//! The documents as a network drive: where it stands, and how each kind of device is told of it. What the drive does is the
//! door's; who may what is the documents' own policy.

mod pages;

use crate::{
    base::error::{Error, Result},
    door::{Cx, Page, Routes, SignedIn},
    school::account::application,
};

/// Its address below the school's.
const PATH: &str = "/dav";
pub const HELP: &str = "/documents/lecteur-reseau";

pub fn routes(r: &mut Routes) {
    r.network_drive(PATH, "/dav/{path:.*}");
    r.get(HELP, help);
}

/// For whoever may have a password for it; to the others there is no drive.
fn help(cx: &Cx, viewer: SignedIn) -> Result<Page> {
    if !application::is_for(&viewer) {
        return Err(Error::NotFound);
    }
    let host = cx.ask.host.as_str();
    let login = crate::school::account::store::login_of(&cx.db, viewer.account)?;
    Ok(Page::narrow(pages::TITLE, pages::help(host, PATH, &login)))
}
