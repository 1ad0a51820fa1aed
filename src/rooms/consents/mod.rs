//! « Autorisations d'image »: what each guardian allows, what the school may show, and how it is asked. A guardian sees their
//! own answers and whether the child may be shown, never another guardian's answer; the school sees who said what. It asks
//! nobody by itself: words of the liaison book do. It is no service: a consent may be withdrawn at any time.

mod asking;
mod class;
mod own;
mod pages;
mod pupil;
mod rule;
mod takeaway;

use crate::{
    base::error::Result,
    door::{Cx, Page, Room, Routes},
    school::{
        class as classes,
        consent::{
            Request,
            policy::{AskConsent, OpenConsents},
        },
        permit::May,
        policy::ManageSchool,
    },
};
use jiff::civil::Date;

pub const ROOM: Room = Room { takeaway: Some(takeaway::PART), ..Room::new("consents", routes) };

/// Where things are; every link and form of the room is made here.
mod path {
    use crate::{
        base::db::Id,
        school::{Class, Pupil, consent::Request},
    };

    pub use crate::school::consent::PAGE;
    pub const ASK: &str = "/autorisations-image/demander";
    pub const RULE: &str = "/autorisations-image/regle";

    pub fn class(class: Id<Class>) -> String {
        format!("{PAGE}/classes/{class}")
    }

    pub fn pupil(pupil: Id<Pupil>, what: &str) -> String {
        format!("{PAGE}/eleves/{pupil}{what}")
    }

    pub fn child(pupil: Id<Pupil>) -> String {
        format!("{PAGE}/enfants/{pupil}")
    }

    pub fn request(request: Id<Request>) -> String {
        format!("{PAGE}/demandes/{request}")
    }
}

fn routes(r: &mut Routes) {
    r.get("/autorisations-image", open);
    r.post("/autorisations-image/enfants/{pupil}", own::decide);
    r.get_slow("/autorisations-image/classes/{class}", class::show);
    r.get_slow("/autorisations-image/classes/{class}/tableau.csv", class::csv);
    r.get("/autorisations-image/eleves/{pupil}", pupil::show);
    r.post("/autorisations-image/eleves/{pupil}/papier", pupil::note_paper);
    r.post("/autorisations-image/eleves/{pupil}/annuler", pupil::cancel_paper);
    r.get("/autorisations-image/demander", asking::prepare);
    r.form("/autorisations-image/demandes/{request}", asking::show, asking::reword);
    r.asking_again(|r| r.form("/autorisations-image/regle", rule::show, rule::save));
}

/// Guardians find their children, staff their classes; who is both, both.
fn open(cx: &Cx, page: May<OpenConsents>) -> Result<Page> {
    let children = own::children(cx)?;
    let director = page.also::<AskConsent>().is_some() && cx.viewer()?.is_director;
    let mut lines: Vec<_> = if director {
        let all = classes::store::classes_of(&cx.db, cx.today)?;
        all.into_iter().map(|class| (class.id, class.name)).collect()
    } else {
        classes::store::taught_by(&cx.db, cx.viewer()?)?.into_iter().map(|class| (class.id, class.name)).collect()
    };
    lines.dedup_by_key(|(class, _)| *class);
    let staff = pages::Staff {
        classes: lines,
        may_ask: page.also::<AskConsent>().is_some(),
        keeps_rule: cx.may_perhaps::<ManageSchool>(())?.is_some(),
    };
    Ok(pages::open(cx, &children, &staff))
}

/// Requests for the same days and occasion stand side by side: the current ones first.
fn grouped(requests: Vec<Request>) -> Vec<Vec<Request>> {
    let mut groups: Vec<Vec<Request>> = Vec::new();
    for request in requests {
        let is_same = |group: &&mut Vec<Request>| {
            group.first().is_some_and(|first| {
                (&first.asking.occasion, first.asking.from_on, first.asking.until_on)
                    == (&request.asking.occasion, request.asking.from_on, request.asking.until_on)
            })
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(request),
            None => groups.push(vec![request]),
        }
    }
    groups
}

/// The days on which these are judged, first and last.
fn span(requests: &[Request], today: Date) -> (Date, Date) {
    let days = || requests.iter().map(|request| request.judged_on(today));
    (days().min().unwrap_or(today), days().max().unwrap_or(today))
}
