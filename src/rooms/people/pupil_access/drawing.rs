//! New pictures and words for pupils of a class: made sure of an account, drawn and hashed while nobody is held up, then kept.
//! What is clear lives only in what this returns.

use super::badges::{Badge, Opens};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        secret::Keys,
    },
    door::Cx,
    school::{
        Pupil,
        account::{
            Account,
            pupil::{Line, Sequence, Way, store, words},
        },
    },
};

/// Drawn, and not kept yet.
pub struct Fresh {
    pupil: Id<Pupil>,
    account: Account,
    secret: Secret,
}

enum Secret {
    Pictures(Sequence),
    Words { clear: String, phc: String },
}

/// Each with an account, before anything is drawn: a secret is bound to its account.
pub fn accounts(cx: &Cx<Tx>, lines: &[Line]) -> Result<Vec<(Id<Pupil>, Way, Account)>> {
    let ensured = lines.iter().filter(|line| !line.is_closed).map(|line| {
        let account = store::ensure_account(&cx.db, line)?;
        Ok((line.pupil, line.way, account))
    });
    ensured.collect()
}

pub fn draw(accounts: Vec<(Id<Pupil>, Way, Account)>, keys: &Keys) -> Result<Vec<Fresh>> {
    let fresh = accounts.into_iter().map(|(pupil, way, account)| {
        let secret = match way {
            Way::Pictures => Secret::Pictures(Sequence::draw()?),
            Way::Words => {
                let clear = words::draw()?;
                let phc = words::hash(&clear, account.id, keys)?;
                Secret::Words { clear, phc }
            }
        };
        Ok(Fresh { pupil, account, secret })
    });
    fresh.collect()
}

/// Whoever has left the list meanwhile, or comes in by the other way now, gets nothing.
pub fn keep(cx: &Cx<Tx>, lines: &[Line], fresh: &[Fresh]) -> Result<Vec<Badge>> {
    let mut badges = Vec::with_capacity(fresh.len());
    for one in fresh {
        let Some(line) = lines.iter().find(|line| line.pupil == one.pupil && !line.is_closed) else { continue };
        let opens = match (&one.secret, line.way) {
            (Secret::Pictures(drawn), Way::Pictures) => {
                store::set_pictures(&cx.db, line, drawn, &cx.house.keys, cx.now)?;
                Opens::Pictures(drawn.pictures())
            }
            (Secret::Words { clear, phc }, Way::Words) => {
                store::set_words(&cx.db, line, &one.account, phc, cx.now)?;
                Opens::Words { login: one.account.login.clone(), words: clear.clone() }
            }
            _ => continue,
        };
        cx.journal("draw_pupil_secret", "pupil", Some(line.pupil.number()))?;
        badges.push(Badge { name: line.name(), class: line.class_name.clone(), opens });
    }
    Ok(badges)
}
