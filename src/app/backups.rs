//! The nightly backup, and the one that somebody asks for: made, the old ones tidied away, copied to the disk that was chosen,
//! given to the machine's own programs, and once a week the newest read whole. What hinders it is noted for the director;
//! nothing here is ever in the way of a page.

use crate::{
    base::{
        backup::{self, BoxKeys, Check, Fault, Shelf, Source, hooks},
        clock::Instant,
        disk,
        error::Result,
        jobs::System,
    },
    door::{BACKUPS, House, KEYS, ON_A_DISK, erasing},
    school::{
        backup::{Plan, Round, What, is_check_due, is_due, store},
        retention::steady,
        settings,
    },
};
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// What a program of the machine says, while it runs.
const SAID: &str = "sauvegarde-ailleurs.txt";

/// One look, with all that it needs to know.
struct Look<'a> {
    house: &'a House,
    root: &'a System,
    stop: &'a dyn Fn() -> bool,
    plan: Plan,
    school: String,
    set_up_at: Instant,
    zone: TimeZone,
    /// A clock in doubt makes nothing old.
    is_sure: bool,
    /// A clock that has leapt makes nothing of before old; nights go by after it all the same.
    spared: Option<Instant>,
}

/// Ends early when `stop` says so.
pub fn go(house: &House, root: &System, stop: &dyn Fn() -> bool) -> Result<()> {
    let rx = house.db.read()?;
    let school = settings::store::facts(&rx)?;
    let Some(set_up_at) = school.set_up_at.filter(|_| !house.is_demo) else { return Ok(()) };
    let (now, mut is_sure) = (house.clock.now(), house.verdict(&rx)?.doubt().is_none());
    let spared = steady::store::leap(&rx, now)?.map(|leap| leap.at);
    is_sure &= spared.is_some() || steady::store::is_steady(&rx, now)?;
    let (plan, zone) = (store::plan(&rx)?, school.zone_of_time());
    drop(rx);
    Look { house, root, stop, plan, school: school.name, set_up_at, zone, is_sure, spared }.go()
}

