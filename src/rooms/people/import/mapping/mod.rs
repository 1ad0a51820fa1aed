//! Files whose titles nobody knows: a person says once what each column holds, and the next file of that shape is read so.
pub mod forms;
mod glance;
mod guess;
mod pages;
pub mod routes;
pub mod store;
mod words;

pub use glance::Glance;
pub use pages::{PATH, remembered};

use super::column::{Column, Mapping, title_keys};
use super::content::{self, Content};
use super::value::name;
use super::{Kind, Parsed, Refusal, header, understood};
use jiff::civil::Date;

/// A mapping that a person made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub id: i64,
    pub mapping: Mapping,
    pub made_on: Date,
    /// Empty once that person is gone.
    pub made_by: String,
}

/// By a remembered mapping whose every title the file has, the fullest first; else by its titles alone.
pub fn read(bytes: &[u8], settings: &[Setting]) -> Result<Parsed, Refusal> {
    by_settings(&content::content(bytes)?, settings)
}

fn by_settings(content: &Content, settings: &[Setting]) -> Result<Parsed, Refusal> {
    let mut settings: Vec<&Setting> = settings.iter().collect();
    settings.sort_by_key(|setting| std::cmp::Reverse(setting.mapping.columns.len()));
    for setting in settings {
        let Ok((table, _)) = content.understood(&setting.mapping) else { continue };
        let titles: Vec<String> = table.header.cells().map(name).collect();
        let keys = title_keys(&titles);
        if setting.mapping.columns.keys().all(|title| keys.contains(title)) {
            let parsed = understood(content, &setting.mapping)?;
            return Ok(Parsed { mapped_on: Some(setting.made_on), ..parsed });
        }
    }
    understood(content, &Mapping::default())
}

/// What a person must say before this file can be read; `None` when it can, or when saying would not help.
pub fn unknown(bytes: &[u8], settings: &[Setting]) -> Option<Glance> {
    let content = content::content(bytes).ok()?;
    match by_settings(&content, settings) {
        Err(refusal) if may_be_explained(&content, &refusal) => Glance::of(&content, &Mapping::default()),
        _ => None,
    }
}

/// The same for a file that is read already, by these settings: she may have erred.
pub fn known(bytes: &[u8], settings: &[Setting]) -> Option<Glance> {
    let content = content::content(bytes).ok()?;
    let fits = |setting: &&Setting| content.understood(&setting.mapping).is_ok();
    let standing = settings.iter().filter(fits).max_by_key(|setting| setting.mapping.columns.len());
    Glance::of(&content, standing.map_or(&Mapping::default(), |setting| &setting.mapping))
}

/// Too few columns for what the file lists, and no answer would make it whole.
fn may_be_explained(content: &Content, refusal: &Refusal) -> bool {
    let fewest = match refusal {
        Refusal::NoHeader => 2,
        Refusal::MissingColumns { kind, .. } => header::required(*kind).len(),
        _ => return false,
    };
    content.strange().is_some_and(|table| !table.rows.is_empty() && table.header.filled() >= fewest)
}

/// Answers → a mapping, or the sentences that say what does not do.
pub fn mapping(glance: &Glance, kind: Kind, chosen: &[Option<Column>]) -> Result<Mapping, Vec<String>> {
    let columns = title_keys(&glance.titles()).into_iter().zip(chosen.iter().copied()).collect();
    let mapping = Mapping { kind: Some(kind), columns };
    let mut faults = twice(glance, chosen);
    match header::layout(&glance.header, &mapping) {
        Err(Refusal::MissingColumns { missing, .. }) if faults.is_empty() => {
            faults.push(words::missing(kind, &missing))
        }
        _ => {}
    }
    if faults.is_empty() { Ok(mapping) } else { Err(faults) }
}

/// A child's columns come again for each child; anything else comes once.
fn twice(glance: &Glance, chosen: &[Option<Column>]) -> Vec<String> {
    let mut said: Vec<Column> = Vec::new();
    let mut faults = Vec::new();
    for column in chosen.iter().flatten().filter(|column| !column.is_of_child()) {
        if said.contains(column) {
            continue;
        }
        said.push(*column);
        let titles = glance.columns.iter().zip(chosen).filter(|(_, one)| **one == Some(*column));
        let titles: Vec<String> = titles.map(|(shown, _)| shown.shown()).collect();
        if titles.len() > 1 {
            faults.push(words::twice(*column, &titles));
        }
    }
    faults
}
