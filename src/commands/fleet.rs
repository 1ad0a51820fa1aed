//! `preau fleet`: what the boxes of a town say of themselves, as one page and one table. It reads their figures, keeps nothing
//! from one time to the next, and changes nothing on any of them.

mod ask;
mod figures;
mod inventory;
mod judge;
mod pages;
mod sheet;

use super::{Outcome, said};
use crate::base::{
    clock::{Clock, Instant},
    console, disk,
};
use clap::Args;
use inventory::Inventory;
use jiff::tz::TimeZone;
use judge::{Level, Row};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// It begins the folder that a web server shows.
const PAGE: &str = "index.html";
const SHEET: &str = "parc.csv";

#[derive(Args)]
pub struct Fleet {
    /// La liste des écoles, en TOML (docs/exploitation.md)
    #[arg(value_name = "INVENTAIRE")]
    inventory: PathBuf,
    /// Dossier où écrire index.html et parc.csv
    #[arg(long, value_name = "DOSSIER")]
    out: PathBuf,
}

/// All that is shown.
struct Report {
    title: String,
    at: Instant,
    zone: TimeZone,
    /// The worst first.
    rows: Vec<Row>,
}

impl Report {
    fn count(&self, level: Level) -> usize {
        self.rows.iter().filter(|row| row.level == level).count()
    }
}

impl Fleet {
    /// 0 when nothing is to be mended anywhere, 1 otherwise; the page is written all the same.
    pub fn run(self) -> Outcome {
        let inventory = Inventory::read(&self.inventory)?;
        let told = ask::all(&inventory);
        let at = Clock::default().now();
        let zone = TimeZone::system();
        let rows = judge::rows(&inventory.schools, &told, at, &zone);
        let report = Report { title: inventory.title, at, zone, rows };
        fs::create_dir_all(&self.out).map_err(|error| console::unread(&self.out, &error))?;
        write(&self.out.join(SHEET), &sheet::csv(&report).map_err(said)?)?;
        write(&self.out.join(PAGE), pages::report(&report).into_string().as_bytes())?;
        println!("{}", pages::summary(&report));
        let is_well = report.count(Level::Wrong) + report.count(Level::Silent) == 0;
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Whole or not at all: somebody may be looking. Readable by the web server.
fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    disk::write(path, bytes, 0o644).map_err(|error| console::unread(path, &error))
}
