//! Where a teacher tends how the class's pupils come in.

use super::{
    badges, drawing,
    forms::{Badges, TabletName},
    pages,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        secret::Token,
    },
    door::{
        Beats, Cx, Draft, Faults, Page, Routes,
        form::Nothing,
        page::SessionChange,
        room::{About, Summary},
        session, throttle,
    },
    rooms::people::slips::printing,
    school::{
        account::{
            self,
            pupil::{
                self, Line, SIGN_IN,
                policy::{HelpPupilIn, TendPupils},
                store, tablet,
            },
        },
        permit::May,
        policy::ManageSchool,
    },
};

/// After what a court or an account waits for, before words.
const RANK: i64 = -60;

pub fn routes(r: &mut Routes) {
    r.get("/classes/{class}/acces-eleves", show);
    r.get("/classes/{class}/acces-eleves/affiche", poster);
    r.post("/classes/{class}/acces-eleves/affiche", new_poster);
    r.post("/classes/{class}/acces-eleves/tablettes/{tablet}/retrait", forget_tablet);
    r.post("/eleves/{pupil}/acces/ouvrir", open_again);
}

/// What shows a secret or gives a machine a right.
pub fn changes(r: &mut Routes) {
    r.form_in_beats("/classes/{class}/acces-eleves/badges", choose, print);
    r.form("/classes/{class}/acces-eleves/tablettes", tablets, pair);
    r.form_in_beats("/eleves/{pupil}/acces/nouveau", ask_for_new, draw_new);
}

fn show(cx: &Cx, class: May<TendPupils>) -> Result<Page> {
    let access = store::access(&cx.db, class.id)?;
    let shown = pages::Shown {
        roster: store::roster(&cx.db, &class)?,
        has_poster: store::poster(&cx.db, &class, &cx.house.keys)?.is_some(),
        tablets: tablet::store::of_class(&cx.db, &class)?.len(),
        is_director: cx.may_perhaps::<ManageSchool>(())?.is_some(),
    };
    Ok(pages::show(&class, access.as_ref(), &shown))
}

fn poster(cx: &Cx, class: May<TendPupils>) -> Result<Page> {
    let Some(found) = store::poster(&cx.db, &class, &cx.house.keys)? else {
        return Ok(Page::go(pupil::page_of(class.id)));
    };
    let (_, local) = printing::addresses(cx);
    pages::poster(&class, &local, &found)
}

fn new_poster(cx: &Cx<Tx>, class: May<TendPupils>, _: Nothing) -> Result<Page> {
    store::draw_poster(&cx.db, &class, &cx.house.keys)?.ok_or(Error::NotFound)?;
    Ok(Page::go(format!("{}/affiche", pupil::page_of(class.id))).saying(pages::NEW_POSTER))
}

fn tablets(cx: &Cx, class: &May<TendPupils>, draft: &Draft) -> Result<Page> {
    opened(cx, class)?;
    Ok(pages::tablets(class, &tablet::store::of_class(&cx.db, class)?, draft, &cx.zone))
}

/// The browser that asks becomes the class's, and whoever asked is signed out of it.
fn pair(cx: &Cx<Tx>, class: May<TendPupils>, TabletName(name): TabletName) -> Result<Page> {
    store::access(&cx.db, class.id)?.ok_or(Error::NotFound)?;
    let token = Token::draw()?;
    // A tablet of two classes is one tablet.
    if let Some(known) = &cx.ask.tablet {
        tablet::store::change_secret(&cx.db, &Token::presented(known), &token)?;
    }
    tablet::store::pair(&cx.db, &class, &token, &name, cx.now)?;
    if let Some(here) = cx.session {
        session::store::end(&cx.db, cx.viewer()?, here.id)?;
    }
    Ok(Page::go(SIGN_IN).saying(pages::PAIRED).with_session(SessionChange::Paired(token)))
}

fn forget_tablet(cx: &Cx<Tx>, class: May<TendPupils>, _: Nothing) -> Result<Page> {
    let tablet = cx.ask.text("tablet").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    if !tablet::store::forget(&cx.db, &class, tablet)? {
        return Err(Error::NotFound);
    }
    Ok(Page::go(format!("{}/tablettes", pupil::page_of(class.id))).saying(pages::FORGOTTEN))
}

