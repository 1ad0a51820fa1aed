//! `preau serve`: opens the folder, opens the doors, says where, serves until it is asked to stop.

use super::{Folder, Outcome, said, told};
use crate::{
    app::{self, service, sockets::Sockets},
    base::{
        backup::{self, RestoreState},
        clock::Clock,
        config::Config,
        jobs::System,
        log,
    },
    door::{House, house::DEMO_MARK},
    migrations,
    rooms::settings::first_run::announce,
};
use clap::Args;
use std::{
    net::SocketAddr,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

/// Answers under way hold the house a moment longer than the service.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    folder: Folder,
    /// Adresse et port HTTPS (443, sinon 8443)
    #[arg(long, value_name = "ADRESSE:PORT")]
    https: Option<SocketAddr>,
    /// Adresse et port HTTP (80, sinon 8080)
    #[arg(long, value_name = "ADRESSE:PORT")]
    http: Option<SocketAddr>,
    /// Ce que le journal retient : info, debug, preau=debug…
    #[arg(long, value_name = "FILTRE")]
    log: Option<String>,
}

impl Serve {
    pub fn run(self) -> Outcome {
        let config = self.folder.settings(self.https, self.http, self.log)?;
        log::start(&config.log);
        if config.data.join(DEMO_MARK).exists() {
            return Err(format!(
                "{} contient une école de démonstration : choisissez un autre dossier, ou lancez « preau demo ».",
                config.data.display()
            ));
        }
        let mut sockets = Sockets::open(&config).map_err(said)?;
        loop {
            // A school that was brought back stands ready, from just now or from before a power cut.
            if backup::settle(&config.data).map_err(told)? {
                tracing::info!("the school that came back is in its place");
            }
            let next = sockets.again().map_err(said)?;
            if !serve(sockets, &config)? {
                return Ok(ExitCode::SUCCESS);
            }
            sockets = next;
        }
    }
}

/// True when it is to begin anew, on a school that stands ready to take its place.
fn serve(sockets: Sockets, config: &Config) -> Result<bool, String> {
    let house = House::open(&config.data, Clock::default(), app::ROOMS, migrations::STEPS).map_err(said)?;
    let house = Arc::new(house);
    let (https, http, notice) = (sockets.https_port(), sockets.http_port(), sockets.notice.clone());
    let (inside, left) = (house.clone(), Arc::downgrade(&house));
    let restoring = house.restoring.clone();
    service::serve(house, sockets, config, move || announce_all(&inside, https, http, notice)).map_err(said)?;
    if restoring.state() != RestoreState::Ready {
        return Ok(false);
    }
    // Whoever closed the old database later would take the new one's journal away with it.
    let begun = Instant::now();
    while left.strong_count() > 0 {
        if begun.elapsed() > PATIENCE {
            return Err("l’école restaurée prendra sa place au prochain démarrage du service.".to_owned());
        }
        std::thread::sleep(PATIENCE / 100);
    }
    Ok(true)
}

/// Once the doors answer. What fails here is said and stops nothing.
fn announce_all(house: &House, https: u16, http: Option<u16>, notice: Option<String>) {
    if let Err(error) = house.tend() {
        tracing::error!(%error, "the certificate could not be tended");
    }
    if let Some(notice) = notice {
        println!("{notice}");
    }
    match http {
        Some(http) => println!("HTTPS : port {https} · HTTP : port {http}"),
        None => println!("HTTPS : port {https}"),
    }
    if let Some(hindrance) = house.tls.facts().hindrance {
        println!("{}", crate::rooms::settings::address::pages::hindrance(&hindrance, &jiff::tz::TimeZone::system()));
    }
    match announce::invitation(house, &System::at_the_console(), https, http) {
        Ok(Some(text)) => {
            println!("{text}");
            tracing::info!(https, http, "not set up yet: the code is on the console and in INSTALLATION.txt");
        }
        Ok(None) => {
            for address in announce::addresses(https) {
                println!("    {address}");
            }
            tracing::info!(https, http, "listening");
        }
        Err(error) => tracing::error!(%error, "the set-up code could not be drawn"),
    }
}
