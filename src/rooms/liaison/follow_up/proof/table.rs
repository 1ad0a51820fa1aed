//! The proof as a table for a spreadsheet, and the words that both forms of it share.

use super::{Is, Proof, Said};
use crate::{
    base::{
        clock::Instant,
        error::{Error, Result},
    },
    rooms::liaison::{Asks, answers::How},
};

pub const HEADS: [&str; 9] =
    ["Élève", "Classe", "Responsable", "État", "Date", "Heure", "Version du texte", "Moyen", "Enregistré par"];

/// Semicolons and a byte-order mark: what a French spreadsheet opens by a double click.
pub fn csv(proof: &Proof) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let written = |error: csv::Error| Error::internal(error.to_string());
    writer.write_record(HEADS).map_err(written)?;
    for said in &proof.lines {
        let (at, version, means, by) = match &said.is {
            Is::Answered { at, how, version, recorded_by, .. } => {
                (Some(*at), version.to_string(), means(*how), recorded_by.as_str())
            }
            _ => (None, String::new(), "", ""),
        };
        let (day, time) = at.map(|at| (day(proof, at), time(proof, at))).unwrap_or_default();
        let state = state(proof.asks, said);
        let cells = [&said.pupil, &said.class, &said.guardian, state, &day, &time, &version, means, by];
        writer.write_record(cells.map(inert)).map_err(written)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

/// No cell is a formula, whatever somebody is called.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

pub fn state(asks: Asks, said: &Said) -> &'static str {
    match (&said.is, asks) {
        (Is::Answered { counts: false, .. }, _) => "A répondu à une version corrigée depuis, ne compte plus",
        (Is::Answered { .. }, Asks::Read) => "A lu",
        (Is::Answered { .. }, _) => "A signé",
        (Is::Awaited, _) => "N’a pas répondu",
        (Is::NoAccount, _) => "N’a pas de compte, n’a pas répondu",
        (Is::Free, _) => "Rien ne lui est demandé",
    }
}

pub fn means(how: How) -> &'static str {
    match how {
        How::Application => "Application, connecté",
        How::OneTap => "Lien de l’e-mail",
        How::Mail => "Réponse par e-mail",
        How::Paper => "Papier",
    }
}

/// « 17/11/2026 ».
pub fn day(proof: &Proof, at: Instant) -> String {
    at.zoned(&proof.zone).strftime("%d/%m/%Y").to_string()
}

/// « 08:31:05 UTC+01:00 »: to the second, whatever the season.
pub fn time(proof: &Proof, at: Instant) -> String {
    at.zoned(&proof.zone).strftime("%H:%M:%S UTC%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(inert("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(inert("@somme"), "'@somme");
        assert_eq!(inert("Martin Léa"), "Martin Léa");
    }
}
