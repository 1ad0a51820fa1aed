//! The table of a class for a spreadsheet.

use super::{Row, Table};
use crate::{
    base::{error::Result, french, sheet::Sheet},
    rooms::consents::pages::standing_word,
    school::consent::asking::sentences,
};

pub fn file_name(table: &Table) -> String {
    let words = french::fold(&format!("autorisations image {}", table.class));
    let plain: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    format!("{}.csv", plain.trim_matches('-'))
}

pub fn csv(table: &Table) -> Result<Vec<u8>> {
    let asked = table.open().iter().map(|request| {
        let asking = &request.asking;
        format!("{} ({})", sentences::purpose(asking.purpose), sentences::when(asking))
    });
    let heads = ["Classe", "Nom", "Prénom"].map(str::to_owned).into_iter();
    let mut sheet = Sheet::of(heads.chain(asked).chain(["Sans réponse".to_owned()]))?;
    for row in &table.rows {
        sheet.line(line(&table.class, row))?;
    }
    sheet.bytes()
}

fn line<'a>(class: &str, row: &'a Row) -> impl Iterator<Item = String> + 'a {
    let mut silent: Vec<&str> = Vec::new();
    for name in row.cells.iter().flat_map(|cell| &cell.silent) {
        if !silent.contains(&name.as_str()) {
            silent.push(name);
        }
    }
    let who = [class.to_owned(), row.pupil.last_name.clone(), row.pupil.first_name.clone()];
    let cells = row.cells.iter().map(|cell| standing_word(cell.standing).to_owned());
    who.into_iter().chain(cells).chain([silent.join(", ")])
}
