//! The places in the throttle that a try takes, and what a success gives back.

use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        secret::Token,
    },
    door::{
        Cx, Public,
        routes::Beats,
        session,
        throttle::{self, ACCOUNT, DEVICE, NETWORK, Rate, SERVER},
    },
    school::account::{self, Account},
};

/// A try that may be examined; or the seconds to wait.
pub enum Turn {
    Granted(Try),
    Wait(i64),
}

/// What the try holds, to be given back when the secret was good.
pub struct Try {
    emptied: Vec<String>,
    returned: Vec<(String, Rate)>,
}

/// Takes a place in every bucket before the secret is looked at, so that many tries at once are counted too.
/// An unknown login takes the same places as a known one.
pub fn take(beats: &Beats, login: &str) -> Result<Turn> {
    beats.write(|cx, _: Public| {
        let network = (format!("network {}", throttle::network(cx.ask.address)), NETWORK);
        let known = match (&cx.ask.device, account::store::credentials(&cx.db, login)?) {
            (Some(device), Some(one)) => {
                session::store::is_known_device(&cx.db, one.account, &Token::presented(device))?
                    .then_some((device, one.account))
            }
            _ => None,
        };
        let (own, returned) = match known {
            Some((device, account)) => {
                let digest = Token::presented(device).digest();
                let key = format!("device {account} {}", crate::base::secret::hex(&digest[..8]));
                ((key, DEVICE), vec![network])
            }
            None => ((format!("account {login}"), ACCOUNT), vec![network, ("server".to_owned(), SERVER)]),
        };
        let emptied = vec![own.0.clone()];
        let buckets: Vec<(String, Rate)> = returned.iter().cloned().chain([own]).collect();
        Ok(match throttle::take(&cx.db, &buckets, cx.now)? {
            Some(wait) => Turn::Wait(wait),
            None => Turn::Granted(Try { emptied, returned }),
        })
    })
}

impl Try {
    pub fn give_back(&self, cx: &Cx<Tx>) -> Result<()> {
        throttle::give_back(&cx.db, &self.emptied, &self.returned, cx.now)
    }
}

/// After a reset the old browsers are strangers again, and nobody's guesses count against the owner.
pub fn forget(tx: &Tx, account: Id<Account>) -> Result<()> {
    session::store::forget_devices(tx, account)
}
