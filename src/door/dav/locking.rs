//! LOCK and UNLOCK. A lock on a free place makes an empty file there, as the norm has it.

use super::{
    answers::{Done, Stop, bare, with, xml as answer},
    changing::{Change, must_be_free},
    drive::{self, Top},
    litter,
    locks::{self, Lock},
    order::{Body, Depth, Kept, Order},
    properties::active,
    store,
    target::{Target, locate},
    writing::new_file,
    xml,
};
use crate::{
    base::{db::Tx, error::Result, secret},
    door::{answer::Answer, cx::Cx},
};

/// Of the owner element that a program sends.
const LONGEST_OWNER: usize = 4_000;

pub fn lock(cx: &Cx<Tx>, order: &Order, empty: &Kept) -> Done {
    let bytes = match &order.body {
        Body::Xml(bytes) if !bytes.is_empty() => bytes,
        _ => return prolong(cx, order),
    };
    let root = xml::read(bytes).filter(|root| root.name.is_dav("lockinfo")).ok_or(Stop::Is(400))?;
    let scope = root.child("lockscope").ok_or(Stop::Is(400))?;
    let is_shared = scope.child("shared").is_some();
    if !(is_shared || scope.child("exclusive").is_some())
        || root.child("locktype").is_none_or(|kind| kind.child("write").is_none())
    {
        return Err(Stop::Is(422));
    }
    if order.depth == Some(Depth::One) {
        return Err(Stop::Is(400));
    }
    let target = locate(cx, &order.place)?;
    let top = match &target {
        Target::Root | Target::NoTop => return Err(Stop::Is(403)),
        Target::Astray => return Err(Stop::Is(409)),
        Target::Top(top) | Target::Node(top, _) | Target::Free(top, _) => top,
    };
    drive::must_keep(cx, top.space)?;
    let person = cx.viewer()?.person;
    let is_deep = target.is_folder() && order.depth != Some(Depth::Zero);
    let standing = store::locks(&cx.db, top, cx.now)?;
    if let Some(other) = locks::at_odds(&standing, &order.place, is_deep, is_shared) {
        return Err(Stop::Since(423, "no-conflicting-lock", Some(other.place.clone())));
    }
    if store::count(&cx.db, person, cx.now)? >= store::MOST_LOCKS {
        return Err(Stop::Is(503));
    }
    let mut status = 200;
    if let Target::Free(top, folder) = &target
        && !litter::is_litter(&order.place)
    {
        must_be_free(cx, order, top, &order.place, Change::Comes)?;
        let id = new_file(cx, top, folder.as_ref(), &order.place, empty)?;
        cx.journal("drive_put", "document", Some(id.number()))?;
        status = 201;
    }
    let said = root.child("owner").map(xml::Element::written).filter(|said| said.len() <= LONGEST_OWNER);
    let lock = Lock {
        token: token()?,
        place: order.place.clone(),
        is_deep,
        is_shared,
        person,
        said: said.unwrap_or_default(),
        expires_at: cx.now.plus(order.lock_for),
    };
    store::lock(&cx.db, top.space, &lock, cx.now)?;
    Ok(with(told(cx, status, &lock), "lock-token", format!("<{}>", lock.token)))
}

fn prolong(cx: &Cx<Tx>, order: &Order) -> Done {
    let conditions = order.conditions.as_ref().ok_or(Stop::Is(400))?;
    let target = locate(cx, &order.place)?;
    let (top, key) = (target.top().ok_or(Stop::Is(412))?, order.place.key());
    let (standing, person) = (store::locks(&cx.db, top, cx.now)?, cx.viewer()?.person);
    let is_meant = |lock: &&Lock| lock.person == person && lock.covers(&key) && conditions.shows(&lock.token);
    let lock = standing.iter().find(is_meant).ok_or(Stop::Is(412))?;
    let lock = Lock { expires_at: cx.now.plus(order.lock_for), ..lock.clone() };
    store::prolong(&cx.db, &lock.token, lock.expires_at)?;
    Ok(told(cx, 200, &lock))
}

pub fn unlock(cx: &Cx<Tx>, order: &Order) -> Done {
    let token = order.lock_token.as_deref().ok_or(Stop::Is(400))?;
    let target = locate(cx, &order.place)?;
    let standing = match target.top() {
        Some(top) => of_space(cx, top)?,
        None => Vec::new(),
    };
    let key = order.place.key();
    match standing.iter().find(|lock| lock.token == token && lock.covers(&key)) {
        None => Err(Stop::Since(409, "lock-token-matches-request-uri", None)),
        Some(lock) if lock.person != cx.viewer()?.person => Err(Stop::Is(403)),
        Some(lock) => {
            store::unlock(&cx.db, &lock.token)?;
            Ok(bare(204))
        }
    }
}

fn of_space(cx: &Cx<Tx>, top: &Top) -> Result<Vec<Lock>> {
    store::locks(&cx.db, top, cx.now)
}

fn told(cx: &Cx<Tx>, status: u16, lock: &Lock) -> Answer {
    let active = active(lock, cx.now);
    answer(status, format!("<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>{active}</D:lockdiscovery></D:prop>"))
}

/// A random UUID, as RFC 4918 asks for.
fn token() -> Result<String> {
    let mut bytes = [0u8; 16];
    secret::fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = secret::hex(&bytes);
    Ok(format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}
