//! The printed key of the backups, as a step of the set-up. It may wait: the home page reminds of it then.

use super::{
    pages,
    routes::path,
    store::{self, Step},
};
use crate::{
    base::error::Result,
    door::{Beats, Cx, Draft, Page, SettingUp},
    rooms::settings::backups::{
        forms::KeyForm,
        key::{self, Taken},
    },
};

/// Whoever sets up: there is no session yet, and one set-up.
const OWNER: &str = "mise en route";

pub fn show(cx: &Cx, _: &SettingUp, draft: &Draft) -> Result<Page> {
    let state = store::state(&cx.db)?;
    if state.step < Step::Paper {
        return Ok(Page::go(path(state.step)));
    }
    let sheet = key::sheet(&cx.house, OWNER, &cx.school.name, (cx.now, &cx.zone))?;
    Ok(Page::narrow("Clé de secours", pages::paper(draft, sheet)))
}

pub fn save(beats: &Beats, form: KeyForm) -> Result<Page> {
    let step = beats.read::<SettingUp, _>(|cx, _| Ok(store::state(&cx.db)?.step))?;
    if step < Step::Paper {
        return Ok(Page::go(path(step)));
    }
    match key::taken(&beats.house, OWNER, &form)? {
        Taken::Drawn => Ok(Page::go(path(Step::Paper))),
        Taken::Not(faults) => Ok(Page::again(faults)),
        Taken::Put | Taken::Confirmed => {
            beats.record::<SettingUp, _>(|cx, gate| store::reach(&cx.db, Step::Mail, &gate.house()))?;
            Ok(Page::go(path(Step::Mail)))
        }
    }
}
