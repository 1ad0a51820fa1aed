//! The log: lines on the standard error, which systemd keeps. What is worth a line for who tends the machine, never a name,
//! a text, an address of a page with its query, a code or a token. Errors are counted too, for who does not read it.

pub mod store;

use std::{
    io::IsTerminal,
    sync::atomic::{AtomicI64, Ordering},
};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

/// Those that were not yet taken into the database.
static ERRORS: AtomicI64 = AtomicI64::new(0);

/// Starts it with a filter such as `info` or `preau=debug`; one that cannot be read is `info`.
pub fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let stderr = std::io::stderr();
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(stderr.is_terminal())
        .with_target(false)
        .with_writer(std::io::stderr);
    // A second start, in tests, changes nothing.
    let _ = tracing_subscriber::registry().with(filter).with(lines).with(Counting(&ERRORS)).try_init();
}

/// How many errors there were since this was last asked.
pub fn take_errors() -> i64 {
    ERRORS.swap(0, Ordering::Relaxed)
}

/// They could not be written down: they are counted with the next.
pub fn give_back(errors: i64) {
    ERRORS.fetch_add(errors, Ordering::Relaxed);
}

struct Counting(&'static AtomicI64);

impl<S: Subscriber> Layer<S> for Counting {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::ERROR {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted_and_nothing_else_is() {
        static COUNTED: AtomicI64 = AtomicI64::new(0);
        let subscriber = tracing_subscriber::registry().with(Counting(&COUNTED));
        tracing::subscriber::with_default(subscriber, || {
            tracing::error!("one");
            tracing::warn!("not this");
            tracing::error!("two");
        });
        assert_eq!(COUNTED.load(Ordering::Relaxed), 2);
    }
}
