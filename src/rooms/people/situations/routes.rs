use super::{by_child, forms::Verified, pages, store};
use crate::{
    base::{db::Tx, error::Result},
    door::{
        Cx, Page, Routes,
        room::{About, Summary},
    },
    rooms::people::{list::Asked, path, policy::ManagePupil},
    school::{
        guardianship::{Look, store as ties},
        permit::May,
        policy::{ManageSchool, SeeFamily},
    },
};

pub fn routes(r: &mut Routes) {
    r.get_slow(path::SITUATIONS, show);
    r.post("/ecole/situations/verifiees", verify);
}

/// On the director's home page while something waits.
pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let Some(school) = cx.may_perhaps::<ManageSchool>(())? else { return Ok(Vec::new()) };
    Ok(match store::to_look_at(&cx.db, &school)? {
        0 => Vec::new(),
        waiting => vec![Summary { rank: -70, about: About::School, waits: 1, markup: pages::card(waiting) }],
    })
}

fn show(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let asked = Asked::read(&cx.ask.query);
    let mut all = by_child(store::lines(&cx.db, &school)?);
    let waiting = all.iter().filter(|situation| situation.waits()).count();
    all.retain(|situation| {
        situation.lines.iter().any(|line| asked.holds([line.pupil.as_str(), line.guardian.as_str()]))
    });
    Ok(pages::situations(&asked, &asked.cut(all), waiting, cx.today))
}

/// « Rien à changer »: said of two homes only. Any other tie is decided on its page, whatever a form sends.
fn verify(cx: &Cx<Tx>, school: May<ManageSchool>, form: Verified) -> Result<Page> {
    let mut looked = 0;
    for pupil in form.pupils {
        let pupil = cx.may::<ManagePupil>(pupil)?;
        for tie in ties::of_pupil(&cx.db, &cx.may::<SeeFamily>(pupil.id)?)? {
            if tie.facts.look == Look::HoldsSlip {
                ties::look_at(&cx.db, tie.id, cx.now, &school)?;
                cx.journal("LookAtTie", "tie", Some(tie.id.number()))?;
                looked += 1;
            }
        }
    }
    let page = Page::go(path::SITUATIONS);
    Ok(if looked > 0 { page.saying(pages::VERIFIED) } else { page })
}
