//! `preau doctor`: what is wrong with the box and how to mend it, as the director reads it. It mends nothing.

use super::{Folder, Outcome, said};
use crate::{
    app::health::Health,
    rooms::settings::health::{self, Finding, State},
};
use clap::Args;
use std::{process::ExitCode, sync::Arc};

#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    folder: Folder,
    /// En JSON : {state, findings: [{topic, state, says, todo}]}
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Told<'a> {
    state: State,
    findings: &'a [Finding],
}

impl Doctor {
    /// 0 when nothing is to be mended, 1 otherwise: what is only to be watched troubles no script.
    pub fn run(self) -> Outcome {
        let config = self.folder.settings(None, None, None)?;
        let house = Arc::new(self.folder.standing_house()?);
        let facts = house.db.read().and_then(|rx| health::look(&house, &rx, house.clock.now())).map_err(said)?;
        let answers = [config.https, config.https_otherwise]
            .into_iter()
            .find(|at| Health::of(&house, *at, config.proxies()).look().is_ok());
        let doors = answers.map(|at| health::Doors { https: (config.https.port(), at.port()), http: None });
        let facts = health::Facts { answers: Some(answers.is_some()), doors, ..facts.asking_names() };
        let found = health::findings(&facts);
        let state = found.first().map_or(State::Well, |worst| worst.state);
        if self.json {
            let told = Told { state, findings: &found };
            println!("{}", serde_json::to_string(&told).map_err(|error| error.to_string())?);
        } else {
            print(&found);
        }
        Ok(if state == State::Wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn print(found: &[Finding]) {
    println!("{}", health::summary(found));
    for finding in found {
        let sign = match finding.state {
            State::Wrong => "À régler",
            State::Watch => "À surveiller",
            State::Well => "Bien",
        };
        println!("\n{} ({sign})\n    {}", finding.title, finding.says);
        if let Some(todo) = &finding.todo {
            println!("    {todo}");
        }
    }
}
