//! Words in what people take away: those that came to one's children with one's own answers, those that one wrote; the
//! school's, with the proof of who answered. Another guardian's answer is none of one's own.

mod pages;

use super::{
    Note, Text, answers,
    book::store::{self as book, After},
    follow_up,
    pieces::store as pieces,
    policy::{FollowUp, OpenBook, ReadNote},
    questions::{self, Value},
    store as notes,
};
use crate::{
    base::{
        db::Id,
        error::Result,
        ics::{self, Event},
        sheet::Sheet,
    },
    door::{
        Cx,
        takeaway::{Carton, FIRST, Takeaway, in_a_cell, pages as cut},
    },
    school::{
        Pupil,
        permit::{May, Ties},
        policy::ManageSchool,
    },
};
use std::collections::BTreeMap;

pub const PART: Takeaway = Takeaway { folder: "mots", title: "Cahier de liaison", own, whole };

/// So many rows are asked for at a time.
const AT_A_TIME: i64 = 200;
/// And listed on a page.
const ON_A_PAGE: usize = 200;

/// A word of a list: one line, and the children to whom it came.
pub struct Listed {
    pub note: Id<Note>,
    pub day: jiff::civil::Date,
    pub title: String,
    pub author: String,
    pub children: Vec<String>,
}

/// What the viewer answered to a word, for one child.
pub struct Answer {
    pub child: String,
    pub version: i64,
    pub at: crate::base::clock::Instant,
    pub how: answers::How,
}

fn own(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let Some(book) = cx.may_perhaps::<OpenBook>(())? else { return Ok(()) };
    let mut words: BTreeMap<i64, Listed> = BTreeMap::new();
    for child in &cx.viewer()?.children {
        for row in received(cx, &book, child.id)? {
            let listed = words.entry(row.note.number()).or_insert_with(|| listed(cx, &row));
            listed.children.push(child.first_name.clone());
        }
    }
    let written = all_of(|after| book::by_author(&cx.db, &book, after, AT_A_TIME))?;
    for row in &written {
        words.entry(row.note.number()).or_insert_with(|| listed(cx, row));
    }
    let mut sheet = Sheet::of(["Date", "Titre", "De", "Pour", "Texte", "Réponses"])?;
    let mut kept = Vec::new();
    for listed in words.into_values().rev() {
        // Judged as its page judges it: who may no more read it does not take it away.
        let Some(note) = cx.may_perhaps::<ReadNote>(listed.note)? else { continue };
        let text = notes::text(&cx.db, &note, note.version)?;
        let answers = own_answers(cx, &note)?;
        let said: Vec<String> = answers.iter().map(|answer| pages::answer(cx, answer)).collect();
        let (day, children) = (listed.day.to_string(), listed.children.join(", "));
        sheet.line([&*day, &text.title, &listed.author, &children, &in_a_cell(&text.body), &said.join(" ; ")])?;
        put_word(cx, &note, &text, &answers, &[], carton)?;
        kept.push(listed);
    }
    if kept.is_empty() {
        return Ok(());
    }
    put_lists(&kept, carton)?;
    carton.sheet("mots.csv", sheet)
}

fn whole(cx: &Cx, _: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let book = cx.may::<OpenBook>(())?;
    let mut sheet = Sheet::of(["Date", "Titre", "De", "Texte", "Retiré"])?;
    let (mut kept, mut events) = (Vec::new(), Vec::new());
    for row in all_of(|after| book::all(&cx.db, &book, after, AT_A_TIME))? {
        let Some(note) = cx.may_perhaps::<ReadNote>(row.note)? else { continue };
        let text = notes::text(&cx.db, &note, note.version)?;
        let listed = listed(cx, &row);
        let gone = if row.is_withdrawn { "oui" } else { "" };
        sheet.line([&*listed.day.to_string(), &text.title, &listed.author, &in_a_cell(&text.body), gone])?;
        let mut tables = Vec::new();
        if let Some(follow) = note.also::<FollowUp>() {
            let proof = format!("mot-{}-reponses.csv", note.id);
            carton.aside(&proof, &follow_up::proof::csv_of(cx, &follow)?)?;
            tables.push((proof, pages::WHO_ANSWERED));
            if let Some(answers) = questions::sums::csv_of(cx, &follow)? {
                let slip = format!("mot-{}-talon.csv", note.id);
                carton.aside(&slip, &answers)?;
                tables.push((slip, pages::WHAT_THEY_SAID));
            }
        }
        put_word(cx, &note, &text, &[], &tables, carton)?;
        events.extend(dates(cx, &note, &text));
        kept.push(listed);
    }
    put_lists(&kept, carton)?;
    carton.sheet("mots.csv", sheet)?;
    carton.text("dates-des-mots.ics", &ics::calendar(&cx.school.name, &events, cx.now))
}

