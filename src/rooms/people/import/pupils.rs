//! Rows of a pupils' file. Two pupils of one name stay two; a row that comes back (one per group) is read once.
use super::header::Layout;
use super::person::{ClassLabel, Name, row_address, row_name};
use super::table::Row;
use super::value::{self, Address, Grade, Sex, date, ine, sex};
use super::{Column, Fault, sentences};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pupil {
    pub line: u32,
    pub name: Name,
    #[serde(with = "value::day")]
    pub birth: Option<Date>,
    pub sex: Option<Sex>,
    pub ine: Option<String>,
    pub address: Option<Address>,
    /// A second home.
    pub second_address: Option<Address>,
    pub grade: Option<Grade>,
    pub class: Option<ClassLabel>,
}

pub fn pupils(rows: &[Row], layout: &Layout, faults: &mut Vec<Fault>) -> Vec<Pupil> {
    let mut pupils: Vec<Pupil> = Vec::with_capacity(rows.len());
    let mut known = Known::default();
    for row in rows {
        let Some(pupil) = pupil(row, layout, faults) else {
            continue;
        };
        match known.same(&pupil, &pupils) {
            Some(first) => {
                faults.push(Fault::note(pupil.line, sentences::pupil_repeated(&pupil.name.shown(), pupils[first].line)))
            }
            None => {
                known.add(&pupil, pupils.len());
                pupils.push(pupil);
            }
        }
    }
    pupils
}

fn pupil(row: &Row, layout: &Layout, faults: &mut Vec<Fault>) -> Option<Pupil> {
    let name = row_name(row, layout, faults)?;
    let mut note = |sentence| faults.push(Fault::note(row.line, sentence));
    let cell = |column| layout.cell(row, column);
    let birth = match cell(Column::Birth) {
        "" => None,
        written => match date(written) {
            Ok(day) => Some(day),
            Err(fault) => {
                note(sentences::birth(written, fault));
                None
            }
        },
    };
    if birth.is_none() && layout.has(Column::Birth) && cell(Column::Birth).is_empty() {
        note(sentences::no_birth());
    }
    let ine = match cell(Column::Ine) {
        "" => None,
        written => ine(written).or_else(|| {
            note(sentences::odd_ine());
            None
        }),
    };
    let grade = match cell(Column::Grade) {
        "" => None,
        written => Grade::parse(written).or_else(|| {
            note(sentences::unknown_grade(written));
            None
        }),
    };
    let class = ClassLabel::new(cell(Column::Class), cell(Column::ClassId));
    if class.is_none() {
        note(sentences::no_class());
    }
    Some(Pupil {
        line: row.line,
        name,
        birth,
        sex: sex(cell(Column::Sex)),
        ine,
        address: row_address(row, layout, FIRST_HOME),
        second_address: row_address(row, layout, SECOND_HOME),
        grade,
        class,
    })
}

const FIRST_HOME: [Column; 4] = [Column::Street, Column::PostCode, Column::Town, Column::Country];
const SECOND_HOME: [Column; 4] =
    [Column::SecondStreet, Column::SecondPostCode, Column::SecondTown, Column::SecondCountry];

#[derive(Default)]
struct Known {
    by_ine: HashMap<String, usize>,
    by_birth: HashMap<(String, String, Date), usize>,
}

impl Known {
    fn key(pupil: &Pupil) -> Option<(String, String, Date)> {
        Some((pupil.name.last_key(), pupil.name.first_key(), pupil.birth?))
    }

    fn add(&mut self, pupil: &Pupil, place: usize) {
        if let Some(ine) = &pupil.ine {
            self.by_ine.insert(ine.clone(), place);
        }
        if let Some(key) = Self::key(pupil) {
            self.by_birth.insert(key, place);
        }
    }

    /// Same name and birth date with two different INE are two pupils; so are two names under one INE (a typing error
    /// that the diff will ask about).
    fn same(&self, pupil: &Pupil, pupils: &[Pupil]) -> Option<usize> {
        let by_ine = pupil.ine.as_ref().and_then(|ine| self.by_ine.get(ine));
        let by_birth = Self::key(pupil).and_then(|key| self.by_birth.get(&key).copied());
        let same_name = |place: &&usize| pupils[**place].name.agreement(&pupil.name).is_some();
        let compatible = |place: &usize| match (&pupils[*place].ine, &pupil.ine) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        by_ine.filter(same_name).copied().or(by_birth.filter(compatible))
    }
}
