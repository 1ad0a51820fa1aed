//! The command line, and nothing else: each command is one file of `commands`.

use preau::{base::nss, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    nss::pin();
    let command = match commands::typed(std::env::args_os()) {
        Ok(command) => command,
        Err(code) => return code,
    };
    match command.run() {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("preau : {sentence}");
            ExitCode::FAILURE
        }
    }
}