/// The day that a word is about, and its last day.
fn dates(cx: &Cx, note: &Note, text: &Text) -> Vec<Event> {
    let of = |what: &str, day: jiff::civil::Date, title: String| Event {
        uid: cx.school.uid(format_args!("mot-{}-{what}", note.id)),
        first: day,
        last: day,
        title,
        more: String::new(),
    };
    let about = text.event_on.map(|day| of("jour", day, text.title.clone()));
    let until = text.deadline_on.map(|day| of("reponse", day, pages::deadline(&text.title)));
    about.into_iter().chain(until).collect()
}

fn received(cx: &Cx, book: &May<OpenBook>, child: Id<Pupil>) -> Result<Vec<book::ForFamily>> {
    all_of(|after| book::of_pupil(&cx.db, book, child, after, AT_A_TIME))
}

/// Page after page, until there is no more.
fn all_of<T: std::ops::Deref<Target = book::Listed>>(page: impl Fn(After) -> Result<Vec<T>>) -> Result<Vec<T>> {
    let (mut all, mut after) = (Vec::new(), After::START);
    loop {
        let rows = page(after)?;
        let is_last = (rows.len() as i64) < AT_A_TIME;
        if let Some(last) = rows.last() {
            after = After(last.sent_at, last.note.number());
        }
        all.extend(rows);
        if is_last {
            return Ok(all);
        }
    }
}

fn listed(cx: &Cx, row: &book::Listed) -> Listed {
    Listed {
        note: row.note,
        day: row.sent_at.date(&cx.zone),
        title: row.title.clone(),
        author: row.author_name.clone(),
        children: Vec::new(),
    }
}

fn own_answers(cx: &Cx, note: &May<ReadNote>) -> Result<Vec<Answer>> {
    let viewer = cx.viewer()?;
    let all = answers::store::own(&cx.db, note)?.into_iter().filter_map(|own| {
        let child = viewer.child(own.pupil)?;
        Some(Answer { child: child.first_name.clone(), version: own.version, at: own.at, how: own.how })
    });
    Ok(all.collect())
}

/// The page of a word with its files, the viewer's own answers, and for the school where the others' are.
fn put_word(
    cx: &Cx,
    note: &May<ReadNote>,
    text: &Text,
    own: &[Answer],
    tables: &[pages::Aside],
    carton: &mut Carton,
) -> Result<()> {
    let files: Vec<pages::File> = pieces::of_note(&cx.db, note)?
        .into_iter()
        .map(|piece| {
            let href = carton.file("fichiers", &piece.name, &piece.file, note.sent_at);
            pages::File { is_picture: piece.is_picture(), name: piece.name, bytes: piece.size, href }
        })
        .collect();
    let asked = questions::store::of_note(&cx.db, note)?;
    let mut values = Vec::new();
    if note.ties().meets(Ties::GUARDIAN) && !asked.is_empty() {
        for held in questions::store::own(&cx.db, note)? {
            let Some(child) = cx.viewer()?.child(held.pupil) else { continue };
            for question in &asked {
                let Some(value) = held.value(question.id) else { continue };
                let href = held.file(question.id).map(|(value, hash)| {
                    let name = if let Value::File(name) = &value { name.clone() } else { value.stored() };
                    carton.file("reponses", &name, &hash, held.at)
                });
                values.push(pages::Said {
                    child: child.first_name.clone(),
                    question: question.label.clone(),
                    value: value.shown(question),
                    href,
                });
            }
        }
    }
    let drawn = pages::Word { note, text, files, asked: &asked, own, values, tables };
    carton.page(&format!("mot-{}.html", note.id), &text.title, pages::word(cx, &drawn))
}

fn put_lists(all: &[Listed], carton: &mut Carton) -> Result<()> {
    let cut = cut(all, ON_A_PAGE);
    let names: Vec<String> = cut.iter().map(|(name, _)| name.clone()).collect();
    if cut.is_empty() {
        return carton.page(FIRST, PART.title, pages::list(&[], &[]));
    }
    for (name, some) in cut {
        carton.page(&name, PART.title, pages::list(some, &names))?;
    }
    Ok(())
}
