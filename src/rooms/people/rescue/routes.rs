//! Where a parent is rescued.

use super::pages::{self, Shown};
use crate::{
    base::{db::Tx, error::Result, french},
    door::{Cx, Page, Routes, form::Nothing, session},
    rooms::people::{
        policy::SeePupilFile,
        slips::{letters, printing},
    },
    school::{
        account::{rescue::store, store as accounts},
        guardianship,
        permit::May,
        policy::{RescueGuardian, SeeFamily},
    },
};

pub fn routes(r: &mut Routes) {
    r.get("/eleves/{pupil}/depannage", choose);
    r.post("/eleves/{pupil}/depannage/{tie}", show);
}

/// A button for each guardian whom the viewer may rescue, and no other.
fn choose(cx: &Cx, file: May<SeePupilFile>) -> Result<Page> {
    let seen = cx.may::<SeeFamily>(file.id)?;
    let mut guardians = Vec::new();
    for tie in guardianship::store::of_pupil(&cx.db, &seen)? {
        guardians.extend(cx.may_perhaps::<RescueGuardian>((file.id, tie.id))?);
    }
    Ok(pages::choose(&file, &guardians))
}

fn show(cx: &Cx<Tx>, guardian: May<RescueGuardian>, _: Nothing) -> Result<Page> {
    let (account, slip) = store::draw(&cx.db, &guardian, &cx.house.keys, cx.now)?;
    cx.journal("show_rescue", "account", Some(account.id.number()))?;
    if account.is_activated {
        let owner = accounts::owner_of(&cx.db, account.id)?;
        let now = cx.now.zoned(&cx.zone);
        let when = format!("{} à {}", french::day_year(now.date()), french::time(&now));
        let device = session::device_name(&cx.ask.agent);
        if let Some(letter) = letters::rescue_shown(&cx.school.name, &owner.email, &owner.first_name, &when, &device) {
            cx.post(&letter)?;
        }
    }
    let (base, _) = printing::addresses(cx);
    let shown = Shown {
        url: format!("{base}/activer/{}", slip.token),
        typed_at: format!("{}/activation", printing::shown(&base)),
        login: account.login,
        code: slip.code,
        until: slip.expires_at.zoned(&cx.zone).time(),
    };
    pages::show(&guardian, &shown)
}
