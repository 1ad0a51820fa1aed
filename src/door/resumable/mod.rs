//! Files that come in several pieces and go on after a cut: tus 1.0.0 with creation, expiration, termination and checksum.
//! A room says where they come, of what weight, and what becomes of one that is whole; all else is here.
//!
//! - An upload is one person's, for one thing: each request passes the gate of its path anew and finds only what was
//!   announced there by the same person. Its address holds a secret of 128 bits, kept as a digest.
//! - The offset that is told is what is flushed. It is the length of a file (`base::files::partial`), not a number in the
//!   database: no write to it while bytes come. A file system may lose the end of a file in a power cut, which was not told
//!   yet; it does not make one longer than what was written (ext4, XFS and btrfs as they are set by default).
//! - On the last byte: SHA-256, the file in its place, then one transaction with its row, the room's `done` and the journal
//!   line. Who repeats the last piece after a cut is told the same thing again. A house that dies between the last byte and
//!   that transaction asks for the last byte once more: no program believes that a file has come which was not taken in.
//! - The same address takes a plain form (`multipart/form-data`), for who has no JavaScript; the same `done`.
//! - What is not whole after a day is swept, with its bytes.

mod plain;
mod pour;
mod sentences;
mod serve;
pub mod store;
mod turns;
mod wire;

pub(super) use pour::Poured;
pub(super) use serve::serve;
pub use store::Row;
pub use turns::Turns;
pub(super) use wire::{Said, refuse};

use super::{
    answer::Answer,
    cx::{Ask, Cx},
    form::{Checked, Faults},
    gate::Gate,
    house::House,
    route::{Bench, Find, Limits, Method, Run},
    routes::{Routes, enter, note},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        disk,
        error::{Error, Result},
        files::{self, Hash},
        secret::Token,
    },
    school::Person,
};
use std::{borrow::Borrow, sync::Arc};

/// How long a file may take to come.
const KEPT: i64 = Instant::DAY;
/// One person's under way together.
const FILES_AT_ONCE: u64 = 100;
const BYTES_AT_ONCE: u64 = 10_000_000_000;
/// Bytes of the fields of a plain form, and of what is shown of a file to whoever judges it.
const FIELDS: usize = 16 * 1024;
const HEAD: usize = 64 * 1024;
/// The bytes as they came are not said to be anything.
const UNJUDGED: &str = "application/octet-stream";

/// How much comes in at one place: the weight of one file, and how many one plain form brings.
#[derive(Clone, Copy)]
pub struct Takes {
    pub bytes: u64,
    pub files: usize,
}

/// What is said of a file before its first byte.
pub struct Announced {
    /// Fit to be shown; never a path.
    pub name: String,
    pub size: u64,
}

/// A file that is whole, kept, and has its row, in the transaction of whoever takes it.
pub struct Received {
    pub name: String,
    pub size: u64,
    pub hash: Hash,
    /// Its first bytes, enough to tell what it is.
    pub head: Vec<u8>,
}

/// What a room says of one place where files come in. The permit is the gate's.
pub struct Receives<G> {
    pub takes: Takes,
    /// Whether this file may come at all; a sentence when it may not.
    pub begin: fn(&Cx<Tx>, &G, &Announced) -> Result<Checked<()>>,
    /// Takes it in; called once for each file. What it refuses leaves nothing behind.
    pub done: fn(&Cx<Tx>, &G, &Received) -> Result<Checked<()>>,
    /// The page on which the plain form stands.
    pub back: fn(&G) -> String,
}

