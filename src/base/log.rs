//! The log: lines on the standard error, which systemd keeps. What is worth a line for who tends the machine, never a name,
//! a text, an address of a page with its query, a code or a token.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts it with a filter such as `info` or `preau=debug`; one that cannot be read is `info`.
pub fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let stderr = std::io::stderr();
    // A second start, in tests, changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(stderr.is_terminal())
        .with_target(false)
        .with_writer(std::io::stderr)
        .try_init();
}
