//! « Phrase oubliée ? »: a login or an address is typed, a letter with a link leaves, the link sets a new passphrase. What is
//! shown is the same whoever exists; who exists is looked at later, by a job. The second factor is asked as ever.

mod forms;
mod jobs;
mod letters;
mod pages;
mod routes;

pub use jobs::RUNS;
pub use routes::{can_write, routes};
