//! Certificates that others sign, beside the school's own: one that the box asks for itself, for a public name, and one that
//! the town brings as files. What answers to which name is said here; the school's own stays at « Adresse et certificat ».

pub mod public;
pub mod sentences;
pub mod town;

mod pages;

pub use pages::{SUMMARY, TITLE};

use crate::{
    base::error::Result,
    door::{Cx, Page, Routes},
    school::{permit::May, policy::TendBox},
};

pub const PATH: &str = "/reglages/certificat";

pub fn routes(r: &mut Routes) {
    r.get(PATH, index);
    r.form(public::PATH, public::routes::show, public::routes::save);
    r.post("/reglages/certificat/public/essai", public::routes::try_again);
    r.post("/reglages/certificat/public/arret", public::routes::stop);
    r.form_in_beats(town::PATH, town::routes::show, town::routes::save);
    r.post("/reglages/certificat/mairie/retrait", town::routes::remove);
}

fn index(cx: &Cx, _: May<TendBox>) -> Result<Page> {
    let wished = crate::base::acme::store::standing(&cx.db)?;
    Ok(pages::index(&cx.house.tls.facts(), wished.as_ref(), &cx.zone))
}
