//! Rows of a guardians' file: one adult, then blocks of children. A second table, of organisations, ends the adults.
use super::child_blocks::{ChildBlock, child_blocks};
use super::fold::fold;
use super::header::Layout;
use super::person::{ClassLabel, Name, row_address, row_name};
use super::table::Row;
use super::value::{self, Address, Civility, Phone, civility, doubtful_domain, name, name_key};
use super::{Column, Fault, sentences};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// The first line that names this adult.
    pub line: u32,
    pub civility: Option<Civility>,
    pub name: Name,
    pub address: Option<Address>,
    pub email: Option<String>,
    pub phones: Phones,
    pub children: Vec<ChildRef>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phones {
    pub home: Option<Phone>,
    pub work: Option<Phone>,
    pub mobile: Option<Phone>,
}

/// A child as a guardian's row names it: all that the file says of the tie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildRef {
    pub line: u32,
    pub name: Name,
    #[serde(with = "value::day")]
    pub birth: Option<Date>,
    pub class: Option<ClassLabel>,
}

/// A home or a service that ONDE names beside children. Only the titles « Intitulé » and « Adresse Organisme » and the
/// children's blocks are evidenced: nothing else of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub line: u32,
    pub name: String,
    #[serde(default)]
    pub address: Option<Address>,
    pub children: Vec<ChildRef>,
}

impl Organisation {
    /// As a row of the adults' table: its name alone, and never an e-mail.
    pub fn as_guardian(&self) -> Guardian {
        Guardian {
            line: self.line,
            civility: None,
            name: Name { last: self.name.clone(), usage: None, first: String::new() },
            address: self.address.clone(),
            email: None,
            phones: Phones::default(),
            children: self.children.clone(),
        }
    }
}

/// How many rows are adults', and the organisations of the second table.
pub fn split(rows: &[Row]) -> (usize, Vec<Organisation>) {
    let Some((at, (place, home))) =
        rows.iter().enumerate().find_map(|(at, row)| organisation_header(row).map(|place| (at, place)))
    else {
        return (rows.len(), Vec::new());
    };
    let blocks = child_blocks(&rows[at]);
    let organisations = rows[at + 1..]
        .iter()
        .filter(|row| !row.cell(place).is_empty())
        .map(|row| Organisation {
            line: row.line,
            name: name(row.cell(place)),
            address: Some(Address { street: name(row.cell(home)), ..Address::default() }).filter(|a| a.key().is_some()),
            children: children(row, &blocks, &mut Vec::new()),
        })
        .collect();
    (at, organisations)
}

/// Where the organisation's name and address stand, when this row is the header of that table.
fn organisation_header(row: &Row) -> Option<(usize, usize)> {
    let place = (0..2).find(|place| fold(row.cell(*place)) == "intitule")?;
    let home = (place + 1..row.width()).find(|at| fold(row.cell(*at)).contains("organisme"))?;
    Some((place, home))
}

pub fn guardians(rows: &[Row], layout: &Layout, faults: &mut Vec<Fault>) -> Vec<Guardian> {
    let mut guardians: Vec<Guardian> = Vec::with_capacity(rows.len());
    let mut places: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for row in rows {
        let Some(guardian) = guardian(row, layout, faults) else {
            continue;
        };
        let homonyms = places.entry((guardian.name.last_key(), guardian.name.first_key())).or_default();
        match homonyms.iter().find(|p| same(&guardians[**p], &guardian)) {
            Some(place) => merge(&mut guardians[*place], guardian),
            None => {
                homonyms.push(guardians.len());
                guardians.push(guardian);
            }
        }
    }
    note_shared_emails(&guardians, faults);
    guardians
}

fn guardian(row: &Row, layout: &Layout, faults: &mut Vec<Fault>) -> Option<Guardian> {
    let name = row_name(row, layout, faults)?;
    let children = children(row, &layout.children, faults);
    if children.is_empty() {
        faults.push(Fault::note(row.line, sentences::no_child(&name.shown())));
    }
    let mut phone = |column| match layout.cell(row, column) {
        "" => None,
        written => value::phone(written).or_else(|| {
            faults.push(Fault::note(row.line, sentences::odd_phone(written)));
            None
        }),
    };
    Some(Guardian {
        line: row.line,
        civility: civility(layout.cell(row, Column::Civility)),
        address: row_address(row, layout, [Column::Street, Column::PostCode, Column::Town, Column::Country]),
        phones: Phones {
            home: phone(Column::PhoneHome),
            work: phone(Column::PhoneWork),
            mobile: phone(Column::PhoneMobile),
        },
        email: row_email(row, layout, faults),
        children,
        name,
    })
}

