//! An unknown file as its mapping page shows it: titles, a few values of each column that may be kept, and a guess. In memory only.
use super::guess;
use crate::rooms::people::import::Kind;
use crate::rooms::people::import::column::{Column, Mapping, is_forbidden, title_keys};
use crate::rooms::people::import::content::Content;
use crate::rooms::people::import::table::Row;
use crate::rooms::people::import::value::name;

/// Holds cells of the file: no `Debug`, and never kept.
pub struct Glance {
    pub header: Row,
    pub columns: Vec<Shown>,
    pub kind: Kind,
    standing: Mapping,
}

pub struct Shown {
    pub title: String,
    pub place: usize,
    /// Never kept, whatever is said of it; its values are not shown.
    pub is_forbidden: bool,
    pub examples: Vec<String>,
}

/// Rows looked at for examples and guesses.
const ROWS: usize = 60;
const EXAMPLES: usize = 3;
const LETTERS: usize = 40;

impl Glance {
    /// `standing` fills the page in when somebody has spoken before.
    pub fn of(content: &Content, standing: &Mapping) -> Option<Glance> {
        let table = match standing.kind {
            Some(_) => content.understood(standing).ok()?.0,
            None => content.strange()?,
        };
        let titles: Vec<String> = table.header.cells().map(name).collect();
        let rows = &table.rows[..table.rows.len().min(ROWS)];
        let columns: Vec<Shown> =
            titles.into_iter().enumerate().map(|(place, title)| shown(title, place, rows)).collect();
        let kind = standing.kind.unwrap_or_else(|| guess::kind(&columns));
        Some(Glance { header: table.header, columns, kind, standing: standing.clone() })
    }

    pub fn titles(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.title.clone()).collect()
    }

    /// What each column most likely holds, or what a person said it does.
    pub fn guesses(&self, kind: Kind) -> Vec<Option<Column>> {
        if self.standing.kind != Some(kind) {
            return guess::columns(&self.columns, kind);
        }
        let said = |key: String| self.standing.columns.get(&key).copied().flatten();
        title_keys(&self.titles()).into_iter().map(said).collect()
    }

    /// The columns worth a question: some value or a title, and not forbidden.
    pub fn asked(&self) -> impl Iterator<Item = &Shown> {
        self.columns
            .iter()
            .filter(|column| !(column.is_forbidden || column.title.is_empty() && column.examples.is_empty()))
    }
}

impl Shown {
    pub fn shown(&self) -> String {
        match self.title.as_str() {
            "" => format!("Colonne {}, sans titre", self.place + 1),
            title => title.to_owned(),
        }
    }
}

fn shown(title: String, place: usize, rows: &[Row]) -> Shown {
    let is_forbidden = is_forbidden(&title);
    let mut examples: Vec<String> = Vec::new();
    if !is_forbidden {
        for row in rows {
            let cell: String = name(row.cell(place)).chars().take(LETTERS).collect();
            if !cell.is_empty() && !examples.contains(&cell) {
                examples.push(cell);
            }
        }
    }
    Shown { title, place, is_forbidden, examples }
}

impl Shown {
    pub fn few(&self) -> String {
        self.examples.iter().take(EXAMPLES).map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}
