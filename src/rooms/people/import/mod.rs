//! ONDE: bytes of an export → rows that may be kept → what would change in the school → a yes from the director → rows written.
//! Reading and comparing are pure (no SQL, no HTTP, no clock); only `store` and `apply` write, after the yes. A dropped
//! column's cells never leave the reading of their row, and the file itself never touches the disk.
mod after;
pub mod apply;
mod child_blocks;
mod column;
mod content;
pub mod diff;
mod fold;
mod forms;
mod guardians;
mod header;
pub mod leavers;
pub mod mapping;
mod mend;
mod pages;
mod person;
pub mod plan;
mod pupils;
pub mod report;
pub mod routes;
pub mod sentences;
mod staff;
pub mod store;
mod table;
mod text;
pub mod value;
mod workbook;
pub mod written;

#[cfg(test)]
mod tests;

pub use column::{Column, Mapping};
pub use guardians::{ChildRef, Guardian, Organisation, Phones};
pub use person::{ClassLabel, Name};
pub use pupils::Pupil;
pub use staff::Member;
pub use table::Separator;
pub use text::{Encoding, MAX_BYTES, check_length};

use content::Content;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Pupils,
    Guardians,
    Staff,
}

/// Why a whole file is not read; `sentences::refusal` says it in French.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    TooBig {
        bytes: u64,
    },
    TooLong,
    /// Excel's format before 2007, or a workbook behind a password.
    OldWorkbook,
    BrokenWorkbook,
    /// What it inflates to is no list of people.
    Swollen,
    Archive,
    Pdf,
    WebPage,
    Xml,
    Binary,
    Garbled {
        line: u32,
    },
    /// The file stops in the middle of a line.
    Cut {
        line: u32,
    },
    OpenQuote {
        line: u32,
    },
    NoHeader,
    NoRows,
    MissingColumns {
        kind: Kind,
        missing: Vec<Column>,
        line: u32,
        /// As written, for the screen where a person says which column is which.
        titles: Vec<String>,
    },
}

impl Refusal {
    pub fn sentence(&self) -> String {
        sentences::refusal(self)
    }

    /// The line to look at, 1 when it is the file as a whole.
    pub fn line(&self) -> u32 {
        match self {
            Refusal::Garbled { line }
            | Refusal::Cut { line }
            | Refusal::OpenQuote { line }
            | Refusal::MissingColumns { line, .. } => *line,
            _ => 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weight {
    /// The row is read; a person may want to look.
    Note,
    /// The row is not read.
    LeftOut,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub line: u32,
    pub sentence: String,
    pub weight: Weight,
}

impl Fault {
    pub fn note(line: u32, sentence: String) -> Fault {
        Fault { line, sentence: sentences::typeset(sentence), weight: Weight::Note }
    }

    pub fn left_out(line: u32, sentence: String) -> Fault {
        Fault { line, sentence: sentences::typeset(sentence), weight: Weight::LeftOut }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rows {
    Pupils(Vec<Pupil>),
    Guardians(Vec<Guardian>),
    Staff(Vec<Member>),
}

/// Serialised, it is what waits in the database for the director: kept columns only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    pub encoding: Encoding,
    pub separator: Separator,
    pub header_line: u32,
    /// Rows of the file, organisations aside, before repeated people are merged.
    pub row_count: usize,
    pub rows: Rows,
    pub organisations: Vec<Organisation>,
    pub faults: Vec<Fault>,
    /// Columns that nothing here knows, by their titles.
    pub ignored_columns: Vec<String>,
    /// Columns known and never kept, by their titles.
    pub dropped_columns: Vec<String>,
    /// The file has « Autorisation photo », which is never a consent.
    pub photo_column: bool,
    /// The day on which a person said what these columns are, when nothing else did.
    #[serde(default, with = "value::day")]
    pub mapped_on: Option<Date>,
}

impl Parsed {
    pub fn kind(&self) -> Kind {
        match self.rows {
            Rows::Pupils(_) => Kind::Pupils,
            Rows::Guardians(_) => Kind::Guardians,
            Rows::Staff(_) => Kind::Staff,
        }
    }
}

/// By its titles alone.
pub fn read(bytes: &[u8]) -> Result<Parsed, Refusal> {
    understood(&content::content(bytes)?, &Mapping::default())
}

fn understood(content: &Content, mapping: &Mapping) -> Result<Parsed, Refusal> {
    let (table, layout) = content.understood(mapping)?;
    parsed(content.encoding(), table, layout)
}

fn parsed(encoding: Encoding, mut table: table::Table, layout: header::Layout) -> Result<Parsed, Refusal> {
    let (count, organisations) = match layout.kind {
        Kind::Guardians => guardians::split(&table.rows),
        Kind::Pupils | Kind::Staff => (table.rows.len(), Vec::new()),
    };
    if count == 0 {
        return Err(Refusal::NoRows);
    }
    if table.unterminated && count == table.rows.len() {
        refuse_cut_end(&table.rows, &layout)?;
    }
    let mut faults = mend::mend(&mut table.rows[..count], &layout, table.header.line);
    let adults = &table.rows[..count];
    let rows = match layout.kind {
        Kind::Pupils => Rows::Pupils(pupils::pupils(adults, &layout, &mut faults)),
        Kind::Guardians => Rows::Guardians(guardians::guardians(adults, &layout, &mut faults)),
        Kind::Staff => Rows::Staff(staff::staff(adults, &layout, &mut faults)),
    };
    for row in adults.iter().filter(|row| row.width() > layout.width) {
        if (layout.width..row.width()).any(|place| !row.cell(place).is_empty()) {
            faults.push(Fault::note(row.line, sentences::row_too_long()));
        }
    }
    faults.sort_by_key(|fault| fault.line);
    Ok(Parsed {
        encoding,
        separator: table.separator,
        header_line: table.header.line,
        row_count: count,
        rows,
        organisations,
        faults,
        ignored_columns: layout.ignored,
        dropped_columns: layout.dropped,
        photo_column: layout.photo_column,
        mapped_on: None,
    })
}

/// A last row without a line end that stops before its time, when no other row does: the download was interrupted.
fn refuse_cut_end(rows: &[table::Row], layout: &header::Layout) -> Result<(), Refusal> {
    let Some((last, others)) = rows.split_last() else {
        return Ok(());
    };
    if last.width() >= layout.width {
        return Ok(());
    }
    let alone = match layout.kind {
        // The empty child blocks at the end of a guardian's row may be missing.
        Kind::Guardians => false,
        Kind::Pupils | Kind::Staff => !others.is_empty() && others.iter().all(|row| row.width() >= layout.width),
    };
    match alone || layout.stops_short(last) {
        true => Err(Refusal::Cut { line: last.line }),
        false => Ok(()),
    }
}
