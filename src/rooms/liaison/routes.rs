//! The paths of the book, and the page of a word.

use super::{
    answers, book, budget, by_mail, follow_up, one_tap,
    pages::{self, Read},
    paper, pieces,
    policy::{ChangeWaiting, ReadNote},
    questions::{self, answering, sums},
    sharing, store, templates, waiting, writing,
};
use crate::{
    base::error::Result,
    door::{Cx, Page, Routes},
    school::permit::{May, Ties},
};

pub fn routes(r: &mut Routes) {
    r.get_slow("/cahier-de-liaison", book::open);
    r.form_in_beats("/cahier-de-liaison/nouveau", writing::show, writing::publish);
    r.get("/cahier-de-liaison/nouveau/familles", budget::ask);
    r.get("/cahier-de-liaison/nouveau/eleves", writing::pupils);
    r.post("/cahier-de-liaison/brouillon", writing::keep);
    r.post("/cahier-de-liaison/brouillon/jeter", writing::throw_away);
    templates::routes(r);
    r.get("/cahier-de-liaison/{note}", show);
    r.form_in_beats("/cahier-de-liaison/{note}/modifier", waiting::change_page, waiting::change);
    r.post("/cahier-de-liaison/{note}/remettre", waiting::hand_over);
    r.post("/cahier-de-liaison/{note}/moment", waiting::put_off);
    r.form("/cahier-de-liaison/{note}/annuler", waiting::cancel_page, waiting::cancel);
    r.post("/cahier-de-liaison/{note}/signature", answers::sign_for_mine);
    r.post("/cahier-de-liaison/{note}/lu", answers::acknowledge_for_mine);
    r.form_in_beats("/cahier-de-liaison/{note}/eleves/{pupil}/signature", answering::sign_page, answering::sign);
    r.form_in_beats("/cahier-de-liaison/{note}/eleves/{pupil}/lu", answering::acknowledge_page, answering::acknowledge);
    r.get("/cahier-de-liaison/{note}/eleves/{pupil}/fichiers/{answer}/{question}", answering::own_file);
    sums::routes(r);
    r.get("/cahier-de-liaison/{note}/pieces/{piece}", pieces::piece);
    r.get("/cahier-de-liaison/{note}/pieces/{piece}/miniature", pieces::thumbnail);
    r.get_slow("/cahier-de-liaison/{note}/suivi", follow_up::show);
    r.get_slow("/cahier-de-liaison/{note}/suivi/preuve.pdf", follow_up::pdf);
    r.get_slow("/cahier-de-liaison/{note}/suivi/preuve.csv", follow_up::csv);
    r.post("/cahier-de-liaison/{note}/relancer", follow_up::remind);
    r.post("/cahier-de-liaison/{note}/rappels", follow_up::choose);
    r.form("/cahier-de-liaison/{note}/partage", sharing::show, sharing::add);
    r.post("/cahier-de-liaison/{note}/partage/{person}/retirer", sharing::remove);
    r.form_in_beats("/cahier-de-liaison/{note}/corriger", follow_up::correct_page, follow_up::correct);
    r.form("/cahier-de-liaison/{note}/retirer", follow_up::withdraw_page, follow_up::withdraw);
    paper::routes(r);
    r.post("/cahier-de-liaison/{note}/reponses/{reply}/lu", by_mail::incoming::put_away);
    one_tap::routes(r);
}

fn show(cx: &Cx, note: May<ReadNote>) -> Result<Page> {
    let text = store::text(&cx.db, &note, note.version)?;
    let mine = answers::mine(cx, &note)?;
    // What they answered is what they compare with; for the others, the version before.
    let answered =
        mine.iter().filter_map(|one| one.answer.as_ref().or(one.older.as_ref())).map(|own| own.version).max();
    let before = match (note.version, answered) {
        (1, _) => None,
        (shown, Some(answered)) if answered < shown => Some(store::text(&cx.db, &note, answered)?),
        (shown, _) => Some(store::text(&cx.db, &note, shown - 1)?),
    };
    let changed = match &before {
        Some(before) => pieces::store::changed_since(&cx.db, &note, before.version)?,
        None => Vec::new(),
    };
    let knows_all = note.ties().meets(Ties::DIRECTOR.or(Ties::AUTHOR).or(Ties::WRITER));
    let above = note.also::<ChangeWaiting>().map(|note| waiting::above(cx, &note)).transpose()?;
    let (questions, held) = if note.has_slip {
        (questions::store::of_note(&cx.db, &note)?, questions::store::own(&cx.db, &note)?)
    } else {
        (Vec::new(), Vec::new())
    };
    let read = Read {
        text: &text,
        before: before.as_ref(),
        pieces: &pieces::store::of_note(&cx.db, &note)?,
        changed: &changed,
        mine: &mine,
        above,
        slip: (&questions, &held),
        to: if knows_all { Some(store::addressed_to(&cx.db, &note)?) } else { None },
    };
    Ok(pages::note(cx, &note, &read))
}
