//! Who listens, by person. A stream is one bounded channel and its place in this list: no thread, no timer, no snapshot of
//! the database. A browser that does not take what it is told is let go; it comes back, and asks for everything.

use crate::base::db::Told;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant as Moment},
};
use tokio::sync::mpsc;

/// Tabs of a browser share one stream; this many are for those that cannot.
const OF_A_SESSION: usize = 6;
/// A school of a thousand families, twice over.
const IN_ALL: usize = 4_000;
/// So much may wait for a slow browser.
const WAITING: usize = 16;
/// Between the drawing of a page and its stream something may have happened: it is told again for so long.
const LATELY: Duration = Duration::from_secs(20);
const LATELY_AT_MOST: usize = 512;

/// Of a session's token: what the database knows it by.
pub type Digest = [u8; 32];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    Changed {
        kind: &'static str,
        thing: i64,
    },
    Heartbeat,
    /// Signed out, frozen, or closed: no use to come back.
    End,
}

/// Why a stream is not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    TooManyHere,
    TooMany,
    Stopping,
}

#[derive(Default)]
pub struct Hub(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    by_person: HashMap<i64, Vec<Stream>>,
    lately: VecDeque<(Moment, Told)>,
    is_closed: bool,
}

pub(super) struct Stream {
    pub session: Digest,
    /// When it was last judged whole, and given a sign of life.
    pub judged: Moment,
    send: mpsc::Sender<Event>,
}

/// The browser's end, as it goes into an answer.
pub struct Listening(pub(super) mpsc::Receiver<Event>);

/// What is to become of a stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Stays,
    StaysAndBeats,
    Ends,
}

impl Hub {
    /// A stream for that session of that person; what was told to them lately is told again.
    pub fn open(&self, person: i64, session: Digest) -> Result<Listening, Refusal> {
        let mut inner = self.lock();
        if inner.is_closed {
            return Err(Refusal::Stopping);
        }
        if inner.by_person.values().map(Vec::len).sum::<usize>() >= IN_ALL {
            return Err(Refusal::TooMany);
        }
        let streams = inner.by_person.entry(person).or_default();
        streams.retain(|stream| !stream.send.is_closed());
        if streams.iter().filter(|stream| stream.session == session).count() >= OF_A_SESSION {
            return Err(Refusal::TooManyHere);
        }
        let (send, receive) = mpsc::channel(WAITING);
        inner.forget_old();
        for told in inner.lately.iter().filter(|(_, told)| told.to == person).map(|(_, told)| told) {
            // More than fits is told by any one of it: the page asks for all.
            let _full = send.try_send(Event::Changed { kind: told.kind, thing: told.thing });
        }
        let stream = Stream { session, judged: Moment::now(), send };
        inner.by_person.entry(person).or_default().push(stream);
        Ok(Listening(receive))
    }

    pub fn publish(&self, all: &[Told]) {
        let mut inner = self.lock();
        let now = Moment::now();
        for told in all {
            let event = Event::Changed { kind: told.kind, thing: told.thing };
            if let Some(streams) = inner.by_person.get_mut(&told.to) {
                streams.retain(|stream| stream.send.try_send(event).is_ok());
            }
            inner.lately.push_back((now, *told));
        }
        inner.forget_old();
    }

