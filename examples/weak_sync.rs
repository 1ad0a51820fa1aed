//! The negative control of scripts/powercut: `preau` itself, built with the feature `weak-sync`, which acknowledges a
//! write before the disk has it. No school ever runs it.

use clap::Parser;
use preau::{base::nss, commands::Cli};
use std::process::ExitCode;

fn main() -> ExitCode {
    nss::pin();
    Cli::parse().run().unwrap_or_else(|sentence| {
        eprintln!("preau : {sentence}");
        ExitCode::FAILURE
    })
}
