//! What waits, to be asked again when somebody is back before their day.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Sql, Tx},
        error::Result,
    },
    rooms::messages::Message,
};

pub fn waiting(tx: &Tx) -> Result<Vec<(Id<Message>, Instant)>> {
    tx.all(
        "SELECT id, leaves_at FROM message WHERE state = 'waiting' AND leaves_at >= 0 ORDER BY leaves_at",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
