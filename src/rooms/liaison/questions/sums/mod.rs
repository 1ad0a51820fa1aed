//! The answers to a slip as the staff read them: summed in the follow-up, one by one on a page, a CSV and a PDF. Of the
//! pupils whom the viewer follows up and of nobody else.

pub mod count;
mod pages;
mod sheet;

use super::{Asked, answering, store};
use crate::{
    base::{
        db::Id,
        error::{Error, Result},
    },
    door::{Cx, Page, Routes, page::Placement},
    rooms::liaison::{follow_up, path, policy::FollowUp, store as notes},
    school::{Pupil, audience::Reached, permit::May},
};
use count::Answer;
use follow_up::store::PupilName;
use maud::Markup;
use std::collections::{HashMap, HashSet};

pub fn routes(r: &mut Routes) {
    r.get_slow("/cahier-de-liaison/{note}/reponses", show);
    r.get_slow("/cahier-de-liaison/{note}/reponses.csv", csv);
    r.get_slow("/cahier-de-liaison/{note}/reponses.pdf", pdf);
    r.get("/cahier-de-liaison/{note}/fichiers/{answer}/{question}", file);
}

/// What the page and its sheets are made of.
pub struct Answers {
    pub title: String,
    pub questions: Vec<Asked>,
    /// In the order of the classes and of the register.
    pub pupils: Vec<PupilName>,
    pub answers: Vec<Answer>,
}

impl Answers {
    fn read(cx: &Cx, note: &May<FollowUp>, reached: &[Reached]) -> Result<Answers> {
        let seen: HashSet<Id<Pupil>> = reached.iter().map(|one| one.pupil).collect();
        let mut pupils = follow_up::store::pupils(&cx.db, note)?;
        pupils.retain(|pupil| seen.contains(&pupil.pupil));
        let mut answers = store::answers(&cx.db, note)?;
        answers.retain(|answer| seen.contains(&answer.pupil));
        let title = notes::text(&cx.db, note, note.version)?.title;
        Ok(Answers { title, questions: store::of_note(&cx.db, note)?, pupils, answers })
    }

    pub fn sums(&self) -> Vec<count::Sum<'_>> {
        let pupils: Vec<Id<Pupil>> = self.pupils.iter().map(|pupil| pupil.pupil).collect();
        count::sums(&self.questions, &pupils, &self.answers)
    }

    pub fn names(&self) -> HashMap<Id<Pupil>, &PupilName> {
        self.pupils.iter().map(|pupil| (pupil.pupil, pupil)).collect()
    }
}

/// The sums, for the page of the follow-up; nothing for a word without questions.
pub fn section(cx: &Cx, note: &May<FollowUp>, reached: &[Reached]) -> Result<Markup> {
    if !note.has_slip || reached.is_empty() {
        return Ok(Markup::default());
    }
    let answers = Answers::read(cx, note, reached)?;
    Ok(pages::section(note, &answers.sums()))
}

fn show(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let answers = all(cx, &note)?;
    let chosen = cx.ask.query.get("question").parse::<i64>().ok();
    Ok(pages::answers(cx, &note, &answers, chosen))
}

fn csv(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let answers = all(cx, &note)?;
    let text = sheet::csv(&answers, &cx.zone);
    Ok(Page::download(sheet::file_name(&answers.title, "csv"), "text/csv; charset=utf-8", text.into_bytes()))
}

/// The same for what the school takes with it; nothing for a word without questions.
pub fn csv_of(cx: &Cx, note: &May<FollowUp>) -> Result<Option<Vec<u8>>> {
    if !note.has_slip {
        return Ok(None);
    }
    Ok(Some(sheet::csv(&all(cx, note)?, &cx.zone).into_bytes()))
}

fn pdf(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let answers = all(cx, &note)?;
    let bytes = sheet::pdf(&answers, &cx.school.name, cx.now.zoned(&cx.zone))
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(Page::download(sheet::file_name(&answers.title, "pdf"), "application/pdf", bytes))
}

/// A file that a family sent: for who follows up that pupil.
fn file(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let (answer, question) = answering::numbers(cx)?;
    let found = store::file(&cx.db, &note, answer, question)?.ok_or(Error::NotFound)?;
    let is_seen = follow_up::seen(cx, &note)?.iter().any(|one| one.pupil == found.pupil);
    if !is_seen {
        return Err(Error::NotFound);
    }
    Ok(Page::stored(found.file, &found.media_type, Some(found.name), Placement::Download))
}

fn all(cx: &Cx, note: &May<FollowUp>) -> Result<Answers> {
    if !note.has_slip {
        return Err(Error::NotFound);
    }
    Answers::read(cx, note, &follow_up::seen(cx, note)?)
}

/// Where a file among the answers is downloaded.
fn file_path(note: &May<FollowUp>, answer: i64, question: i64) -> String {
    path::of(note.id, &format!("fichiers/{answer}/{question}"))
}
