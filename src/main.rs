//! The command line, and nothing else: each command is one file of `commands`.

use preau::{base::nss, commands};
use std::{
    panic,
    process::{self, ExitCode},
};

/// As shells count it.
const BROKEN_PIPE: i32 = 141;

/// Whoever read us has heard enough (`preau doctor | head`): that is no fault of ours to tell of.
fn leave_quietly() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |told| {
        let words = told.payload().downcast_ref::<String>().map(String::as_str).unwrap_or_default();
        if words.starts_with("failed printing to stdout") && words.contains("os error 32") {
            process::exit(BROKEN_PIPE);
        }
        usual(told);
    }));
}

fn main() -> ExitCode {
    nss::pin();
    leave_quietly();
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
