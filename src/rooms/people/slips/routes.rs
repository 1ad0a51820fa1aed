//! Choosing whose slips, printing them, and one person's own. The PDF is made once the writer is free, and never kept.

use super::{
    forms::{Print, asked},
    pages, printing,
    roster::{self, Without, roster},
    sheet, store,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Beats, Cx, Draft, Page, Routes},
    school::{
        class,
        permit::May,
        person::Person,
        policy::{ManagePerson, ManageSchool},
    },
};

pub fn routes(r: &mut Routes) {
    r.slow_form_in_beats("/ecole/fiches", choose, print);
    r.slow_form_in_beats("/ecole/personnes/{person}/fiche", choose_own, print_own);
}

fn choose(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let asked = asked(if draft.is_blank() { &cx.ask.query } else { &draft.fields });
    let adults = store::adults(&cx.db, cx.today, cx.now, school)?;
    let classes = class::store::classes_of(&cx.db, cx.today)?;
    let found = roster(&adults, asked, cx.today);
    Ok(pages::choose(&classes, asked, &found, &cx.school, draft))
}

fn print(beats: &Beats, form: Print) -> Result<Page> {
    let stops = beats.read(|cx, school: May<ManageSchool>| {
        let adults = store::adults(&cx.db, cx.today, cx.now, &school)?;
        let found = roster(&adults, form.asked, cx.today);
        let replaced = found.slips.iter().filter(|slip| slip.adult.has_open_slip).count();
        Ok(match (found.slips.len(), replaced) {
            (0, _) => Some(pages::nobody()),
            (_, replaced) if replaced > 0 && !form.is_confirmed => Some(pages::unconfirmed(replaced)),
            _ => None,
        })
    })?;
    if let Some(faults) = stops {
        return Ok(Page::again(faults));
    }
    let (sheet, slips) = beats.record(|cx: &Cx<Tx>, school: May<ManageSchool>| {
        let adults = store::adults(&cx.db, cx.today, cx.now, &school)?;
        let found = roster(&adults, form.asked, cx.today);
        Ok((printing::sheet(cx, form.layout), printing::draw(cx, &found.slips, &school)?))
    })?;
    pdf(&sheet, &slips)
}

fn choose_own(cx: &Cx, person: &May<ManagePerson>, draft: &Draft) -> Result<Page> {
    let school = cx.may::<ManageSchool>(())?;
    let adults = store::adults(&cx.db, cx.today, cx.now, &school)?;
    let own = own(&adults, person, cx)?;
    Ok(pages::choose_own(person, &own, &cx.school, draft))
}

fn print_own(beats: &Beats, form: Print) -> Result<Page> {
    let (sheet, slips) = beats.record(|cx: &Cx<Tx>, person: May<ManagePerson>| {
        let school = cx.may::<ManageSchool>(())?;
        let adults = store::adults(&cx.db, cx.today, cx.now, &school)?;
        // The page offers no button to who gets no slip.
        let Ok(entry) = own(&adults, &person, cx)? else { return Err(Error::Forbidden) };
        Ok((printing::sheet(cx, form.layout), printing::draw(cx, &[entry], &school)?))
    })?;
    pdf(&sheet, &slips)
}

fn own<'a, D>(
    adults: &'a [roster::Adult],
    person: &Person,
    cx: &Cx<D>,
) -> Result<std::result::Result<roster::Entry<'a>, Without>> {
    roster::own(adults, person.id.number(), cx.today).ok_or(Error::NotFound)
}

fn pdf(sheet: &sheet::Sheet, slips: &[sheet::Slip]) -> Result<Page> {
    let bytes = sheet::pdf(sheet, slips).map_err(|fault| Error::internal(format!("slips: {fault:?}")))?;
    // A download: some browsers show a PDF under a strict policy as a blank page, and these codes are drawn only once.
    Ok(Page::download(pages::FILE_NAME, "application/pdf", bytes))
}
