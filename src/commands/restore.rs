//! `preau restore`: a school out of its backup, on a bare machine, with the key of its paper. Everybody signs in anew; what was
//! sent or printed before opens nothing any more.

use super::{Folder, Outcome, said, told};
use crate::{
    app,
    base::{
        backup::{self, RecoveryKey, Staged},
        clock::Clock,
        error,
        french::bytes,
        jobs::System,
    },
    door::{FILES, House},
    migrations,
    school::{account, backup as rounds, journal, settings},
};
use clap::Args;
use std::{
    io::BufRead,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    folder: Folder,
    /// La sauvegarde, ou le dossier dont on prend la dernière
    #[arg(long, value_name = "CHEMIN")]
    from: PathBuf,
    /// Un fichier qui contient la clé de secours ; sans lui, elle est demandée
    #[arg(long, value_name = "FICHIER")]
    key: Option<PathBuf>,
}

impl Restore {
    pub fn run(self) -> Outcome {
        let data = self.folder.settings(None, None, None)?.data;
        super::refuse_root_elsewhere(&data)?;
        let key = typed(self.key.as_deref())?;
        let key = RecoveryKey::parse(&key).map_err(told)?;
        let staged = backup::stage(&self.from, key.identity(), &data, FILES, migrations::STEPS.len()).map_err(told)?;
        let left = reopen(&staged).map_err(said)?;
        let restored = staged.settle().map_err(told)?;
        println!(
            "« {} » est restaurée dans {} : {} lignes, {} fichiers ({}), comptés et comparés.",
            restored.school,
            data.display(),
            restored.rows(),
            restored.files.len(),
            bytes(restored.files_size())
        );
        println!("Tout le monde se reconnecte avec sa phrase de passe. Les fiches de connexion, les liens des e-mails");
        println!("et les mots de passe d’application d’avant n’ouvrent plus rien.");
        if left.second_factors > 0 {
            println!("Connexions en deux étapes à remettre en route : {}.", left.second_factors);
        }
        if left.mail {
            println!("Le mot de passe du serveur d’e-mail est à redonner dans les réglages.");
        }
        println!("Imprimez une nouvelle clé de secours : « preau recovery-key ».");
        Ok(ExitCode::SUCCESS)
    }
}

/// What only the old box could open, and must be set anew.
struct Left {
    second_factors: usize,
    mail: bool,
}

/// Still aside: nobody can come in before what was given out is worth nothing.
fn reopen(staged: &Staged) -> error::Result<Left> {
    let house = House::open(staged.folder(), Clock::default(), app::ROOMS, migrations::STEPS)?;
    let (root, now) = (System::at_the_console(), house.clock.now());
    let tx = house.db.write()?;
    let second_factors = account::store::revoke_everything(&tx, now, &root)?;
    let mail = settings::store::forget_sealed(&tx, &root)?;
    rounds::store::forget(&tx, &root)?;
    for room in house.rooms {
        (room.restored)(&tx, &root)?;
    }
    journal::store::add(&tx, &journal::Entry { at: now, by: None, act: "restored", thing: "school", thing_id: None })?;
    tx.commit()?;
    house.db.checkpoint()?;
    Ok(Left { second_factors, mail })
}

fn typed(file: Option<&Path>) -> Result<String, String> {
    if let Some(file) = file {
        return std::fs::read_to_string(file).map_err(|error| format!("{} : {error}", file.display()));
    }
    println!("Clé de secours :");
    match std::io::stdin().lock().lines().next() {
        Some(Ok(line)) => Ok(line),
        _ => Err("aucune clé n’a été donnée.".into()),
    }
}
