//! E-mail addresses of accounts in use, before and after the school notes others, by hand or from a file: the old address is
//! told, and what was sent there or waits to replace it is worth nothing. It changes no address.

use super::{letters, store};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        french,
    },
    door::Cx,
    school::{
        account::{self, Account, Owner},
        permit::Manages,
    },
};
use std::collections::HashMap;

/// As they stood.
pub struct Addresses(HashMap<Id<Account>, Owner>);

impl Addresses {
    pub fn standing(cx: &Cx<Tx>, by: &impl Manages) -> Result<Addresses> {
        store::owners(&cx.db, by).map(Addresses)
    }

    /// Called in the same transaction, once others are noted.
    pub fn tell_moved(self, cx: &Cx<Tx>, by: &impl Manages) -> Result<()> {
        let now = store::owners(&cx.db, by)?;
        for (account, before) in self.0 {
            if now.get(&account).is_none_or(|owner| owner.email.eq_ignore_ascii_case(&before.email)) {
                continue;
            }
            account::links::store::forget(&cx.db, account)?;
            if let Some(letter) = letters::address_changed(&cx.school, &before, &french::day_year(cx.today)) {
                cx.post(&letter)?;
            }
        }
        Ok(())
    }
}
