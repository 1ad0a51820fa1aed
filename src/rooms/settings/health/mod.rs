//! « Santé de la boîte »: what is wrong with the machine and how to mend it, one list for the page and for `preau doctor`.
//! Nothing of what people write is looked at, and nothing is mended here.

mod look;
pub mod metrics;
pub mod pages;
mod sentences;
mod store;

pub use look::{Doors, Facts, look};
pub use sentences::{findings, returned, summary};
pub use store::sizes;

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System, log},
    door::{Cx, Fields, Form, House, Page, form::Checked, upload::Upload},
    school::{permit::May, policy::TendBox},
};

pub const PATH: &str = "/reglages/sante";
pub const ERRORS: &str = "/reglages/sante/erreurs";

/// One thing looked at, in words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// For scripts.
    pub topic: &'static str,
    #[serde(skip)]
    pub title: &'static str,
    pub state: State,
    pub says: String,
    /// Nothing when all is well.
    pub todo: Option<String>,
}

/// The worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Wrong,
    Watch,
    Well,
}

pub fn index(cx: &Cx, _: May<TendBox>) -> Result<Page> {
    let facts = look(&cx.house, &cx.db, cx.now)?.asking_names();
    Ok(pages::index(&findings(&facts), facts.errors))
}

/// The button under the errors: those that were shown are read.
pub fn errors_read(cx: &Cx<Tx>, _: May<TendBox>, seen: Seen) -> Result<Page> {
    log::store::read(&cx.db, seen.0)?;
    Ok(Page::go(PATH).saying(pages::READ))
}

pub struct Seen(i64);

impl Form for Seen {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Seen> {
        // Not from our page: nothing is read.
        Ok(Seen(fields.get("erreurs").parse().unwrap_or(0)))
    }
}

/// Called every minute: what the log counted goes where the page and the next start find it.
pub fn count_errors(house: &House) -> Result<()> {
    let more = log::take_errors();
    if more == 0 {
        return Ok(());
    }
    let written = || {
        let tx = house.db.write()?;
        log::store::count(&tx, more, house.clock.now())?;
        tx.commit()
    };
    written().inspect_err(|_| log::give_back(more))
}

/// Called every hour: reads the database through once a day.
pub fn check(house: &House, by: &System) -> Result<()> {
    let now = house.clock.now();
    let rx = house.db.read()?;
    if store::checked(&rx)?.is_some_and(|last| (0..Instant::DAY).contains(&now.since(last.at))) {
        return Ok(());
    }
    let faults = store::faults(&rx, by)?;
    drop(rx);
    if faults > 0 {
        tracing::error!(faults, "the database is damaged");
    }
    let tx = house.db.write()?;
    store::note(&tx, faults, now, by)?;
    tx.commit()
}
