//! What stands before every write: the conditions that the program set, and the locks of others. Judged in the transaction of
//! the write itself.

pub use super::locks::Change;
use super::{
    answers::Stop,
    conditions,
    drive::{Content, Top},
    locks,
    order::Order,
    place::Place,
    store,
    target::{Target, locate},
};
use crate::{
    base::db::Rx,
    door::{cx::Cx, range},
};
use std::borrow::Borrow;

/// `If:`, as a whole.
pub fn must_hold<D: Borrow<Rx>>(cx: &Cx<D>, order: &Order) -> Result<(), Stop> {
    match &order.conditions {
        Some(conditions) if !conditions.holds(&Here { cx, own: &order.place }) => Err(Stop::Is(412)),
        _ => Ok(()),
    }
}

/// No lock in the way but those whose tokens were shown.
pub fn must_be_free<D: Borrow<Rx>>(
    cx: &Cx<D>,
    order: &Order,
    top: &Top,
    place: &Place,
    change: Change,
) -> Result<(), Stop> {
    let standing = store::locks(cx.db.borrow(), top, cx.now)?;
    match locks::in_the_way(&standing, place, change, cx.viewer()?.person, order.conditions.as_ref()) {
        Some(lock) => Err(Stop::Since(423, "lock-token-submitted", Some(lock.place.clone()))),
        None => Ok(()),
    }
}

/// `If-Match` and `If-None-Match`, of a file about to be written.
pub fn must_match(order: &Order, target: &Target) -> Result<(), Stop> {
    let tag = target.node().and_then(|node| node.file.as_ref()).map(|file| range::tag(&file.hash));
    let is_among = |said: &str, tag: &str| said.trim() == "*" || said.split(',').any(|one| one.trim() == tag);
    let fails = match &tag {
        Some(tag) => {
            (!order.if_match.is_empty() && !is_among(&order.if_match, tag))
                || (!order.if_none_match.is_empty() && is_among(&order.if_none_match, tag))
        }
        None => !order.if_match.is_empty(),
    };
    if fails { Err(Stop::Is(412)) } else { Ok(()) }
}

/// `If-Match` of a file about to be read; `If-None-Match` is the stream's.
pub fn must_match_to_look(order: &Order, file: &Content) -> Result<(), Stop> {
    let tag = range::tag(&file.hash);
    let said = &order.if_match;
    let holds = said.is_empty() || said.trim() == "*" || said.split(',').any(|one| one.trim() == tag);
    if holds { Ok(()) } else { Err(Stop::Is(412)) }
}

/// What is true today of the places that a condition names; what cannot be found out is not true.
struct Here<'a, D> {
    cx: &'a Cx<D>,
    own: &'a Place,
}

impl<D: Borrow<Rx>> conditions::Standing for Here<'_, D> {
    fn has_lock(&self, of: Option<&Place>, token: &str) -> bool {
        let place = of.unwrap_or(self.own);
        let Ok(target) = locate(self.cx, place) else { return false };
        let locks = target.top().and_then(|top| store::locks(self.cx.db.borrow(), top, self.cx.now).ok());
        let key = place.key();
        locks.unwrap_or_default().iter().any(|lock| lock.token == token && lock.covers(&key))
    }

    fn has_tag(&self, of: Option<&Place>, tag: &str) -> bool {
        let Ok(target) = locate(self.cx, of.unwrap_or(self.own)) else { return false };
        target.node().and_then(|node| node.file.as_ref()).is_some_and(|file| range::tag(&file.hash) == tag)
    }
}
