//! `preau serve`: opens the doors, opens the folder, says where, serves until it is asked to stop.

use super::{Folder, Outcome, said, told};
use crate::{
    app::{self, opening, service, sockets::Sockets},
    base::{
        backup::{self, RestoreState},
        clock::Clock,
        config::Config,
        db::migrate,
        error::Error,
        jobs::System,
        log,
        update::{self, Start},
    },
    door::{House, found, house::DEMO_MARK},
    migrations,
    rooms::settings::first_run::announce,
};
use clap::Args;
use std::{
    net::SocketAddr,
    path::Path,
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
            if let After::End(code) = serve(sockets, &config)? {
                return Ok(code);
            }
            sockets = next;
        }
    }
}

enum After {
    End(ExitCode),
    /// On a school that stands ready to take its place.
    Anew,
}

fn serve(sockets: Sockets, config: &Config) -> Result<After, String> {
    let opened = opening::meanwhile(&sockets, config, || open(config)).map_err(said)?;
    let (house, start) = match opened {
        Ok(opened) => opened,
        Err(Stop::Once(sentence)) => return Err(sentence),
        Err(Stop::ForGood(sentence)) => return Ok(After::End(for_good(&sentence))),
    };
    let house = Arc::new(house.set_up_by(config));
    let is_update = matches!(start, Start::Unconfirmed(_));
    let (https, http, notice) = (sockets.https_port(), sockets.http_port(), sockets.notice.clone());
    let (inside, left) = (house.clone(), Arc::downgrade(&house));
    let restoring = house.restoring.clone();
    let served = service::serve(house, sockets, config, start, move || announce_all(&inside, https, http, notice));
    match served.map_err(said) {
        // Confirmed or not, it stands in the folder: only what can still go back is not tried again.
        Err(sentence) if is_update && update::may_open(&config.data).is_err() => {
            return Ok(After::End(for_good(&sentence)));
        }
        done => done?,
    }
    if !matches!(restoring.state(), RestoreState::Ready { .. }) {
        return Ok(After::End(ExitCode::SUCCESS));
    }
    // Whoever closed the old database later would take the new one's journal away with it.
    let begun = Instant::now();
    while left.strong_count() > 0 {
        if begun.elapsed() > PATIENCE {
            return Err("l’école restaurée prendra sa place au prochain démarrage du service.".to_owned());
        }
        std::thread::sleep(PATIENCE / 100);
    }
    Ok(After::Anew)
}

/// Why it does not begin.
enum Stop {
    /// Another start may do better.
    Once(String),
    /// Another start would do the same: whoever restarts services is told so by [`NOT_AGAIN`].
    ForGood(String),
}

/// What systemd is told not to restart after (`RestartPreventExitStatus=`).
const NOT_AGAIN: u8 = 78;

fn for_good(sentence: &str) -> ExitCode {
    eprintln!("preau : {sentence}");
    ExitCode::from(NOT_AGAIN)
}

/// Under closed doors: what an update needs first, the migration, the search indexes.
fn open(config: &Config) -> Result<(House, Start), Stop> {
    let clock = Clock::default();
    let start = update::start(&config.data, Path::new(update::KEPT), clock.now())
        .map_err(|fault| Stop::ForGood(fault.to_string()))?;
    let of = |error: Error| match &start {
        Start::Unconfirmed(_) => Stop::ForGood(said(error)),
        Start::Ordinary => Stop::Once(said(error)),
    };
    let is_newer = migrate::is_newer(&config.data.join("preau.db"), migrations::STEPS).map_err(of)?;
    let opened = House::open(&config.data, clock, app::ROOMS, migrations::STEPS);
    let house = opened.map_err(|error| if is_newer { Stop::ForGood(said(error)) } else { of(error) })?;
    found::put_in_order(&house).map_err(of)?;
    Ok((house, start))
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
