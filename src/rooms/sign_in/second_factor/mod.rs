//! The second step of a sign-in: a code of an application, or a recovery code. `step` asks for it, `own` sets it up and takes
//! it away, `reset` is the director's help for a lost telephone. No session exists before the second step is passed, whatever
//! came before it: passphrase, slip or set-up code.

mod forms;
pub mod letters;
mod own;
mod pages;
mod proof;
mod reset;
pub mod step;

use crate::{
    base::error::Result,
    door::{
        Cx, Routes,
        room::{About, Summary},
    },
    school::account::second_factor::store,
};

pub fn routes(r: &mut Routes) {
    r.form_in_beats("/connexion/code", step::page, step::give);
    r.form_in_beats("/compte/deux-etapes", own::show, own::begin);
    r.form_in_beats("/compte/deux-etapes/application", own::application, own::confirm);
    r.form_in_beats("/compte/deux-etapes/changer", own::change_page, own::change);
    r.form_in_beats("/compte/deux-etapes/codes", own::codes_page, own::draw_codes);
    r.form_in_beats("/compte/deux-etapes/arret", own::stop_page, own::stop);
    r.asking_again(|r| r.form("/ecole/personnes/{person}/deux-etapes", reset::show, reset::reset));
}

/// While the delay runs, its last day stands on the home page of who has nothing yet.
pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let viewer = cx.viewer()?;
    let required = cx.school.second_factor;
    if !required.binds(viewer) || store::is_on(&cx.db, viewer.account)? {
        return Ok(Vec::new());
    }
    let markup = pages::soon(required.from.date(&cx.zone));
    Ok(vec![Summary { rank: -70, about: About::School, waits: 1, markup }])
}
