//! `preau verify`: reads a backup as it stands, encrypted, with the box's own key; restores its database aside, and hashes every
//! file, by way of the disk where there is room. It changes nothing.

use super::{Folder, Outcome, told};
use crate::{
    base::backup::{self, BoxKeys, Check},
    door::{BACKUPS, KEYS},
};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    folder: Folder,
    /// La sauvegarde, ou le dossier dont on relit la dernière
    #[arg(long, value_name = "CHEMIN")]
    from: Option<PathBuf>,
}

impl Verify {
    pub fn run(self) -> Outcome {
        let house = self.folder.standing_house()?;
        let from = self.from.unwrap_or_else(|| house.data.join(BACKUPS));
        let verified = || {
            let keys = BoxKeys::open(&house.data.join(KEYS))?;
            backup::check(&from, &Check { own: keys.own(), data: &house.data, files: &house.files, stop: &|| false })
        };
        let verified = verified().map_err(told)?;
        for path in &verified.damaged {
            println!("fichier absent ou abîmé : {}", path.display());
        }
        let lost = verified.damaged.len();
        if lost > 0 {
            eprintln!(
                "preau : fichiers à refaire : {lost}. Supprimez-les du dossier, puis lancez une nouvelle sauvegarde."
            );
            return Ok(ExitCode::FAILURE);
        }
        if let Some(fault) = verified.unread {
            return Err(told(fault));
        }
        println!(
            "Sauvegarde relue en entier : {}. {} lignes comptées, {} fichiers vérifiés, dont {} écrits puis relus.",
            verified.path.display(),
            verified.manifest.rows(),
            verified.manifest.files.len(),
            verified.written
        );
        Ok(ExitCode::SUCCESS)
    }
}
