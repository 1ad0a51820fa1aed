//! « Accès des familles »: whether families reach the school from home. The box calls itself by its public name, as a telephone at
//! home would, through relay, tunnel and certificate, and says what it found. It opens no way by itself.

mod look;
pub mod pages;
pub mod sentences;
mod store;

pub use look::{Access, Checked, Found, access, check};

use crate::{
    base::error::{Error, Result},
    door::{Beats, Cx, Draft, Page, Public, form::Nothing},
    school::{permit::May, policy::TendBox},
};

pub const PATH: &str = "/reglages/acces-des-familles";
/// Where our own calls come home.
pub const HOME: &str = "/acces/{word}";
/// How often the round calls.
pub const EVERY: u64 = 300;

pub fn show(cx: &Cx, _: &May<TendBox>, _: &Draft) -> Result<Page> {
    let access = access(&cx.db, &cx.school)?;
    Ok(pages::index(&access, cx.school.address_from_home(), (cx.now, &cx.zone)))
}

/// The call takes as long as the network does: nothing is held meanwhile.
pub fn test(beats: &Beats, _: Nothing) -> Result<Page> {
    let address = beats.read::<May<TendBox>, _>(|cx, _| Ok(cx.school.address_from_home().map(str::to_owned)))?;
    let Some(address) = address else { return Ok(Page::go(PATH).saying(pages::NO_NAME)) };
    let found = look::call(&beats.house, &address)?;
    beats.record::<May<TendBox>, _>(|cx, school| store::note(&cx.db, &address, &found, cx.now, &school))?;
    Ok(Page::go(PATH).saying(pages::TESTED))
}

/// Says nothing to anybody: whoever waits for this word now knows that it came.
pub fn home(cx: &Cx, _: Public) -> Result<Page> {
    let word = cx.ask.text("word").unwrap_or_default();
    if !cx.house.calls.hear(word, cx.ask.address) {
        return Err(Error::NotFound);
    }
    Ok(Page::show("acces.txt", "text/plain; charset=utf-8", b"oui\n".to_vec()))
}
