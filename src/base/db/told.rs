//! What a transaction tells once it is durable: that something changed, for somebody. Who listens is none of the database's
//! business; of a transaction that is rolled back nobody hears.

use std::sync::OnceLock;

/// « Something of this kind changed, of that number. » Never what: whoever hears of it asks, behind their own rights.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// Whom it concerns: the number of a person, for the school above.
    pub to: i64,
    pub kind: &'static str,
    pub thing: i64,
}

type Hears = Box<dyn Fn(&[Told]) + Send + Sync>;

#[derive(Default)]
pub(super) struct Ears(OnceLock<Hears>);

impl Ears {
    pub(super) fn lend(&self, hears: impl Fn(&[Told]) + Send + Sync + 'static) {
        // A second listener would be one too many: the first stays.
        let _first_stays = self.0.set(Box::new(hears));
    }

    pub(super) fn hear(&self, told: &[Told]) {
        if let Some(hears) = self.0.get().filter(|_| !told.is_empty()) {
            hears(told);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Told;
    use crate::base::db::{Db, SqlWrite};
    use std::sync::{Arc, Mutex};

    #[test]
    fn it_is_heard_once_and_after_the_commit() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("p.db")).unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (ears, asked) = (heard.clone(), db.clone());
        db.listen(move |told| {
            // The writer is free by now, and what is told can be read.
            drop(asked.write().unwrap());
            ears.lock().unwrap().extend_from_slice(told);
        });
        let told = Told { to: 4, kind: "messages", thing: 7 };
        let tx = db.write().unwrap();
        tx.run("CREATE TABLE t (x INTEGER)", []).unwrap();
        tx.tell(told);
        tx.tell(told);
        assert!(heard.lock().unwrap().is_empty());
        tx.commit().unwrap();
        assert_eq!(*heard.lock().unwrap(), [told]);
        let rolled_back = db.write().unwrap();
        rolled_back.tell(told);
        drop(rolled_back);
        assert_eq!(heard.lock().unwrap().len(), 1);
    }
}
