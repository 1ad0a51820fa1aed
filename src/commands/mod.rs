//! The commands, one file each. They speak French to whoever stands at the console, and JSON where a script asks for it.

mod backup;
mod certificate;
mod check;
pub mod demo;
mod doctor;
mod fleet;
mod french;
mod import;
mod init;
mod recovery_key;
mod restore;
mod routes;
mod serve;
mod update;
mod user;
mod verify;

use crate::{
    app,
    base::{
        self,
        backup::Fault,
        clock::Clock,
        config::{Config, Layer},
        console, darkroom,
        error::Error,
    },
    door::House,
    migrations,
};
use clap::{Args, Parser, Subcommand};
pub use french::typed;
use std::{
    io::ErrorKind,
    net::SocketAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What a command gives: its exit code, or the sentence to print.
pub type Outcome = Result<ExitCode, String>;

/// L’espace numérique d’une école primaire, dans une seule boîte.
#[derive(Parser)]
#[command(name = "preau", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Sert l’école : HTTPS, et HTTP pour la page /confiance
    Serve(serve::Serve),
    /// Une école fictive entière, sur cette machine, pour essayer
    Demo(demo::Demo),
    /// Met l’école en route sans personne, d’après un fichier de réponses
    Init(init::Init),
    /// Importe des fichiers d’ONDE, ou dit ce qu’ils changeraient
    Import(import::Import),
    /// Dit chaque chemin et la règle qui le garde
    Routes(routes::RoutesCommand),
    /// Vérifie la base et les fichiers
    Check(check::Check),
    /// Sauvegarde l’école entière, chiffrée, pendant qu’on y travaille
    Backup(backup::Backup),
    /// Relit une sauvegarde chiffrée, la restaure à part et la compte
    Verify(verify::Verify),
    /// Ramène une école de sa sauvegarde, dans un dossier vide, avec sa clé de secours
    Restore(restore::Restore),
    /// Donne la clé de secours des sauvegardes, à imprimer
    RecoveryKey(recovery_key::RecoveryKeyCommand),
    /// Dit quel certificat répond à quel nom, et met en place celui de la mairie
    Certificate(certificate::Certificate),
    /// Dit ce qui ne va pas dans la boîte, et quoi faire
    Doctor(doctor::Doctor),
    /// Dit l’état de toutes les boîtes d’une ville, en une page et un tableau
    Fleet(fleet::Fleet),
    /// Ce que les paquets demandent avant et après une mise à jour
    Update(update::Update),
    /// Les comptes, pour qui tient la machine
    #[command(subcommand)]
    User(user::User),
    /// Lancé par le service pour lui-même, un fichier à chaque fois
    #[command(name = darkroom::child::COMMAND, hide = true)]
    Develop { shapes: String },
}

/// Where everything is.
#[derive(Args, Clone)]
pub struct Folder {
    /// Dossier des données
    #[arg(long, value_name = "DOSSIER")]
    pub data: Option<PathBuf>,
    /// Fichier de configuration (/etc/preau/preau.toml, s’il existe)
    #[arg(long, value_name = "FICHIER")]
    pub config: Option<PathBuf>,
}

const CONFIG: &str = "/etc/preau/preau.toml";

impl Cli {
    pub fn run(self) -> Outcome {
        match self.command {
            Command::Serve(serve) => serve.run(),
            Command::Demo(demo) => demo.run(),
            Command::Init(init) => init.run(),
            Command::Import(import) => import.run(),
            Command::Routes(routes) => routes.run(),
            Command::Check(check) => check.run(),
            Command::Backup(backup) => backup.run(),
            Command::Verify(verify) => verify.run(),
            Command::Restore(restore) => restore.run(),
            Command::RecoveryKey(key) => key.run(),
            Command::Certificate(certificate) => certificate.run(),
            Command::Doctor(doctor) => doctor.run(),
            Command::Fleet(fleet) => fleet.run(),
            Command::Update(update) => update.run(),
            Command::User(user) => user.run(),
            Command::Develop { shapes } => develop(&shapes),
        }
    }
}

impl Folder {
    pub fn settings(
        &self,
        https: Option<SocketAddr>,
        http: Option<SocketAddr>,
        log: Option<String>,
    ) -> Result<Config, String> {
        let flags = Layer { data: self.data.clone(), https, http, log, ..Layer::default() };
        // A file that somebody named must be there: a slip of the pen would open an empty school elsewhere.
        if let Some(named) = self.config.as_deref().filter(|named| !named.exists()) {
            return Err(format!("{} : ce fichier n’existe pas.", named.display()));
        }
        let file = self.config.as_deref().unwrap_or(Path::new(CONFIG));
        Config::read(file, |name| std::env::var(name).ok(), flags)
    }

    /// Opens the house, made anew when the folder is empty.
    pub fn house(&self) -> Result<House, String> {
        let config = self.settings(None, None, None)?;
        refuse_root_elsewhere(&config.data)?;
        base::update::may_open(&config.data).map_err(|fault| fault.to_string())?;
        let house = House::open(&config.data, Clock::default(), app::ROOMS, migrations::STEPS).map_err(said)?;
        Ok(house.set_up_by(&config))
    }

    /// The same, when there must be a school already.
    pub fn standing_house(&self) -> Result<House, String> {
        let config = self.settings(None, None, None)?;
        must_stand(&config.data)?;
        self.house()
    }
}

/// What root writes in the folder of the service's account would be closed to the service.
fn refuse_root_elsewhere(data: &Path) -> Result<(), String> {
    let owner = std::fs::metadata(data).map(|found| found.uid());
    if rustix::process::geteuid().is_root() && owner.is_ok_and(|owner| owner != 0) {
        return Err(of_another(data));
    }
    Ok(())
}

fn must_stand(data: &Path) -> Result<(), String> {
    match data.join("preau.db").try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("il n’y a pas d’école dans {}.", data.display())),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(of_another(data)),
        Err(error) => Err(console::unread(data, &error)),
    }
}

fn of_another(data: &Path) -> String {
    format!(
        "{} est à un autre compte : en root, lancez la commande en son nom, « runuser -u preau -- preau … » ; pour une école parmi d’autres, « preau-school run NOM … ».",
        data.display()
    )
}

/// What goes wrong there is for the parent to see: it reads nothing, and waits no more.
fn develop(shapes: &str) -> Outcome {
    Ok(if darkroom::child::run(shapes).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What hinders a backup, likewise.
fn told(fault: Fault) -> String {
    match fault {
        Fault::House(error) => said(error),
        fault => fault.to_string(),
    }
}

/// An error as the console says it.
pub fn said(error: Error) -> String {
    match &error {
        // Nothing is hidden from who has the machine itself.
        Error::Internal(cause) => console::broken(cause).unwrap_or_else(|| format!("{cause:#}")),
        _ => console::house(&error),
    }
}
