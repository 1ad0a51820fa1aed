//! Choosing a sheet and making it. The journal says who printed what; the PDF is made once the writer is free.

use super::{
    forms::{Badges, Print, Sheet, Whose},
    pages,
    sheet::{self, Words},
    store::{self, Roll},
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Beats, Cx, Draft, Faults, Page, Routes},
    rooms::people::policy::{ManageClass, PrintBadges, PrintClass},
    school::{
        class::store as classes,
        group::store as groups,
        permit::May,
        policy::{ManageSchool, SeeGroup},
    },
};

pub fn routes(r: &mut Routes) {
    r.form_in_beats("/classes/{class}/imprimer", choose, print);
    r.form_in_beats("/groupes/{group}/imprimer", choose_badges, print_badges);
    r.form_in_beats("/ecole/imprimer", choose_in_school, print_in_school);
}

fn choose(_: &Cx, class: &May<PrintClass>, draft: &Draft) -> Result<Page> {
    Ok(pages::of_class(class, class.also::<ManageClass>().is_some(), &usual(draft)))
}

fn print(beats: &Beats, form: Print) -> Result<Page> {
    let (words, roll) = beats.record(|cx: &Cx<Tx>, class: May<PrintClass>| {
        Ok((words(cx), store::roll(&cx.db, &class, form.sheet.needs_adults())?))
    })?;
    let whose = roll.name.clone();
    pdf(&words, form.sheet, &[roll], &whose)
}

fn choose_badges(_: &Cx, group: &May<PrintBadges>, draft: &Draft) -> Result<Page> {
    Ok(pages::of_group(group, draft))
}

fn print_badges(beats: &Beats, Badges { rows }: Badges) -> Result<Page> {
    let (words, roll) =
        beats.record(|cx: &Cx<Tx>, group: May<PrintBadges>| Ok((words(cx), store::members(&cx.db, &group)?)))?;
    if roll.lines.is_empty() {
        return Ok(Page::again(Faults::one("", pages::NOBODY_IN_GROUP)));
    }
    let whose = roll.name.clone();
    pdf(&words, Sheet::Badges { rows }, &[roll], &whose)
}

fn choose_in_school(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let groups = groups::groups(&cx.db, cx.today, school)?;
    Ok(pages::of_school(school, &classes::classes_of(&cx.db, cx.today)?, &groups, &usual(draft)))
}

fn print_in_school(beats: &Beats, form: Print) -> Result<Page> {
    let (words, rolls) = beats.record(|cx: &Cx<Tx>, _: May<ManageSchool>| Ok((words(cx), rolls(cx, &form)?)))?;
    if rolls.iter().all(|roll| roll.lines.is_empty()) {
        return Ok(Page::again(Faults::one("pour", pages::NOBODY)));
    }
    let whose = if let [only] = rolls.as_slice() { only.name.clone() } else { pages::WHOLE_SCHOOL.to_owned() };
    pdf(&words, form.sheet, &rolls, &whose)
}

/// Each class and each group by its own permit.
fn rolls(cx: &Cx<Tx>, form: &Print) -> Result<Vec<Roll>> {
    let ids = match form.whose {
        Whose::Group(group) => return Ok(vec![store::members(&cx.db, &cx.may::<SeeGroup>(group)?)?]),
        Whose::Class(class) => vec![class],
        Whose::School => classes::classes_of(&cx.db, cx.today)?.iter().map(|class| class.id).collect(),
    };
    let roll = |id| store::roll(&cx.db, &cx.may::<PrintClass>(id)?, form.sheet.needs_adults());
    let mut rolls = ids.into_iter().map(roll).collect::<Result<Vec<_>>>()?;
    if form.whose == Whose::School {
        rolls.retain(|roll| !roll.lines.is_empty());
    }
    Ok(rolls)
}

fn words(cx: &Cx<Tx>) -> Words {
    Words { school: cx.school.name.clone(), today: cx.today }
}

fn usual(draft: &Draft) -> Draft {
    draft.or_standing(&[("cases", "5")])
}

fn pdf(words: &Words, sheet: Sheet, rolls: &[Roll], whose: &str) -> Result<Page> {
    let bytes = sheet::pdf(words, sheet, rolls).map_err(|fault| Error::internal(format!("list: {fault:?}")))?;
    // A download, as the slips: some browsers show a PDF under a strict policy as a blank page.
    Ok(Page::download(pages::file_name(sheet, whose), "application/pdf", bytes))
}
