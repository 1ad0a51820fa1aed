//! The table of a class for a spreadsheet.

use super::{Row, Table};
use crate::{
    base::{
        error::{Error, Result},
        french,
    },
    rooms::consents::pages::standing_word,
    school::consent::asking::sentences,
};

pub fn file_name(table: &Table) -> String {
    let words = french::fold(&format!("autorisations image {}", table.class));
    let plain: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    format!("{}.csv", plain.trim_matches('-'))
}

/// Semicolons and a byte-order mark: what a French spreadsheet opens by a double click.
pub fn csv(table: &Table) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let written = |error: csv::Error| Error::internal(error.to_string());
    let asked = table.open().iter().map(|request| {
        let asking = &request.asking;
        format!("{} ({})", sentences::purpose(asking.purpose), sentences::when(asking))
    });
    let heads = ["Classe", "Nom", "Prénom"].map(str::to_owned).into_iter();
    let heads = heads.chain(asked).chain(["Sans réponse".to_owned()]);
    writer.write_record(heads.map(|head| inert(&head))).map_err(written)?;
    for row in &table.rows {
        writer.write_record(line(&table.class, row).map(|cell| inert(&cell))).map_err(written)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
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

/// No cell is a formula, whatever somebody is called.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("Léa"), "Léa");
    }
}
