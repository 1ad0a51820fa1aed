//! Sheets of an xlsx file, cell by cell: a range as wide as its furthest cell is never built.
use super::{MAX_SHEETS, Sheet, number};
use crate::rooms::people::import::Refusal;
use crate::rooms::people::import::table::Row;
use calamine::{DataRef, Reader, Xlsx};
use std::io::Cursor;

pub fn sheets(bytes: &[u8]) -> Result<Vec<Vec<Row>>, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::BrokenWorkbook)?;
    let names: Vec<String> = book.sheet_names().into_iter().take(MAX_SHEETS).collect();
    let mut sheets = Vec::new();
    for name in names {
        // A sheet of charts has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut sheet = Sheet::default();
        let mut row = 0;
        while let Some(cell) = cells.next_cell().map_err(|_| Refusal::BrokenWorkbook)? {
            let (at, column) = cell.get_position();
            if at != row {
                sheet.end_row(row.saturating_add(1))?;
                row = at;
            }
            sheet.put(column as usize, text(cell.get_value()).trim())?;
        }
        sheet.end_row(row.saturating_add(1))?;
        sheets.push(sheet.rows);
    }
    Ok(sheets)
}

fn text(value: &DataRef) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(whole) => whole.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::Bool(true) => "oui".to_owned(),
        DataRef::Bool(false) => "non".to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year:04}")
        }
        DataRef::DateTime(duration) => number(duration.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        _ => String::new(),
    }
}
