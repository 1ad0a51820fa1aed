//! Sheets of an ods file. Read here and not by the crate that reads xlsx: it would build every repetition of a cell, and a
//! few kilobytes may announce billions.
use super::{MAX_COLUMNS, MAX_SHEETS, Sheet, archive, number};
use crate::rooms::people::import::Refusal;
use crate::rooms::people::import::table::{MAX_ROWS, Row};
use quick_xml::Reader;
use quick_xml::XmlVersion::Implicit1_0;
use quick_xml::events::{BytesStart, Event};

pub fn sheets(bytes: &[u8]) -> Result<Vec<Vec<Row>>, Refusal> {
    let text = archive::entry(bytes, "content.xml")?;
    let mut reader = Reader::from_str(&text);
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|_| Refusal::BrokenWorkbook)? {
            Event::Start(tag) => reading.open(&tag)?,
            Event::Empty(tag) => {
                reading.open(&tag)?;
                reading.close(tag.name().as_ref())?;
            }
            Event::End(tag) => reading.close(tag.name().as_ref())?,
            Event::Text(text) => reading.say(&text.xml10_content()),
            Event::CData(text) => reading.say(&text.xml10_content()),
            Event::GeneralRef(name) => reading.say(&entity(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(reading.sheets)
}

#[derive(Default)]
struct Reading {
    sheets: Vec<Vec<Row>>,
    sheet: Sheet,
    line: u32,
    column: usize,
    row_repeats: u32,
    cell: Option<Cell>,
    /// Depth of notes and drawings, whose text is not the cell's.
    aside: usize,
}

struct Cell {
    repeats: usize,
    shown: String,
    /// The value behind what is shown, and whether it is a number.
    value: Option<(String, bool)>,
}

impl Reading {
    fn open(&mut self, tag: &BytesStart) -> Result<(), Refusal> {
        match tag.name().as_ref() {
            "table:table" => {
                self.sheet = Sheet::default();
                self.line = 0;
            }
            "table:table-row" => {
                self.row_repeats = repeats(tag, "table:number-rows-repeated");
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeats = repeats(tag, "table:number-columns-repeated") as usize;
                self.cell = Some(Cell { repeats, shown: String::new(), value: value(tag) });
            }
            "office:annotation" | "draw:frame" => self.aside += 1,
            "text:p" | "text:s" | "text:tab" | "text:line-break" => self.say(" "),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "table:table" if self.sheets.len() < MAX_SHEETS => self.sheets.push(std::mem::take(&mut self.sheet.rows)),
            "table:table-row" => {
                self.line = self.line.saturating_add(1);
                self.end_row()?;
            }
            "table:table-cell" | "table:covered-table-cell" => self.end_cell()?,
            "office:annotation" | "draw:frame" => self.aside = self.aside.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.aside == 0) {
            cell.shown.push_str(text);
        }
    }

    fn end_cell(&mut self) -> Result<(), Refusal> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let shown = cell.shown.split_whitespace().collect::<Vec<_>>().join(" ");
        // What a person sees in a cell of digits has its zeros; what stands behind a rounded number does not.
        let is_digits = shown.chars().all(|c| c.is_ascii_digit() || c == ' ') && !shown.is_empty();
        let text = match cell.value {
            Some((value, is_number)) if !(is_number && is_digits) => value,
            _ => shown,
        };
        if !text.is_empty() {
            for column in self.column..self.column.saturating_add(cell.repeats).min(MAX_COLUMNS) {
                self.sheet.put(column, &text)?;
            }
        }
        self.column = self.column.saturating_add(cell.repeats);
        Ok(())
    }

    /// A row that repeats itself is the empty foot of a sheet, or somebody's slip: filled, it counts as often as it says.
    fn end_row(&mut self) -> Result<(), Refusal> {
        let again = self.row_repeats.saturating_sub(1);
        if self.sheet.cells.iter().any(|cell| !cell.is_empty()) {
            if again as usize > MAX_ROWS {
                return Err(Refusal::TooLong);
            }
            let cells = self.sheet.cells.clone();
            for _ in 0..again {
                for (column, text) in cells.iter().enumerate() {
                    self.sheet.put(column, text)?;
                }
                self.sheet.end_row(self.line)?;
                self.line += 1;
                for (column, text) in cells.iter().enumerate() {
                    self.sheet.put(column, text)?;
                }
            }
            return self.sheet.end_row(self.line);
        }
        self.line = self.line.saturating_add(again);
        self.sheet.end_row(self.line)
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok().flatten()?;
    found.normalized_value(Implicit1_0).ok().map(|value| value.into_owned())
}

fn repeats(tag: &BytesStart, name: &str) -> u32 {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn value(tag: &BytesStart) -> Option<(String, bool)> {
    match attribute(tag, "office:value-type")?.as_str() {
        "date" => attribute(tag, "office:date-value").map(|day| (day, false)),
        "boolean" => {
            let yes = attribute(tag, "office:boolean-value")? == "true";
            Some((if yes { "oui" } else { "non" }.to_owned(), false))
        }
        "float" | "currency" | "percentage" => {
            attribute(tag, "office:value")?.parse().ok().map(|value: f64| (number(value), true))
        }
        _ => None,
    }
}

fn entity(name: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return letter.to_string();
    }
    match name.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "apos" => "'",
        "quot" => "\"",
        _ => "",
    }
    .to_owned()
}
