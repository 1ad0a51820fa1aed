//! Text → rows of cells with the line numbers of the file as the person sees it. Knows titles only to find their row.
use super::column::{Column, Mapping, Meaning, meanings};
use super::{Refusal, header, value::name};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    Semicolon,
    Tab,
    Comma,
    /// The cells of a workbook.
    Cells,
}

impl Separator {
    const ALL: [Separator; 3] = [Separator::Semicolon, Separator::Tab, Separator::Comma];

    fn byte(self) -> u8 {
        match self {
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
            Separator::Comma | Separator::Cells => b',',
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Separator::Semicolon => "point-virgule",
            Separator::Tab => "tabulation",
            Separator::Comma => "virgule",
            Separator::Cells => "cellules",
        }
    }
}

/// Lives only while a file is read: it still holds the cells that will be dropped, so it has no `Debug`.
#[derive(Clone)]
pub struct Row {
    pub line: u32,
    start: usize,
    cells: csv::StringRecord,
}

impl Row {
    /// A row of a workbook's sheet.
    pub fn of_cells(line: u32, cells: csv::StringRecord) -> Row {
        Row { line, start: 0, cells }
    }

    pub fn is_blank(&self) -> bool {
        self.cells().all(str::is_empty)
    }

    pub fn filled(&self) -> usize {
        self.cells().filter(|cell| !cell.is_empty()).count()
    }

    /// Another text in one cell.
    pub fn put(&mut self, place: usize, text: &str) {
        let cells = self.cells.iter().enumerate().map(|(at, cell)| if at == place { text } else { cell });
        self.cells = cells.collect();
    }

    /// A short row answers as if it had been padded.
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).unwrap_or_default().trim()
    }

    pub fn width(&self) -> usize {
        self.cells.len()
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(str::trim)
    }
}

pub struct Table {
    pub separator: Separator,
    pub header: Row,
    pub rows: Vec<Row>,
    /// The last row has no line end: an honest habit of some exports, or the sign of a cut file.
    pub unterminated: bool,
}

/// Ten times the largest school: what is longer is another file, and would hold the house up for minutes.
pub const MAX_ROWS: usize = 20_000;
/// Title lines, blank lines and Excel's `sep=;` may come before the header.
const LINES_BEFORE_HEADER: usize = 10;

pub fn table(text: &str, mapping: &Mapping) -> Result<Table, Refusal> {
    let mut best: Option<(usize, Separator, usize)> = None;
    for separator in Separator::ALL {
        for (place, row) in rows(text, separator).take(LINES_BEFORE_HEADER).enumerate() {
            let known = recognised(&row?, mapping);
            if known > best.map_or(1, |(most, ..)| most) {
                best = Some((known, separator, place));
            }
        }
    }
    let Some((_, separator, place)) = best else {
        return Err(Refusal::NoHeader);
    };
    let mut rows: Vec<Row> = rows(text, separator).skip(place).take(MAX_ROWS + 2).collect::<Result<_, _>>()?;
    if rows.len() > MAX_ROWS + 1 {
        return Err(Refusal::TooLong);
    }
    check_last_quote(text, rows.last())?;
    let header = rows.remove(0);
    Ok(Table { separator, header, rows, unterminated: !text.ends_with(['\n', '\r']) })
}

/// The rows of a sheet whose titles are understood, whatever stands above them.
pub fn sheet(rows: &[Row], mapping: &Mapping) -> Option<Table> {
    let titles = rows.iter().take(LINES_BEFORE_HEADER).enumerate();
    let known = titles.map(|(place, row)| (recognised(row, mapping), std::cmp::Reverse(place)));
    let (_, std::cmp::Reverse(place)) = known.max().filter(|(known, _)| *known > 1)?;
    Some(below(rows, place))
}

/// The same for titles that nobody understands: the first row as full as any.
pub fn strange_sheet(rows: &[Row]) -> Option<Table> {
    let first = rows.get(..LINES_BEFORE_HEADER.min(rows.len()))?;
    let most = first.iter().map(Row::filled).max().filter(|most| *most > 1)?;
    let place = first.iter().position(|row| row.filled() * 10 >= most * 8)?;
    let is_titles = !first[place].cells().any(is_a_fact);
    (is_titles && rows.len() > place + 1).then(|| below(rows, place))
}

/// As [`strange_sheet`], by the separator that gives the widest rows.
pub fn strange(text: &str) -> Option<Table> {
    let read = |separator| {
        let rows: Vec<Row> = rows(text, separator).take(MAX_ROWS).collect::<Result<_, _>>().ok()?;
        Some(Table { separator, ..strange_sheet(&rows)? })
    };
    let mut tables: Vec<Table> = Separator::ALL.into_iter().filter_map(read).collect();
    tables.sort_by_key(|table| std::cmp::Reverse(table.header.filled()));
    tables.into_iter().next()
}

/// A title is never a date, an address or a number: with those, the file has no titles at all.
fn is_a_fact(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 5 || cell.contains('@')
}

fn below(rows: &[Row], place: usize) -> Table {
    let header = rows[place].clone();
    Table { separator: Separator::Cells, header, rows: rows[place + 1..].to_vec(), unterminated: false }
}

