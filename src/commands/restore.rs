//! `preau restore`: a school out of its backup, on a bare machine, with the key of its paper. Everybody signs in anew; what was
//! sent or printed before opens nothing any more.

use super::{Folder, Outcome, said, told};
use crate::{
    app::restores,
    base::{
        backup::{self, Fault, Ground, RecoveryKey, Shelf},
        console, db,
        french::{bytes, count},
        jobs::System,
    },
    door::FILES,
    migrations,
    school::settings,
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
        self.must_be_free(&data)?;
        Shelf::find(&self.from).map_err(told)?;
        let key = typed(self.key.as_deref())?;
        let key = RecoveryKey::parse(&key).map_err(told)?;
        let steps = migrations::STEPS.len();
        let ground = Ground { data: &data, files: FILES, steps, stop: &|| false, told: &|_| () };
        let staged = backup::stage(&self.from, key.identity(), &ground).map_err(told)?;
        let left = restores::reopen(&staged, &[], &System::at_the_console()).map_err(said)?;
        // Somebody may have started the service meanwhile, or even set the box up.
        self.must_be_free(&data)?;
        let restored = staged.make_ready().map_err(told)?;
        backup::settle(&data).map_err(told)?;
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
        if left.letters > 0 {
            let letters = count(left.letters, "lettre attendait", "lettres attendaient");
            println!("{letters} : aucune ne part avant que la direction ne le dise.");
        }
        println!("À la connexion, la direction relira ce qui a pu changer depuis cette sauvegarde.");
        println!("Imprimez une nouvelle clé de secours : « preau recovery-key ».");
        Ok(ExitCode::SUCCESS)
    }

    /// Nothing stands there; or a box as its package leaves it, never set up, and nobody serves it.
    fn must_be_free(&self, data: &Path) -> Result<(), String> {
        let database = data.join("preau.db");
        match backup::must_be_empty(data) {
            Err(Fault::NotEmpty(_)) if database.exists() => {}
            judged => return judged.map_err(told),
        }
        let house = self.folder.house()?;
        let is_set_up = house.db.read().and_then(|rx| settings::store::facts(&rx)).map_err(said)?.set_up_at.is_some();
        drop(house);
        if is_set_up {
            return Err(told(Fault::NotEmpty(data.to_owned())));
        }
        if db::backup::is_alone(&database).map_err(said)? {
            return Ok(());
        }
        Err(format!(
            "le service se sert de {} : arrêtez-le avec ses portes (« systemctl stop preau.socket preau-http.socket preau.service »), puis recommencez.",
            data.display()
        ))
    }
}

fn typed(file: Option<&Path>) -> Result<String, String> {
    if let Some(file) = file {
        return std::fs::read_to_string(file).map_err(|error| console::unread(file, &error));
    }
    println!("Clé de secours :");
    match std::io::stdin().lock().lines().next() {
        Some(Ok(line)) => Ok(line),
        _ => Err("aucune clé n’a été donnée.".into()),
    }
}
