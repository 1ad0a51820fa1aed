//! From what was counted to what may be shown: rows of groups that are large enough, the same for the plot, the table and the
//! file. It reads nothing and draws nothing.

use super::{groups, profiles, sentences};
use crate::{
    base::french,
    school::{grade::Grade, how::How, sign_ins::Profile},
};
use jiff::civil::Date;

#[derive(Clone, Debug)]
pub struct Class {
    pub name: String,
    pub ecole: i64,
    pub school: String,
}

/// Families by what opens the house to them; they add up.
#[derive(Clone, Copy, Debug)]
pub struct Families {
    pub activated: u64,
    pub waiting: u64,
    /// No account, and reached on paper.
    pub paper: u64,
}

/// Answers that words asked for: how many, and of how many different children. Read, signed, missing.
#[derive(Clone, Copy, Debug)]
pub struct Answers {
    pub times: [u64; 3],
    pub children: [u64; 3],
}

/// Answers that came by one way: read, signed.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub how: How,
    pub times: [u64; 2],
    pub children: [u64; 2],
}

/// A month that is over: how many of each profile could come then, and how many times they did.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    pub first: Date,
    pub people: [u64; 5],
    pub times: [u64; 5],
}

/// One plot, one table, one file.
#[derive(Debug)]
pub struct Figure {
    /// What a row is: « Classe ».
    pub of: &'static str,
    pub parts: Vec<String>,
    /// How many of the parts, from the first, the share counts; 0: no share is told.
    pub share: Option<Share>,
    pub rows: Vec<Row>,
    /// What is said instead, where nothing may be told.
    pub instead: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub title: &'static str,
    pub parts: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub parts: Vec<u64>,
    /// A sum of rows above it.
    pub is_sum: bool,
}

impl Row {
    pub fn sum(&self) -> u64 {
        self.parts.iter().sum()
    }
}

impl Figure {
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.sum() == 0)
    }

    pub fn share(&self, row: &Row) -> Option<u64> {
        self.share.and_then(|share| groups::percent(row.parts.iter().take(share.parts).sum(), row.sum()))
    }
}

pub fn families(counted: &[(Class, Families)]) -> Figure {
    let share = Some(Share { title: sentences::ACTIVATED, parts: 1 });
    // A class where one family has no account yet is not told alone: who it is would be asked in the yard.
    let every: Vec<Counted> = counted
        .iter()
        .map(|(class, one)| Counted {
            class,
            parts: vec![one.activated, one.waiting, one.paper],
            people: vec![one.activated, one.waiting + one.paper],
        })
        .collect();
    let all = |people: usize| every.iter().map(|one| one.people[people]).sum::<u64>();
    let instead = sentences::no_family(all(0), all(1));
    let rows = by_class(every);
    let tells_paper = rows.iter().all(|row| row.parts[1..].iter().all(|part| *part == 0 || *part >= groups::LEAST));
    let parts: Vec<String> = sentences::families(tells_paper).iter().map(|&part| part.to_owned()).collect();
    // Two families on paper in a class are easily known by their children's school bags: they are told with those who wait.
    let rows = if tells_paper {
        rows
    } else {
        rows.into_iter().map(|row| Row { parts: vec![row.parts[0], row.parts[1] + row.parts[2]], ..row }).collect()
    };
    Figure { of: sentences::CLASS, parts, share, rows, instead }
}

/// One child's missing answers are not told either, however many they are.
pub fn words_by_class(answers: &[(Class, Answers)]) -> Figure {
    let every = answers
        .iter()
        .map(|(class, one)| Counted { class, parts: one.times.to_vec(), people: one.children.to_vec() })
        .collect();
    Figure {
        of: sentences::CLASS,
        parts: sentences::WORDS.map(str::to_owned).to_vec(),
        share: Some(Share { title: sentences::ANSWERED, parts: 2 }),
        rows: by_class(every),
        instead: sentences::NO_WORD,
    }
}

