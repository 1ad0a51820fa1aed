//! The pool: readers on `query_only` snapshots, and the one writer, which is waited for only so long.

use super::told::{Ears, Told};
use crate::base::error::{Error, Result};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    borrow::Borrow,
    cell::RefCell,
    fs::{OpenOptions, Permissions},
    io::ErrorKind,
    ops::Deref,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How long a write waits for the writer before the page says that the school is busy.
const PATIENCE: Duration = Duration::from_secs(5);
/// Idle read connections kept open; each holds its own page cache.
const IDLE_READERS: usize = 8;
const STATEMENTS: usize = 256;
/// FULL: an acknowledged write survives a power cut. The control of scripts/powercut lowers it, to show that its judge
/// can see a loss; scripts/release refuses that build.
const SYNCHRONOUS: &str = if cfg!(feature = "weak-sync") { "NORMAL" } else { "FULL" };

struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    writer: Mutex<Option<Connection>>,
    writer_back: Condvar,
    ears: Ears,
}

#[derive(Clone)]
pub struct Db(Arc<Pool>);

/// One read snapshot: every statement sees the same moment.
pub struct Rx(Rc<Snapshot>);

struct Snapshot {
    conn: Option<Connection>,
    home: Db,
    writes: bool,
}

/// One write transaction: everything that a `Rx` does, plus writing. Rolled back unless committed, and then nobody is told of it.
pub struct Tx {
    rx: Rx,
    told: RefCell<Vec<Told>>,
}

impl Db {
    /// Opens the file, making it when absent. Nobody else on the machine may read it, whatever folder it is in; SQLite gives
    /// its journals the mode of their database.
    pub fn open(path: &Path) -> Result<Db> {
        close_to_others(path)?;
        let writer = Connection::open(path)?;
        writer.execute_batch(&format!(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous={SYNCHRONOUS}; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;",
        ))?;
        prepare(&writer)?;
        Ok(Db(Arc::new(Pool {
            path: path.to_owned(),
            idle: Mutex::default(),
            writer: Mutex::new(Some(writer)),
            writer_back: Condvar::new(),
            ears: Ears::default(),
        })))
    }

    /// Whether anybody has that file open. Not to be asked while this very process has.
    pub fn is_held(path: &Path) -> Result<bool> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(Duration::from_millis(300))?;
        // In this mode a journal of writes is only opened by who is alone.
        conn.execute_batch("PRAGMA locking_mode=EXCLUSIVE")?;
        match conn.execute_batch("BEGIN IMMEDIATE; ROLLBACK").map_err(Error::from) {
            Err(Error::Busy) => Ok(true),
            done => done.map(|()| false),
        }
    }

    pub fn path(&self) -> &Path {
        &self.0.path
    }

    pub fn read(&self) -> Result<Rx> {
        let idle = lock(&self.0.idle).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let conn = Connection::open_with_flags(&self.0.path, flags)?;
                prepare(&conn)?;
                conn.execute_batch("PRAGMA query_only=ON")?;
                conn
            }
        };
        conn.prepare_cached("BEGIN DEFERRED")?.execute([])?;
        Ok(Rx(Rc::new(Snapshot { conn: Some(conn), home: self.clone(), writes: false })))
    }

    /// Waits for the writer; `Error::Busy` when it does not come back in time.
    pub fn write(&self) -> Result<Tx> {
        let guard = lock(&self.0.writer);
        let (mut guard, _) = self
            .0
            .writer_back
            .wait_timeout_while(guard, PATIENCE, |writer| writer.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        let conn = guard.take().ok_or(Error::Busy)?;
        drop(guard);
        // The transaction owns the connection before its first statement: a failing BEGIN gives it back too.
        let rx = Rx(Rc::new(Snapshot { conn: Some(conn), home: self.clone(), writes: true }));
        let tx = Tx { rx, told: RefCell::default() };
        tx.conn().prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(tx)
    }

    /// Whoever hears what committed transactions tell; the first to ask, for as long as the database is open.
    pub fn listen(&self, ears: impl Fn(&[Told]) + Send + Sync + 'static) {
        self.0.ears.lend(ears);
    }

    /// Brings the journal of the last writes into the file itself, and empties it: for a stop.
    pub fn checkpoint(&self) -> Result<()> {
        self.with_writer(|conn| Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?))
    }

    /// The bare writer, for what cannot stand inside a transaction (migrations, `VACUUM INTO`).
    pub(super) fn with_writer<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut guard = lock(&self.0.writer);
        work(guard.as_mut().ok_or(Error::Busy)?)
    }
}

impl Rx {
    pub(super) fn conn(&self) -> &Connection {
        self.0.conn.as_ref().expect("a snapshot holds its connection until it is dropped")
    }

    /// The same snapshot once more: for a page that several rooms draw together.
    pub fn again(&self) -> Rx {
        Rx(self.0.clone())
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        if !conn.is_autocommit() && conn.prepare_cached("ROLLBACK").and_then(|mut s| s.execute([])).is_err() {
            tracing::error!("a transaction could not be rolled back");
        }
        let pool = &self.home.0;
        if self.writes {
            *lock(&pool.writer) = Some(conn);
            pool.writer_back.notify_one();
            return;
        }
        let mut idle = lock(&pool.idle);
        if idle.len() < IDLE_READERS {
            idle.push(conn);
        }
    }
}

impl Tx {
    /// Said once this is durable, and never when it is rolled back.
    pub fn tell(&self, told: Told) {
        let mut all = self.told.borrow_mut();
        if !all.contains(&told) {
            all.push(told);
        }
    }

    /// Durable when it returns: the answer to the browser leaves after this.
    pub fn commit(self) -> Result<()> {
        self.conn().prepare_cached("COMMIT")?.execute([])?;
        let home = self.rx.0.home.clone();
        let Tx { rx, told } = self;
        // The writer is free before anybody is told.
        drop(rx);
        home.0.ears.hear(&told.into_inner());
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Rx;
    fn deref(&self) -> &Rx {
        &self.rx
    }
}

impl Borrow<Rx> for Tx {
    fn borrow(&self) -> &Rx {
        &self.rx
    }
}

/// By its name once it stands: closing a second handle would drop the locks of whoever has it open in this process.
fn close_to_others(path: &Path) -> Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Ok(std::fs::set_permissions(path, Permissions::from_mode(0o600))?)
        }
        Err(error) => Err(error.into()),
    }
}

fn prepare(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=2000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-2000;",
    )?;
    // A plan never depends on a bound value: else SQLite prepares a cached statement anew each time its LIMIT is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// A poisoned lock only means that another request panicked; the pool itself is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
