//! From what was counted to what may be shown: rows of groups that are large enough, the same for the plot, the table and the
//! file. It reads nothing and draws nothing.

use super::{groups, sentences};
use crate::{
    base::french,
    school::{grade::Grade, how::How, sign_ins::Profile},
};
use jiff::civil::Date;

/// A class, and of how many children families are counted in it.
#[derive(Clone, Debug)]
pub struct Class {
    pub id: i64,
    pub name: String,
    pub ecole: i64,
    pub school: String,
    pub families: u64,
}

/// Families by what opens the house to them; they add up.
#[derive(Clone, Copy, Debug)]
pub struct Families {
    pub activated: u64,
    pub waiting: u64,
    /// No account, and reached on paper.
    pub paper: u64,
}

/// Answers that a word asked for, of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub is_to_read: bool,
    /// `None`: no answer yet.
    pub how: Option<How>,
    pub times: u64,
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
    let every: Vec<(&Class, Vec<u64>)> =
        counted.iter().map(|(class, one)| (class, vec![one.activated, one.waiting, one.paper])).collect();
    // A class where one family has no account yet is not told alone: who it is would be asked in the yard.
    let rows = by_class(&every, |_, parts| vec![parts[0], parts[1] + parts[2]]);
    let tells_paper = rows.iter().all(|row| row.parts[1..].iter().all(|part| *part == 0 || *part >= groups::LEAST));
    let parts: Vec<String> = sentences::families(tells_paper).iter().map(|&part| part.to_owned()).collect();
    // Two families on paper in a class are easily known by their children's school bags: they are told with those who wait.
    let rows = if tells_paper {
        rows
    } else {
        rows.into_iter().map(|row| Row { parts: vec![row.parts[0], row.parts[1] + row.parts[2]], ..row }).collect()
    };
    Figure { of: sentences::CLASS, parts, share, rows }
}

pub fn words_by_class(classes: &[Class], words: &[(i64, Words)]) -> Figure {
    let count = |class: i64, is_wanted: &dyn Fn(&Words) -> bool| {
        words.iter().filter(|(of, one)| *of == class && is_wanted(one)).map(|(_, one)| one.times).sum::<u64>()
    };
    let every: Vec<(&Class, Vec<u64>)> = classes
        .iter()
        .map(|class| {
            let read = count(class.id, &|one| one.is_to_read && one.how.is_some());
            let signed = count(class.id, &|one| !one.is_to_read && one.how.is_some());
            (class, vec![read, signed, count(class.id, &|one| one.how.is_none())])
        })
        .collect();
    Figure {
        of: sentences::CLASS,
        parts: sentences::WORDS.map(str::to_owned).to_vec(),
        share: Some(Share { title: sentences::ANSWERED, parts: 2 }),
        rows: by_class(&every, |class, _| vec![class.families]),
    }
}

/// The ways by which fewer than five answers came are told together.
pub fn words_by_way(words: &[(i64, Words)]) -> Figure {
    let count = |how: How, is_to_read: bool| {
        let of = words.iter().filter(|(_, one)| one.how == Some(how) && one.is_to_read == is_to_read);
        of.map(|(_, one)| one.times).sum::<u64>()
    };
    let ways: Vec<(How, [u64; 2])> = How::ALL
        .into_iter()
        .map(|how| (how, [count(how, true), count(how, false)]))
        .filter(|(_, [read, signed])| read + signed > 0)
        .collect();
    let sizes: Vec<Vec<u64>> = ways.iter().map(|(_, [read, signed])| vec![read + signed]).collect();
    let rows = groups::merged(&sizes).into_iter().map(|group| {
        let names: Vec<&str> = group.iter().map(|at| sentences::way(ways[*at].0)).collect();
        let parts = (0..2).map(|part| group.iter().map(|at| ways[*at].1[part]).sum()).collect();
        Row { label: french::capitalised(&french::list(&names)), parts, is_sum: false }
    });
    Figure {
        of: sentences::WAY,
        parts: sentences::WORDS[..2].iter().map(|&part| part.to_owned()).collect(),
        share: None,
        rows: rows.collect(),
    }
}

/// `people`: how many of each profile may sign in today.
pub fn sign_ins(months: &[Date], counts: &[(Date, Profile, u64)], people: [u64; 5]) -> Figure {
    let came = |profile: Profile| counts.iter().any(|(_, one, _)| *one == profile);
    let shown: Vec<Profile> =
        Profile::ALL.into_iter().filter(|profile| came(*profile) || people[*profile as usize] > 0).collect();
    let sizes: Vec<Vec<u64>> = shown.iter().map(|profile| vec![people[*profile as usize]]).collect();
    let told: Vec<Vec<Profile>> =
        groups::merged(&sizes).into_iter().map(|group| group.into_iter().map(|at| shown[at]).collect()).collect();
    let name = |group: &Vec<Profile>| {
        let names: Vec<&str> = group.iter().map(|profile| sentences::profile(*profile)).collect();
        french::capitalised(&french::list(&names))
    };
    let row = |month: &Date| {
        let of = |group: &Vec<Profile>| {
            let of = counts.iter().filter(|(when, profile, _)| when == month && group.contains(profile));
            of.map(|(_, _, times)| times).sum()
        };
        Row { label: sentences::month(*month), parts: told.iter().map(of).collect(), is_sum: false }
    };
    let rows = if told.is_empty() { Vec::new() } else { months.iter().map(row).collect() };
    Figure { of: sentences::MONTH, parts: told.iter().map(name).collect(), share: None, rows }
}

/// A row a class, or a row of several where one of them is too small; a sum for each école where there are several, and
/// one of all. `people`: the parts of a class of which none may be of one to four.
fn by_class(every: &[(&Class, Vec<u64>)], people: impl Fn(&Class, &[u64]) -> Vec<u64>) -> Vec<Row> {
    // From the youngest, as everybody recites them.
    let rank = |class: &Class| Grade::first_in(&class.name).map_or(Grade::ALL.len(), |grade| grade as usize);
    let mut every = every.to_vec();
    every.sort_by_cached_key(|(class, _)| (class.ecole, rank(class)));
    let places: Vec<(i64, Vec<u64>)> = every.iter().map(|(class, parts)| (class.ecole, people(class, parts))).collect();
    let told = groups::nested(&places);
    let sum_of = |rows: &[usize]| {
        let parts = every.first().map_or(0, |(_, parts)| parts.len());
        (0..parts).map(|part| rows.iter().map(|at| every[*at].1[part]).sum()).collect::<Vec<u64>>()
    };
    let mut rows = Vec::new();
    for (ecoles, groups) in &told {
        for group in groups {
            let names: Vec<&str> = group.iter().map(|at| every[*at].0.name.as_str()).collect();
            rows.push(Row { label: french::list(&names), parts: sum_of(group), is_sum: false });
        }
        if told.len() > 1 {
            let mut names: Vec<&str> = every
                .iter()
                .filter(|(class, _)| ecoles.contains(&class.ecole))
                .map(|(class, _)| &*class.school)
                .collect();
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
