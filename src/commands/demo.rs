//! `preau demo`: a whole fictive school, made up in a marked folder and served on this machine alone, with ready-made logins
//! for each role. Nothing of it can become a real school: `serve` refuses the folder.

pub mod folder;
pub mod keys;
mod pupils;

use super::{Outcome, said};
use crate::{
    app::{service, sockets::Sockets},
    base::{clock::Clock, config::Config, log, secret, update::Start},
    door::{demo::Plan, found},
};
use clap::Args;
use folder::{Found, Wanted};
use jiff::civil::Date;
use keys::Key;
use serde::Serialize;
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

#[derive(Args)]
pub struct Demo {
    /// Dossier de la démonstration, vide ou déjà à elle (sinon, un dossier temporaire)
    #[arg(long, value_name = "DOSSIER")]
    data: Option<PathBuf>,
    /// Même graine et même date : même école
    #[arg(long, value_name = "NOMBRE", default_value_t = 1)]
    seed: u64,
    /// Dernier jour raconté (aujourd’hui)
    #[arg(long, value_name = "AAAA-MM-JJ")]
    date: Option<Date>,
    /// Nombre d’élèves, de 60 à 1200
    #[arg(long, value_name = "ÉLÈVES", default_value_t = 270, value_parser = clap::value_parser!(u16).range(60..=1200))]
    size: u16,
    /// Années scolaires racontées, vingt au plus ; la dernière seule ne l’est que pour son trimestre
    #[arg(long, value_name = "ANNÉES", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    years: u8,
    /// Refait l’école, même si le dossier en contient déjà une
    #[arg(long)]
    fresh: bool,
    /// Écoute aussi le réseau, avec des phrases de passe tirées au hasard
    #[arg(long)]
    lan: bool,
    /// Dit l’adresse et les identifiants en JSON, sur une ligne
    #[arg(long)]
    json: bool,
    /// Adresse et port HTTPS (127.0.0.1:8443)
    #[arg(long, value_name = "ADRESSE:PORT")]
    https: Option<SocketAddr>,
    /// Adresse et port HTTP (127.0.0.1:8080)
    #[arg(long, value_name = "ADRESSE:PORT")]
    http: Option<SocketAddr>,
    /// Ce que le journal retient : info, debug, preau=debug…
    #[arg(long, value_name = "FILTRE", default_value = "warn")]
    log: String,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Told<'a> {
    url: &'a str,
    logins: &'a [Key],
}

impl Demo {
    pub fn run(self) -> Outcome {
        log::start(&self.log);
        let config = self.config()?;
        let sockets = Sockets::bind(&config).map_err(said)?;
        let url = format!("https://localhost:{}", sockets.https_port());
        let (data, is_temporary) = match &self.data {
            Some(data) => (data.clone(), false),
            None => (temporary_folder()?, true),
        };
        let served = self.serve(&data, &config, sockets, &url);
        if is_temporary && let Err(error) = std::fs::remove_dir_all(&data) {
            eprintln!("{} reste à effacer : {error}", data.display());
        }
        served.map(|()| ExitCode::SUCCESS)
    }

    fn serve(&self, data: &Path, config: &Config, sockets: Sockets, url: &str) -> Result<(), String> {
        let started = Instant::now();
        let wanted = Wanted { plan: self.plan(), date_is_given: self.date.is_some(), fresh: self.fresh };
        let Found { house, parts, was_built } = folder::open(data, &wanted, Clock::default())?;
        let keys = keys::hand_out(&house, &parts, self.lan).map_err(said)?;
        let spent = started.elapsed();
        let told = if self.json {
            serde_json::to_string(&Told { url, logins: &keys }).map_err(|error| error.to_string())?
        } else {
            let built = if was_built { "faite" } else { "retrouvée" };
            format!(
                "École fictive {built} en {:.1} s dans {}\n\n{}\n\nOuvrez {url} (le navigateur avertira : le certificat est provisoire). Ctrl+C pour arrêter.",
                spent.as_secs_f32(),
                data.display(),
                keys::table(&keys)
            )
        };
        found::put_in_order(&house).map_err(said)?;
        service::serve(Arc::new(house), sockets, config, Start::Ordinary, move || println!("{told}")).map_err(said)
    }

    fn plan(&self) -> Plan {
        let today = Clock::default().now().date(&jiff::tz::TimeZone::system());
        Plan { seed: self.seed, date: self.date.unwrap_or(today), pupils: self.size.into(), years: self.years.into() }
    }

    /// Loopback alone, unless the network was asked for.
    fn config(&self) -> Result<Config, String> {
        let mut config = Config::default();
        let place = |given: Option<SocketAddr>, port: u16, otherwise: SocketAddr| match given {
            Some(given) => given,
            None if self.lan => otherwise,
            None => SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        };
        config.https = place(self.https, 8443, config.https_otherwise);
        config.http = place(self.http, 8080, config.http_otherwise);
        (config.https_otherwise, config.http_otherwise) = (config.https, config.http);
        if !self.lan && [config.https, config.http].iter().any(|place| !place.ip().is_loopback()) {
            return Err("sans « --lan », la démonstration n’écoute que cette machine (127.0.0.1).".to_owned());
        }
        Ok(config)
    }
}

/// A new folder that nobody else may enter.
fn temporary_folder() -> Result<PathBuf, String> {
    let mut drawn = [0u8; 6];
    secret::fill(&mut drawn).map_err(said)?;
    let folder = std::env::temp_dir().join(format!("preau-demo-{}", secret::hex(&drawn)));
    if folder.exists() {
        return Err(format!("{} existe déjà.", folder.display()));
    }
    crate::base::disk::private_folder(&folder).map_err(|error| said(error.into()))?;
    Ok(folder)
}
