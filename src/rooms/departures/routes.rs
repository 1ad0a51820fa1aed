//! `/ecole/departs…` and `/reglages/conservation`.

use super::{before, erasing, pages, path, terms};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::{
        Cx, Page, Routes,
        room::{About, Summary},
    },
    school::{departure, erasure, permit::May, policy::ManageSchool, retention::steady},
};
use jiff::ToSpan;

/// What went by itself is told so long: on the front page, and on the list.
const WEEK: i64 = 7 * Instant::DAY;
const MONTH: i64 = 30 * Instant::DAY;

pub fn routes(r: &mut Routes) {
    r.get(path::LIST, index);
    r.get_slow("/ecole/departs/{leaver}", before::show);
    r.asking_again(|r| {
        r.form_in_beats("/ecole/departs/{leaver}/effacement", erasing::show, erasing::erase);
        r.post("/ecole/departs/effacements/{erasure}/retour", erasing::take_back);
        r.form(path::TERMS, terms::show, terms::save);
    });
}

fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let departures = departure::store::all(&cx.db, &school)?;
    let view = pages::View {
        departures: &departures,
        pending: &erasure::store::pending(&cx.db, &school)?,
        gone: erasure::store::gone_since(&cx.db, cx.now.plus(-MONTH), &school)?,
        leap: steady::store::leap(&cx.db, cx.now)?,
        today: cx.today,
        zone: &cx.zone,
    };
    Ok(pages::index(&view))
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
        let school = cx.may::<ManageSchool>(())?;
        let all = departure::store::all(&cx.db, &school)?;
        let going = all.iter().filter(|one| one.erase_on <= soon).count();
        if going > 0 {
            found.push(Summary { rank: -40, about: About::School, waits: 0, markup: pages::going(going) });
        }
        let gone = erasure::store::gone_since(&cx.db, cx.now.plus(-WEEK), &school)?;
        if gone > 0 {
            found.push(Summary { rank: -39, about: About::School, waits: 0, markup: pages::gone(gone) });
        }
    }
    Ok(found)
}
