//! Later, whether anybody was named or not: the letter, when there is somebody to write to.

use super::letters;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{Job, System, runner::Runs},
        mail,
    },
    door::throttle::{self, Rate},
    school::{
        account::{Account, links::store},
        journal, settings,
    },
};
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: PostRescue::NAME, run: post_rescue };

/// However the account was named: three letters, then one every twenty minutes.
const LETTERS: Rate = Rate { at_once: 3, every: 1_200 };

#[derive(Serialize, Deserialize)]
pub struct PostRescue {
    /// Nobody, most of the time that somebody mistypes.
    pub account: Option<i64>,
    /// The school's own address, with which the link begins.
    pub address: String,
}

impl Job for PostRescue {
    const NAME: &'static str = "post_rescue";
}

fn post_rescue(tx: &Tx, _: &System, payload: &str, now: Instant) -> Result<()> {
    let asked: PostRescue = serde_json::from_str(payload)?;
    let Some(account) = asked.account.map(Id::<Account>::new) else { return Ok(()) };
    let Some(to) = store::addressee(tx, account)?.filter(|to| mail::is_address(&to.email)) else { return Ok(()) };
    if throttle::take(tx, &[(format!("rescue letter {account}"), LETTERS)], now)?.is_some() {
        return Ok(());
    }
    let token = store::draw_rescue(tx, account, &to.email, now)?;
    let link = format!("{}{}/{}", asked.address, super::routes::PATH, token.reveal());
    mail::store::post(tx, &letters::rescue(&settings::store::name(tx)?, &to, &link), now)?;
    let thing_id = Some(account.number());
    journal::store::add(
        tx,
        &journal::Entry { at: now, by: None, act: "post_rescue_letter", thing: "account", thing_id },
    )
}
