//! What the book puts on the home page: for families what waits, for who writes their own words that are not
//! answered yet, for who helps in a class what it was told.

use super::{pages, recent, store, waiting};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::{
        Cx,
        room::{About, Summary},
    },
    rooms::liaison::{
        Asks, follow_up,
        policy::{FollowUp, OpenBook},
        waiting as later,
    },
    school::{
        permit::{May, Ties},
        viewer::Child,
    },
};
use jiff::civil::Date;

/// Ranks: what waits, by its deadline; then the staff's own words; then what is only good to know.
const WITHOUT_DEADLINE: i64 = 1_000;
const STOPPED: i64 = 0;
const OWN: i64 = 2_000;
const KNOWN: i64 = 10_000;
const RECENT: i64 = 3;
const OWN_AT_MOST: i64 = 5;
const OWN_DAYS: i64 = 30;

pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let Some(book) = cx.may_perhaps::<OpenBook>(())? else { return Ok(Vec::new()) };
    let viewer = cx.viewer()?;
    let mut all = Vec::new();
    if book.ties().meets(Ties::DIRECTOR.or(Ties::TEACHER).or(Ties::LEADER)) {
        stopped(cx, &book, &mut all)?;
        own(cx, &book, &mut all)?;
    }
    if book.ties().meets(Ties::AIDE) {
        for (place, row) in (0..)
            .zip(super::aide(cx, &book, store::After::START, RECENT)?)
            .filter(|(_, row)| row.is_shown(cx.today))
            .take(RECENT as usize)
        {
            all.push(Summary { rank: KNOWN + place, about: About::Me, waits: 0, markup: pages::told_card(cx, &row) });
        }
    }
    if viewer.is_guardian() {
        family(cx, &book, &mut all)?;
    }
    if let Some((pupil, _)) = viewer.pupil {
        for (place, word) in (0..)
            .zip(store::of_pupil(&cx.db, &book, pupil, store::After::START, RECENT)?)
            .filter(|(_, word)| word.is_shown(cx.today))
        {
            all.push(Summary { rank: KNOWN + place, about: About::Me, waits: 0, markup: pages::pupil_card(cx, &word) });
        }
    }
    Ok(all)
}

fn family(cx: &Cx, book: &May<OpenBook>, all: &mut Vec<Summary>) -> Result<()> {
    let children: Vec<&Child> = cx.viewer()?.children.iter().collect();
    let waiting = waiting(cx, book, &children)?;
    for (place, one) in (0..).zip(&waiting) {
        let rank = one.word.word.deadline_on.map_or(WITHOUT_DEADLINE + place, |day| days_until(cx.today, day));
        all.push(Summary { rank, about: about(&one.children), waits: 1, markup: pages::waiting_card(cx, one) });
    }
    for (place, one) in (0..).zip(recent(cx, book, &children, &waiting, RECENT)?) {
        let markup = pages::known_card(cx, &one);
        all.push(Summary { rank: KNOWN + place, about: about(&one.children), waits: 0, markup });
    }
    Ok(())
}

/// What could not leave: their own to who writes, and to the director that there was one.
fn stopped(cx: &Cx, book: &May<OpenBook>, all: &mut Vec<Summary>) -> Result<()> {
    let mut tell = |markup| all.push(Summary { rank: STOPPED, about: About::Me, waits: 0, markup });
    for line in later::store::of_author(&cx.db, book)? {
        if let Some(why) = line.stopped {
            tell(later::pages::stopped_card(&line, why));
        }
    }
    if book.ties().meets(Ties::DIRECTOR) {
        for word in later::stopped_lately(cx, book)? {
            tell(later::pages::told_of(cx, &word));
        }
    }
    Ok(())
}

fn own(cx: &Cx, book: &May<OpenBook>, all: &mut Vec<Summary>) -> Result<()> {
    let since = cx.now.plus(-OWN_DAYS * Instant::DAY);
    let open = store::by_author(&cx.db, book, store::After::START, 20)?
        .into_iter()
        .filter(|row| row.sent_at >= since || row.deadline_on.is_some_and(|day| day >= cx.today))
        .filter(|row| row.is_shown(cx.today) && !row.is_withdrawn && row.asks != Asks::Nothing);
    let mut place = 0;
    for row in open {
        if place == OWN_AT_MOST {
            break;
        }
        // Nothing of a class for which the book is off.
        let Some(note) = cx.may_perhaps::<FollowUp>(row.note)? else { continue };
        let tally = follow_up::count(cx, &note)?;
        if tally.left() > 0 {
            let markup = pages::own_card(cx, &row, tally);
            all.push(Summary { rank: OWN + place, about: About::Me, waits: 0, markup });
            place += 1;
        }
    }
    Ok(())
}

fn about(children: &[Child]) -> About {
    children.first().map_or(About::Me, |child| About::Child(Id::new(child.id.number())))
}

fn days_until(today: Date, day: Date) -> i64 {
    today.until(day).map_or(0, |span| i64::from(span.get_days()))
}
