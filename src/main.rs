//! The command line, and nothing else: each command is one file of `commands`.

use clap::Parser;
use preau::{base::nss, commands::Cli};
use std::process::ExitCode;

fn main() -> ExitCode {
    nss::pin();
    match Cli::parse().run() {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("preau : {sentence}");
            ExitCode::FAILURE
        }
    }
}