/// A misspelt domain is kept as given and said; what is no address at all is left out and said.
pub fn row_email(row: &Row, layout: &Layout, faults: &mut Vec<Fault>) -> Option<String> {
    let written = layout.cell(row, Column::Email);
    if written.is_empty() {
        return None;
    }
    let email = value::email(written);
    match &email {
        None => faults.push(Fault::note(row.line, sentences::odd_email(written))),
        Some(email) => {
            if let Some(meant) = doubtful_domain(email) {
                faults.push(Fault::note(row.line, sentences::doubtful_email(email, meant)));
            }
        }
    }
    email
}

fn children(row: &Row, blocks: &[ChildBlock], faults: &mut Vec<Fault>) -> Vec<ChildRef> {
    let mut children: Vec<ChildRef> = Vec::new();
    for block in blocks {
        let cell = |column| name(block.cell(row, column));
        let mut last = cell(Column::Last);
        let mut usage = Some(cell(Column::Usage)).filter(|u| !name_key(u).is_empty());
        if name_key(&last).is_empty() {
            last = usage.take().unwrap_or_default();
        }
        let first = cell(Column::First);
        match (name_key(&last).is_empty(), name_key(&first).is_empty()) {
            (true, true) => continue,
            (false, false) => {}
            _ => {
                faults.push(Fault::note(row.line, sentences::half_child()));
                continue;
            }
        }
        let child = ChildRef {
            line: row.line,
            name: Name { last, usage, first },
            birth: value::date(block.cell(row, Column::Birth)).ok(),
            class: ClassLabel::new(block.cell(row, Column::Class), ""),
        };
        if !children.iter().any(|known| known.is(&child)) {
            children.push(child);
        }
    }
    children
}

impl ChildRef {
    /// Named alike, and neither the class nor the birth date says that it is somebody else.
    pub fn may_be(&self, other: &ChildRef) -> bool {
        let class = self.class.as_ref().zip(other.class.as_ref());
        self.name.agreement(&other.name).is_some()
            && class.is_none_or(|(one, another)| one.key == another.key)
            && self.birth.zip(other.birth).is_none_or(|(one, another)| one == another)
    }

    fn is(&self, other: &ChildRef) -> bool {
        let class = |c: &ChildRef| c.class.as_ref().map(|l| l.key.clone());
        self.name.agreement(&other.name).is_some() && class(self) == class(other) && self.birth == other.birth
    }

    /// Named alike *and* placed alike: a name alone may be a homonym's.
    fn surely_is(&self, other: &ChildRef) -> bool {
        self.is(other) && (self.class.is_some() || self.birth.is_some())
    }
}

/// One adult on two rows: same e-mail, same home, or a child in common; never the name alone.
fn same(a: &Guardian, b: &Guardian) -> bool {
    if let (Some(x), Some(y)) = (a.civility, b.civility)
        && x != y
    {
        return false;
    }
    let agree = |x: Option<String>, y: Option<String>| match (x, y) {
        (Some(x), Some(y)) => Some(x == y),
        _ => None,
    };
    let lower = |g: &Guardian| g.email.as_deref().map(str::to_ascii_lowercase);
    let home = |g: &Guardian| g.address.as_ref().and_then(Address::key);
    match (agree(lower(a), lower(b)), agree(home(a), home(b))) {
        (Some(true), _) | (_, Some(true)) => true,
        (Some(false), Some(false)) => false,
        _ => a.children.iter().any(|x| b.children.iter().any(|y| x.surely_is(y))),
    }
}

fn merge(into: &mut Guardian, other: Guardian) {
    into.civility = into.civility.or(other.civility);
    into.name.usage = into.name.usage.take().or(other.name.usage);
    into.address = into.address.take().or(other.address);
    into.email = into.email.take().or(other.email);
    into.phones.home = into.phones.home.take().or(other.phones.home);
    into.phones.work = into.phones.work.take().or(other.phones.work);
    into.phones.mobile = into.phones.mobile.take().or(other.phones.mobile);
    for child in other.children {
        if !into.children.iter().any(|known| known.is(&child)) {
            into.children.push(child);
        }
    }
}

fn note_shared_emails(guardians: &[Guardian], faults: &mut Vec<Fault>) {
    let mut first: HashMap<String, &Guardian> = HashMap::new();
    for guardian in guardians {
        let Some(email) = &guardian.email else {
            continue;
        };
        match first.get(&email.to_ascii_lowercase()) {
            Some(other) => {
                faults.push(Fault::note(guardian.line, sentences::shared_email(email, &other.name.shown(), other.line)))
            }
            None => {
                first.insert(email.to_ascii_lowercase(), guardian);
            }
        }
    }
}
