//! What the figures of a fleet mean, school by school, in a few words for each column. Pure: the same figures, the same page.

use super::{
    ask::{Heard, Mute, Told},
    figures::Figures,
    inventory::School,
};
use crate::base::{
    clock::Instant,
    disk::{Fill, Room},
    french,
};
use jiff::tz::TimeZone;

/// The worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Wrong,
    Silent,
    Watch,
    Well,
}

pub struct Row {
    pub name: String,
    pub level: Level,
    /// To be mended and to be watched, as the box itself counts them.
    pub findings: (i64, i64),
    pub is: Result<Vec<Cell>, Mute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub says: String,
    pub mark: Mark,
    /// For a spreadsheet: a date, a number.
    pub raw: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Wrong,
    Watch,
    Well,
    /// The box does not say.
    Unknown,
}

pub const COLUMNS: [&str; 10] = [
    "Version",
    "Sauvegarde",
    "Restauration vérifiée",
    "Disque",
    "Certificat",
    "E-mails",
    "Horloge",
    "Erreurs",
    "Accès des familles",
    "Mise à jour",
];

const MADE: &str = "backup_made";
const LATE_BACKUP: (i64, i64) = (2 * Instant::DAY, 7 * Instant::DAY);
/// Each week, by the box itself.
const LATE_CHECK: (i64, i64) = (10 * Instant::DAY, 30 * Instant::DAY);
const LATE_LETTER: i64 = 2 * Instant::HOUR;
const SOON_OVER: i64 = 10 * Instant::DAY;
/// Two machines' clocks, and the time that an answer takes.
const SAME_TIME: i64 = 90;
const ANOTHER_TIME: i64 = Instant::HOUR;

/// One for each school, the worst first, by name within.
pub fn rows(schools: &[School], told: &[Told], now: Instant, zone: &TimeZone) -> Vec<Row> {
    let newest = told.iter().flatten().map(|heard| numbers(&heard.figures.version)).max().unwrap_or_default();
    let look = Look { now, zone, newest };
    let mut rows: Vec<Row> =
        schools.iter().zip(told).map(|(school, told)| look.row(school.name.clone(), told)).collect();
    rows.sort_by_cached_key(|row| (row.level, french::sort_key(&row.name, "")));
    rows
}

struct Look<'a> {
    now: Instant,
    zone: &'a TimeZone,
    /// The newest version of the fleet.
    newest: Vec<u64>,
}

