//! The proof of a follow-up: who answered what, to which text, exactly when and by what means; as a PDF with the texts, or as
//! a table. Of the pupils whom the viewer follows up, and made when it is asked for: nothing is kept of it.

mod sheet;
pub mod store;
mod table;

use super::{Line, store as follow_up, tally::State};
use crate::{
    base::{
        clock::Instant,
        error::{Error, Result},
        french,
    },
    door::{Cx, Page},
    rooms::liaison::{Asks, answers::How, policy::FollowUp, store as notes},
    school::{
        audience::Named,
        permit::{May, Ties},
    },
};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// All that the proof says.
pub struct Proof {
    pub school: String,
    pub author: String,
    pub asks: Asks,
    /// Empty for who follows up a part of it: a word to single pupils would name those of others.
    pub to: Vec<Named>,
    pub sent_at: Instant,
    pub is_withdrawn: bool,
    pub made_at: Instant,
    pub zone: TimeZone,
    pub zone_name: String,
    pub lines: Vec<Said>,
    /// Pupils erased since, without a name, and how many of them had an answer.
    pub gone: (i64, i64),
    /// The oldest first.
    pub versions: Vec<store::Version>,
}

/// What is said of one guardian for one pupil: an answer, or that none is there.
pub struct Said {
    pub pupil: String,
    pub class: String,
    /// Empty on a slip whose hand was not told.
    pub guardian: String,
    pub is: Is,
}

pub enum Is {
    Answered { at: Instant, how: How, version: i64, recorded_by: String, counts: bool },
    Awaited,
    NoAccount,
    Free,
}

pub fn pdf(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let proof = gather(cx, &note)?;
    let bytes = sheet::pdf(&proof).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Page::download(file_name(&proof, "pdf"), "application/pdf", bytes))
}

pub fn csv(cx: &Cx, note: May<FollowUp>) -> Result<Page> {
    let proof = gather(cx, &note)?;
    let bytes = table::csv(&proof)?;
    Ok(Page::download(file_name(&proof, "csv"), "text/csv; charset=utf-8", bytes))
}

/// The table alone, for what the school takes with it.
pub fn csv_of(cx: &Cx, note: &May<FollowUp>) -> Result<Vec<u8>> {
    table::csv(&gather(cx, note)?)
}

fn gather(cx: &Cx, note: &May<FollowUp>) -> Result<Proof> {
    let reached = super::seen(cx, note)?;
    let lines: HashMap<_, Line> =
        super::lines(cx, note, &reached)?.into_iter().map(|line| (line.pupil, line)).collect();
    let names: HashMap<_, _> = follow_up::guardians(&cx.db, note)?.into_iter().collect();
    let mut answers: HashMap<_, Vec<store::Given>> = HashMap::new();
    for given in store::answers(&cx.db, note)? {
        answers.entry(given.pupil).or_default().push(given);
    }
    let mut said = Vec::new();
    for pupil in follow_up::pupils(&cx.db, note)? {
        let Some(line) = lines.get(&pupil.pupil) else { continue };
        let one = |guardian: String, is: Is| Said {
            pupil: format!("{} {}", pupil.last_name, pupil.first_name),
            class: pupil.class_name.clone(),
            guardian,
            is,
        };
        for given in answers.remove(&pupil.pupil).unwrap_or_default() {
            said.push(one(
                given.guardian_name,
                Is::Answered {
                    at: given.at,
                    how: given.how,
                    version: given.version,
                    recorded_by: given.recorded_by,
                    counts: given.version >= note.asks_since,
                },
            ));
        }
        for cell in &line.guardians {
            let is = match cell.state {
                State::Answered(..) => continue,
                State::Awaited => Is::Awaited,
                State::NoAccount => Is::NoAccount,
                State::Free => Is::Free,
            };
            said.push(one(names.get(&cell.guardian).cloned().unwrap_or_default(), is));
        }
    }
    let knows_all = note.ties().meets(Ties::DIRECTOR.or(Ties::AUTHOR));
    Ok(Proof {
        school: cx.school.name.clone(),
        author: note.author_name.clone(),
        asks: note.asks,
        to: if knows_all { notes::addressed_to(&cx.db, note)? } else { Vec::new() },
        sent_at: note.sent_at,
        is_withdrawn: note.is_withdrawn(),
        made_at: cx.now,
        zone: cx.zone.clone(),
        zone_name: cx.school.time_zone.clone(),
        lines: said,
        gone: follow_up::gone(&cx.db, note)?,
        versions: store::versions(&cx.db, note)?,
    })
}

/// « suivi-sortie-au-musee-2026-11-17.pdf »: whatever the title holds, nothing that a disk or a browser reads otherwise.
fn file_name(proof: &Proof, extension: &str) -> String {
    let title = proof.versions.last().map_or("", |version| version.title.as_str());
    let day = proof.made_at.date(&proof.zone);
    format!("suivi-{}-{day}.{extension}", plain(title))
}

fn plain(title: &str) -> String {
    const LETTERS: usize = 60;
    let mut plain = String::new();
    for c in french::fold(title).chars() {
        match c {
            c if c.is_ascii_alphanumeric() => plain.push(c),
            _ if plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    plain.truncate(LETTERS);
    match plain.trim_matches('-') {
        "" => "mot".to_owned(),
        plain => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_file_name_is_safe_everywhere() {
        assert_eq!(plain("Sortie au musée : l’été !"), "sortie-au-musee-l-ete");
        assert_eq!(plain("../../etc/passwd\r\nX: y"), "etc-passwd-x-y");
        assert_eq!(plain("«  »"), "mot");
        assert!(plain(&"long ".repeat(50)).len() <= 60);
    }
}
