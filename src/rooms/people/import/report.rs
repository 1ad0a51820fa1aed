//! What an import would do, to keep: counts for scripts (`--json`) and a table for the director, line by line.
use super::diff::{self, Counts, Diff, Line, What};
use super::{Encoding, Fault, Kind, Parsed, Rows, sentences};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub kind: Kind,
    pub encoding: Encoding,
    pub rows: usize,
    pub new: usize,
    pub changed: usize,
    pub moved: usize,
    pub absent: usize,
    pub doubtful: usize,
    pub faults: Vec<Finding>,
}

/// A line of the file, and what a person should know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub line: u32,
    pub sentence: String,
}

/// The faults of the file, then what else a person should know of it.
pub fn report(parsed: &Parsed, found: &Diff) -> Report {
    let Counts { new, changed, moved, absent, doubtful, .. } = found.counts();
    let mut faults = parsed.faults.clone();
    faults.extend(remarks(parsed));
    faults.sort_by_key(|fault| fault.line);
    let faults = faults.into_iter().map(|fault| Finding { line: fault.line, sentence: fault.sentence }).collect();
    Report {
        kind: parsed.kind(),
        encoding: parsed.encoding,
        rows: parsed.row_count,
        new,
        changed,
        moved,
        absent,
        doubtful,
        faults,
    }
}

/// Columns left out, photographs, organisations.
pub fn remarks(parsed: &Parsed) -> Vec<Fault> {
    let header = parsed.header_line;
    let mut remarks = Vec::new();
    if parsed.photo_column {
        remarks.push(Fault::note(header, sentences::photo_column()));
    }
    if !parsed.dropped_columns.is_empty() {
        remarks.push(Fault::note(header, sentences::dropped_columns(&parsed.dropped_columns)));
    }
    if !parsed.ignored_columns.is_empty() {
        remarks.push(Fault::note(header, sentences::ignored_columns(&parsed.ignored_columns)));
    }
    for organisation in &parsed.organisations {
        let children: Vec<String> = organisation.children.iter().map(|c| c.name.shown()).collect();
        remarks.push(Fault::note(organisation.line, sentences::organisation(&organisation.name, &children.join(", "))));
    }
    remarks
}

/// For a spreadsheet: UTF-8 with its mark, `;`, one row per line of the file that has something to say.
pub fn table(parsed: &Parsed, found: &Diff) -> String {
    let mut rows: Vec<(u32, [String; 4])> = Vec::new();
    for fault in parsed.faults.iter().cloned().chain(remarks(parsed)) {
        let who = who_at(parsed, fault.line);
        rows.push((fault.line, [fault.line.to_string(), who, sentences::weight(fault.weight).into(), fault.sentence]));
    }
    for line in found.lines() {
        if let Some((what, detail)) = diff::sentences::what(&line.what) {
            let Line { line, who, .. } = line;
            let number = line.map(|n| n.to_string()).unwrap_or_default();
            rows.push((line.unwrap_or(u32::MAX), [number, who, what.into(), detail]));
        }
    }
    rows.sort_by_key(|(line, _)| *line);
    let mut text = String::from("\u{feff}Ligne;Personne;Constat;Détail\r\n");
    for (_, cells) in rows {
        let cells = cells.map(|cell| spreadsheet_cell(&cell));
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text
}

fn who_at(parsed: &Parsed, line: u32) -> String {
    let name = match &parsed.rows {
        Rows::Pupils(rows) => rows.iter().find(|r| r.line == line).map(|r| &r.name),
        Rows::Guardians(rows) => rows.iter().find(|r| r.line == line).map(|r| &r.name),
        Rows::Staff(rows) => rows.iter().find(|r| r.line == line).map(|r| &r.name),
    };
    name.map_or(String::new(), super::Name::shown)
}

/// Quoted, and never a formula.
fn spreadsheet_cell(cell: &str) -> String {
    let guard = match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => "'",
        false => "",
    };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// Is there anything that a person must settle before this import says all it could?
pub fn waits_for_a_person(found: &Diff) -> bool {
    found.lines().iter().any(|line| matches!(line.what, What::Doubtful { .. }))
}
