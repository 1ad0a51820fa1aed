//! `preau update`: what packages ask of the program before and after they replace it. They do it by themselves; here it can be
//! looked at.

use super::{Folder, Outcome};
use crate::base::{
    clock::Clock,
    update::{self, Ended, Prepared},
};
use clap::{Args, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// An update before this program's is not confirmed: the way back that it has is kept. Packages ask each school before they prepare.
const NOT_CONFIRMED: u8 = 3;

#[derive(Args)]
pub struct Update {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Copie et relit la base avant qu’un autre programme prenne la place de celui-ci
    Prepare {
        #[command(flatten)]
        folder: Folder,
        /// La version qui est là
        #[arg(long, value_name = "VERSION")]
        from: String,
        /// Celle qui vient
        #[arg(long, value_name = "VERSION")]
        to: String,
    },
    /// Copie la base pour la nouvelle version, qui le demande à celle d’avant
    Copy {
        #[command(flatten)]
        folder: Folder,
    },
    /// Renonce à la mise à jour préparée
    Cancel {
        #[command(flatten)]
        folder: Folder,
        /// La nouvelle version a été essayée : c’est dit à la direction
        #[arg(long)]
        tried: bool,
    },
    /// Dit comment la dernière mise à jour a fini (code 3 : elle n’est pas confirmée)
    Status {
        #[command(flatten)]
        folder: Folder,
    },
}

impl Update {
    pub fn run(self) -> Outcome {
        match self.step {
            Step::Prepare { folder, from, to } => {
                let data = standing(&folder)?;
                let done = update::prepare(&data, &from, &to, Clock::default().now()).map_err(told)?;
                Ok(match done {
                    Prepared::Ready => ExitCode::SUCCESS,
                    Prepared::Already => ExitCode::from(NOT_CONFIRMED),
                })
            }
            Step::Copy { folder } => done(update::copy(&standing(&folder)?)),
            Step::Cancel { folder, tried } => done(update::cancel(&standing(&folder)?, tried, Clock::default().now())),
            Step::Status { folder } => status(&folder),
        }
    }
}

fn status(folder: &Folder) -> Outcome {
    let data = standing(folder)?;
    let is_under_way = match update::may_open(&data) {
        Ok(()) => false,
        Err(update::Fault::UnderWay) => true,
        Err(fault) => return Err(told(fault)),
    };
    if is_under_way {
        println!("Une mise à jour est en cours.");
    }
    match update::outcome(&data).map_err(told)? {
        None => println!("Aucune mise à jour n’a encore eu lieu."),
        Some(last) => {
            let how = match last.ended {
                Ended::Confirmed => "confirmée",
                Ended::Returned => "revenue en arrière, avec toutes les données",
            };
            println!("{} → {} : {how} ({}).", last.from, last.to, last.at.timestamp());
        }
    }
    Ok(if is_under_way { ExitCode::from(NOT_CONFIRMED) } else { ExitCode::SUCCESS })
}

/// Only the folder: nothing of the school is opened, for it may be another program's just now.
fn standing(folder: &Folder) -> Result<PathBuf, String> {
    let data = folder.settings(None, None, None)?.data;
    super::refuse_root_elsewhere(&data)?;
    super::must_stand(&data)?;
    Ok(data)
}

fn done(step: update::Result<()>) -> Outcome {
    step.map_err(told)?;
    Ok(ExitCode::SUCCESS)
}

fn told(fault: update::Fault) -> String {
    fault.to_string()
}
