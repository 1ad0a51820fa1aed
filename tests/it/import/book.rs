//! Workbooks made by hand, of a few lines of XML: what a spreadsheet writes, no more.
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A cell of a made workbook.
pub enum Cell {
    Text(String),
    Number(f64),
    /// Days since the eve of 1900, formatted as a date.
    Day(u32),
}

pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, (name, bytes)) in entries.iter().enumerate() {
        // OpenDocument wants its kind first and plain.
        let method = if place == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Sheets of an xlsx file, each with its rows; strings stand in the cells and in the shared table by turns.
pub fn xlsx(sheets: &[Vec<Vec<Cell>>]) -> Vec<u8> {
    let mut shared: Vec<&str> = Vec::new();
    let (mut parts, mut listed, mut related) = (Vec::new(), String::new(), String::new());
    for (n, rows) in (1..).zip(sheets) {
        let mut xml =
            String::from(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#);
        for (r, row) in (1..).zip(rows) {
            xml += &format!(r#"<row r="{r}">"#);
            for (c, cell) in row.iter().enumerate() {
                let at = format!("{}{r}", column(c));
                xml += &match cell {
                    Cell::Text(text) if text.is_empty() => String::new(),
                    Cell::Text(text) if c % 2 == 0 => {
                        shared.push(text);
                        format!(r#"<c r="{at}" t="s"><v>{}</v></c>"#, shared.len() - 1)
                    }
                    Cell::Text(text) => format!(r#"<c r="{at}" t="inlineStr"><is><t>{}</t></is></c>"#, escaped(text)),
                    Cell::Number(value) => format!(r#"<c r="{at}"><f>1*{value}</f><v>{value}</v></c>"#),
                    Cell::Day(days) => format!(r#"<c r="{at}" s="1"><v>{days}</v></c>"#),
                };
            }
            xml += "</row>";
        }
        xml += "</sheetData></worksheet>";
        parts.push((format!("xl/worksheets/sheet{n}.xml"), xml));
        listed += &format!(r#"<sheet name="Feuille{n}" sheetId="{n}" r:id="rId{n}"/>"#);
        related += &format!(
            r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
    }
    let strings: String = shared.iter().map(|text| format!("<si><t>{}</t></si>", escaped(text))).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>"#);
    let related = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}<Relationship Id="rIdS" Type="{office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdF" Type="{office}/styles" Target="styles.xml"/></Relationships>"#
    );
    let strings = format!(r#"<sst xmlns="{main}">{strings}</sst>"#);
    let styles = format!(
        r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#
    );
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let root = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", related.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    entries.extend(parts.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())));
    archive(&entries)
}

/// One sheet of an ods file; the empty foot that LibreOffice writes is there.
pub fn ods(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut xml = String::new();
    for row in rows {
        xml += "<table:table-row>";
        for cell in row {
            xml += &match cell {
                Cell::Text(text) if text.is_empty() => "<table:table-cell/>".to_owned(),
                Cell::Text(text) => format!(
                    r#"<table:table-cell office:value-type="string"><office:annotation><text:p>une note</text:p></office:annotation><text:p>{}</text:p></table:table-cell>"#,
                    escaped(text)
                ),
                Cell::Number(value) => format!(
                    r#"<table:table-cell office:value-type="float" office:value="{value}" table:formula="of:=1*{value}"><text:p>{value}</text:p></table:table-cell>"#
                ),
                Cell::Day(days) => {
                    let day = jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(*days)).unwrap();
                    format!(
                        r#"<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>le jour dit</text:p></table:table-cell>"#
                    )
                }
            };
        }
        xml += r#"<table:table-cell table:number-columns-repeated="16300"/></table:table-row>"#;
    }
    xml += r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    ods_of(&xml)
}

/// An ods file around these rows.
pub fn ods_of(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Feuille1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// The rows of a CSV file with semicolons, every cell a text.
pub fn rows(text: &str) -> Vec<Vec<Cell>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text.as_bytes());
    let cells = |row: csv::StringRecord| row.iter().map(|cell| Cell::Text(cell.to_owned())).collect();
    reader.records().map(|row| cells(row.unwrap())).collect()
}

fn column(place: usize) -> String {
    let letter = |at: usize| char::from(b'A' + at as u8);
    if place < 26 { letter(place).to_string() } else { format!("{}{}", letter(place / 26 - 1), letter(place % 26)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
