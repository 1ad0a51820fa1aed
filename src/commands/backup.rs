//! `preau backup`: the whole school into a folder, encrypted, while people work. It is read again before it has its name.

use super::{Folder, Outcome, said, told};
use crate::{
    base::{
        backup::{self, BoxKeys, Made, Shelf, Source},
        french::bytes,
    },
    door::{BACKUPS, KEYS, erasing},
    school::settings,
};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    folder: Folder,
    /// Où la mettre : un dossier, un disque USB (« sauvegardes » du dossier des données, si rien n’est dit)
    #[arg(long, value_name = "DOSSIER")]
    to: Option<PathBuf>,
}

impl Backup {
    pub fn run(self) -> Outcome {
        let house = self.folder.standing_house()?;
        let school = house.db.read().and_then(|rx| settings::store::name(&rx)).map_err(said)?;
        let made = || {
            let keys = BoxKeys::open(&house.data.join(KEYS))?;
            let shelf = Shelf::prepare(&self.to.unwrap_or_else(|| house.data.join(BACKUPS)))?;
            let source = Source {
                db: &house.db,
                files: &house.files,
                data: &house.data,
                school: &school,
                stop: &|| false,
                told: &|_| (),
            };
            erasing::write_ledger(&house, shelf.root())?;
            backup::make(&source, &shelf, &keys, house.clock.now())
        };
        tell(&made().map_err(told)?);
        Ok(ExitCode::SUCCESS)
    }
}

fn tell(made: &Made) {
    let Made { path, manifest, written, has_recovery } = made;
    println!("Sauvegarde faite, relue et comptée : {}", path.display());
    println!(
        "{} lignes ; fichiers : {} ({}), dont nouveaux : {written}.",
        manifest.rows(),
        manifest.files.len(),
        bytes(manifest.files_size())
    );
    if !manifest.missing.is_empty() {
        eprintln!(
            "preau : fichiers que cette boîte a perdus : {}. « preau check » dit lesquels.",
            manifest.missing.len()
        );
    }
    if !has_recovery {
        eprintln!(
            "preau : il n’y a pas encore de clé de secours : cette sauvegarde ne s’ouvre qu’avec cette boîte. « preau recovery-key » en imprime une."
        );
    }
}
