//! Bytes → rows of cells, whatever program wrote them: text with separators, or the sheets of a workbook. Never on the disk.
use super::column::Mapping;
use super::header::{self, Layout};
use super::table::{self, Row, Table};
use super::{Encoding, Refusal, text, workbook};

pub enum Content {
    Text(String, Encoding),
    Sheets(Vec<Vec<Row>>, Encoding),
}

pub fn content(bytes: &[u8]) -> Result<Content, Refusal> {
    text::check_length(bytes.len() as u64)?;
    if let Some((sheets, encoding)) = workbook::sheets(bytes)? {
        return Ok(Content::Sheets(sheets, encoding));
    }
    let (text, encoding) = text::decode(bytes)?;
    Ok(Content::Text(text, encoding))
}

impl Content {
    pub fn encoding(&self) -> Encoding {
        match self {
            Content::Text(_, encoding) | Content::Sheets(_, encoding) => *encoding,
        }
    }

    /// The table whose columns are all there: of several sheets, the first such.
    pub fn understood(&self, mapping: &Mapping) -> Result<(Table, Layout), Refusal> {
        let tables = match self {
            Content::Text(text, _) => vec![table::table(text, mapping)?],
            Content::Sheets(sheets, _) => sheets.iter().filter_map(|rows| table::sheet(rows, mapping)).collect(),
        };
        let mut nearest = Refusal::NoHeader;
        for table in tables {
            match header::layout(&table.header, mapping) {
                Ok(layout) => return Ok((table, layout)),
                Err(refusal) if nearest == Refusal::NoHeader => nearest = refusal,
                Err(_) => {}
            }
        }
        Err(nearest)
    }

    /// The table that a person may explain: the one that almost was understood, else the first that looks like one.
    pub fn strange(&self) -> Option<Table> {
        let plain = Mapping::default();
        match self {
            Content::Text(text, _) => table::table(text, &plain).ok().or_else(|| table::strange(text)),
            Content::Sheets(sheets, _) => {
                let almost = sheets.iter().find_map(|rows| table::sheet(rows, &plain));
                almost.or_else(|| sheets.iter().find_map(|rows| table::strange_sheet(rows)))
            }
        }
    }
}
