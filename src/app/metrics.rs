//! What `/metrics` tells: the same facts as « Santé de la boîte », gathered at each look. Who may ask is the door's to say.

use crate::{
    base::error::Result,
    door::House,
    rooms::settings::health::{self, metrics},
};
use std::{sync::Arc, time::Instant};

/// From now on the service runs.
pub fn of(house: &Arc<House>) -> impl Fn() -> Result<String> + Send + Sync + 'static {
    let (house, started) = (house.clone(), Instant::now());
    move || {
        let rx = house.db.read()?;
        let facts = health::look(&house, &rx, house.clock.now())?;
        Ok(metrics::text(&facts, &health::sizes(&rx)?, started.elapsed().as_secs()))
    }
}
