//! The message budget: how many words the families chosen received in the last week, and whether one of the author's own waits
//! for the same ones. It counts; it never says which words, nor whose.

mod pages;
mod store;

use super::{
    policy::WriteWord,
    waiting,
    writing::{self, To},
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
    },
    door::{Cx, Fields, Page},
    school::{
        Pupil,
        audience::{self, Part},
        permit::May,
    },
};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use store::Families;

const WEEK: i64 = 7 * Instant::DAY;

/// What families received: of the most usual one, of the one that received most, and how many received so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Received {
    pub usual: usize,
    pub most: usize,
    pub with_most: usize,
    pub families: usize,
}

/// Asked by the page while recipients and the moment are chosen.
pub fn ask(cx: &Cx, book: May<WriteWord>) -> Result<Page> {
    let fields = &cx.ask.query;
    let leaves = waiting::leaves_line(&cx.db, fields, cx.now)?;
    let received = of_fields(cx, &book, fields)?;
    Ok(Page::document(html! { (writing::pages::leaves(leaves.as_deref())) (received) }))
}

/// For what is ticked so far; nothing while nothing is.
pub fn of_fields(cx: &Cx, book: &May<WriteWord>, fields: &Fields) -> Result<Markup> {
    let to = match writing::addressed(cx, &To::ticked(fields)) {
        Ok(to) if !to.parts().is_empty() => to,
        Ok(_) | Err(Error::NotFound | Error::Forbidden) => return Ok(html! {}),
        Err(error) => return Err(error),
    };
    let pupils: Vec<Id<Pupil>> = audience::store::pupils(&cx.db, &to)?.into_iter().collect();
    let families = store::families(&cx.db, book, &pupils, cx.today)?;
    let children: BTreeSet<Id<Pupil>> = families.values().flatten().copied().collect();
    let children: Vec<Id<Pupil>> = children.into_iter().collect();
    let received = count(&families, &store::words(&cx.db, book, &children, cx.now.plus(-WEEK))?);
    let parts: BTreeSet<Part> = to.parts().iter().copied().collect();
    let edited = fields.get("sauf");
    let waiting =
        store::waiting(&cx.db, book)?.into_iter().find(|one| one.parts == parts && one.note.to_string() != edited);
    Ok(pages::budget(received, waiting.as_ref()))
}

/// Families are told apart by their children: two parents of the same ones are one.
fn count(families: &Families, words: &BTreeMap<Id<Pupil>, BTreeSet<i64>>) -> Option<Received> {
    let distinct: BTreeSet<&BTreeSet<Id<Pupil>>> = families.values().collect();
    let mut counts: Vec<usize> = distinct
        .into_iter()
        .map(|children| {
            let all: BTreeSet<&i64> = children.iter().filter_map(|child| words.get(child)).flatten().collect();
            all.len()
        })
        .collect();
    counts.sort_unstable();
    let most = *counts.last()?;
    let usual = counts[(counts.len() - 1) / 2];
    let with_most = counts.iter().filter(|count| **count == most).count();
    Some(Received { usual, most, with_most, families: counts.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<T>(numbers: &[i64]) -> BTreeSet<Id<T>> {
        numbers.iter().map(|number| Id::new(*number)).collect()
    }

    #[test]
    fn two_parents_are_one_family_and_brothers_share_a_word() {
        let families = [(10, vec![1, 2]), (11, vec![1, 2]), (12, vec![3])];
        let families = families.into_iter().map(|(guardian, children)| (Id::new(guardian), ids(&children))).collect();
        let words = [(1, vec![100, 101]), (2, vec![101, 102]), (3, vec![101])];
        let words = words.into_iter().map(|(pupil, notes)| (Id::new(pupil), notes.into_iter().collect())).collect();
        let received = count(&families, &words).unwrap();
        assert_eq!(received, Received { usual: 1, most: 3, with_most: 1, families: 2 });
        assert_eq!(count(&BTreeMap::new(), &words), None);
    }
}
