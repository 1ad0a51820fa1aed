//! The bytes of a PUT, from the socket to the disk: never more than a bounded few in memory, and no transaction meanwhile.

use super::{
    answers::Stop,
    litter,
    order::{Body, Kept, Order},
    writing::Way,
};
use crate::{
    base::{
        error::{Error, Result},
        files::Incoming,
    },
    door::{house::House, resumable},
};
use actix_web::web;
use futures_util::TryStreamExt;
use std::{sync::Arc, time::Duration};

/// So much goes to the disk at once.
const HEAP: usize = 256 * 1024;
/// A line on which nothing comes for so long is dead.
const SILENCE: Duration = Duration::from_secs(60);
/// How much may come before the disk is looked at again.
const STRIDE: u64 = 64 * 1024 * 1024;
/// The heaviest file.
pub const MOST: u64 = 10_000_000_000;
/// Enough to tell what a file is.
pub const HEAD: usize = 64 * 1024;
/// Of a document of the protocol.
const XML: usize = 256 * 1024;

type Taken<T> = std::result::Result<T, Stop>;

pub async fn xml(mut payload: web::Payload) -> Taken<Body> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(&mut payload).await? {
        if bytes.len() + chunk.len() > XML {
            return Err(Stop::Is(413));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Body::Xml(bytes))
}

pub async fn file(house: &Arc<House>, order: &Order, way: Way, mut payload: web::Payload) -> Taken<Body> {
    if way == Way::Memory {
        let mut bytes = Vec::new();
        while let Some(chunk) = next(&mut payload).await? {
            let left = litter::LONGEST.saturating_sub(bytes.len());
            bytes.extend_from_slice(&chunk[..chunk.len().min(left)]);
        }
        return Ok(Body::Litter(bytes));
    }
    if order.length.is_some_and(|length| length > MOST) {
        return Err(Stop::Is(413));
    }
    let opened = house.clone();
    let announced = order.length.unwrap_or(STRIDE);
    let mut incoming = aside(move || {
        must_have_room(&opened, announced)?;
        opened.files.receive()
    })
    .await?;
    let (mut heap, mut looked_at) = (Vec::with_capacity(HEAP), 0);
    loop {
        let chunk = next(&mut payload).await?;
        let is_end = chunk.is_none();
        heap.extend_from_slice(&chunk.unwrap_or_default());
        if heap.len() >= HEAP || (is_end && !heap.is_empty()) {
            let size = incoming.size() + heap.len() as u64;
            if size > MOST {
                return Err(Stop::Is(413));
            }
            let looks = order.length.is_none() && size - looked_at >= STRIDE;
            if looks {
                looked_at = size;
            }
            let opened = house.clone();
            (incoming, heap) = aside(move || {
                if looks {
                    must_have_room(&opened, STRIDE)?;
                }
                write(incoming, heap)
            })
            .await?;
        }
        if is_end {
            break;
        }
    }
    let opened = house.clone();
    Ok(aside(move || keep(&opened, incoming)).await?)
}

fn write(mut incoming: Incoming, mut heap: Vec<u8>) -> Result<(Incoming, Vec<u8>)> {
    incoming.write(&heap)?;
    heap.clear();
    Ok((incoming, heap))
}

/// Flushed, and in its place: the row comes with the transaction, or a sweep takes it away.
fn keep(house: &House, incoming: Incoming) -> Result<Body> {
    let staged = incoming.finish()?;
    let bytes = staged.size;
    let hash = house.files.keep(staged)?;
    let head = house.files.head(&hash, HEAD)?;
    Ok(Body::File(Kept { hash, bytes, head }))
}

/// What a lock on a free place puts there.
pub fn empty(house: &House) -> Result<Kept> {
    let hash = house.files.keep(house.files.stage(b"")?)?;
    Ok(Kept { hash, bytes: 0, head: Vec::new() })
}

fn must_have_room(house: &House, more: u64) -> Result<()> {
    let promised = resumable::store::announced(&house.db.read()?, house.clock.now())?;
    if resumable::has_room(house, more, promised)? { Ok(()) } else { Err(Error::Full) }
}

/// What is cut is not taken in: the program sends it again.
async fn next(payload: &mut web::Payload) -> Taken<Option<web::Bytes>> {
    match tokio::time::timeout(SILENCE, payload.try_next()).await {
        Ok(Ok(chunk)) => Ok(chunk),
        Ok(Err(_)) => Err(Stop::Is(400)),
        Err(_) => Err(Stop::Is(408)),
    }
}

/// Away from the worker, which has other pages to answer.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    web::block(work).await.map_err(|_| Error::internal("the blocking pool is gone"))?
}
