//! Backups: the whole school in files that only two keys open, written while people work, read again by the box itself.
//! It knows no table and no page; when to make one, and how long it stays, is said elsewhere.

mod bench;
mod check;
mod fault;
pub mod hooks;
mod keep;
mod key;
mod list;
mod make;
mod manifest;
mod papers;
pub mod parcel;
mod pour;
mod progress;
mod read;
mod restore;
mod shelf;
mod wish;

pub use check::{Check, Checked, check};
pub use fault::{Fault, Result};
pub use keep::{Keep, Tidied, tidy};
pub use key::{BoxKeys, RecoveryKey, recovery_number};
pub use list::{Listed, list};
pub use make::{Made, Source, make};
pub use manifest::Manifest;
pub use papers::{Confirmed, Papers};
pub use progress::{Progress, Stage};
pub use read::opens;
pub use restore::{Ground, Staged, must_be_empty, settle, stage};
pub use shelf::{GONE, Shelf};
pub use wish::{Restoring, State as RestoreState, Wish};