    /// Every stream ends at once, and none is opened any more: the service stops.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.is_closed = true;
        inner.by_person = HashMap::new();
    }

    pub fn count(&self) -> usize {
        self.lock().by_person.values().map(Vec::len).sum()
    }

    /// The sessions that listen, each once, with the last time that it was judged. Those whose browser went away are forgotten.
    pub(super) fn sessions(&self) -> Vec<(Digest, Moment)> {
        let mut sessions: HashMap<Digest, Moment> = HashMap::new();
        let mut inner = self.lock();
        inner.by_person.retain(|_, streams| {
            streams.retain(|stream| !stream.send.is_closed());
            !streams.is_empty()
        });
        for stream in inner.by_person.values().flatten() {
            let judged = sessions.entry(stream.session).or_insert(stream.judged);
            *judged = stream.judged.min(*judged);
        }
        sessions.into_iter().collect()
    }

    pub(super) fn apply(&self, verdicts: &HashMap<Digest, Verdict>) {
        let now = Moment::now();
        self.lock().by_person.retain(|_, streams| {
            streams.retain_mut(|stream| match verdicts.get(&stream.session) {
                // Opened since: judged as it was opened.
                None | Some(Verdict::Stays) => true,
                Some(Verdict::StaysAndBeats) => {
                    stream.judged = now;
                    stream.send.try_send(Event::Heartbeat).is_ok()
                }
                Some(Verdict::Ends) => {
                    // A full channel ends without the word; the browser comes back once and is refused.
                    let _full = stream.send.try_send(Event::End);
                    false
                }
            });
            !streams.is_empty()
        });
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn forget_old(&mut self) {
        while self.lately.len() > LATELY_AT_MOST || self.lately.front().is_some_and(|(at, _)| at.elapsed() > LATELY) {
            self.lately.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(to: i64, thing: i64) -> Told {
        Told { to, kind: "messages", thing }
    }

    fn session(of: u8) -> Digest {
        [of; 32]
    }

    fn taken(listening: &mut Listening) -> Vec<Event> {
        std::iter::from_fn(|| listening.0.try_recv().ok()).collect()
    }

    #[test]
    fn each_hears_of_their_own_alone() {
        let hub = Hub::default();
        let mut one = hub.open(1, session(1)).unwrap();
        let mut other = hub.open(2, session(2)).unwrap();
        hub.publish(&[told(1, 7)]);
        assert_eq!(taken(&mut one), [Event::Changed { kind: "messages", thing: 7 }]);
        assert_eq!(taken(&mut other), []);
    }

    #[test]
    fn what_happened_while_the_page_came_is_told_again() {
        let hub = Hub::default();
        hub.publish(&[told(1, 7), told(2, 8)]);
        assert_eq!(taken(&mut hub.open(1, session(1)).unwrap()), [Event::Changed { kind: "messages", thing: 7 }]);
    }

    #[test]
    fn who_does_not_listen_is_let_go() {
        let hub = Hub::default();
        let mut slow = hub.open(1, session(1)).unwrap();
        let mut quick = hub.open(1, session(1)).unwrap();
        for thing in 0..=WAITING as i64 {
            hub.publish(&[told(1, thing)]);
            taken(&mut quick);
        }
        assert_eq!(hub.count(), 1);
        assert_eq!(taken(&mut slow).len(), WAITING);
        assert!(slow.0.is_closed());
    }

    #[test]
    fn one_browser_has_so_many_and_no_more() {
        let hub = Hub::default();
        let mut kept: Vec<Listening> = (0..OF_A_SESSION).map(|_| hub.open(1, session(1)).unwrap()).collect();
        assert_eq!(hub.open(1, session(1)).err(), Some(Refusal::TooManyHere));
        assert!(hub.open(1, session(2)).is_ok());
        // A tab that went away leaves its place.
        kept.pop();
        assert!(hub.open(1, session(1)).is_ok());
    }

    #[test]
    fn the_house_has_a_limit_and_a_stop() {
        let hub = Hub::default();
        let mut kept: Vec<Listening> = (0..IN_ALL as i64).map(|person| hub.open(person, session(1)).unwrap()).collect();
        assert_eq!(hub.open(-1, session(1)).err(), Some(Refusal::TooMany));
        hub.close();
        assert!(kept.iter_mut().all(|listening| listening.0.is_closed()));
        assert_eq!(hub.open(1, session(1)).err(), Some(Refusal::Stopping));
    }

    #[test]
    fn a_verdict_ends_or_beats() {
        let hub = Hub::default();
        let (mut gone, mut stays) = (hub.open(1, session(1)).unwrap(), hub.open(1, session(2)).unwrap());
        hub.apply(&HashMap::from([(session(1), Verdict::Ends), (session(2), Verdict::StaysAndBeats)]));
        assert_eq!(taken(&mut gone), [Event::End]);
        assert!(gone.0.is_closed());
        assert_eq!(taken(&mut stays), [Event::Heartbeat]);
        assert_eq!(hub.sessions().len(), 1);
    }
}
