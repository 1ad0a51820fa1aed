//! A request of the protocol, between the socket and the gate: whose turn it is, and the bytes, which come before the
//! transaction that takes them in.

use super::{
    pour::pour,
    sentences,
    turns::Turn,
    wire::{self, Said},
};
use crate::{
    base::{
        error::{Error, Result},
        secret::Token,
    },
    door::{
        answer::Answer,
        cx::Ask,
        house::House,
        routes::{Method, Route},
    },
};
use actix_web::web;
use std::{panic::AssertUnwindSafe, sync::Arc};

pub async fn serve(
    house: &Arc<House>,
    table: &Arc<Vec<Route>>,
    at: usize,
    mut ask: Ask,
    said: Said,
    payload: web::Payload,
) -> Answer {
    let method = table[at].method;
    if !said.is_our_version && method != Method::Options {
        return wire::refused(412, sentences::VERSION);
    }
    if method == Method::Patch && !said.is_a_piece {
        return wire::refused(415, sentences::UNREADABLE);
    }
    ask.said = Some(said);
    let (ask, turn) = match in_turn(house, table, at, ask, payload).await {
        Ok(ready) => ready,
        Err(answer) => return answer,
    };
    let (house, table) = (house.clone(), table.clone());
    let done = web::block(move || {
        let done = std::panic::catch_unwind(AssertUnwindSafe(|| (table[at].run)(&house, &ask)));
        // The turn ends with the work, whether the sender still listens or not.
        drop(turn);
        done.unwrap_or_else(|_| Err(Error::internal("a handler panicked")))
    });
    done.await
        .unwrap_or_else(|_| Err(Error::internal("the blocking pool is gone")))
        .unwrap_or_else(|error| wire::refuse(&error))
}

/// For what is about one upload: its turn; for a piece, its bytes too. The gate is passed before anybody is disturbed, and
/// once more, by the route's own work, after.
async fn in_turn(
    house: &Arc<House>,
    table: &Arc<Vec<Route>>,
    at: usize,
    ask: Ask,
    payload: web::Payload,
) -> std::result::Result<(Arc<Ask>, Option<Turn>), Answer> {
    let (method, Some(find)) = (table[at].method, table[at].find.clone()) else { return Ok((Arc::new(ask), None)) };
    let ask = Arc::new(ask);
    let found = {
        let (house, ask) = (house.clone(), ask.clone());
        web::block(move || find(&house, &ask)).await
    };
    let row = found
        .unwrap_or_else(|_| Err(Error::internal("the blocking pool is gone")))
        .map_err(|error| wire::refuse(&error))?;
    let key = Token::presented(ask.text("upload").unwrap_or_default()).digest();
    let turn = if method == Method::Patch { house.turns.take(key) } else { house.turns.ask(key).await };
    let turn = turn.ok_or_else(|| wire::refused(423, sentences::LOCKED))?;
    if method != Method::Patch || row.has_ended {
        return Ok((ask, Some(turn)));
    }
    let said = ask.said.as_ref().ok_or_else(|| wire::refuse(&Error::NotFound))?;
    let (poured, turn) = pour(house, &row, said, turn, payload).await?;
    let mut ask = sole(ask).map_err(|error| wire::refuse(&error))?;
    ask.poured = Some(poured);
    Ok((Arc::new(ask), Some(turn)))
}

fn sole(ask: Arc<Ask>) -> Result<Ask> {
    Arc::into_inner(ask).ok_or_else(|| Error::internal("an ask was kept"))
}
