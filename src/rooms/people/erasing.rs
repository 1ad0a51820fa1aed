//! What an import or a merge keeps of somebody, to be undone, goes with them: that undoing ends there.

use super::{import, undo};
use crate::{
    base::{db::Tx, error::Result, mail},
    door::throttle,
    school::erasure::Subject,
};

pub fn erase(tx: &Tx, subject: &Subject) -> Result<()> {
    undo::store::forget_about(tx, subject)?;
    import::store::forget_names(tx, subject)?;
    mail::store::forget_about(tx, subject.person.number(), &subject.email, &subject.names)?;
    throttle::store::forget(tx, &format!("account {}", subject.login))
}
