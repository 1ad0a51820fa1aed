//! `preau certificate`: who answers to which name; and a town's certificate, checked, then put in place. What it says is what
//! the page says.

use super::{Folder, Outcome, said};
use crate::{
    base::{clock::Instant, console, french, tls::Town},
    rooms::settings::certificate::sentences,
};
use clap::Args;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Args)]
pub struct Certificate {
    #[command(flatten)]
    folder: Folder,
    /// Certificat de la mairie à mettre en place, puis ceux qui l’ont signé (PEM)
    #[arg(long, value_name = "FICHIER", requires = "key")]
    chain: Option<PathBuf>,
    /// Sa clé, sans mot de passe (PEM)
    #[arg(long, value_name = "FICHIER", requires = "chain")]
    key: Option<PathBuf>,
    /// Vérifie seulement : rien n’est mis en place
    #[arg(long, requires = "chain")]
    check: bool,
    /// Retire du dossier des données le certificat de la mairie
    #[arg(long, conflicts_with = "chain")]
    remove: bool,
}

impl Certificate {
    /// 1 when what the town brought is not served as it stands.
    pub fn run(self) -> Outcome {
        let house = self.folder.standing_house()?;
        let (verdict, zone) = house
            .db
            .read()
            .and_then(|rx| Ok((house.verdict(&rx)?, crate::school::settings::store::facts(&rx)?.zone_of_time())))
            .map_err(said)?;
        if let (Some(chain), Some(key)) = (&self.chain, &self.key) {
            let (chain, key) = (read(chain)?, read(key)?);
            let given =
                house.tls.try_out(&chain, &key, &verdict).map_err(|flaw| sentences::certificate(&flaw, &zone))?;
            let until = french::day_year(Instant(given.until).date(&zone));
            println!("{}, signé par {}, valable jusqu’au {until}.", given.dns.join(", "), given.issuer);
            if self.check {
                return Ok(ExitCode::SUCCESS);
            }
            house.tls.install(&chain, &key, &verdict).map_err(|fault| said(fault.into()))?;
            println!("Il est en place : le service le relit dans la minute.");
        }
        if self.remove {
            house.tls.uninstall(&verdict).map_err(|fault| said(fault.into()))?;
            println!("Il est retiré : le certificat de l’école répondra dans la minute.");
        }
        let facts = house.tls.facts();
        let names = facts.names.as_ref().map(|names| names.dns().to_vec()).unwrap_or_default();
        if names.is_empty() {
            println!("L’école n’a pas encore de nom : il se choisit à la mise en route. Son propre certificat répond.");
        }
        for name in names {
            println!("{name} : {}", sentences::answers(&facts, &name));
        }
        let flaw = facts.town.as_ref().and_then(|Town { flaw, .. }| flaw.as_ref());
        if let Some(flaw) = flaw {
            println!("{}", sentences::town(flaw, &zone));
        }
        Ok(if flaw.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| console::unread(path, &error))
}
