//! `/reglages/certificat/mairie…`.

use super::{PATH, forms::TownForm, pages};
use crate::{
    base::{db::Tx, error::Result, tls::Flaw},
    door::{Beats, Cx, Draft, Faults, Page, form::Nothing},
    rooms::settings::certificate::sentences,
    school::{permit::May, policy::TendBox},
};

pub fn show(cx: &Cx, _: &May<TendBox>, draft: &Draft) -> Result<Page> {
    let facts = cx.house.tls.facts();
    let is_ours = facts.town.as_ref().is_some_and(|town| cx.house.tls.is_ours(town));
    Ok(pages::show(draft, &facts, is_ours, &cx.zone))
}

/// Checked whole before a byte of it is written; recorded in the journal once it may be put in place.
pub fn save(beats: &Beats, form: TownForm) -> Result<Page> {
    let (verdict, zone) = beats.read::<May<TendBox>, _>(|cx, _| Ok((cx.house.verdict(&cx.db)?, cx.zone.clone())))?;
    let tls = &beats.house.tls;
    if let Err(flaw) = tls.try_out(&form.chain, &form.key, &verdict) {
        let of = matches!(flaw, Flaw::NoKey | Flaw::LockedKey | Flaw::NotItsKey);
        let field = if of { "cle" } else { "certificat" };
        return Ok(Page::again(Faults::one(field, sentences::certificate(&flaw, &zone))));
    }
    beats.record::<May<TendBox>, _>(|_, _| Ok(()))?;
    tls.install(&form.chain, &form.key, &verdict)?;
    Ok(Page::go(PATH).saying(pages::INSTALLED))
}

pub fn remove(cx: &Cx<Tx>, _: May<TendBox>, _: Nothing) -> Result<Page> {
    cx.house.tls.uninstall(&cx.house.verdict(&cx.db)?)?;
    Ok(Page::go(PATH).saying(pages::REMOVED))
}
