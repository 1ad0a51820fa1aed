//! Sessions: a random token in a `__Host-` cookie, its digest in the database. Sliding expiry; « ordinateur partagé » ends with
//! the browser and after thirty minutes. The only maker of viewers.

pub mod store;

use super::{cx::Ask, house::House, near};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::Result,
        secret::Token,
    },
    school::{
        account::{
            Account,
            application::{self, Presented},
            pupil::{self, tablet},
            second_factor,
        },
        settings::{self, Facts},
        sign_ins::{self, Profile},
        viewer::{self, Viewer},
    },
};
use jiff::civil::Date;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

pub const COOKIE: &str = "__Host-preau";
/// Remembers that this browser has signed in to that account before; opens nothing by itself.
pub const DEVICE_COOKIE: &str = "__Host-appareil";
/// Between the passphrase and the code; opens the page that asks for the code, and nothing else.
pub const HALF_WAY_COOKIE: &str = "__Host-etape";
/// Of a tablet that the school knows; it opens nobody's account.
pub const TABLET_COOKIE: &str = "__Host-tablette";
pub const SET_UP_COOKIE: &str = "__Host-installation";

/// Own device: thirty days without a visit, half a year at most.
const OWN_IDLE: i64 = 30 * Instant::DAY;
pub const OWN_AT_MOST: i64 = 180 * Instant::DAY;
/// A browser is known for so long after its last sign-in.
pub const DEVICE_KEPT: i64 = 2 * OWN_AT_MOST;
const SHARED_IDLE: i64 = 30 * Instant::MINUTE;
const SHARED_AT_MOST: i64 = 12 * Instant::HOUR;
/// Of pupils at the school: a child goes and the next one comes, on the same tablet.
const PUPIL_IDLE: i64 = 15 * Instant::MINUTE;
const PUPIL_AT_MOST: i64 = 3 * Instant::HOUR;
/// By so much a clock may be set back without anything being doubted.
pub const LEEWAY: i64 = 5 * Instant::MINUTE;
/// Neither browser nor system says its name.
pub const UNKNOWN_DEVICE: &str = "Appareil inconnu";
/// How stale « seen » may be before it is noted again: a page must not cost a write.
const OWN_NOTE: i64 = Instant::HOUR;
const SHARED_NOTE: i64 = Instant::MINUTE;

/// The session behind this request.
#[derive(Clone, Copy, Debug)]
pub struct Current {
    pub id: i64,
    pub is_shared: bool,
    /// When the passphrase was last given in it.
    pub proved_at: Instant,
}

/// A device of « Mes appareils ».
pub struct Device {
    pub id: i64,
    pub name: String,
    pub opened_at: Instant,
    pub is_shared: bool,
}

/// Visits that the flush will write down, by session.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<i64, Instant>>);

impl Seen {
    fn note(&self, session: i64, at: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(session, at);
    }

    fn at(&self, session: i64) -> Option<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&session).copied()
    }

    fn take(&self) -> HashMap<i64, Instant> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Who is asking: nobody, or the viewer behind a session that is still good.
pub fn who(
    house: &House,
    rx: &Rx,
    ask: &Ask,
    now: Instant,
    today: Date,
) -> Result<(Option<Current>, Option<Arc<Viewer>>)> {
    if let Some(presented) = &ask.application {
        return Ok((None, of_application(rx, presented, today)?));
    }
    let Some(cookie) = &ask.session else { return Ok((None, None)) };
    let Some((row, viewer)) = behind(house, rx, &Token::presented(cookie).digest(), now, today)? else {
        return Ok((None, None));
    };
    if row.at_school && !is_there_still(house, rx, ask, row.tablet, now, today)? {
        return Ok((None, None));
    }
    let note = if row.is_shared { SHARED_NOTE } else { OWN_NOTE };
    if now.since(row.seen_at) > note && !ask.by_itself {
        house.seen.note(row.id, now);
    }
    let current = Current { id: row.id, is_shared: row.is_shared, proved_at: row.proved_at };
    Ok((Some(current), Some(Arc::new(viewer))))
}

/// Such a session is good inside the school, or on the tablet on which it was opened.
fn is_there_still(house: &House, rx: &Rx, ask: &Ask, tablet: Option<i64>, now: Instant, today: Date) -> Result<bool> {
    if let (Some(tablet), Some(presented)) = (tablet, &ask.tablet)
        && tablet::store::classes_of(rx, &Token::presented(presented), now, today)?.iter().any(|(_, id)| *id == tablet)
    {
        return Ok(true);
    }
    near::is_inside(house, rx, ask)
}

/// Whether the session with this digest would still let somebody in. To ask is no visit.
pub fn still_opens(
    house: &House,
    rx: &Rx,
    digest: &[u8; 32],
    school: &Facts,
    now: Instant,
    today: Date,
) -> Result<bool> {
    let Some((_, viewer)) = behind(house, rx, digest, now, today)? else { return Ok(false) };
    Ok(!owes_second_factor(rx, &viewer, school, now)?)
}

