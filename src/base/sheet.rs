//! A table for a spreadsheet, as a double click opens it in France. What stands in its cells is the caller's.

use super::error::{Error, Result};

/// Semicolons, a byte-order mark, lines that end as Windows ends them.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    pub fn of<S: AsRef<str>>(heads: impl IntoIterator<Item = S>) -> Result<Sheet> {
        let writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let mut sheet = Sheet(writer);
        sheet.line(heads)?;
        Ok(sheet)
    }

    pub fn line<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> Result<()> {
        self.0.write_record(cells.into_iter().map(|cell| inert(cell.as_ref()))).map_err(written)
    }

    pub fn bytes(self) -> Result<Vec<u8>> {
        self.0.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

/// No cell is a formula, whatever somebody is called.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

fn written(error: csv::Error) -> Error {
    Error::internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_opens_by_a_double_click_and_calculates_nothing() {
        let mut sheet = Sheet::of(["Nom", "Mot"]).unwrap();
        sheet.line(["Martin Léa", "un; deux"]).unwrap();
        sheet.line(["=HYPERLINK(\"x\")", "\n=1+1"]).unwrap();
        let text = String::from_utf8(sheet.bytes().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}Nom;Mot\r\nMartin Léa;\"un; deux\"\r\n\"'=HYPERLINK(\"\"x\"\")\";\"'\n=1+1\"\r\n");
        for (typed, shown) in [("@somme", "'@somme"), ("+1", "'+1"), ("-1", "'-1"), ("Léa", "Léa")] {
            assert_eq!(inert(typed), shown);
        }
    }
}
