use super::{
    forms::{Chosen, Named},
    jobs::PostRescue,
    pages,
};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
        secret::{self, Token},
        strength,
    },
    door::{
        Beats, Cx, Draft, Page, Public, Routes,
        throttle::{self, Rate},
    },
    rooms::sign_in::{
        pages::{PASSPHRASE_CHANGED, wait},
        routes::{settle, tell_owner, too_weak},
        second_factor::step::come_in,
        tries::{self, Turn},
    },
    school::{
        account::{self, Account, links::store},
        settings,
    },
};
use std::borrow::Borrow;

pub const PATH: &str = "/connexion/oubli";

/// What was typed, whether anybody answers to it or not.
const NAME: Rate = Rate { at_once: 5, every: 600 };
/// A whole school may stand behind one address.
const NETWORK: Rate = Rate { at_once: 60, every: 60 };

pub fn routes(r: &mut Routes) {
    r.form_in_beats(PATH, ask_page, ask);
    r.form_in_beats("/connexion/oubli/{token}", choose_page, choose);
}

fn ask_page(cx: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    Ok(if can_write(cx)? { pages::ask(draft) } else { pages::no_mail() })
}

/// The same statements and the same page, whoever was named: the rest is a job's.
fn ask(beats: &Beats, named: Named) -> Result<Page> {
    beats.write(|cx, _: Public| {
        let Some(address) = cx.own_address().filter(|_| can_write(cx).unwrap_or(false)) else {
            return Ok(pages::no_mail());
        };
        let typed = secret::sha256(format!("{} {}", named.login, named.email.to_lowercase()).as_bytes());
        let buckets = [
            (format!("forgotten {}", secret::hex(&typed[..8])), NAME),
            (format!("forgotten network {}", throttle::network(cx.ask.address)), NETWORK),
        ];
        if let Some(seconds) = throttle::take(&cx.db, &buckets, cx.now)? {
            return Ok(Page::again(wait(seconds)));
        }
        let account = store::named(&cx.db, &named.login, &named.email)?.map(Id::number);
        cx.enqueue(&PostRescue { account, address })?;
        cx.journal("ask_rescue_letter", "account", None)?;
        Ok(pages::sent())
    })
}

/// Whatever reads the letter before its owner may open this page: nothing changes.
fn choose_page(cx: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    match linked(cx)? {
        Some(account) => Ok(pages::choose(&account::store::owner_of(&cx.db, account)?, draft)),
        None => Ok(pages::spent()),
    }
}

fn choose(beats: &Beats, chosen: Chosen) -> Result<Page> {
    let turn = match tries::take(beats, None)? {
        Turn::Wait(seconds) => return Ok(Page::again(wait(seconds))),
        Turn::Granted(turn) => turn,
    };
    let found = beats.read(|cx, _: Public| {
        let Some(account) = linked(cx)? else { return Ok(None) };
        Ok(Some((account::store::owner_of(&cx.db, account)?, cx.school.name.clone())))
    })?;
    let Some((owner, school)) = found else { return Ok(pages::spent()) };
    let about = [owner.first_name.as_str(), &owner.last_name, &owner.login, &owner.email, &school];
    if let Err(weakness) = strength::judge(&chosen.passphrase, &about) {
        return too_weak(beats, &turn, weakness);
    }
    let phc = secret::hash_passphrase(&chosen.passphrase)?;
    beats.write(|cx, _: Public| {
        // Used or replaced while we were hashing.
        let Some(account) = linked(cx)? else { return Ok(pages::spent()) };
        turn.give_back(cx)?;
        settle(cx, account, &phc, "rescue_by_letter")?;
        tell_owner(cx, account, &[])?;
        Ok(come_in(cx, account, chosen.is_shared, "/")?.saying(PASSPHRASE_CHANGED))
    })
}

fn linked<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Option<Id<Account>>> {
    match cx.ask.text("token") {
        Some(token) => store::rescued(cx.db.borrow(), &Token::presented(token), cx.now),
        None => Ok(None),
    }
}

/// A letter can leave, and its link knows where to lead.
pub fn can_write<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<bool> {
    Ok(cx.own_address().is_some() && settings::store::mail(cx.db.borrow())?.is_set())
}
