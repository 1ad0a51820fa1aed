//! `preau routes`: every path, with the rule that keeps it.

use super::Outcome;
use crate::{
    app,
    door::{Routes, routes::Method},
};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

#[derive(Args)]
pub struct RoutesCommand {
    /// En JSON : [{method, path, gate}]
    #[arg(long)]
    json: bool,
    /// Sans effet ici : les chemins ne dépendent pas des données
    #[arg(long, value_name = "DOSSIER")]
    data: Option<PathBuf>,
}

#[derive(serde::Serialize)]
struct Line {
    method: &'static str,
    path: &'static str,
    gate: &'static str,
}

impl RoutesCommand {
    pub fn run(self) -> Outcome {
        let lines: Vec<Line> = Routes::of(app::ROOMS)
            .iter()
            .map(|route| Line { method: method(route.method), path: route.path, gate: route.gate })
            .collect();
        if self.json {
            println!("{}", serde_json::to_string(&lines).map_err(|error| error.to_string())?);
        } else {
            for line in lines {
                println!("{:7} {:50} {}", line.method, line.path, line.gate);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Dav => "DAV",
    }
}