impl Routes {
    /// Files come in here: `path` announces them and takes the plain form, `one` is `path` and `/{upload}`.
    pub fn resumable<G: Gate + 'static>(
        &mut self,
        path: &'static str,
        one: &'static str,
        receives: &'static Receives<G>,
    ) {
        let room = self.room();
        let takes = receives.takes;
        let limits = Limits { fields: FIELDS, file: takes.bytes, files: takes.files, in_memory: false };
        let announce: Run = Arc::new(move |house, ask| match &ask.said {
            Some(said) => create(house, ask, said, room, receives),
            None => plain::take(house, ask, room, receives),
        });
        let speak: Run = Arc::new(move |house, ask| {
            enter::<G, Rx>(house, ask, room, house.db.read()?).and_then(|cx| G::open(&cx))?;
            Ok(wire::spoken(takes))
        });
        self.push_in_pieces::<G>(Method::Post, path, limits, announce, None);
        self.push_in_pieces::<G>(Method::Options, path, Limits::NOTHING, speak, None);
        let find: Find = Arc::new(move |house, ask| own_now::<G>(house, ask, room));
        let tell: Run = Arc::new(move |house, ask| {
            let row = own_now::<G>(house, ask, room)?;
            // The last byte has not come before the whole is taken in: who is told that all has come sends no more.
            let come = || Ok::<_, Error>(house.files.partial(row.id)?.length().min(row.size.saturating_sub(1)));
            Ok(wire::at(200, if row.has_ended { row.size } else { come()? }, &row))
        });
        let piece: Run = Arc::new(move |house, ask| piece(house, ask, room, receives));
        let end: Run = Arc::new(move |house, ask| cancel::<G>(house, ask, room));
        for (method, run) in [(Method::Head, tell), (Method::Patch, piece), (Method::Delete, end)] {
            self.push_in_pieces::<G>(method, one, Limits::NOTHING, run, Some(find.clone()));
        }
    }

    fn push_in_pieces<G: Gate + 'static>(
        &mut self,
        method: Method,
        path: &'static str,
        limits: Limits,
        run: Run,
        find: Option<Find>,
    ) {
        let route = self.push::<G>(method, path, Bench::Blocking, limits, run);
        route.in_pieces = true;
        route.find = find;
    }
}

/// Forgets what has not come in time, and the bytes that nobody waits for.
pub fn sweep(house: &House) -> Result<()> {
    let tx = house.db.write()?;
    store::forget_expired(&tx, house.clock.now())?;
    tx.commit()?;
    let swept = house.files.sweep_partials(|id| store::is_awaited(&house.db.read()?, id))?;
    if swept > 0 {
        tracing::info!(swept, "files that did not come to their end were removed");
    }
    Ok(())
}

fn create<G: Gate>(
    house: &Arc<House>,
    ask: &Arc<Ask>,
    said: &Said,
    room: &'static str,
    receives: &Receives<G>,
) -> Result<Answer> {
    let cx = enter::<G, Tx>(house, ask, room, house.db.write()?)?;
    let gate = G::open(&cx)?;
    let person = sender(&cx, &gate)?;
    let size = match said.length {
        None => return Ok(wire::refused(400, sentences::UNREADABLE)),
        Some(0) => return Ok(wire::refused(422, sentences::EMPTY)),
        Some(size) if size > receives.takes.bytes => {
            return Ok(wire::refused(413, sentences::too_heavy(receives.takes.bytes)));
        }
        Some(size) => size,
    };
    let (count, bytes) = store::of_person(&cx.db, person, cx.now)?;
    if count >= FILES_AT_ONCE || bytes.saturating_add(size) > BYTES_AT_ONCE {
        return Ok(wire::refused(429, sentences::TOO_MANY));
    }
    if !has_room(house, size, store::announced(&cx.db, cx.now)?)? {
        return Err(Error::Full);
    }
    let announced = Announced { name: said.name.clone(), size };
    if let Err(faults) = (receives.begin)(&cx, &gate, &announced)? {
        return Ok(wire::refused(422, sentence(&faults)));
    }
    let (token, expires_at) = (Token::draw()?, cx.now.plus(KEPT));
    let new = store::New { token: &token, person, path: &ask.path, name: &said.name, size };
    store::add(&cx.db, &new, cx.now, expires_at)?;
    cx.db.commit()?;
    Ok(wire::created(format!("{}/{}", ask.path, token.reveal()), expires_at))
}