/// The ways by which fewer than five families answered are told together; a family takes several.
pub fn words_by_way(ways: &[Way]) -> Figure {
    let children: Vec<Vec<u64>> = ways.iter().map(|way| way.children.to_vec()).collect();
    let rows = groups::merged_overlapping(&children).into_iter().map(|group| {
        let names: Vec<&str> = group.iter().map(|at| sentences::way(ways[*at].how)).collect();
        let parts = (0..2).map(|part| group.iter().map(|at| ways[*at].times[part]).sum()).collect();
        Row { label: french::capitalised(&french::list(&names)), parts, is_sum: false }
    });
    Figure {
        of: sentences::WAY,
        parts: sentences::WORDS[..2].iter().map(|&part| part.to_owned()).collect(),
        share: None,
        rows: rows.collect(),
        instead: sentences::NO_WAY,
    }
}

/// By profile, as far as each was five people or more in every month that is told.
pub fn sign_ins(months: &[Month]) -> Figure {
    let told = profiles::told(months);
    let times = |month: &Month| -> Vec<u64> {
        told.iter().map(|group| group.iter().map(|profile| month.times[*profile as usize]).sum()).collect()
    };
    let all: Vec<Vec<u64>> = if told.is_empty() { Vec::new() } else { months.iter().map(times).collect() };
    let rows = groups::following(&all).into_iter().map(|group| {
        let names: Vec<String> = group.iter().map(|at| sentences::month(months[*at].first)).collect();
        let parts = (0..told.len()).map(|part| group.iter().map(|at| all[*at][part]).sum()).collect();
        Row { label: french::list(&names), parts, is_sum: false }
    });
    let name = |group: &Vec<Profile>| {
        let names: Vec<&str> = group.iter().map(|profile| sentences::profile(*profile)).collect();
        french::capitalised(&french::list(&names))
    };
    Figure {
        of: sentences::MONTH,
        parts: told.iter().map(name).collect(),
        share: None,
        rows: rows.collect(),
        instead: sentences::NO_SIGN_IN,
    }
}

/// A class with what is told of it, and with the parts into which its people fall.
struct Counted<'a> {
    class: &'a Class,
    parts: Vec<u64>,
    people: Vec<u64>,
}

/// A row a class, or a row of several where one of them is too small; a sum for each école where there are several, and
/// one of all.
fn by_class(mut every: Vec<Counted>) -> Vec<Row> {
    // From the youngest, as everybody recites them.
    let rank = |class: &Class| Grade::first_in(&class.name).map_or(Grade::ALL.len(), |grade| grade as usize);
    every.sort_by_cached_key(|one| (one.class.ecole, rank(one.class)));
    let places: Vec<(i64, Vec<u64>)> = every.iter().map(|one| (one.class.ecole, one.people.clone())).collect();
    let told = groups::nested(&places);
    let sum_of = |rows: &[usize]| {
        let parts = every.first().map_or(0, |one| one.parts.len());
        (0..parts).map(|part| rows.iter().map(|at| every[*at].parts[part]).sum()).collect::<Vec<u64>>()
    };
    let mut rows = Vec::new();
    for (ecoles, groups) in &told {
        for group in groups {
            let names: Vec<&str> = group.iter().map(|at| every[*at].class.name.as_str()).collect();
            rows.push(Row { label: french::list(&names), parts: sum_of(group), is_sum: false });
        }
        if told.len() > 1 {
            let mut names: Vec<&str> =
                every.iter().filter(|one| ecoles.contains(&one.class.ecole)).map(|one| &*one.class.school).collect();
            names.dedup();
            rows.push(Row { label: french::list(&names), parts: sum_of(&groups.concat()), is_sum: true });
        }
    }
    if rows.len() > 1 {
        let all: Vec<usize> = told.iter().flat_map(|(_, groups)| groups.concat()).collect();
        rows.push(Row { label: sentences::ALL.to_owned(), parts: sum_of(&all), is_sum: true });
    }
    rows
}

#[cfg(test)]
mod tests;