/// The session as it was last seen, and its viewer, while it is good.
fn behind(
    house: &House,
    rx: &Rx,
    digest: &[u8; 32],
    now: Instant,
    today: Date,
) -> Result<Option<(store::SessionRow, Viewer)>> {
    let Some(mut row) = store::find(rx, digest)? else { return Ok(None) };
    row.seen_at = house.seen.at(row.id).unwrap_or(row.seen_at).max(row.seen_at);
    let (idle, at_most) = match (row.at_school, row.is_shared) {
        (true, _) => (PUPIL_IDLE, PUPIL_AT_MOST),
        (false, true) => (SHARED_IDLE, SHARED_AT_MOST),
        (false, false) => (OWN_IDLE, OWN_AT_MOST),
    };
    if now.since(row.seen_at) > idle || now.since(row.opened_at) > at_most {
        return Ok(None);
    }
    // Written by a clock that was ahead: it would stay open at a shared computer until that day has come.
    if row.is_shared && now.since(row.opened_at.max(row.seen_at)) < -LEEWAY {
        return Ok(None);
    }
    let Some(viewer) = viewer::store::viewer(rx, row.account, today)? else { return Ok(None) };
    // Asked at every request: a class that is closed, and a child who moves to one, count from the next one on.
    if viewer.pupil.is_some() && !pupil::store::is_open_for(rx, &viewer, today)? {
        return Ok(None);
    }
    Ok(Some((row, viewer)))
}

/// Who stands behind a program's own password, as long as they work here. It comes with a request for documents alone, and no
/// cookie with it.
fn of_application(rx: &Rx, presented: &Presented, today: Date) -> Result<Option<Arc<Viewer>>> {
    let Some(opened) = application::store::find(rx, presented)? else { return Ok(None) };
    let viewer = viewer::store::viewer(rx, opened.account, today)?;
    Ok(viewer.filter(application::is_for).map(Arc::new))
}

/// True when the director's choice binds this person, its delay is over, and there is no second factor yet. Asked at every
/// request, like the viewer: a choice counts from the next one on, for sessions that stand too.
pub fn owes_second_factor(rx: &Rx, viewer: &Viewer, school: &Facts, now: Instant) -> Result<bool> {
    let required = school.second_factor;
    Ok(required.binds(viewer) && required.is_due(now) && !second_factor::store::is_on(rx, viewer.account)?)
}

/// Opens a session and returns its token for the cookie. One more is counted in its profile's month, whoever it is.
pub fn open(tx: &Tx, account: Id<Account>, is_shared: bool, agent: &str, now: Instant) -> Result<Token> {
    let token = Token::draw()?;
    let idle = if is_shared { SHARED_IDLE } else { OWN_IDLE };
    store::add(tx, &token, account, is_shared, &device_name(agent), now, now.plus(idle))?;
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    if let Some(profile) = viewer::store::viewer(tx, account, today)?.as_ref().and_then(Profile::of) {
        sign_ins::store::count(tx, profile, today)?;
    }
    Ok(token)
}

/// The same for a pupil: the computer is always others' too. `Some(tablet)`: good on that tablet or inside the school alone.
pub fn open_for_pupil(
    tx: &Tx,
    account: Id<Account>,
    at_school: Option<Option<i64>>,
    agent: &str,
    now: Instant,
) -> Result<Token> {
    let token = open(tx, account, true, agent, now)?;
    if let Some(tablet) = at_school {
        store::keep_at_school(tx, &token, tablet, now.plus(PUPIL_IDLE))?;
    }
    Ok(token)
}

/// Writes down the visits noted since the last time, and forgets what has expired.
pub fn flush(house: &House) -> Result<()> {
    let seen = house.seen.take();
    let tx = house.db.write()?;
    for (session, at) in &seen {
        store::note_seen(&tx, *session, *at, OWN_IDLE, SHARED_IDLE)?;
    }
    store::forget_expired(&tx, house.clock.now())?;
    tablet::store::forget_old(&tx, house.clock.now())?;
    tx.commit()
}

/// « Firefox sur Android »: enough to know one's own device, nothing more.
pub fn device_name(agent: &str) -> String {
    let browser = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    ];
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("CrOS", "Chromebook"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let find =
        |list: &[(&str, &'static str)]| list.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => format!("{browser} sur {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => UNKNOWN_DEVICE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device_name;

    #[test]
    fn a_device_is_named_as_its_owner_would() {
        let firefox = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0";
        assert_eq!(device_name(firefox), "Firefox sur Android");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(device_name(safari), "Safari sur iPhone");
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0";
        assert_eq!(device_name(edge), "Edge sur Windows");
        assert_eq!(device_name("curl/8"), "Appareil inconnu");
    }
}
