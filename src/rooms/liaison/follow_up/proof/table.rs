//! The proof as a table for a spreadsheet, and the words that both forms of it share.

use super::{Is, Proof, Said};
use crate::{
    base::{clock::Instant, error::Result, french, sheet::Sheet},
    rooms::liaison::{Asks, answers::How},
};

pub const HEADS: [&str; 9] =
    ["Élève", "Classe", "Responsable", "État", "Date", "Heure", "Version du texte", "Moyen", "Enregistré par"];

pub fn csv(proof: &Proof) -> Result<Vec<u8>> {
    let mut sheet = Sheet::of(HEADS)?;
    for said in &proof.lines {
        let (at, version, means, by) = match &said.is {
            Is::Answered { at, how, version, recorded_by, .. } => {
                (Some(*at), version.to_string(), means(*how), recorded_by.as_str())
            }
            _ => (None, String::new(), "", ""),
        };
        let (day, time) = at.map(|at| (day(proof, at), time(proof, at))).unwrap_or_default();
        let state = state(proof.asks, said);
        sheet.line([&said.pupil, &said.class, &said.guardian, state, &day, &time, &version, means, by])?;
    }
    if let Some((pupils, answered)) = gone(proof) {
        sheet.line([pupils.as_str(), "", "", answered.as_str(), "", "", "", "", ""])?;
    }
    sheet.bytes()
}

/// « 2 élèves partis depuis », « 1 avec une réponse »: they count for the proof, and have no name any more.
pub fn gone(proof: &Proof) -> Option<(String, String)> {
    let (pupils, answered) = proof.gone;
    let answered = if proof.asks == Asks::Nothing {
        "Rien ne leur était demandé".to_owned()
    } else {
        format!("{} avec une réponse", french::number(answered))
    };
    (pupils > 0).then(|| (format!("{} depuis", french::count(pupils, "élève parti", "élèves partis")), answered))
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
