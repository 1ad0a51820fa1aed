//! `/reglages`, and the first steps of a school that has just been set up.

mod pages;

use crate::{
    base::{
        clock::Instant,
        disk::Fill,
        error::Result,
        french,
        update::{self, Ended},
    },
    door::{
        Cx, Page,
        room::{About, Summary},
    },
    rooms::settings::{backups, correspondence, disk, health, restored},
    school::{
        class,
        correspondence::{freeze, limits},
        permit::May,
        person,
        policy::{ManageSchool, TendBox},
    },
};

pub fn index(cx: &Cx, school: May<TendBox>) -> Result<Page> {
    let facts = cx.house.tls.facts();
    let director = school.also::<ManageSchool>();
    Ok(Page::narrow("Réglages", pages::index(cx, &facts, director.as_ref())?))
}

pub fn first_steps(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let classes = class::store::classes_of(&cx.db, cx.today)?;
    let pupils = person::store::pupils(&cx.db, &school)?.len();
    let taught = classes.iter().filter(|class| !class.teachers.is_empty()).count();
    let progress = pages::Progress { pupils, classes: classes.len(), taught };
    Ok(Page::narrow("Premiers pas", pages::first_steps(&progress)))
}

/// The next authority is made by a person: each device of the school must learn it before it is relied on.
const LAST_YEAR: i64 = 365 * Instant::DAY;

/// The first steps while there is no class, a certificate that cannot be renewed, an authority in its last year: for those who can do something about it.
pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let viewer = cx.viewer()?;
    let mut found = Vec::new();
    if !viewer.is_director && !viewer.is_technician {
        return Ok(found);
    }
    // Costly facts: only for those who read them, families open this page all day long.
    let facts = cx.house.tls.facts();
    if let Some(hindrance) = facts.hindrance.filter(|_| facts.names.is_some() || !cx.school.names.is_empty()) {
        let markup = pages::hindered(&hindrance, &cx.zone);
        found.push(Summary { rank: -90, about: About::School, waits: 1, markup });
    }
    if let Some(root) = facts.roots.first().filter(|root| root.until - cx.now.0 < LAST_YEAR) {
        let markup = pages::ending(Instant(root.until).date(&cx.zone));
        found.push(Summary { rank: -85, about: About::School, waits: 1, markup });
    }
    let room = cx.house.room()?;
    if room.fill() != Fill::Plenty {
        let (rank, waits) = if room.fill() == Fill::Full { (-95, 1) } else { (-70, 0) };
        found.push(Summary { rank, about: About::School, waits, markup: disk::pages::warning(room) });
    }
    found.extend(update_that_went_back(cx)?);
    if viewer.is_director {
        found.extend(of_messages(cx)?);
        found.extend(of_backups(cx)?);
    }
    if viewer.is_director && class::store::classes_of(&cx.db, cx.today)?.is_empty() {
        found.push(Summary { rank: -80, about: About::School, waits: 1, markup: pages::to_first_steps() });
    }
    Ok(found)
}

/// For some days: there is nothing to do, but it is to be known.
const TOLD_FOR: i64 = 14 * Instant::DAY;

fn update_that_went_back(cx: &Cx) -> Result<Option<Summary>> {
    let last = update::outcome(&cx.house.data)?;
    let last = last.filter(|last| last.ended == Ended::Returned && cx.now.since(last.at) < TOLD_FOR);
    Ok(last.map(|last| {
        let when = french::moment(last.at.timestamp(), cx.now.timestamp(), &cx.zone);
        let markup = pages::went_back(&health::returned(&last, &when));
        Summary { rank: -93, about: About::School, waits: 0, markup }
    }))
}

/// A restore that nobody went through, a key that is on no paper, backups that do not come. A demonstration makes none.
fn of_backups(cx: &Cx) -> Result<Vec<Summary>> {
    let summary = |rank, markup| Summary { rank, about: About::School, waits: 1, markup };
    let mut found = Vec::new();
    if cx.house.is_demo {
        return Ok(found);
    }
    let state = backups::state::State::read(&cx.house, &cx.db)?;
    if state.restored.is_some() {
        found.push(summary(-93, restored::pages::waiting()));
    }
    if state.late_since(cx.now).is_some() || !state.hindrances(cx.now).is_empty() {
        found.push(summary(-88, backups::pages::hindered(&state, cx.now, &cx.zone)));
    }
    if state.key.is_none() {
        found.push(summary(-75, backups::pages::no_key()));
    }
    Ok(found)
}

/// Messages that are stopped, and accounts that wrote too much today.
fn of_messages(cx: &Cx) -> Result<Vec<Summary>> {
    let summary = |rank, markup| Summary { rank, about: About::School, waits: 1, markup };
    let mut found = Vec::new();
    if freeze::store::freeze(&cx.db)?.is_any() {
        found.push(summary(-95, correspondence::freezing::pages::banner()));
    }
    let names = limits::store::hit_on(&cx.db, cx.today, &cx.may::<ManageSchool>(())?)?;
    if !names.is_empty() {
        found.push(summary(-94, correspondence::freezing::pages::limits(&names)));
    }
    Ok(found)
}
