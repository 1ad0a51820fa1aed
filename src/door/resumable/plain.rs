//! The plain form of the same place, without JavaScript: all its files are taken together, or none.

use super::{Announced, Receives, UNJUDGED, keep, sentences};
use crate::{
    base::{error::Result, files, ui::uploader::FIELD},
    door::{
        answer::Answer,
        cx::Ask,
        form::Faults,
        gate::Gate,
        house::House,
        page::Page,
        refusal,
        routes::{finish, write},
    },
};
use std::sync::Arc;

pub fn take<G: Gate>(house: &Arc<House>, ask: &Arc<Ask>, room: &'static str, receives: &Receives<G>) -> Result<Answer> {
    let mut all = Vec::new();
    for upload in &ask.uploads {
        // A disk's flush must not hold the writer: they are in their place before.
        if let Some(staged) = upload.take() {
            all.push(keep(house, staged, upload.name.clone())?);
        }
    }
    let page = write::<G>(house, ask, room, |cx, gate| {
        let mut faults = Faults::default();
        for received in &all {
            let announced = Announced { name: received.name.clone(), size: received.size };
            let mut judged = if received.size == 0 {
                Err(Faults::one(FIELD, sentences::EMPTY))
            } else {
                (receives.begin)(cx, &gate, &announced)?
            };
            if judged.is_ok() {
                files::store::add(&cx.db, &received.hash, received.size, UNJUDGED, cx.now)?;
                judged = (receives.done)(cx, &gate, received)?;
            }
            for (_, sentence) in judged.err().iter().flat_map(Faults::iter) {
                faults.add(FIELD, format!("«\u{202f}{}\u{202f}»\u{202f}: {sentence}", received.name));
            }
        }
        if all.is_empty() {
            faults.add(FIELD, sentences::NONE);
        }
        Ok(if faults.is_empty() { Page::go((receives.back)(&gate)) } else { Page::again(faults) })
    })?;
    finish::<G>(house, ask, room, page, |_, gate, draft| Ok(refusal::files(&draft.faults, &(receives.back)(gate))))
}
