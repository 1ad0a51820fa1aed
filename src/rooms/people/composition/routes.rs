//! Where classes are composed. One path: what moves pupils also moves them back.

use super::{
    board,
    forms::{Change, Done, Placed},
    pages,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, Routes},
    rooms::people::policy::{ManageClass, ManagePupil},
    school::{
        Class,
        class::{store as classes, years::store as years},
        permit::May,
        person::store as people,
        policy::ManageSchool,
    },
};
use jiff::civil::Date;

pub fn routes(r: &mut Routes) {
    r.slow_form("/ecole/composition", show, change);
}

fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let classes = classes::classes_of(&cx.db, cx.today)?;
    let pupils = people::pupils(&cx.db, school)?;
    let columns = board::columns(&classes, pupils, people::pupils_with_facts(&cx.db, school)?);
    let done = if draft.is_blank() { Done::parse(&cx.ask.query) } else { None };
    let today = cx.today.to_string();
    let draft = draft.or_standing(&[("eleve", cx.ask.query.get("eleve")), ("du", &today)]);
    Ok(pages::board(&columns, &classes, &draft, done.as_ref()))
}

fn change(cx: &Cx<Tx>, school: May<ManageSchool>, change: Change) -> Result<Page> {
    match change {
        Change::Move { pupils, to, grade, from_on } => {
            let order = Order { to, grade, from_on: from_on.unwrap_or(cx.today) };
            move_pupils(cx, &school, &pupils, &order)
        }
        Change::Back(done) => move_back(cx, &school, &done),
    }
}

struct Order {
    to: Id<Class>,
    grade: Option<&'static str>,
    from_on: Date,
}

/// All or nothing: the first pupil who cannot be moved says why, and nobody has moved.
fn move_pupils(cx: &Cx<Tx>, school: &May<ManageSchool>, pupils: &[Placed], order: &Order) -> Result<Page> {
    let to = cx.may::<ManageClass>(order.to)?;
    if !classes::classes_of(&cx.db, cx.today)?.iter().any(|class| class.id == to.id) {
        return Err(Error::NotFound);
    }
    if order.from_on > cx.today {
        return Ok(Page::again(Faults::one("du", pages::AHEAD)));
    }
    if order.from_on < years::first_day(&cx.db, cx.today)? {
        return Ok(Page::again(Faults::one("du", pages::BEFORE_THE_YEAR)));
    }
    if let Some(faults) = strayed(cx, pupils, |placed| placed.class)? {
        return Ok(Page::again(faults));
    }
    let mut done = Done { pupils: Vec::new(), to: to.id, from_on: order.from_on };
    for placed in pupils {
        let pupil = cx.may::<ManagePupil>(placed.pupil)?;
        let grade = order.grade.unwrap_or(&pupil.grade);
        if grade.is_empty() {
            return Ok(Page::again(Faults::one("niveau", pages::no_grade(&pupil.first_name))));
        }
        if pupil.class == Some(to.id) && pupil.grade == grade {
            continue;
        }
        let since = classes::enrolled_since(&cx.db, pupil.id, school)?;
        if let Some(since) = since.filter(|since| *since > order.from_on && pupil.class != Some(to.id)) {
            return Ok(Page::again(Faults::one("du", pages::too_early(&pupil.first_name, since))));
        }
        classes::enrol(&cx.db, pupil.id, to.id, grade, order.from_on, school)?;
        cx.journal("MovePupil", "pupil", Some(pupil.id.number()))?;
        done.pupils.push(Placed { pupil: pupil.id, class: pupil.class, grade: pupil.grade.clone() });
    }
    if done.pupils.is_empty() {
        return Ok(Page::again(Faults::one("vers", pages::ALREADY_THERE)));
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(done.pairs()).finish();
    let from = done.pupils[0].class.map_or(0, Id::number);
    Ok(Page::go(format!("/ecole/composition?{query}#classe-{from}")))
}

fn move_back(cx: &Cx<Tx>, school: &May<ManageSchool>, done: &Done) -> Result<Page> {
    let left = cx.may::<ManageClass>(done.to)?;
    if let Some(faults) = strayed(cx, &done.pupils, |_| Some(left.id))? {
        return Ok(Page::again(faults));
    }
    let (mut back, mut strayed) = (Vec::new(), Vec::new());
    for placed in &done.pupils {
        let pupil = cx.may::<ManagePupil>(placed.pupil)?;
        let to = placed.class.map(|class| cx.may::<ManageClass>(class)).transpose()?.map(|class| class.id);
        let is_back = classes::move_back(&cx.db, pupil.id, left.id, to, &placed.grade, done.from_on, school)?;
        if is_back { &mut back } else { &mut strayed }.push(pupil.first_name.clone());
        cx.journal("MovePupilBack", "pupil", Some(pupil.id.number()))?;
    }
    if !strayed.is_empty() {
        return Ok(Page::again(Faults::one("eleve", pages::moved_meanwhile(&strayed))));
    }
    Ok(Page::go("/ecole/composition").saying(pages::taken_back(&back)))
}

/// Those who are no longer where the page had them: somebody else moved them, or another window.
fn strayed(cx: &Cx<Tx>, pupils: &[Placed], wanted: impl Fn(&Placed) -> Option<Id<Class>>) -> Result<Option<Faults>> {
    let mut strayed = Vec::new();
    for placed in pupils {
        let pupil = cx.may::<ManagePupil>(placed.pupil)?;
        if pupil.class != wanted(placed) {
            strayed.push(pupil.first_name.clone());
        }
    }
    Ok((!strayed.is_empty()).then(|| Faults::one("eleve", pages::moved_meanwhile(&strayed))))
}
