//! `preau check`: the database's integrity and keys, every file's bytes, the search indexes. It mends nothing.

use super::{Folder, Outcome, said};
use crate::{
    base::{db::migrate, files::store},
    door::found,
};
use clap::Args;
use std::process::ExitCode;

#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
}

impl Check {
    pub fn run(self) -> Outcome {
        let house = self.folder.standing_house()?;
        let mut faults = migrate::faults(&house.db).map_err(said)?;
        let files = house.db.read().and_then(|rx| store::all(&rx)).map_err(said)?;
        for hash in &files {
            if !house.files.is_whole(hash) {
                faults.push(format!("fichier absent ou abîmé : {}", hash.as_str()));
            }
        }
        for name in found::out_of_order(&house).map_err(said)? {
            faults
                .push(format!("index de recherche à refaire ({name}) : il se refait au prochain démarrage du service"));
        }
        if faults.is_empty() {
            println!("Tout va bien : la base est entière, {} fichiers vérifiés.", files.len());
            return Ok(ExitCode::SUCCESS);
        }
        for fault in &faults {
            println!("{fault}");
        }
        eprintln!("preau : {} à regarder. Restaurez depuis une sauvegarde si besoin.", faults.len());
        Ok(ExitCode::FAILURE)
    }
}
