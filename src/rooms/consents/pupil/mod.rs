//! One pupil as the school sees it: who said what, by which way, and the papers to note.

mod forms;
mod pages;

use self::forms::{Cancelled, Noted};
use super::{path, span};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Page},
    school::{
        consent::{
            self, Answer, Request, Said, Showing, Standing,
            asking::store as requests,
            policy::RecordConsent,
            said::{Deciding, store as said},
        },
        permit::May,
    },
};

/// What the page is made of.
struct File {
    requests: Vec<(Request, Standing)>,
    deciding: Vec<Deciding>,
    /// Newest first, cancelled ones too.
    answers: Vec<Answer>,
}

pub fn show(cx: &Cx, images: May<RecordConsent>) -> Result<Page> {
    let pupil = images.pupil.id;
    let asked = requests::of_pupil(&cx.db, &images)?;
    let known = consent::store::known(&cx.db, &[pupil], span(&asked, cx.today), cx.today)?;
    let standing = |request: &Request| {
        let asking = &request.asking;
        let on = request.judged_on(cx.today);
        known.standing(pupil, &Showing { purpose: asking.purpose, occasion: &asking.occasion, on })
    };
    let file = File {
        deciding: said::deciding_for(&cx.db, &images, cx.today)?,
        answers: said::of_pupil(&cx.db, &images)?,
        requests: asked
            .into_iter()
            .map(|request| {
                let stands = standing(&request);
                (request, stands)
            })
            .collect(),
    };
    Ok(pages::show(cx, &images, &file))
}

/// Of a guardian who decides today, or of a hand that the paper does not tell.
pub fn note_paper(cx: &Cx<Tx>, images: May<RecordConsent>, noted: Noted) -> Result<Page> {
    let request = requests::one_of_pupil(&cx.db, &images, noted.request)?;
    if request.version != noted.version {
        return Err(Error::Conflict);
    }
    let deciding = said::deciding_for(&cx.db, &images, cx.today)?;
    if noted.guardian.is_some_and(|guardian| !deciding.iter().any(|one| one.guardian == guardian)) {
        return Err(Error::NotFound);
    }
    let words = Said { request: request.id, version: request.version, text: &request.text, says: noted.says };
    said::record_paper(&cx.db, &images, noted.guardian, &words, cx.now)?;
    Ok(Page::go(path::pupil(images.pupil.id, "")).saying(pages::NOTED))
}

pub fn cancel_paper(cx: &Cx<Tx>, images: May<RecordConsent>, cancelled: Cancelled) -> Result<Page> {
    said::cancel(&cx.db, &images, cancelled.0, cx.now)?;
    Ok(Page::go(path::pupil(images.pupil.id, "")).saying(pages::CANCELLED))
}
