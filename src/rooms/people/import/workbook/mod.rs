//! Sheets of xlsx and ods files as rows of text. The file is measured before it is believed, and read within bounds: what
//! inflates without end, repeats a cell a million times or breaks the reader is refused with a sentence.
mod archive;
mod ods;
mod xlsx;

use super::table::{MAX_ROWS, Row};
use super::{Encoding, Refusal};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Wider than any list of a school; what stands further right is not looked at.
const MAX_COLUMNS: usize = 200;
/// Of a cell: longer is no fact about a person.
const MAX_LETTERS: usize = 2_000;
/// Of all cells of a sheet: one long text may be named by every one of them.
const MAX_TEXT: usize = 16 * 1024 * 1024;
const MAX_SHEETS: usize = 8;
/// What keeping a cell costs, its text aside.
const CELL: usize = 16;

/// The filled rows of each sheet that has some.
pub type Sheets = Vec<Vec<Row>>;

/// `None` for what is no workbook at all.
pub fn sheets(bytes: &[u8]) -> Result<Option<(Sheets, Encoding)>, Refusal> {
    let Some(format) = archive::format(bytes)? else {
        return Ok(None);
    };
    // Nobody's file may bring down more than its own reading.
    let read = catch_unwind(AssertUnwindSafe(|| match format {
        Encoding::Ods => ods::sheets(bytes),
        _ => xlsx::sheets(bytes),
    }));
    let sheets = read.unwrap_or(Err(Refusal::BrokenWorkbook))?;
    let sheets: Sheets = sheets.into_iter().filter(|rows| !rows.is_empty()).collect();
    match sheets.is_empty() {
        true => Err(Refusal::Empty),
        false => Ok(Some((sheets, format))),
    }
}

/// Rows of a sheet as they come, blank ones left out.
#[derive(Default)]
struct Sheet {
    rows: Vec<Row>,
    cells: Vec<String>,
    letters: usize,
}

impl Sheet {
    fn put(&mut self, column: usize, text: &str) -> Result<(), Refusal> {
        if column >= MAX_COLUMNS || text.is_empty() {
            return Ok(());
        }
        let text: String = text.chars().take(MAX_LETTERS).collect();
        self.letters += text.len() + CELL;
        if self.letters > MAX_TEXT {
            return Err(Refusal::Swollen);
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    /// The row is complete; `line` as the spreadsheet numbers it.
    fn end_row(&mut self, line: u32) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.cells);
        let row = Row::of_cells(line, cells.into_iter().collect());
        if row.is_blank() {
            return Ok(());
        }
        self.rows.push(row);
        // The titles, and a few lines above them.
        match self.rows.len() > MAX_ROWS + 11 {
            true => Err(Refusal::TooLong),
            false => Ok(()),
        }
    }
}

/// A number as a person would write it: no decimals where there are none.
fn number(value: f64) -> String {
    match value.fract() == 0.0 && value.abs() < 1e15 {
        true => format!("{value:.0}"),
        false => value.to_string().replace('.', ","),
    }
}
