//! `/reglages/correspondance`.

use super::{PATH, forms::Table, pages};
use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Page, form::Nothing},
    school::{
        correspondence::{
            Pair,
            freeze::store::freeze,
            store::{decide, rules},
        },
        permit::May,
        policy::ManageSchool,
    },
};

pub fn show(cx: &Cx, _: &May<ManageSchool>, _: &Draft) -> Result<Page> {
    Ok(pages::show(&rules(&cx.db, cx.today)?, &freeze(&cx.db)?))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, table: Table) -> Result<Page> {
    let changed = change(cx, &school, |pair| table.0.contains(&pair))?;
    Ok(Page::go(PATH).saying(if changed { pages::SAVED } else { pages::SAME }))
}

pub fn back_to_usual(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    change(cx, &school, Pair::usual)?;
    Ok(Page::go(PATH).saying(pages::USUAL))
}

/// Each pair that changes has its line in the journal.
fn change(cx: &Cx<Tx>, school: &May<ManageSchool>, wanted: impl Fn(Pair) -> bool) -> Result<bool> {
    let standing = rules(&cx.db, cx.today)?;
    let mut changed = false;
    for pair in Pair::ALL.into_iter().filter(|pair| !pair.is_fixed() && standing.allows(*pair) != wanted(*pair)) {
        decide(&cx.db, pair, wanted(pair), cx.now, school)?;
        cx.journal(if wanted(pair) { "OpenPair" } else { "ClosePair" }, pair.as_str(), None)?;
        changed = true;
    }
    Ok(changed)
}
