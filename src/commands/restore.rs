//! `preau restore`: a school out of its backup, on a bare machine, with the key of its paper. Everybody signs in anew; what was
//! sent or printed before opens nothing any more. Where the package is installed and nobody began a school, it takes that
//! place, as from the box's own first pages.

use super::{Folder, Outcome, said, told};
use crate::{
    app::restores,
    base::{
        backup::{self, Fault, Ground, Manifest, RecoveryKey, Shelf},
        console,
        db::Db,
        french::{self, count},
        jobs::System,
    },
    door::FILES,
    migrations,
    school::settings,
};
use clap::Args;
use jiff::tz::TimeZone;
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
    /// Même s’il manque des fichiers à la sauvegarde, ou s’ils sont abîmés : tout le reste revient
    #[arg(long)]
    without_damaged: bool,
}

impl Restore {
    pub fn run(self) -> Outcome {
        let data = self.folder.settings(None, None, None)?.data;
        super::refuse_root_elsewhere(&data)?;
        must_be_free(&data).map_err(told)?;
        Shelf::find(&self.from).map_err(told)?;
        let key = typed(self.key.as_deref())?;
        let key = RecoveryKey::parse(&key).map_err(told)?;
        let (steps, takes_loss) = (migrations::STEPS.len(), self.without_damaged);
        let ground = Ground { data: &data, files: FILES, steps, takes_loss, stop: &|| false, told: &|_| () };
        let staged = backup::stage(&self.from, key.identity(), &ground).map_err(hindered)?;
        let left = restores::reopen(&staged, &[], &System::at_the_console()).map_err(said)?;
        // Minutes later: somebody may have begun meanwhile.
        must_be_free(&data).map_err(told)?;
        let lost = staged.lost();
        let restored = staged.make_ready().map_err(told)?;
        backup::settle(&data).map_err(told)?;
        tell(&restored, lost, &data);
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
}

/// An empty folder; or a box where nobody has begun a school, and whose service is stopped.
fn must_be_free(data: &Path) -> backup::Result<()> {
    let database = data.join("preau.db");
    match backup::must_be_empty(data) {
        Err(Fault::NotEmpty(_)) if is_unused(&database) => match Db::is_held(&database)? {
            true => Err(Fault::Served(data.to_owned())),
            false => Ok(()),
        },
        done => done,
    }
}

/// What cannot be read is somebody's.
fn is_unused(database: &Path) -> bool {
    let set_up_at = || settings::store::facts(&Db::open(database)?.read()?).map(|facts| facts.set_up_at);
    database.is_file() && set_up_at().is_ok_and(|at| at.is_none())
}

/// Who types commands is told the word for it.
fn hindered(fault: Fault) -> String {
    let more = match &fault {
        Fault::Incomplete { first, .. } => {
            format!(" Pour cela, ajoutez « --without-damaged ». Le premier : {}.", first.display())
        }
        _ => String::new(),
    };
    told(fault) + &more
}

fn tell(restored: &Manifest, lost: usize, data: &Path) {
    let made_at = restored.made_at.zoned(&TimeZone::system());
    println!(
        "« {} » est restaurée dans {}, comme elle était le {} à {} : {} lignes, {} fichiers, comptés et comparés.",
        restored.school,
        data.display(),
        french::day_year(made_at.date()),
        french::time(&made_at),
        restored.rows(),
        restored.files.len() + restored.missing.len() - lost
    );
    if lost > 0 {
        let files = count(lost, "fichier n’est pas revenu", "fichiers ne sont pas revenus");
        eprintln!("preau : {files}. « preau check » dit lesquels.");
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
