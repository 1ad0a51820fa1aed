//! Threads in what people take away: what one wrote, and what the school wrote to one. What another family wrote stays theirs,
//! and nobody but oneself and the school is named. The school takes none: messages are their writers' and readers'.

mod pages;

use super::{
    Facts, Thread,
    list::{
        Shelf,
        store::{self as list, After, Asked},
    },
    pieces,
    policy::{OpenMessages, ReadThread},
    reading, store as messages,
};
use crate::{
    base::{db::Id, error::Result, sheet::Sheet},
    door::{
        Cx,
        takeaway::{Carton, Takeaway, in_a_cell, pages as cut},
    },
    school::{Person, class::years::store as years, permit::May},
};
use std::collections::HashMap;

pub const PART: Takeaway = Takeaway { folder: "messages", title: "Messages", own, whole: |_, _, _| Ok(()) };

const AT_A_TIME: usize = 200;
const ON_A_PAGE: usize = 200;

/// One line of the list.
pub struct Listed {
    pub id: Id<Thread>,
    pub subject: String,
    pub day: jiff::civil::Date,
    pub opener: String,
}

/// A message as it is given; none of its text where it is another family's.
pub struct Given {
    pub at: crate::base::clock::Instant,
    pub author: String,
    pub body: Option<String>,
    pub files: Vec<(String, String, u64)>,
}

fn own(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let Some(mailbox) = cx.may_perhaps::<OpenMessages>(())? else { return Ok(()) };
    let mut sheet = Sheet::of(["Date", "Heure", "Conversation", "De", "Texte"])?;
    let mut listed = Vec::new();
    for row in threads(cx, &mailbox)? {
        let Some(thread) = cx.may_perhaps::<ReadThread>(row.thread)? else { continue };
        let rows = all_messages(cx, &thread)?;
        let people: Vec<Id<Person>> = rows.iter().map(|row| row.author).chain([thread.opener]).collect();
        let named = years::of_the_school(&cx.db, &people)?;
        // Who works here may be in it as the guardian of a child: that is a family's too.
        let is_as_guardian =
            |person| thread.members.iter().any(|member| member.person == person && !member.through.is_empty());
        let is_given =
            |person: Id<Person>| person == mailbox.by() || named.contains(&person) && !is_as_guardian(person);
        // What another family began is its own, its subject too.
        if !is_given(thread.opener) {
            continue;
        }
        let people: Vec<Id<Person>> = people.into_iter().filter(|person| is_given(*person)).collect();
        let names = messages::names(&cx.db, &people)?;
        let given = given(cx, &rows, &names, carton)?;
        let subject = super::pages::subject(&thread.subject).to_owned();
        for one in &given {
            let at = one.at.zoned(&cx.zone);
            let (day, time) = (at.strftime("%d/%m/%Y").to_string(), at.strftime("%H:%M").to_string());
            let text = one.body.as_deref().map_or_else(|| pages::NOT_GIVEN.to_owned(), in_a_cell);
            sheet.line([&*day, &time, &subject, &one.author, &text])?;
        }
        carton.page(&format!("conversation-{}.html", thread.id), &subject, pages::thread(cx, &given))?;
        let opener = names.get(&thread.opener).cloned().unwrap_or_default();
        listed.push(Listed { id: thread.id, subject, day: row.last_at.date(&cx.zone), opener });
    }
    if listed.is_empty() {
        return Ok(());
    }
    let cut = cut(&listed, ON_A_PAGE);
    let names: Vec<String> = cut.iter().map(|(name, _)| name.clone()).collect();
    for (name, some) in cut {
        carton.page(&name, PART.title, pages::list(some, &names))?;
    }
    carton.sheet("messages.csv", sheet)
}

fn threads(cx: &Cx, mailbox: &May<OpenMessages>) -> Result<Vec<list::Listed>> {
    let mut all = Vec::new();
    for shelf in [Shelf::Standing, Shelf::Archive] {
        let mut after = After::START;
        loop {
            let asked = Asked { shelf, after, limit: AT_A_TIME as i64 };
            let rows = list::threads(&cx.db, mailbox, cx.viewer()?, &asked)?;
            let is_last = rows.len() < AT_A_TIME;
            if let Some(last) = rows.last() {
                after = last.key();
            }
            all.extend(rows);
            if is_last {
                break;
            }
        }
    }
    Ok(all)
}

/// Oldest first.
fn all_messages(cx: &Cx, thread: &May<ReadThread>) -> Result<Vec<Facts>> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let rows = reading::store::messages(&cx.db, thread, before, AT_A_TIME)?;
        let is_last = rows.len() < AT_A_TIME;
        before = rows.last().map(|row| row.id);
        all.extend(rows);
        if is_last {
            all.reverse();
            return Ok(all);
        }
    }
}

fn given(cx: &Cx, rows: &[Facts], names: &HashMap<Id<Person>, String>, carton: &mut Carton) -> Result<Vec<Given>> {
    let own: Vec<_> = rows.iter().filter(|row| names.contains_key(&row.author)).map(|row| row.id).collect();
    let mut enclosed = pieces::store::of(&cx.db, &own)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let at = row.delivered_at.or(row.sent_at).unwrap_or(row.changed_at);
        let Some(author) = names.get(&row.author) else {
            all.push(Given { at, author: pages::A_FAMILY.to_owned(), body: None, files: Vec::new() });
            continue;
        };
        let mut files = Vec::new();
        for piece in enclosed.remove(&row.id).unwrap_or_default().into_iter().filter(pieces::Enclosed::is_ready) {
            if let Some(whole) = piece.sizes.last() {
                let href = carton.file("fichiers", &piece.media.name, &whole.file, at);
                files.push((href, piece.media.name.clone(), whole.bytes));
            }
        }
        all.push(Given { at, author: author.clone(), body: Some(row.body.clone()), files });
    }
    Ok(all)
}
