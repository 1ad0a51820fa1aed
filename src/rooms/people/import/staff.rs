//! Rows of the teachers' file: name, civility, e-mail, direction, classes. Home addresses and telephones are not read.
use super::guardians::row_email;
use super::header::Layout;
use super::person::{ClassLabel, Name, row_name};
use super::table::Row;
use super::value::{Civility, civility, yes};
use super::{Column, Fault, sentences};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub line: u32,
    pub civility: Option<Civility>,
    pub name: Name,
    pub email: Option<String>,
    pub is_director: bool,
    pub classes: Vec<ClassLabel>,
}

pub fn staff(rows: &[Row], layout: &Layout, faults: &mut Vec<Fault>) -> Vec<Member> {
    let mut staff: Vec<Member> = Vec::with_capacity(rows.len());
    let mut places: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for row in rows {
        let Some(member) = member(row, layout, faults) else {
            continue;
        };
        let homonyms = places.entry((member.name.last_key(), member.name.first_key())).or_default();
        match homonyms.iter().find(|place| same(&staff[**place], &member)) {
            Some(place) => {
                let first = &mut staff[*place];
                let sentence = sentences::member_repeated(&member.name.shown(), first.line);
                faults.push(Fault::note(member.line, sentence));
                merge(first, member);
            }
            None => {
                homonyms.push(staff.len());
                staff.push(member);
            }
        }
    }
    staff
}

fn member(row: &Row, layout: &Layout, faults: &mut Vec<Fault>) -> Option<Member> {
    let name = row_name(row, layout, faults)?;
    Some(Member {
        line: row.line,
        civility: civility(layout.cell(row, Column::Civility)),
        email: row_email(row, layout, faults),
        is_director: yes(layout.cell(row, Column::Director)),
        classes: ClassLabel::new(layout.cell(row, Column::Class), "").into_iter().collect(),
        name,
    })
}

/// One row per class is how a list writes a teacher of two classes; another e-mail or civility is another person.
fn same(a: &Member, b: &Member) -> bool {
    let agree = |x: &Option<String>, y: &Option<String>| match (x, y) {
        (Some(x), Some(y)) => x.eq_ignore_ascii_case(y),
        _ => true,
    };
    let civil = a.civility.is_none() || b.civility.is_none() || a.civility == b.civility;
    civil && agree(&a.email, &b.email) && agree(&a.name.usage, &b.name.usage)
}

fn merge(into: &mut Member, other: Member) {
    into.civility = into.civility.or(other.civility);
    into.email = into.email.take().or(other.email);
    into.is_director |= other.is_director;
    for class in other.classes {
        if !into.classes.iter().any(|c| c.key == class.key) {
            into.classes.push(class);
        }
    }
}
