//! A guardian's own: what I said for my child, whether the child may be shown today, and how to change it, at any time.

mod forms;
pub mod pages;

use self::forms::Decision;
use super::{path, span};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Page},
    school::{
        Pupil,
        consent::{
            self, Answer, Request, Said, Showing, Standing, asking::store as requests, policy::DecideImages,
            said::store as said,
        },
        how::How,
        permit::May,
    },
};
use std::collections::HashMap;

/// One child for whom the viewer decides.
pub struct Child {
    pub pupil: Pupil,
    /// With what stands of each today.
    pub requests: Vec<(Request, Standing)>,
    /// All that the viewer said, newest first.
    pub answers: Vec<Answer>,
}

impl Child {
    /// What counts of the viewer's own for this request.
    pub fn own(&self, request: &Request) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.request == request.id && answer.cancelled_at.is_none())
    }
}

/// The children for whom the viewer decides, by a permit each.
pub fn children(cx: &Cx) -> Result<Vec<Child>> {
    let mut children = Vec::new();
    for child in &cx.viewer()?.children {
        let Some(images) = cx.may_perhaps::<DecideImages>(child.id)? else { continue };
        let requests = requests::of_pupil(&cx.db, &images)?;
        let known = consent::store::known(&cx.db, &[child.id], span(&requests, cx.today), cx.today)?;
        let standing: HashMap<_, _> = requests
            .iter()
            .map(|request| {
                let asking = &request.asking;
                let on = request.judged_on(cx.today);
                let showing = Showing { purpose: asking.purpose, occasion: &asking.occasion, on };
                (request.id, known.standing(child.id, &showing))
            })
            .collect();
        let requests = requests.into_iter().map(|request| {
            let stands = standing.get(&request.id).copied().unwrap_or(Standing::Silent);
            (request, stands)
        });
        children.push(Child {
            pupil: images.pupil.clone(),
            requests: requests.collect(),
            answers: said::own(&cx.db, &images)?,
        });
    }
    Ok(children)
}

/// Counts from this moment: what is shown is judged anew each time that it is asked for.
pub fn decide(cx: &Cx<Tx>, images: May<DecideImages>, decision: Decision) -> Result<Page> {
    let request = requests::one_of_pupil(&cx.db, &images, decision.request)?;
    // Reworded since the page was drawn: read again before it is agreed to.
    if request.version != decision.version {
        return Err(Error::Conflict);
    }
    let words = Said { request: request.id, version: request.version, text: &request.text, says: decision.says };
    said::record(&cx.db, &images, &words, How::Application, cx.now)?;
    Ok(Page::go(path::PAGE).saying(pages::decided(&images.pupil.first_name, decision.says)))
}
