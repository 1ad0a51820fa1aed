//! Who may take a pause from messages: those who work here, each for themselves.

use crate::{rules, school::settings::School};

rules! {
    TakePause on School: DIRECTOR | STAFF;
}