impl Look<'_> {
    fn row(&self, name: String, told: &Told) -> Row {
        let heard = match told {
            Ok(heard) => heard,
            Err(mute) => return Row { name, level: Level::Silent, findings: (0, 0), is: Err(*mute) },
        };
        let figures = &heard.figures;
        let count = |state: &str| figures.whole(&format!("findings{{state=\"{state}\"}}")).unwrap_or(0);
        let findings = (count("wrong"), count("watch"));
        let cells = vec![
            self.version(figures),
            self.done(figures, MADE, LATE_BACKUP),
            self.done(figures, "backup_verified", LATE_CHECK),
            room(figures),
            self.certificate(figures),
            self.mail(figures),
            clock(heard),
            errors(figures),
            access(figures),
            self.update(figures),
        ];
        let has = |mark| cells.iter().any(|cell| cell.mark == mark);
        let level = if findings.0 > 0 || has(Mark::Wrong) {
            Level::Wrong
        } else if findings.1 > 0 || has(Mark::Watch) {
            Level::Watch
        } else {
            Level::Well
        };
        Row { name, level, findings, is: Ok(cells) }
    }

    fn version(&self, figures: &Figures) -> Cell {
        let version = figures.version.as_str();
        match numbers(version) {
            none if none.is_empty() => unknown(),
            older if older < self.newest => cell(format!("{version}, une plus récente existe"), Mark::Watch, version),
            _ => cell(version, Mark::Well, version),
        }
    }

    /// A backup, or the check of one: when it last went well, and whether it went well the last time.
    fn done(&self, figures: &Figures, what: &str, (watch, wrong): (i64, i64)) -> Cell {
        let is_failing = figures.is(&format!("{what}_failing")) == Some(true);
        let Some(at) = figures.whole(&format!("{what}_timestamp_seconds")).map(Instant) else {
            return match figures.is("set_up") {
                Some(true) if is_failing => cell("échoue", Mark::Wrong, ""),
                Some(true) => cell("pas encore", Mark::Watch, ""),
                // Once is enough: nothing is late in a school that has not begun.
                Some(false) if what == MADE => cell("école pas encore en route", Mark::Watch, ""),
                _ => unknown(),
            };
        };
        let (day, raw) = (self.day(at), self.written(at));
        match self.now.since(at) {
            _ if is_failing => cell(format!("{day}\u{202f}; échoue depuis"), Mark::Wrong, raw),
            age if age > wrong => cell(day, Mark::Wrong, raw),
            age if age > watch || age < -SAME_TIME => cell(day, Mark::Watch, raw),
            _ => cell(day, Mark::Well, raw),
        }
    }

    fn certificate(&self, figures: &Figures) -> Cell {
        let Some(until) = figures.whole("certificate_expires_timestamp_seconds").map(Instant) else { return unknown() };
        let (left, raw) = (until.since(self.now), self.written(until));
        let says = || match left / Instant::DAY {
            0 => "moins d’un jour".to_owned(),
            days => french::count(days, "jour", "jours"),
        };
        match left {
            ..0 => cell("expiré", Mark::Wrong, raw),
            0..SOON_OVER => cell(says(), Mark::Watch, raw),
            _ => cell(says(), Mark::Well, raw),
        }
    }

    fn mail(&self, figures: &Figures) -> Cell {
        let Some(waiting) = figures.whole("letters_waiting") else { return unknown() };
        let since = figures.whole("letters_late_since_timestamp_seconds").map(Instant);
        let raw = waiting.to_string();
        match (waiting, since) {
            (_, Some(since)) if self.now.since(since) > LATE_LETTER => {
                cell(format!("{} en retard", french::number(waiting)), Mark::Wrong, raw)
            }
            (0, _) => cell("rien n’attend", Mark::Well, raw),
            (some, _) => cell(french::count(some, "attend", "attendent"), Mark::Well, raw),
        }
    }

    fn update(&self, figures: &Figures) -> Cell {
        let at = figures.whole("update_timestamp_seconds").map(Instant);
        let (day, raw) = at.map(|at| (self.day(at), self.written(at))).unwrap_or_default();
        match figures.is("update_failed") {
            Some(true) => cell(format!("échouée {day}").trim_end(), Mark::Wrong, raw),
            Some(false) => cell(format!("réussie {day}").trim_end(), Mark::Well, raw),
            None => unknown(),
        }
    }

    /// « aujourd’hui », « hier », « il y a 9 jours ».
    fn day(&self, at: Instant) -> String {
        let (then, today) = (at.date(self.zone), self.now.date(self.zone));
        match today.since(then).map(|span| span.get_days()).unwrap_or_default() {
            0 => "aujourd’hui".to_owned(),
            1 => "hier".to_owned(),
            days @ 2..=60 => format!("il y a {days} jours"),
            _ => format!("le {}", french::date_year(then)),
        }
    }

    fn written(&self, at: Instant) -> String {
        at.zoned(self.zone).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

fn room(figures: &Figures) -> Cell {
    let (Some(whole), Some(free)) = (figures.value("disk_size_bytes"), figures.value("disk_free_bytes")) else {
        return unknown();
    };
    let room = Room { whole: whole as u64, free: free as u64 };
    let used = room.used_percent();
    let mark = match room.fill() {
        Fill::Plenty => Mark::Well,
        Fill::Low => Mark::Watch,
        Fill::Full => Mark::Wrong,
    };
    cell(format!("{used}\u{202f}% pris"), mark, used.to_string())
}

fn clock(heard: &Heard) -> Cell {
    let figures = &heard.figures;
    let apart = heard.asked_at.zip(figures.whole("clock_timestamp_seconds")).map(|(ours, theirs)| theirs - ours.0);
    let raw = apart.map(|apart| apart.to_string()).unwrap_or_default();
    let said = |apart: i64| {
        let what = if apart < 0 { "retarde" } else { "avance" };
        match apart.unsigned_abs() / 60 {
            minutes @ ..120 => format!("{what} de {}", french::count(minutes, "minute", "minutes")),
            minutes => format!("{what} de {}", french::count(minutes / 60, "heure", "heures")),
        }
    };
    match (figures.is("clock_doubtful"), apart, figures.is("clock_synchronised")) {
        (Some(true), _, _) => cell("en doute", Mark::Wrong, raw),
        (_, Some(apart), _) if apart.unsigned_abs() > ANOTHER_TIME.unsigned_abs() => {
            cell(said(apart), Mark::Wrong, raw)
        }
        (_, Some(apart), _) if apart.unsigned_abs() > SAME_TIME.unsigned_abs() => cell(said(apart), Mark::Watch, raw),
        (_, _, Some(false)) => cell("sans heure réseau", Mark::Watch, raw),
        (None, _, _) => unknown(),
        _ => cell("à l’heure", Mark::Well, raw),
    }
}

fn errors(figures: &Figures) -> Cell {
    match figures.whole("errors_unseen") {
        None => unknown(),
        Some(0) => cell("aucune", Mark::Well, "0"),
        Some(some) => cell(french::count(some, "non lue", "non lues"), Mark::Watch, some.to_string()),
    }
}

/// Only a box that families reach from outside has something to say of it.
fn access(figures: &Figures) -> Cell {
    match figures.is("families_access") {
        None => unknown(),
        Some(true) => cell("ouvert", Mark::Well, "1"),
        Some(false) => cell("en panne", Mark::Wrong, "0"),
    }
}

fn cell(says: impl Into<String>, mark: Mark, raw: impl Into<String>) -> Cell {
    Cell { says: says.into(), mark, raw: raw.into() }
}

fn unknown() -> Cell {
    cell("inconnu", Mark::Unknown, "")
}

/// `0.10.2~rc1` after `0.9`: only the numbers before the first other sign count.
fn numbers(version: &str) -> Vec<u64> {
    let plain = version.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or_default();
    plain.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
