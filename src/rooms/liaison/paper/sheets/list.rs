//! The list of a class with boxes to tick, for who has no phone at hand when the talons come back.

use super::Word;
use crate::base::{
    french,
    pdf::{Align, Column, Row, Table},
};

pub struct ClassList {
    pub name: String,
    /// « MARTIN Léa », with the code of her paper when there are several.
    pub lines: Vec<Line>,
}

pub struct Line {
    pub pupil: String,
    /// Whose answer is waited for, where each signs.
    pub names: String,
    /// « répondu », or nothing.
    pub state: &'static str,
}

pub fn table(word: &Word, class: &ClassList) -> Table {
    let has_names = class.lines.iter().any(|line| !line.names.is_empty());
    let mut columns = vec![column("", 0.4), column("Élève", 3.0)];
    if has_names {
        columns.push(column("Responsable", 2.6));
    }
    columns.extend([column("Rendu", 0.9), column("Le", 1.0), column("À noter", 2.4)]);
    let mut number = 0;
    let rows = class.lines.iter().map(|line| {
        number += usize::from(!line.pupil.is_empty());
        let at = if line.pupil.is_empty() { String::new() } else { number.to_string() };
        let mut cells = vec![at, line.pupil.clone()];
        if has_names {
            cells.push(line.names.clone());
        }
        cells.push(line.state.to_owned());
        cells.resize(columns.len(), String::new());
        Row { cells, goes_on: line.pupil.is_empty(), is_loud: false }
    });
    let rows = rows.collect();
    let below = if word.deadline.is_empty() { String::new() } else { format!(" · {}", word.deadline) };
    Table {
        title: format!("{}, {}", word.title, class.name),
        subtitle: format!("{}{below}", french::count(number, "élève", "élèves")),
        columns,
        rows,
        is_ruled: true,
        row_height: 7.6,
        foot: format!("{} · À garder sous clé, à détruire après usage.", word.school),
        page_number: |page, pages| format!("page {page} sur {pages}"),
    }
}

fn column(title: &str, share: f32) -> Column {
    Column { title: title.to_owned(), share, align: Align::Start }
}
