//! `/ecole/departs…` and `/reglages/conservation`.

use super::{erasing, pages, path, terms};
use crate::{
    base::{db::Id, error::Result},
    door::{
        Cx, Page, Routes,
        room::{About, Summary},
    },
    school::{departure, erasure, permit::May, policy::ManageSchool},
};
use jiff::ToSpan;

pub fn routes(r: &mut Routes) {
    r.get(path::LIST, index);
    r.asking_again(|r| {
        r.form_in_beats("/ecole/departs/{leaver}/effacement", erasing::show, erasing::erase);
        r.post("/ecole/departs/effacements/{erasure}/retour", erasing::take_back);
        r.form(path::TERMS, terms::show, terms::save);
    });
}

fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let departures = departure::store::all(&cx.db, &school)?;
    let pending = erasure::store::pending(&cx.db, &school)?;
    Ok(pages::index(&departures, &pending, cx.today, &cx.zone))
}

/// Whoever has left is told on their own front page; the director, of those who go within days.
pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let viewer = cx.viewer()?;
    let mut found = Vec::new();
    match departure::store::own(&cx.db, viewer)? {
        Some(own) => {
            found.push(Summary { rank: -60, about: About::Me, waits: 1, markup: pages::own(&own, cx.today) });
        }
        // Who stays for another child.
        None => {
            for child in departure::store::of_children(&cx.db, viewer)? {
                let about = About::Child(Id::new(child.person.number()));
                found.push(Summary { rank: -60, about, waits: 0, markup: pages::of_child(&child, cx.today) });
            }
        }
    }
    if viewer.is_director {
        let soon = cx.today.checked_add(departure::REMINDER.days()).unwrap_or(cx.today);
        let all = departure::store::all(&cx.db, &cx.may::<ManageSchool>(())?)?;
        let going = all.iter().filter(|one| one.erase_on <= soon).count();
        if going > 0 {
            found.push(Summary { rank: -40, about: About::School, waits: 0, markup: pages::going(going) });
        }
    }
    Ok(found)
}
