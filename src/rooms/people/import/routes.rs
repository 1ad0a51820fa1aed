//! Choosing files, looking at what they would change, saying yes or no.

use super::{
    apply::Leaving,
    diff::{Decisions, Diff},
    forms::{Decided, FILES, LAST_DAY, NewImport, decisions},
    leavers::{Leavers, leavers},
    mapping::{self, Setting},
    pages,
    plan::{Source, plan, questions, rank},
    report,
    store::{self, Import},
    written,
};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Tx},
        error::{Error, Result},
        jobs::System,
        secret,
    },
    door::{
        Cx, Draft, Faults, Page, Routes,
        form::Nothing,
        pocket::{Files, Owner},
        room::Every,
        routes::Beats,
    },
    rooms::people::{adults::moved::Addresses, rollover, undo},
    school::{calendar::SchoolYear, permit::May, policy::ManageSchool},
};
use jiff::civil::Date;
use std::{borrow::Borrow, sync::Arc};

pub fn routes(r: &mut Routes) {
    r.form_in_beats("/ecole/import", choose, read);
    mapping::routes::routes(r);
    r.slow_form("/ecole/import/{import}", show, save);
    r.get_slow("/ecole/import/{import}/rapport/{file}", download);
    r.post("/ecole/import/{import}/abandon", abandon);
}

/// What nobody said yes to is forgotten after a day.
pub const FORGET: Every = Every { name: "forget_imports", seconds: 3600, run: forget };

fn choose(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let coming = rollover::store::standing(&cx.db, school)?.map(|plan| plan.starts_on).filter(|day| *day > cx.today);
    let known = pages::Known::read(|kind| store::count(&cx.db, kind, school), coming)?;
    let (past, settings) = (store::past(&cx.db, school)?, mapping::store::all(&cx.db, school)?);
    Ok(pages::choose(&known, &past, &settings, (cx.now, &cx.zone), draft))
}

fn read(beats: &Beats, new: NewImport) -> Result<Page> {
    let (owner, settings) =
        beats.read(|cx, school: May<ManageSchool>| Ok((Owner::of(cx)?, mapping::store::all(&cx.db, &school)?)))?;
    take_in(beats, new.files.into_iter().map(Arc::new).collect(), owner, &settings)
}

/// Reads all files, or none: to what they would change, to the page that asks about columns, or back with a sentence.
pub fn take_in(beats: &Beats, files: Files, owner: Owner, settings: &[Setting]) -> Result<Page> {
    let (pockets, now) = (&beats.house.pockets, beats.house.clock.now());
    let mut faults = Faults::default();
    let mut sources = Vec::new();
    let mut is_unknown = false;
    for file in files.iter() {
        match mapping::read(file.bytes(), settings) {
            Ok(parsed) => sources.push((file.clone(), Source { name: file.name.clone(), parsed })),
            Err(_) if mapping::unknown(file.bytes(), settings).is_some() => is_unknown = true,
            Err(refusal) => faults.add(FILES, pages::refused(&file.name, &refusal)),
        }
    }
    if !faults.is_empty() {
        pockets.empty(owner, now);
        return Ok(Page::again(faults));
    }
    if is_unknown {
        pockets.put(owner, files, now);
        return Ok(Page::go(mapping::PATH));
    }
    sources.sort_by_key(|(_, source)| rank(source));
    let (files, sources): (Files, Vec<Source>) = sources.into_iter().unzip();
    match sources.iter().any(|source| source.parsed.mapped_on.is_some()) {
        // Who has just answered may want to answer otherwise.
        true => pockets.put(owner, files, now),
        false => pockets.empty(owner, now),
    }
    let id = beats.record(|cx, school: May<ManageSchool>| store::add(&cx.db, &sources, cx.now, &school))?;
    Ok(Page::go(pages::path(id)))
}

fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let import = import(cx, school)?;
    if let Some(summary) = &import.summary {
        let undo = import.undo.map(|id| undo::store::undo(&cx.db, id, school)).transpose()?.flatten();
        return Ok(pages::summary::page(summary, undo.as_ref(), (cx.now, &cx.zone)));
    }
    let snapshot = store::snapshot(&cx.db, cx.today, school)?;
    let answers = decisions(&draft.fields);
    let settled = plan(&import.sources, &snapshot, &answers);
    let untouched = plan(&import.sources, &snapshot, &Decisions::new());
    // Questions stay on the page with their answers until all are given; an answer may bring a new one, or ask otherwise.
    let mut asked = questions(&untouched);
    for open in questions(&settled) {
        match asked.iter_mut().find(|one| one.key == open.key) {
            Some(one) => *one = open,
            None => asked.push(open),
        }
    }
    let leavers = leavers(&settled, &snapshot);
    let day = usual_last_day(&leavers, cx.today).to_string();
    let shown = pages::review::Shown { plan: &settled, asked: &asked, answers: &answers, leavers: &leavers, day: &day };
    Ok(pages::review::page(&import, &shown, &mark(&untouched), draft))
}

fn save(cx: &Cx<Tx>, school: May<ManageSchool>, decided: Decided) -> Result<Page> {
    let import = import(cx, &school)?;
    if import.summary.is_some() {
        return Ok(Page::go(pages::path(import.id)));
    }
    let snapshot = store::snapshot(&cx.db, cx.today, &school)?;
    // What is written is what was looked at: the school may have changed since.
    if decided.seen != mark(&plan(&import.sources, &snapshot, &Decisions::new())) {
        return Ok(Page::again(Faults::one("", pages::review::OUTDATED)));
    }
    let plan = plan(&import.sources, &snapshot, &decided.answers);
    let open = questions(&plan).len();
    if open > 0 {
        return Ok(Page::again(Faults::one("", pages::review::unanswered(open))));
    }
    let leavers = leavers(&plan, &snapshot);
    let leaving = match leaving(&decided, &leavers, cx.today) {
        Ok(leaving) => leaving,
        Err(faults) => return Ok(Page::again(faults)),
    };
    let addresses = Addresses::all(cx, &school)?;
    written::write(&cx.db, import.id, (&plan, &leaving), &snapshot, (cx.today, cx.now), &school)?;
    addresses.tell_moved(cx)?;
    cx.journal("apply_import", "people_import", Some(import.id))?;
    Ok(Page::go(pages::path(import.id)))
}

fn abandon(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    let import = import(cx, &school)?;
    if import.summary.is_some() {
        // Too late: it was written, from another page.
        return Ok(Page::go(pages::path(import.id)));
    }
    store::abandon(&cx.db, import.id, &school)?;
    Ok(Page::go("/ecole/import").saying(pages::ABANDONED))
}

fn download(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let import = import(cx, &school)?;
    let plan = plan(&import.sources, &store::snapshot(&cx.db, cx.today, &school)?, &Decisions::new());
    let place: usize = cx.ask.text("file").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    let (Some(source), Some(found)) = (import.sources.get(place), plan.get(place)) else {
        return Err(Error::NotFound);
    };
    let table = report::table(&source.parsed, found);
    Ok(Page::download(pages::report_name(found.kind()), "text/csv; charset=utf-8", table.into_bytes()))
}

/// The same for the same plan: what the page showed, and what is about to be written.
fn mark(plan: &[Diff]) -> String {
    secret::hex(&secret::sha256(format!("{plan:?}").as_bytes()))
}

/// Only who was asked about leaves, and on a day that has come.
fn leaving(decided: &Decided, leavers: &Leavers, today: Date) -> std::result::Result<Leaving, Faults> {
    let mut pupils: Vec<i64> = leavers.asked.iter().map(|leaver| leaver.id).collect();
    pupils.retain(|id| decided.left.contains(id));
    match decided.last_day {
        Some(day) if day > today => Err(Faults::one(LAST_DAY, pages::review::DAY_AHEAD)),
        None if !pupils.is_empty() => Err(Faults::one(LAST_DAY, pages::review::NO_DAY)),
        day => Ok(Leaving { pupils, last_day: day.unwrap_or(today) }),
    }
}

/// Who is missed after the summer left with the year that ended.
fn usual_last_day(leavers: &Leavers, today: Date) -> Date {
    if leavers.is_after_summer { SchoolYear::of(today).previous().last_day() } else { today }
}

fn forget(tx: &Tx, system: &System, now: Instant) -> Result<()> {
    store::forget_old(tx, now, system).map(drop)
}

fn import<D: Borrow<Rx>>(cx: &Cx<D>, school: &May<ManageSchool>) -> Result<Import> {
    let id = cx.ask.text("import").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    store::import(cx.db.borrow(), id, school)?.ok_or(Error::NotFound)
}