/// How many titles of this row have a meaning; none without a name among them.
fn recognised(row: &Row, mapping: &Mapping) -> usize {
    let titles: Vec<String> = row.cells().map(name).collect();
    let meanings = meanings(&titles, mapping);
    let names = meanings.iter().any(|m| matches!(m, Meaning::Kept { column: Column::Last | Column::First, .. }));
    match names {
        true => meanings.iter().filter(|m| header::is_known(**m)).count(),
        false => 0,
    }
}

/// Rows with at least one filled cell.
fn rows(text: &str, separator: Separator) -> impl Iterator<Item = Result<Row, Refusal>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records();
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
    std::iter::from_fn(move || {
        loop {
            let cells = match reader.next()? {
                Ok(cells) => cells,
                Err(_) => return Some(Err(Refusal::Binary)),
            };
            let start = cells.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            let line = lines.of_record_at(start);
            if let Err(refusal) = check_quotes(&cells, line) {
                return Some(Err(refusal));
            }
            let row = Row { line, start, cells };
            if !row.is_blank() {
                return Some(Ok(row));
            }
        }
    })
}

/// An opening quote that nothing closes swallows the lines that follow.
fn check_quotes(cells: &csv::StringRecord, line: u32) -> Result<(), Refusal> {
    const LINES_IN_A_CELL: usize = 5;
    let swallowed = cells.iter().any(|cell| cell.lines().count() > LINES_IN_A_CELL);
    match swallowed {
        true => Err(Refusal::OpenQuote { line }),
        false => Ok(()),
    }
}

/// As above when too few lines follow to tell, or when the file stops inside a quoted cell.
fn check_last_quote(text: &str, last: Option<&Row>) -> Result<(), Refusal> {
    let Some(last) = last else { return Ok(()) };
    let raw = text.get(last.start..).unwrap_or_default();
    let open = raw.bytes().filter(|b| *b == b'"').count() % 2 == 1;
    let line = last.line;
    match (open, raw.trim_end().contains('\n'), raw.ends_with(['\n', '\r'])) {
        (true, _, false) => Err(Refusal::Cut { line }),
        (true, true, true) => Err(Refusal::OpenQuote { line }),
        _ => Ok(()),
    }
}

/// The reader's own count would name the blank line before a record.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of_record_at(&mut self, start: usize) -> u32 {
        let blank = |b: Option<&u8>| matches!(b, Some(b'\n' | b'\r'));
        while self.at < self.bytes.len() && (self.at < start || blank(self.bytes.get(self.at))) {
            let pair = self.bytes[self.at] == b'\r' && self.bytes.get(self.at + 1) == Some(&b'\n');
            if blank(self.bytes.get(self.at)) && !pair {
                self.line += 1;
            }
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Refusal> {
        table(text, &Mapping::default())
    }

    fn lines(text: &str) -> Vec<(u32, usize)> {
        read(text).map_or(Vec::new(), |t| t.rows.iter().map(|r| (r.line, r.width())).collect())
    }

    #[test]
    fn the_separator_comes_from_the_header_outside_quotes() {
        for (text, separator) in [
            ("Nom;Prénom;Classe\n", Separator::Semicolon),
            ("Nom\tPrénom\tClasse\n", Separator::Tab),
            ("\"Nom\",\"Prénom\",\"Remarque ; suite\"\n", Separator::Comma),
        ] {
            assert_eq!(read(text).map(|t| t.separator).ok(), Some(separator));
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "Nom;Prénom;Adresse\r\n\r\nA;B;\"1 rue\r\nHaute\"\r\n;;\r\nC;D\r\n\r\n\r\nE;F;G";
        assert_eq!(lines(text), [(3, 3), (6, 2), (9, 3)]);
        assert_eq!(lines("Nom;Prénom\rA;B\r\rC;D"), [(2, 2), (4, 2)]);
    }

    #[test]
    fn a_header_may_come_after_titles() {
        let text = "sep=;\nÉcole de Saint-Fictif\n\nListe des élèves ; classe\nNom;Prénom;Classe\nA;B;C\n";
        let found = read(text).ok();
        assert_eq!(found.as_ref().map(|t| t.header.line), Some(5));
        assert_eq!(found.map(|t| t.rows.len()), Some(1));
    }

    #[test]
    fn another_file_has_no_header() {
        assert_eq!(read("Date;Libellé;Montant\n01/02/2026;Cantine;12\n").err(), Some(Refusal::NoHeader));
    }

    #[test]
    fn a_file_without_end_is_another_file() {
        let of = |rows: usize| read(&format!("Nom;Prénom\n{}", "A;B\n".repeat(rows)));
        assert_eq!(of(MAX_ROWS).map(|table| table.rows.len()).ok(), Some(MAX_ROWS));
        assert_eq!(of(MAX_ROWS + 1).err(), Some(Refusal::TooLong));
    }

    #[test]
    fn an_open_quote_is_named_by_its_line() {
        let text = format!("Nom;Prénom\nA;B\n\"C;D\n{}", "E;F\n".repeat(8));
        assert_eq!(read(&text).err(), Some(Refusal::OpenQuote { line: 3 }));
        assert_eq!(read("Nom;Prénom\nA;\"B\nC;D\n").err(), Some(Refusal::OpenQuote { line: 2 }));
        assert_eq!(read("\"Nom\";\"Prénom\"\n\"A\";\"Bert").err(), Some(Refusal::Cut { line: 2 }));
    }
}
