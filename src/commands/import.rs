//! `preau import FILE…`: what ONDE files would change, and with no `--dry-run` the change itself. Questions that only a
//! person can answer are left out and listed; one refused file, and nothing is written.

use super::{Folder, Outcome, said};
use crate::{
    base::{console, error::Result, french, jobs::System},
    door::House,
    rooms::people::import::{
        Parsed, Refusal,
        apply::Leaving,
        check_length,
        diff::{Decisions, Diff},
        leavers::leavers,
        mapping::{self, Setting},
        plan::{Source, in_order, plan, questions},
        report, store, written,
    },
    school::{journal, settings},
};
use clap::Args;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    folder: Folder,
    /// Fichiers d’ONDE (CSV), classeurs .xlsx ou .ods : élèves, responsables, enseignants, dans n’importe quel ordre
    #[arg(required = true, value_name = "FICHIER")]
    files: Vec<PathBuf>,
    /// Dit ce qui changerait, n’écrit rien
    #[arg(long)]
    dry_run: bool,
    /// En JSON : un objet par fichier et par ligne, élèves d’abord, puis responsables, puis enseignants
    #[arg(long)]
    json: bool,
}

/// A file that is not read, in the shape of a report.
#[derive(serde::Serialize)]
struct Refused {
    kind: Option<()>,
    encoding: Option<()>,
    rows: usize,
    new: usize,
    changed: usize,
    moved: usize,
    absent: usize,
    doubtful: usize,
    faults: Vec<report::Finding>,
}

impl Import {
    pub fn run(self) -> Outcome {
        let mut sources = Vec::new();
        let mut refused = Vec::new();
        let house = self.folder.house()?;
        let settings = settings_of(&house).map_err(said)?;
        for path in &self.files {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match parsed(path, &settings)? {
                Ok(parsed) => sources.push(Source { name, parsed }),
                Err(refusal) => refused.push((name, refusal)),
            }
        }
        let sources = in_order(sources);
        let dry_run = self.dry_run || !refused.is_empty();
        let (plan, absent) = import(&house, &sources, dry_run).map_err(said)?;
        for (source, found) in sources.iter().zip(&plan) {
            self.say(source, found)?;
        }
        for (name, refusal) in &refused {
            self.say_refused(name, refusal)?;
        }
        if !self.json && refused.is_empty() {
            say_what_screens_do(absent, dry_run);
        }
        match refused.is_empty() {
            true => Ok(ExitCode::SUCCESS),
            false => Ok(ExitCode::FAILURE),
        }
    }

    fn say(&self, source: &Source, found: &Diff) -> std::result::Result<(), String> {
        let report = report::report(&source.parsed, found);
        if self.json {
            return print_json(&report);
        }
        println!(
            "{} : {} lignes, {} nouveaux, {} changés, {} changent de classe, {} absents, {} à décider",
            source.name, report.rows, report.new, report.changed, report.moved, report.absent, report.doubtful
        );
        for question in questions(std::slice::from_ref(found)) {
            println!("  à décider : {}", question.question);
        }
        for fault in report.faults {
            println!("  ligne {} : {}", fault.line, fault.sentence);
        }
        Ok(())
    }

    fn say_refused(&self, name: &str, refusal: &Refusal) -> std::result::Result<(), String> {
        if !self.json {
            println!("{name} : {} Rien n’est importé.", refusal.sentence());
            return Ok(());
        }
        let faults = vec![report::Finding { line: refusal.line(), sentence: refusal.sentence() }];
        let (rows, new, changed, moved, absent, doubtful) = Default::default();
        print_json(&Refused { kind: None, encoding: None, rows, new, changed, moved, absent, doubtful, faults })
    }
}

/// Nobody is asked here, and nothing asks before it undoes.
fn say_what_screens_do(absent: usize, dry_run: bool) {
    if absent > 0 {
        println!(
            "{} : aucun départ n’est noté d’ici. La direction dit qui a quitté l’école en important le même fichier à l’écran, « Import ONDE ».",
            french::count(absent as i64, "élève absent des fichiers", "élèves absents des fichiers")
        );
    }
    if !dry_run {
        println!(
            "La direction peut annuler cet import à l’écran, « Import ONDE », pendant trente jours ou jusqu’au prochain."
        );
    }
}

/// In one transaction: the plan for the report, and of how many pupils a person would be asked whether they have left.
fn import(house: &House, sources: &[Source], dry_run: bool) -> Result<(Vec<Diff>, usize)> {
    let root = System::at_the_console();
    let now = house.clock.now();
    let tx = house.db.write()?;
    let today = now.date(&settings::store::facts(&tx)?.zone_of_time());
    let snapshot = store::snapshot(&tx, today, &root)?;
    let found = plan(sources, &snapshot, &Decisions::new());
    if !dry_run {
        // Who left is a person's word, and nobody is asked here.
        let nobody = Leaving { pupils: Vec::new(), last_day: today };
        let id = store::add(&tx, sources, now, &root)?;
        written::write(&tx, id, (&found, &nobody), &snapshot, (today, now), &root)?;
        let entry =
            journal::Entry { at: now, by: None, act: "apply_import", thing: "people_import", thing_id: Some(id) };
        journal::store::add(&tx, &entry)?;
        tx.commit()?;
    }
    let absent = leavers(&found, &snapshot).asked.len();
    Ok((found, absent))
}

/// What people said of unknown columns on the screens serves here too.
fn settings_of(house: &House) -> Result<Vec<Setting>> {
    mapping::store::all(&house.db.read()?, &System::at_the_console())
}

fn parsed(path: &Path, settings: &[Setting]) -> std::result::Result<std::result::Result<Parsed, Refusal>, String> {
    let unread = |error: std::io::Error| console::unread(path, &error);
    let length = std::fs::metadata(path).map_err(unread)?.len();
    if let Err(refusal) = check_length(length) {
        return Ok(Err(refusal));
    }
    Ok(mapping::read(&std::fs::read(path).map_err(unread)?, settings))
}

fn print_json(value: &impl serde::Serialize) -> std::result::Result<(), String> {
    println!("{}", serde_json::to_string(value).map_err(|error| error.to_string())?);
    Ok(())
}