impl Look<'_> {
    fn go(&self) -> Result<()> {
        let here = self.house.data.join(BACKUPS);
        if self.is_due(What::Make)? {
            let made = self.make(&here);
            let path = made.as_ref().ok().map(|made| made.path.clone());
            // Asked for again by the next look when it was only put off.
            let is_over = !matches!(made, Err(Fault::Stopped | Fault::UnderWay));
            self.note(What::Make, made.map(|made| remark(&made)))?;
            if is_over {
                let tx = self.house.db.write()?;
                store::answered(&tx, self.root)?;
                tx.commit()?;
            }
            if let Some(path) = path {
                // Nothing goes before there is a newer one.
                self.tidy(&here)?;
                self.take_elsewhere(&here, &path)?;
            }
        }
        if !self.plan.disk.is_empty() && self.is_due(What::Disk)? {
            self.to_the_disk()?;
        }
        let made = self.last(What::Make)?.is_some_and(|made| made.done_at.is_some());
        if made && !(self.stop)() && is_check_due(self.last(What::Verify)?.as_ref(), self.house.clock.now()) {
            self.note(What::Verify, self.check(&here))?;
        }
        Ok(())
    }

    fn is_due(&self, what: What) -> Result<bool> {
        let is_asked = self.plan.asked_at.is_some();
        let last = self.last(what)?;
        Ok(is_asked || is_due(last.as_ref(), self.set_up_at, self.house.clock.now(), &self.zone))
    }

    fn last(&self, what: What) -> Result<Option<Round>> {
        store::last(&self.house.db.read()?, what)
    }

    fn make(&self, to: &Path) -> backup::Result<backup::Made> {
        let (house, stop) = (self.house, self.stop);
        let _at_work = house.progress.begin();
        let keys = BoxKeys::open(&house.data.join(KEYS))?;
        let shelf = Shelf::prepare(to)?;
        let told = |stage| house.progress.tell(stage);
        let source =
            Source { db: &house.db, files: &house.files, data: &house.data, school: &self.school, stop, told: &told };
        erasing::write_ledger(house, to).map_err(Fault::from)?;
        let made = backup::make(&source, &shelf, &keys, house.clock.now())?;
        tracing::info!(rows = made.manifest.rows(), written = made.written, "a backup was made");
        Ok(made)
    }

    fn tidy(&self, folder: &Path) -> Result<()> {
        if !self.is_sure {
            return Ok(());
        }
        let (house, keep, when) = (self.house, self.plan.keep, (self.house.clock.now(), self.spared));
        let tidied = || {
            let keys = BoxKeys::open(&house.data.join(KEYS))?;
            backup::tidy(&Shelf::prepare(folder)?, &keys, keep, &house.data, when, &self.zone)
        };
        let tidied = match tidied() {
            // Somebody makes one by hand: tomorrow, then.
            Err(Fault::UnderWay) => return Ok(()),
            tidied => tidied?,
        };
        if tidied.archives > 0 {
            tracing::info!(archives = tidied.archives, files = tidied.files, "old backups were removed");
        }
        Ok(())
    }

    /// The same again on the disk that was chosen: a whole backup, that needs nothing of this box.
    fn to_the_disk(&self) -> Result<()> {
        let label = &self.plan.disk;
        let Some(drive) = self.house.drives.labelled(label) else {
            return self.note(What::Disk, Err(Fault::Away(label.clone())));
        };
        let folder = drive.folder.join(ON_A_DISK);
        let made = self.make(&folder);
        let is_made = made.is_ok();
        self.note(What::Disk, made.map(|made| remark(&made)))?;
        if is_made { self.tidy(&folder) } else { Ok(()) }
    }

    /// By whatever programs root put there; each is tried, and the first that fails is told.
    fn take_elsewhere(&self, shelf: &Path, archive: &Path) -> Result<()> {
        let hooks = match hooks::found(&self.house.hooks) {
            Ok(hooks) if hooks.is_empty() => return Ok(()),
            found => found,
        };
        let run = |hooks: Vec<PathBuf>| {
            let said = self.house.data.join(SAID);
            let done: Vec<_> = hooks.iter().map(|hook| hooks::run(hook, shelf, archive, &said, self.stop)).collect();
            disk::remove_if_there(&said).map_err(|cause| Fault::Disk { path: said, cause })?;
            done.into_iter().collect::<backup::Result<()>>()
        };
        self.note(What::Hook, hooks.and_then(run).map(|()| None))
    }

    /// What is damaged is taken off, so that the next backup writes it anew. The disk's too, when it is there.
    fn check(&self, here: &Path) -> backup::Result<Option<Fault>> {
        let found = self.read_whole(here);
        let drive = self.house.drives.labelled(&self.plan.disk).map(|drive| drive.folder.join(ON_A_DISK));
        let there = drive.filter(|folder| folder.exists()).map_or(Ok(()), |folder| self.read_whole(&folder));
        found.and(there).map(|()| None)
    }

    fn read_whole(&self, folder: &Path) -> backup::Result<()> {
        let keys = BoxKeys::open(&self.house.data.join(KEYS))?;
        let house = self.house;
        let with = Check { own: keys.own(), data: &house.data, files: &house.files, stop: self.stop };
        let checked = backup::check(folder, &with)?;
        let (read, written) = (checked.manifest.files.len(), checked.written);
        tracing::info!(read, written, "a backup was read whole");
        for path in &checked.damaged {
            disk::remove_if_there(path).map_err(|cause| Fault::Disk { path: path.clone(), cause })?;
        }
        match checked.damaged.first() {
            None => checked.unread.map_or(Ok(()), Err),
            Some(path) => Err(Fault::damaged(path, "il n’est plus ce qui a été sauvegardé")),
        }
    }

    /// Stopped, or another at work, is no failure: the next look takes it up.
    fn note(&self, what: What, done: backup::Result<Option<Fault>>) -> Result<()> {
        let tried_at = self.house.clock.now();
        let (done_at, fault) = match done {
            Ok(remark) => (Some(tried_at), remark),
            Err(Fault::Stopped | Fault::UnderWay) => return Ok(()),
            Err(fault) => (None, Some(fault)),
        };
        if let Some(fault) = &fault {
            tracing::warn!(what = what.as_str(), %fault, "a round of backup");
        }
        let fault = fault.map(|fault| fault.to_string()).unwrap_or_default();
        let tx = self.house.db.write()?;
        store::note(&tx, what, &Round { tried_at, done_at, fault }, self.root)?;
        tx.commit()
    }
}

/// What there is to say of it; nothing when all is well.
fn remark(made: &backup::Made) -> Option<Fault> {
    let count = made.manifest.missing.len();
    (count > 0).then_some(Fault::Lost { count })
}
