use super::{
    enter,
    forms::{ClassCode, Touched},
    pages,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Error, Result},
        secret::Token,
    },
    door::{
        AtSchool, Beats, Cx, Draft, Page, Routes, SignedIn,
        form::Nothing,
        throttle::{self, NETWORK},
    },
    school::account::{
        self,
        pupil::{Access, Face, RULES, SIGN_IN, Sequence, Tried, Way, store},
    },
};
use std::borrow::Borrow;

pub fn routes(r: &mut Routes) {
    r.form_in_beats(SIGN_IN, code_page, open_by_code);
    r.get("/eleve/classe/{token}", faces);
    r.form_in_beats("/eleve/classe/{token}/{pupil}", grid, touch);
    r.post("/compte/regles", accept);
}

/// Where the class's QR leads.
pub fn class_path(token: &str) -> String {
    format!("{SIGN_IN}/classe/{token}")
}

/// A tablet of one class goes straight to its names.
fn code_page(cx: &Cx, near: &AtSchool, draft: &Draft) -> Result<Page> {
    if draft.is_blank()
        && let Some(class) = near.own_class()
        && let Some(access) = store::access(&cx.db, class)?
        && let Some((_, token)) = store::with_token(&cx.db, access, &cx.house.keys)?
    {
        return Ok(Page::go(class_path(&token)));
    }
    Ok(pages::code(draft))
}

fn open_by_code(beats: &Beats, ClassCode(code): ClassCode) -> Result<Page> {
    let found = beats.record(|cx: &Cx<Tx>, near: AtSchool| {
        // A code opens nobody's account and is not to be guessed: a wide bucket, which no prank fills for the others.
        let own = (format!("class codes at {}", throttle::network(cx.ask.address)), NETWORK);
        if let Some(seconds) = throttle::take(&cx.db, std::slice::from_ref(&own), cx.now)? {
            return Ok(Err(pages::wait(seconds)));
        }
        let known = store::token_of(&cx.db, &code, &cx.house.keys, cx.today)?;
        Ok(match known.filter(|(access, _)| is_open_here(access, &near)) {
            Some((_, token)) => {
                throttle::give_back(&cx.db, &[], &[own], cx.now)?;
                Ok(Page::go(class_path(&token)))
            }
            None => Err(pages::wrong_code()),
        })
    })?;
    Ok(found.unwrap_or_else(Page::again))
}

fn faces(cx: &Cx, near: AtSchool) -> Result<Page> {
    let (access, token) = class_in_path(cx, &near)?;
    Ok(pages::faces(&access.class_name, &token, &store::faces(&cx.db, &access)?))
}

fn grid(cx: &Cx, near: &AtSchool, draft: &Draft) -> Result<Page> {
    let (access, face) = whose(cx, near)?;
    let (_, token) = class_in_path(cx, near)?;
    Ok(if face.is_blocked {
        pages::blocked(&face.name, &class_path(&token))
    } else {
        pages::grid(&access.class_name, &token, &face, &[], draft)
    })
}

/// The first two only turn the page; the third is the try.
fn touch(beats: &Beats, Touched(pictures): Touched) -> Result<Page> {
    let Some(given) = Sequence::touched(&pictures) else {
        return beats.read(|cx, near: AtSchool| {
            let (access, face) = whose(cx, &near)?;
            let (_, token) = class_in_path(cx, &near)?;
            Ok(pages::grid(&access.class_name, &token, &face, &pictures, &Draft::default()))
        });
    };
    let tried = beats.record(|cx: &Cx<Tx>, near: AtSchool| {
        let (access, face) = whose(cx, &near)?;
        let (_, token) = class_in_path(cx, &near)?;
        let buckets = throttle::pictures(access.class, cx.ask.address);
        if let Some(seconds) = throttle::take(&cx.db, &buckets, cx.now)? {
            return Ok(Err(pages::wait(seconds)));
        }
        let pupil = Some(face.pupil.number());
        match store::try_pictures(&cx.db, &face, &given, &cx.house.keys, cx.now)? {
            Tried::Good(account) => {
                throttle::give_back(&cx.db, &[], &buckets, cx.now)?;
                let tablet = near.reaches(access.class).ok_or(Error::NotFound)?;
                Ok(Ok(Page::go("/").with_session(enter(cx, account, Some(tablet))?)))
            }
            Tried::Wrong(left) => {
                cx.journal("pictures_refused", "pupil", pupil)?;
                Ok(Err(pages::wrong(left)))
            }
            Tried::Blocked => {
                cx.journal("pupil_blocked", "pupil", pupil)?;
                Ok(Ok(pages::blocked(&face.name, &class_path(&token)).with_status(422)))
            }
        }
    })?;
    Ok(tried.unwrap_or_else(Page::again))
}

fn accept(cx: &Cx<Tx>, viewer: SignedIn, _: Nothing) -> Result<Page> {
    if viewer.pupil.is_none() {
        return Err(Error::NotFound);
    }
    account::store::accept_charter(&cx.db, viewer.account, RULES)?;
    cx.journal("accept_rules", "account", Some(viewer.account.number()))?;
    Ok(Page::go("/"))
}

/// The class whose token stands in the path, if it comes in by pictures and may here.
fn class_in_path<D: Borrow<Rx>>(cx: &Cx<D>, near: &AtSchool) -> Result<(Access, String)> {
    let token = cx.ask.text("token").ok_or(Error::NotFound)?;
    let access = store::by_token(cx.db.borrow(), &Token::presented(token), cx.today)?.ok_or(Error::NotFound)?;
    if is_open_here(&access, near) { Ok((access, token.to_owned())) } else { Err(Error::NotFound) }
}

/// And the child: one of those whose names stand on the class's page.
fn whose<D: Borrow<Rx>>(cx: &Cx<D>, near: &AtSchool) -> Result<(Access, Face)> {
    let (access, _) = class_in_path(cx, near)?;
    let pupil = cx.ask.text("pupil").and_then(|text| text.parse().ok()).map(Id::new).ok_or(Error::NotFound)?;
    let face = store::faces(cx.db.borrow(), &access)?.into_iter().find(|face| face.pupil == pupil);
    Ok((access, face.ok_or(Error::NotFound)?))
}

fn is_open_here(access: &Access, near: &AtSchool) -> bool {
    access.ways.has(Way::Pictures) && near.reaches(access.class).is_some()
}
