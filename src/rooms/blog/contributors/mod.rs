//! Whom a class's teacher invited to propose posts: a parent who takes the photos. They propose; she publishes. Colleagues need
//! no invitation.

mod page;
mod pages;
pub mod store;

pub use page::{invite, remove, show};

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Every,
    school::settings,
};

pub const SWEEP: Every = Every { name: "old helpers of the blog", seconds: 86_400, run: sweep };

fn sweep(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    store::sweep(tx, today, by)
}
