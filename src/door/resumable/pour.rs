//! The bytes of a piece, from the socket to the disk: never more than a bounded few in memory, no transaction meanwhile, and
//! nothing is said to have come before it is flushed.

use super::{sentences, store::Row, turns::Turn, wire, wire::Checksum, wire::Said};
use crate::{
    base::{
        error::{Error, Result},
        files::partial::{Known, Partial},
    },
    door::{answer::Answer, house::House},
};
use actix_web::web;
use futures_util::TryStreamExt;
use ring::digest;
use std::{sync::Arc, time::Duration};

/// So much goes to the disk at once.
const HEAP: usize = 256 * 1024;
/// A line on which nothing comes for so long is dead.
const SILENCE: Duration = Duration::from_secs(60);

/// What stands on the disk afterwards.
pub struct Poured {
    pub length: u64,
    pub known: Option<Known>,
}

/// A file that is open for its turn. They go together: whoever has the turn is the only one who writes.
struct Open {
    partial: Partial,
    turn: Turn,
}

/// Why no more comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// The line is dead, or the sender asks on another: what has come counts.
    Cut,
    TooMuch,
}

/// The answer, when there is nothing more to do; the turn is held until the caller lets it go.
pub async fn pour(
    house: &Arc<House>,
    row: &Row,
    said: &Said,
    turn: Turn,
    mut payload: web::Payload,
) -> std::result::Result<(Poured, Turn), Answer> {
    let (files, id) = (house.clone(), row.id);
    let asked_again = row.size.checked_sub(1).filter(|last| said.offset == Some(*last));
    let open = aside(move || {
        let mut partial = files.files.partial(id)?;
        // Whole, and never taken in: its last byte was asked for again.
        if let Some(last) = asked_again.filter(|last| partial.length() > *last) {
            partial.cut_back(last)?;
        }
        Ok(Open { partial, turn })
    });
    let open = open.await.map_err(fail)?;
    let start = open.partial.length();
    if said.offset != Some(start) {
        return Err(wire::refused(409, sentences::ELSEWHERE));
    }
    let left = row.size.saturating_sub(start);
    if said.body.is_some_and(|body| body > left) {
        return Err(wire::refused(413, sentences::UNREADABLE));
    }
    let mut sum = match &said.checksum {
        None => None,
        Some(Checksum::Unknown) => return Err(wire::refused(400, sentences::UNREADABLE)),
        Some(Checksum::Of(algorithm, wanted)) => Some((digest::Context::new(algorithm), wanted.clone())),
    };
    let (open, end) = take(open, left, &mut payload, &mut sum).await.map_err(fail)?;
    let open = aside(move || {
        let mut open = open;
        open.partial.flush()?;
        Ok(open)
    });
    let open = open.await.map_err(fail)?;
    if let Some((made, wanted)) = sum
        && made.finish().as_ref() != wanted
    {
        return Err(take_back(open, start).await);
    }
    if end == End::TooMuch {
        return Err(wire::refused(413, sentences::UNREADABLE));
    }
    Ok((Poured { length: open.partial.length(), known: open.partial.known() }, open.turn))
}

/// What is not what was sent never was.
async fn take_back(open: Open, start: u64) -> Answer {
    let done = aside(move || {
        let mut open = open;
        open.partial.cut_back(start)
    });
    done.await.map_or_else(fail, |()| wire::refused(wire::BROKEN, sentences::DAMAGED))
}

async fn take(
    mut open: Open,
    mut left: u64,
    payload: &mut web::Payload,
    sum: &mut Option<(digest::Context, Vec<u8>)>,
) -> Result<(Open, End)> {
    let mut heap: Vec<u8> = Vec::with_capacity(HEAP);
    loop {
        let next = tokio::select! {
            biased;
            () = open.turn.is_asked() => None,
            next = tokio::time::timeout(SILENCE, payload.try_next()) => next.ok(),
        };
        let (end, chunk) = match next {
            Some(Ok(Some(chunk))) if chunk.len() as u64 > left => (Some(End::TooMuch), None),
            Some(Ok(Some(chunk))) => (None, Some(chunk)),
            Some(Ok(None)) => (Some(End::Whole), None),
            Some(Err(_)) | None => (Some(End::Cut), None),
        };
        if let Some(chunk) = chunk {
            left -= chunk.len() as u64;
            if let Some((sum, _)) = sum {
                sum.update(&chunk);
            }
            heap.extend_from_slice(&chunk);
        }
        if heap.len() >= HEAP || (end.is_some() && !heap.is_empty()) {
            let moved = aside(move || {
                open.partial.write(&heap)?;
                heap.clear();
                Ok((open, heap))
            });
            (open, heap) = moved.await?;
        }
        if let Some(end) = end {
            return Ok((open, end));
        }
    }
}

/// Away from the worker, which has other pages to answer. What is done there is done even if the sender has left: file and
/// turn go with it.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    web::block(work).await.map_err(|_| Error::internal("the blocking pool is gone"))?
}

fn fail(error: Error) -> Answer {
    wire::refuse(&error)
}
