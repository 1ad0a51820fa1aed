//! The same report for a spreadsheet: dates and numbers as they are, and a word for how each school stands.

use super::{Report, judge::COLUMNS, pages};
use crate::base::{error::Result, sheet::Sheet};

pub fn csv(report: &Report) -> Result<Vec<u8>> {
    let heads = ["École", "État", "À régler", "À surveiller"].into_iter().chain(COLUMNS).chain(["Sans nouvelles"]);
    let mut sheet = Sheet::of(heads)?;
    for row in &report.rows {
        let (wrong, watch) = row.findings;
        let (counts, cells, why) = match &row.is {
            Ok(cells) => {
                let raw = cells.iter().map(|cell| cell.raw.clone()).collect();
                ([wrong.to_string(), watch.to_string()], raw, String::new())
            }
            Err(mute) => ([String::new(), String::new()], vec![String::new(); COLUMNS.len()], pages::why(*mute)),
        };
        let begin = [row.name.clone(), pages::state(row.level).to_owned()];
        sheet.line(begin.into_iter().chain(counts).chain(cells).chain([why]))?;
    }
    sheet.bytes()
}
