//! The page behind the link of a letter: this word, for this child, for the guardian to whom the letter went. No session
//! comes of it and none is asked for. Opening it signs nothing, whatever opens it: only the button does.

mod pages;

use super::{
    Asks,
    answers::{How, store as answers},
    letters, path, pieces,
    policy::{AcknowledgeNote, ReadNoteFor, SignNote},
    store as notes,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        secret::Token,
    },
    door::{ByLink, Cx, Faults, Fields, Form, Page, Routes, page::Placement, upload::Upload},
    school::permit::{May, Params},
};

pub fn routes(r: &mut Routes) {
    r.get("/mot/{link}", show);
    r.post("/mot/{link}/signature", sign);
    r.post("/mot/{link}/lu", acknowledge);
    r.get("/mot/{link}/pieces/{piece}", piece);
    r.get("/mot/{link}/pieces/{piece}/miniature", thumbnail);
}

/// Which text was on the screen.
pub struct Shown(i64);

impl Form for Shown {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Shown, Faults> {
        fields.get("version").parse().map(Shown).map_err(|_| Faults::one("", super::pages::REREAD))
    }
}

fn show(cx: &Cx, word: ByLink<ReadNoteFor>) -> Result<Page> {
    let link = link(cx)?;
    let read = pages::Read {
        link,
        child: letters::store::child_of(&cx.db, &word)?,
        text: notes::text_for(&cx.db, &word)?,
        pieces: pieces::store::of_word(&cx.db, &word)?,
        questions: letters::store::questions(&cx.db, &word)?,
        answer: answers::own_for(&cx.db, &word)?,
        until: letters::store::expiry(&cx.db, &Token::presented(link))?.map(|at| at.date(&cx.zone)),
    };
    Ok(pages::word(cx, &word, &read))
}

fn sign(cx: &Cx<Tx>, word: ByLink<SignNote>, shown: Shown) -> Result<Page> {
    may_answer(cx, &word, &shown, word.asks.is_signed())?;
    answers::sign(&cx.db, &word, How::OneTap, cx.now)?;
    Ok(Page::go(path::behind(link(cx)?)))
}

fn acknowledge(cx: &Cx<Tx>, word: ByLink<AcknowledgeNote>, shown: Shown) -> Result<Page> {
    may_answer(cx, &word, &shown, word.asks == Asks::Read)?;
    answers::acknowledge(&cx.db, &word, How::OneTap, cx.now)?;
    Ok(Page::go(path::behind(link(cx)?)))
}

/// What was corrected since the page was drawn is read again first; a slip is filled where its questions are.
fn may_answer(cx: &Cx<Tx>, word: &super::NoteFor, shown: &Shown, is_asked: bool) -> Result<()> {
    let has_slip = !letters::store::questions(&cx.db, word)?.is_empty();
    if is_asked && !has_slip && word.version == shown.0 { Ok(()) } else { Err(Error::Conflict) }
}

fn piece(cx: &Cx, word: ByLink<ReadNoteFor>) -> Result<Page> {
    let piece = one(cx, &word)?;
    let place = if piece.is_picture() { Placement::Inline } else { Placement::Download };
    Ok(Page::stored(piece.file, &piece.media_type, Some(piece.name), place))
}

fn thumbnail(cx: &Cx, word: ByLink<ReadNoteFor>) -> Result<Page> {
    let piece = one(cx, &word)?;
    let small = piece.thumbnail.ok_or(Error::NotFound)?;
    Ok(Page::stored(small, &piece.media_type, Some(piece.name), Placement::Inline))
}

/// A piece of this word: its number opens nothing elsewhere.
fn one(cx: &Cx, word: &May<ReadNoteFor>) -> Result<pieces::store::Piece> {
    let id = cx.ask.id("piece").ok_or(Error::NotFound)?;
    pieces::store::piece_of_word(&cx.db, word, id)?.ok_or(Error::NotFound)
}

fn link<D>(cx: &Cx<D>) -> Result<&str> {
    cx.ask.text("link").ok_or(Error::NotFound)
}
