//! `/reglages/certificat/public…`.

use super::{
    PATH,
    forms::{self, PublicForm},
    pages,
};
use crate::{
    base::{
        acme::{plan, store},
        db::Tx,
        error::Result,
    },
    door::{Cx, Draft, Faults, Page, form::Nothing},
    school::{permit::May, policy::TendBox},
};

pub fn show(cx: &Cx, _: &May<TendBox>, draft: &Draft) -> Result<Page> {
    let standing = store::standing(&cx.db)?;
    let told = standing.as_ref().map(|standing| standing.terms.as_str()).filter(|terms| !terms.is_empty());
    let seen = pages::Seen {
        facts: cx.house.tls.facts(),
        authority: cx.house.authority.name(),
        terms: told.unwrap_or_else(|| cx.house.authority.terms()),
        standing: standing.as_ref(),
        is_doubtful: cx.house.verdict(&cx.db)?.doubt().is_some(),
        is_demo: cx.house.is_demo,
        now: cx.now,
        zone: &cx.zone,
    };
    Ok(pages::show(&pages::standing(draft, standing.as_ref(), &forms::proposed(&cx.school)), &seen))
}

pub fn save(cx: &Cx<Tx>, _: May<TendBox>, form: PublicForm) -> Result<Page> {
    if let Some(sentence) = form.stranger(cx.house.tls.facts().names.as_ref()) {
        return Ok(Page::again(Faults::one("noms", sentence)));
    }
    store::wish(&cx.db, &form.0, cx.now)?;
    // The page itself says until when.
    let waits = store::standing(&cx.db)?.and_then(|standing| standing.asked_for).is_some_and(|until| until > cx.now);
    Ok(Page::go(PATH).saying(if waits { pages::NOTED } else { pages::ASKED }))
}

pub fn try_again(cx: &Cx<Tx>, _: May<TendBox>, _: Nothing) -> Result<Page> {
    let Some(standing) = store::standing(&cx.db)? else { return Ok(Page::go(PATH)) };
    if let Some(until) = standing.asked_for.filter(|until| *until > cx.now) {
        return Ok(Page::again(Faults::one("", pages::wait(until, &cx.zone))));
    }
    if standing.tried_at.is_some_and(|at| (0..plan::BY_HAND).contains(&cx.now.since(at))) {
        return Ok(Page::again(Faults::one("", pages::JUST_TRIED)));
    }
    store::try_again(&cx.db)?;
    Ok(Page::go(PATH).saying(pages::ASKED))
}

/// The certificate itself is taken out by who asked for it, in a moment.
pub fn stop(cx: &Cx<Tx>, _: May<TendBox>, _: Nothing) -> Result<Page> {
    store::forget(&cx.db)?;
    Ok(Page::go(PATH).saying(pages::STOPPED))
}