/// One tap, from the class's page or from the teacher's home.
fn open_again(cx: &Cx<Tx>, pupil: May<HelpPupilIn>, _: Nothing) -> Result<Page> {
    let line = store::line(&cx.db, &pupil)?.ok_or(Error::NotFound)?;
    store::forget_tries(&cx.db, line.pupil)?;
    let account = store::ensure_account(&cx.db, &line)?;
    let_try(cx, &pupil, &account.login)?;
    let back = match (cx.ask.back.as_str(), pupil.class) {
        ("/", _) | (_, None) => "/".to_owned(),
        (_, Some(class)) => pupil::page_of(class),
    };
    Ok(Page::go(back).saying(pages::opened_again(&line)))
}

/// Nothing that was counted before stands in the way: the next try is looked at, on this tablet and for this class.
fn let_try(cx: &Cx<Tx>, pupil: &May<HelpPupilIn>, login: &str) -> Result<()> {
    throttle::store::forget(&cx.db, &throttle::account(login))?;
    pupil.class.map_or(Ok(()), |class| throttle::reopen(&cx.db, class))
}

fn choose(cx: &Cx, class: &May<TendPupils>, draft: &Draft) -> Result<Page> {
    opened(cx, class)?;
    Ok(pages::choose(class, &store::roster(&cx.db, class)?, draft))
}

fn print(beats: &Beats, form: Badges) -> Result<Page> {
    let accounts = beats.record(|cx: &Cx<Tx>, class: May<TendPupils>| {
        drawing::accounts(cx, &wanted(store::roster(&cx.db, &class)?, form))
    })?;
    if accounts.is_empty() {
        return Ok(Page::again(Faults::one("", pages::NOBODY)));
    }
    let fresh = drawing::draw(accounts, &beats.house.keys)?;
    let (school, address, badges) = beats.record(|cx: &Cx<Tx>, class: May<TendPupils>| {
        let badges = drawing::keep(cx, &store::roster(&cx.db, &class)?, &fresh)?;
        let (address, _) = printing::addresses(cx);
        Ok((cx.school.name.clone(), printing::shown(&address), badges))
    })?;
    if badges.is_empty() {
        return Ok(Page::again(Faults::one("", pages::NOBODY)));
    }
    let bytes =
        badges::pdf(&school, &address, &badges).map_err(|fault| Error::internal(format!("badges: {fault:?}")))?;
    // A download, as the slips: some browsers show a PDF under a strict policy as a blank page.
    Ok(Page::download(pages::FILE_NAME, "application/pdf", bytes))
}

fn wanted(mut roster: Vec<Line>, form: Badges) -> Vec<Line> {
    roster.retain(|line| !line.is_closed && (form.of_all || !line.is_ready));
    roster
}

fn ask_for_new(cx: &Cx, pupil: &May<HelpPupilIn>, _: &Draft) -> Result<Page> {
    let line = store::line(&cx.db, pupil)?.filter(|line| !line.is_closed).ok_or(Error::NotFound)?;
    Ok(pages::ask_for_new(pupil, &line))
}

/// Shown once, on this answer alone.
fn draw_new(beats: &Beats, _: Nothing) -> Result<Page> {
    let accounts = beats.record(|cx: &Cx<Tx>, pupil: May<HelpPupilIn>| {
        let line = store::line(&cx.db, &pupil)?.filter(|line| !line.is_closed).ok_or(Error::NotFound)?;
        drawing::accounts(cx, &[line])
    })?;
    let logins: Vec<String> = accounts.iter().map(|(_, _, account)| account.login.clone()).collect();
    let fresh = drawing::draw(accounts, &beats.house.keys)?;
    beats.record(|cx: &Cx<Tx>, pupil: May<HelpPupilIn>| {
        let line = store::line(&cx.db, &pupil)?.ok_or(Error::NotFound)?;
        let badge = drawing::keep(cx, &[line], &fresh)?.pop().ok_or(Error::Conflict)?;
        for login in &logins {
            let_try(cx, &pupil, login)?;
        }
        Ok(pages::shown_once(&pupil, &badge))
    })
}

/// Who waits for the viewer to open again.
pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let blocked = store::blocked(&cx.db, cx.viewer()?)?;
    let summary = |line: &Line| Summary { rank: RANK, about: About::Me, waits: 1, markup: pages::summary_of(line) };
    Ok(blocked.iter().map(summary).collect())
}

fn opened(cx: &Cx, class: &May<TendPupils>) -> Result<account::pupil::Access> {
    store::access(&cx.db, class.id)?.ok_or(Error::NotFound)
}
