//! The page behind the link of a letter: this word, for this child, for the guardian to whom the letter went. No session
//! comes of it and none is asked for. Opening it signs nothing, whatever opens it: only the button does.

mod pages;

use super::{
    Asks, NoteFor,
    answers::{Answers, How, store as answers},
    letters, path, pieces,
    policy::{AcknowledgeNote, ReadNoteFor, SignNote},
    questions::{self, Sent, answering},
    store as notes,
};
use crate::{
    base::{
        error::{Error, Result},
        secret::Token,
    },
    door::{Beats, ByLink, Cx, Draft, Page, Routes, page::Placement},
    school::permit::{May, Params, Rule},
};

pub fn routes(r: &mut Routes) {
    r.get("/mot/{link}", show);
    r.form_in_beats("/mot/{link}/signature", sign_page, sign);
    r.form_in_beats("/mot/{link}/lu", acknowledge_page, acknowledge);
    r.get("/mot/{link}/fichiers/{answer}/{question}", own_file);
    r.get("/mot/{link}/pieces/{piece}", piece);
    r.get("/mot/{link}/pieces/{piece}/miniature", thumbnail);
}

fn show(cx: &Cx, word: ByLink<ReadNoteFor>) -> Result<Page> {
    page(cx, &word, false, &Draft::default())
}

/// The same page with the slip open: to change what was answered, and where faults come back.
fn sign_page(cx: &Cx, word: &ByLink<SignNote>, draft: &Draft) -> Result<Page> {
    must_fit(word.asks.is_signed())?;
    page(cx, word, true, draft)
}

fn acknowledge_page(cx: &Cx, word: &ByLink<AcknowledgeNote>, draft: &Draft) -> Result<Page> {
    must_fit(word.asks == Asks::Read)?;
    page(cx, word, true, draft)
}

fn sign(beats: &Beats, sent: Sent) -> Result<Page> {
    answer::<SignNote>(beats, sent, Asks::is_signed)
}

fn acknowledge(beats: &Beats, sent: Sent) -> Result<Page> {
    answer::<AcknowledgeNote>(beats, sent, |asks| asks == Asks::Read)
}

fn answer<R: Answers>(beats: &Beats, sent: Sent, fits: fn(Asks) -> bool) -> Result<Page> {
    let judged = beats.read(|cx, word: ByLink<R>| {
        must_fit(fits(word.asks))?;
        answering::judge(cx, &word, &sent)
    })?;
    let values = match judged {
        Ok(values) => values,
        Err(faults) => return Ok(Page::again(faults)),
    };
    let version = sent.version;
    let filled = sent.keep(values, &beats.house.files)?;
    beats.write(|cx, word: ByLink<R>| {
        // What was corrected since the page was drawn is read again first.
        if word.version != version {
            return Err(Error::Conflict);
        }
        answers::answer(&cx.db, &word, &filled, How::OneTap, cx.now)?;
        Ok(Page::go(path::behind(link(cx)?)))
    })
}

/// A word that asks « lu » takes no signature, and the other way round.
fn must_fit(fits: bool) -> Result<()> {
    if fits { Ok(()) } else { Err(Error::NotFound) }
}

fn page<R: Rule<On = NoteFor>>(cx: &Cx, word: &May<R>, is_open: bool, draft: &Draft) -> Result<Page> {
    let link = link(cx)?;
    let read = pages::Read {
        link,
        child: letters::store::child_of(&cx.db, word)?,
        text: notes::text_for(&cx.db, word)?,
        pieces: pieces::store::of_word(&cx.db, word)?,
        questions: if word.has_slip { questions::store::of_word(&cx.db, word)? } else { Vec::new() },
        held: if word.has_slip { questions::store::own_for(&cx.db, word)? } else { None },
        answer: answers::own_for(&cx.db, word)?,
        is_open,
        until: letters::store::expiry(&cx.db, &Token::presented(link))?.map(|at| at.date(&cx.zone)),
    };
    Ok(pages::word(cx, word, &read, draft))
}

/// A file that whoever holds this link sent: of this word, for this child, by this guardian, and no other.
fn own_file(cx: &Cx, word: ByLink<ReadNoteFor>) -> Result<Page> {
    answering::download_own(cx, &word)
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
