//! Of the backups: how old, when one was last restored aside, and whether somebody can open them.

use super::{Finding, State as Health, well};
use crate::{
    base::{clock::Instant, french},
    rooms::settings::backups::state::State,
};
use jiff::tz::TimeZone;

pub fn findings(state: &State, now: Instant, zone: &TimeZone) -> Vec<Finding> {
    vec![made(state, now, zone), read(state, now, zone), elsewhere(state, now, zone), key(state)]
}

fn made(state: &State, now: Instant, zone: &TimeZone) -> Finding {
    let done = state.made.as_ref().and_then(|made| made.done_by(now));
    let says = match done {
        Some(at) => format!("La dernière a été faite {}.", french::moment(at.timestamp(), now.timestamp(), zone)),
        None => "Aucune n’est encore faite\u{202f}: la première vient dans la nuit.".to_owned(),
    };
    let said = well("backup", "Sauvegarde", says);
    let hindrances = state.hindrances(now);
    let todo = match hindrances.first() {
        Some(hindrance) => {
            format!("{} La page «\u{202f}Sauvegardes\u{202f}» en dit plus.", french::capitalised(hindrance))
        }
        None => "Demandez-en une à la page «\u{202f}Sauvegardes\u{202f}».".to_owned(),
    };
    if state.late_since(now).is_some() {
        return said.but(Health::Wrong, todo);
    }
    if hindrances.is_empty() { said } else { said.but(Health::Watch, todo) }
}

fn read(state: &State, now: Instant, zone: &TimeZone) -> Finding {
    let done = state.verified.as_ref().and_then(|verified| verified.done_by(now));
    let says = match done {
        Some(at) => format!(
            "La dernière a été restaurée à part et comparée {}.",
            french::moment(at.timestamp(), now.timestamp(), zone)
        ),
        None => "Aucune n’a encore été restaurée à part.".to_owned(),
    };
    let said = well("restore", "Restauration vérifiée", says);
    if state.is_unread(now) {
        return said
            .but(Health::Watch, "Elle devrait l’être chaque semaine\u{202f}: laissez la boîte allumée la nuit.");
    }
    said
}

/// What stands only on the box goes with it.
fn elsewhere(state: &State, now: Instant, zone: &TimeZone) -> Finding {
    let last = state.elsewhere(now);
    let says = match last {
        Some(at) => {
            let when = french::moment(at.timestamp(), now.timestamp(), zone);
            match state.is_on_a_disk(at) {
                true => format!("La dernière est sur un disque depuis {when}\u{202f}: il se range hors de l’école."),
                false => format!("La dernière copie a quitté la boîte {when}."),
            }
        }
        None => "Les sauvegardes ne sont que sur la boîte\u{202f}: volée ou brûlée, elle les emporte.".to_owned(),
    };
    let said = well("backup_elsewhere", "Copie ailleurs", says);
    if !state.is_alone(now) {
        return said;
    }
    let todo = match state.plan.disk.as_str() {
        "" => "Branchez un disque USB et choisissez-le à la page «\u{202f}Sauvegardes\u{202f}», puis rangez-le hors de l’école\u{202f}; ou demandez à la mairie de les porter ailleurs chaque nuit.".to_owned(),
        disk => format!("Branchez le disque «\u{202f}{disk}\u{202f}» une heure\u{202f}: la copie se fait seule. Puis rangez-le hors de l’école."),
    };
    said.but(Health::Watch, todo)
}

fn key(state: &State) -> Finding {
    match &state.key {
        Some(number) => well("recovery_key", "Clé de secours", format!("La clé imprimée porte le n°\u{202f}{number}.")),
        None => well("recovery_key", "Clé de secours", "Elle n’est pas imprimée.").but(
            Health::Watch,
            "Imprimez-la à la page «\u{202f}Sauvegardes\u{202f}»\u{202f}: sans elle, une boîte perdue est une école perdue.",
        ),
    }
}
