//! The passphrase asked again: on a shared computer, before what must not be done by whoever sits down afterwards; and on any,
//! before everything that concerns somebody leaves at once. Routes say themselves that they ask; no handler can forget it.

use super::{
    cx::Ask,
    form::Fields,
    house::House,
    page::Page,
    routes,
    session::{self, Current},
    throttle::{self, ACCOUNT, NETWORK, Rate},
};
use crate::{
    base::{
        clock::Instant,
        error::{Confirm, Error, Result},
        french, secret,
        ui::{button, field, notice},
    },
    school::{account, journal},
};
use maud::html;
use std::sync::Arc;

/// The field that carries the passphrase beside what is sent once more.
pub const FIELD: &str = "phrase-confirmee";
pub const PATH: &str = "/connexion/confirmer";
/// So long after the passphrase nothing more is asked.
const FRESH: i64 = 5 * Instant::MINUTE;

const TITLE: &str = "Est-ce bien vous ?";

/// Passes when the passphrase is fresh or was sent along; `Error::Confirm` else. `always`: one's own device is no reason.
pub fn must_be_fresh(house: &Arc<House>, ask: &Arc<Ask>, asked: Confirm, always: bool) -> Result<()> {
    let cx = routes::look_around(house, ask, house.db.read()?)?;
    let session = cx.session.ok_or(Error::SignIn)?;
    let now = cx.now;
    drop(cx);
    if is_fresh(&session, now, always) {
        return Ok(());
    }
    if !ask.fields.has(FIELD) {
        return Err(Error::Confirm(asked));
    }
    prove(house, ask, ask.fields.raw(FIELD))?.map_err(Error::Confirm)
}

/// What the passphrase proved: `Err` with the reason when nothing.
pub fn prove(house: &Arc<House>, ask: &Arc<Ask>, passphrase: &str) -> Result<std::result::Result<(), Confirm>> {
    let tx = routes::look_around(house, ask, house.db.write()?)?;
    let account = tx.viewer()?.account;
    let login = account::store::login_of(&tx.db, account)?;
    // The same buckets as at the sign-in: this page is no second chance to guess.
    let own = (format!("account {login}"), ACCOUNT);
    let network: (String, Rate) = (format!("network {}", throttle::network(ask.address)), NETWORK);
    let wait = throttle::take(&tx.db, &[own.clone(), network.clone()], tx.now)?;
    let known = account::store::credentials(&tx.db, &login)?.and_then(|one| one.password);
    tx.db.commit()?;
    if let Some(seconds) = wait {
        return Ok(Err(Confirm::Wait(seconds)));
    }
    if !known.as_deref().is_some_and(|phc| secret::is_passphrase(passphrase, phc)) {
        return Ok(Err(Confirm::Wrong));
    }
    let tx = routes::look_around(house, ask, house.db.write()?)?;
    // Changed or ended while we were hashing.
    let (viewer, session) = (tx.viewer()?, tx.session.ok_or(Error::SignIn)?);
    let now_known = account::store::credentials(&tx.db, &login)?.and_then(|one| one.password);
    if viewer.account != account || now_known != known {
        return Err(Error::SignIn);
    }
    throttle::give_back(&tx.db, &[own.0], &[network], tx.now)?;
    session::store::prove(&tx.db, session.id, tx.now)?;
    let thing_id = Some(account.number());
    let by = Some(viewer.person);
    journal::store::add(
        &tx.db,
        &journal::Entry { at: tx.now, by, act: "confirm_passphrase", thing: "account", thing_id },
    )?;
    tx.db.commit()?;
    Ok(Ok(()))
}

/// The page that asks, where something was wanted: it leads on to it.
pub fn page(ask: &Ask, asked: Confirm) -> Page {
    let nothing = Fields::default();
    let (action, fields) = match asked {
        Confirm::Back => (PATH, &nothing),
        Confirm::Replay | Confirm::Wrong | Confirm::Wait(_) => (ask.path.as_str(), &ask.fields),
    };
    let fault = match asked {
        Confirm::Wrong => Some(wrong()),
        Confirm::Wait(seconds) => Some(wait(seconds)),
        Confirm::Back | Confirm::Replay => None,
    };
    let main = html! {
        h1 { (TITLE) }
        (why())
        @if let Some(fault) = &fault { (notice::faults([(FIELD, fault.as_str())].into_iter())) }
        form.pile method="post" action=(action) {
            @if asked == Confirm::Back { (field::hidden("retour", &ask.back)) }
            @for (name, value) in fields.pairs().iter().filter(|(name, _)| name != FIELD) { (field::hidden(name, value)) }
            (field::password(FIELD, "Votre phrase de passe").required().focused()
                .typed(field::Typed { value: "", fault: fault.as_deref() }))
            (button::primary("Continuer"))
        }
    };
    Page::narrow(TITLE, main).with_status(403)
}

/// The same question on a page of its own, before a page that was asked for.
pub fn own_page(draft: &super::Draft) -> Page {
    let main = html! {
        h1 { (TITLE) }
        (why())
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(PATH) {
            (field::hidden("retour", draft.fields.get("retour")))
            (field::password(FIELD, "Votre phrase de passe").required().focused().typed(field::Typed { value: "", fault: draft.faults.of(FIELD) }))
            (button::primary("Continuer"))
        }
    };
    Page::narrow(TITLE, main)
}

pub fn wrong() -> String {
    "Ce n’est pas la bonne phrase de passe. Rien n’a été changé.".to_owned()
}

pub fn wait(seconds: i64) -> String {
    let minutes = (seconds + 59) / 60;
    format!(
        "Trop d’essais : attendez {}, puis recommencez. Rien n’a été changé.",
        french::count(minutes, "minute", "minutes")
    )
}

fn why() -> maud::Markup {
    html! {
        p { "Avant d’ouvrir ou de changer cela, redonnez votre phrase de passe : c’est la vôtre seule." }
    }
}

fn is_fresh(session: &Current, now: Instant, always: bool) -> bool {
    // A moment still to come was written by a clock that was ahead: it proves nothing.
    !(session.is_shared || always) || (-session::LEEWAY..=FRESH).contains(&now.since(session.proved_at))
}
