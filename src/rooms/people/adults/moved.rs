//! E-mail addresses of accounts in use, before and after the school notes others, by hand or from a file: the old address is
//! told, and what was sent there or waits to replace it is worth nothing. It changes no address.

use super::letters;
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
        french,
    },
    door::Cx,
    school::{
        Person,
        account::{self, Account, Owner},
        permit::Manages,
    },
};

/// As they stood.
pub struct Addresses(Vec<(Id<Account>, Owner)>);

impl Addresses {
    pub fn all(cx: &Cx<Tx>, by: &impl Manages) -> Result<Addresses> {
        Addresses::of(cx, account::store::all(&cx.db, by)?)
    }

    pub fn of_person(cx: &Cx<Tx>, person: Id<Person>, by: &impl Manages) -> Result<Addresses> {
        Addresses::of(cx, account::store::of_person(&cx.db, person, by)?)
    }

    fn of(cx: &Cx<Tx>, accounts: impl IntoIterator<Item = Account>) -> Result<Addresses> {
        let in_use = accounts.into_iter().filter(|account| account.is_activated);
        let with_owner = in_use.map(|one| Ok((one.id, account::store::owner_of(&cx.db, one.id)?)));
        with_owner.collect::<Result<_>>().map(Addresses)
    }

    /// Called in the same transaction, once others are noted.
    pub fn tell_moved(self, cx: &Cx<Tx>) -> Result<()> {
        for (account, before) in self.0 {
            match account::store::owner_of(&cx.db, account) {
                Ok(now) if now.email.eq_ignore_ascii_case(&before.email) => continue,
                // An account that is gone has nothing to lose.
                Err(Error::NotFound) => continue,
                other => other?,
            };
            account::links::store::forget(&cx.db, account)?;
            if let Some(letter) = letters::address_changed(&cx.school, &before, &french::day_year(cx.today)) {
                cx.post(&letter)?;
            }
        }
        Ok(())
    }
}
