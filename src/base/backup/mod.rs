//! Backups: the whole school in files that only two keys open, written while people work, read again by the box itself.
//! It knows no table and no page; when to make one, and how long it stays, is said elsewhere.

mod bench;
mod fault;
mod keep;
mod key;
mod make;
mod manifest;
mod pour;
mod read;
mod restore;
mod shelf;

pub use fault::{Fault, Result};
pub use keep::{Keep, Tidied, tidy};
pub use key::{BoxKeys, RecoveryKey};
pub use make::{Made, Source, make};
pub use manifest::Manifest;
pub use read::{Depth, Verified, verify};
pub use restore::{Staged, stage};
pub use shelf::Shelf;
