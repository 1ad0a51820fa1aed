//! One at a time for each file on its way in. Whoever asks how far it has come believes that the last piece was cut: the one
//! that still listens to a dead line is told to stop, and what has come by then counts.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex as Queue, Notify, OwnedMutexGuard};

/// The longest that somebody waits for the other to stop: a flush, on a slow card.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Turns(Mutex<HashMap<[u8; 32], Weak<Line>>>);

#[derive(Default)]
struct Line {
    queue: Arc<Queue<()>>,
    is_asked: AtomicBool,
    bell: Notify,
}

/// Held while bytes come, and until they are where they go.
pub struct Turn {
    line: Arc<Line>,
    _held: OwnedMutexGuard<()>,
}

impl Turns {
    /// Nothing while somebody else has it.
    pub fn take(&self, key: [u8; 32]) -> Option<Turn> {
        let line = self.line(key);
        let held = line.queue.clone().try_lock_owned().ok()?;
        Some(Turn::new(line, held))
    }

    /// Asks the other to stop, and waits for it.
    pub async fn ask(&self, key: [u8; 32]) -> Option<Turn> {
        let line = self.line(key);
        if let Ok(held) = line.queue.clone().try_lock_owned() {
            return Some(Turn::new(line, held));
        }
        line.is_asked.store(true, Ordering::Release);
        line.bell.notify_one();
        let held = tokio::time::timeout(PATIENCE, line.queue.clone().lock_owned()).await.ok()?;
        Some(Turn::new(line, held))
    }

    fn line(&self, key: [u8; 32]) -> Arc<Line> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|_, line| line.strong_count() > 0);
        if let Some(line) = lines.get(&key).and_then(Weak::upgrade) {
            return line;
        }
        let line = Arc::new(Line::default());
        lines.insert(key, Arc::downgrade(&line));
        line
    }
}

impl Turn {
    fn new(line: Arc<Line>, held: OwnedMutexGuard<()>) -> Turn {
        line.is_asked.store(false, Ordering::Release);
        Turn { line, _held: held }
    }

    /// Returns once another asks for it.
    pub async fn is_asked(&self) {
        while !self.line.is_asked.load(Ordering::Acquire) {
            self.line.bell.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_sent_away_or_waits_until_the_first_has_stopped() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let turns = Turns::default();
            let first = turns.take([1; 32]).unwrap();
            assert!(turns.take([1; 32]).is_none());
            assert!(turns.take([2; 32]).is_some(), "another file is another matter");
            let stopping = async {
                first.is_asked().await;
                drop(first);
            };
            let (second, ()) = tokio::join!(turns.ask([1; 32]), stopping);
            let second = second.unwrap();
            let asked = tokio::time::timeout(Duration::from_millis(20), second.is_asked()).await;
            assert!(asked.is_err(), "what was asked of the first is not asked of the second");
            drop(second);
            assert!(turns.take([1; 32]).is_some());
            assert!(turns.0.lock().unwrap().len() <= 2, "what is over is forgotten");
        });
    }
}
