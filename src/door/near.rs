//! Whether somebody asks from inside the school. Told by the line on which the request came, and by the networks that the
//! director named; never by what a visitor writes.

use super::{cx::Ask, house::House};
use crate::{
    base::{
        db::Rx,
        error::Result,
        lan::{self, Came},
        proxies::Network,
    },
    school::account::pupil,
};

/// Straight from a neighbour of the box on its own network; or from a network that the director named as the school's, be it
/// through a relay that we believe about addresses.
///
/// What a relay says is never compared with the box's own network: a private address there is somebody else's house. Nor is a
/// neighbour believed who says that it passes on what others ask: that is a proxy before us, of which we were not told. Only
/// from a public address, which the director named, may a school's own way out say so.
pub fn is_inside(house: &House, rx: &Rx, ask: &Ask) -> Result<bool> {
    let Some(address) = ask.address else { return Ok(false) };
    match ask.came {
        Came::Straight if house.lan.holds(address) => return Ok(true),
        Came::PassedOn if !lan::is_public(address) => return Ok(false),
        Came::Straight | Came::Relayed | Came::PassedOn => {}
    }
    let named = pupil::store::networks(rx)?;
    Ok(named.iter().any(|network| network.parse::<Network>().is_ok_and(|network| network.holds(address))))
}