/// Counts what was promised to others and has not come yet.
pub(super) fn has_room(house: &House, size: u64, announced: u64) -> Result<bool> {
    let room = disk::room(&house.data)?;
    let still_to_come = announced.saturating_sub(house.files.come_so_far()?);
    Ok(room.takes(still_to_come.saturating_add(size)))
}

/// After its bytes: how far it is, or, with the last of them, what became of it.
fn piece<G: Gate>(house: &Arc<House>, ask: &Arc<Ask>, room: &'static str, receives: &Receives<G>) -> Result<Answer> {
    let row = own_now::<G>(house, ask, room)?;
    let poured = match &ask.poured {
        Some(poured) if !row.has_ended => poured,
        _ => return Ok(ended(&row)),
    };
    if poured.length < row.size {
        return Ok(wire::at(204, poured.length, &row));
    }
    let staged = house.files.stage_partial(row.id, poured.known.clone())?;
    let received = keep(house, staged, row.name.clone())?;
    let cx = enter::<G, Tx>(house, ask, room, house.db.write()?)?;
    let gate = G::open(&cx)?;
    let mut row = own(&cx, &gate)?;
    if row.has_ended {
        return Ok(ended(&row));
    }
    let (thing, by) = (gate.thing(), gate.by());
    files::store::add(&cx.db, &received.hash, received.size, UNJUDGED, cx.now)?;
    match (receives.done)(&cx, &gate, &received)? {
        Ok(()) => {
            store::end(&cx.db, row.id, "", cx.now)?;
            note::<G>(&cx, thing, by)?;
            cx.db.commit()?;
        }
        Err(faults) => {
            let now = cx.now;
            drop(cx);
            row.fault = sentence(&faults);
            let tx = house.db.write()?;
            store::end(&tx, row.id, &row.fault, now)?;
            tx.commit()?;
        }
    }
    house.files.forget_partial(row.id)?;
    Ok(ended(&row))
}

/// In its place on the disk; the row comes with the transaction.
fn keep(house: &House, staged: files::Staged, name: String) -> Result<Received> {
    let size = staged.size;
    let hash = house.files.keep(staged)?;
    let head = house.files.head(&hash, HEAD)?;
    Ok(Received { name, size, hash, head })
}

fn cancel<G: Gate>(house: &Arc<House>, ask: &Arc<Ask>, room: &'static str) -> Result<Answer> {
    let cx = enter::<G, Tx>(house, ask, room, house.db.write()?)?;
    let gate = G::open(&cx)?;
    let row = own(&cx, &gate)?;
    store::remove(&cx.db, row.id)?;
    cx.db.commit()?;
    house.files.forget_partial(row.id)?;
    Ok(wire::gone())
}

fn own_now<G: Gate>(house: &Arc<House>, ask: &Arc<Ask>, room: &'static str) -> Result<Row> {
    let cx = enter::<G, Rx>(house, ask, room, house.db.read()?)?;
    let gate = G::open(&cx)?;
    own(&cx, &gate)
}

/// The upload in the path, if it is this person's, for this very thing, and not over its time.
fn own<G: Gate, D: Borrow<Rx>>(cx: &Cx<D>, gate: &G) -> Result<Row> {
    let token = cx.ask.text("upload").ok_or(Error::NotFound)?;
    let path = cx.ask.path.strip_suffix(token).and_then(|path| path.strip_suffix('/')).ok_or(Error::NotFound)?;
    let found = store::find(cx.db.borrow(), &Token::presented(token), sender(cx, gate)?, path, cx.now)?;
    found.ok_or(Error::NotFound)
}

fn sender<G: Gate, D: Borrow<Rx>>(cx: &Cx<D>, gate: &G) -> Result<Id<Person>> {
    gate.by().or(cx.viewer.as_ref().map(|viewer| viewer.person)).ok_or(Error::SignIn)
}

fn ended(row: &Row) -> Answer {
    if row.fault.is_empty() { wire::at(204, row.size, row) } else { wire::refused(422, row.fault.clone()) }
}

fn sentence(faults: &Faults) -> String {
    faults.iter().map(|(_, sentence)| sentence.as_str()).collect::<Vec<_>>().join(" ")
}
