//! What lives as long as the service: the database, the files, the keys, the clock, the rooms. No request's state.

use super::{
    calls::Calls, dav::Litter, live::Hub, looks::Looks, pocket::Pockets, resumable::Turns, room::Room, session::Seen,
};
use crate::{
    base::{
        acme::Authority,
        backup::{Papers, Progress, Restoring},
        clock::{self, Clock},
        config::Config,
        console,
        darkroom::Darkroom,
        db::{Db, Rx},
        disk::{self, Ballast},
        drives::Drives,
        error::{Error, Result},
        files::Files,
        lan::Lan,
        machine,
        mail::{mailbox::Mailbox, roots::Roots, transport::Server},
        neighbours::{self, Announced},
        outward::Proxy,
        secret::Keys,
        tls::{self, Confirmation, Keeper, Reading, Tended, Verdict},
    },
    school::settings,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

/// Of HTTPS and of the page of trust: the port wished for, and the one that was to be had.
pub type Ports = ((u16, u16), Option<(u16, u16)>);

pub struct House {
    pub db: Db,
    pub files: Files,
    /// Where what people send is made safe.
    pub darkroom: Darkroom,
    pub keys: Keys,
    /// The certificates, kept up by `tend`.
    pub tls: Keeper,
    /// Who is asked for the certificate of a public name.
    pub authority: Authority,
    /// Through whom we go out, where nobody goes out otherwise.
    pub proxy: Option<Proxy>,
    pub clock: Clock,
    pub rooms: &'static [Room],
    /// Sessions seen since the last flush.
    pub seen: Seen,
    /// Files of people opened since the last flush.
    pub looks: Looks,
    /// Files between two pages, in memory alone.
    pub pockets: Pockets,
    /// Whose pages are open, to be told when something changed.
    pub live: Arc<Hub>,
    /// Who sends which file just now.
    pub turns: Turns,
    /// What it waits to hear from itself.
    pub calls: Calls,
    /// What systems leave in the folders of a network drive, in memory alone.
    pub litter: Litter,
    pub data: PathBuf,
    /// Room that it can give back to itself.
    pub ballast: Ballast,
    /// For HTTPS and for the page of trust, the port wished for and the one that the service has; known once it serves.
    pub doors: OnceLock<Ports>,
    /// What stands beside the box on its own network.
    pub lan: Lan,
    /// Disks that come and go.
    pub drives: Drives,
    /// Where the machine's own programs stand that take a backup elsewhere.
    pub hooks: PathBuf,
    /// Recovery keys on a screen, in memory alone.
    pub papers: Papers,
    /// The backup under way.
    pub progress: Progress,
    /// The school that somebody brings back on a box that is not set up.
    pub restoring: Arc<Restoring>,
    /// A demonstration says so on every page.
    pub is_demo: bool,
}

impl House {
    /// Opens a data folder: keys, files and database, brought up to date by the caller's steps.
    pub fn open(
        data: &Path,
        clock: Clock,
        rooms: &'static [Room],
        steps: &[crate::base::db::migrate::Step],
    ) -> Result<House> {
        disk::private_folder(data).map_err(|error| Error::internal(console::unread(data, &error)))?;
        let db = Db::open(&data.join("preau.db"))?;
        crate::base::db::migrate::migrate(&db, steps, &data.join(COPIES), clock.now())?;
        let is_demo = data.join(DEMO_MARK).exists();
        let live = Arc::new(Hub::default());
        let ears = live.clone();
        db.listen(move |told| ears.publish(told));
        let doubt = verdict(&db.read()?, &clock)?;
        let tls = Keeper::open(&data.join("tls"), &doubt, &addresses(), tls::host_name().as_deref())?;
        // Else the first look would take them off the certificate.
        tls.also_called(neighbours::store::announced(&db.read()?)?.iter().filter_map(Announced::instead));
        Ok(House {
            db,
            tls,
            darkroom: Darkroom::ours(),
            files: Files::open(&data.join(FILES))?,
            keys: Keys::open(&data.join(KEYS))?,
            authority: Authority::default(),
            proxy: None,
            clock,
            rooms,
            seen: Seen::default(),
            looks: Looks::default(),
            pockets: Pockets::default(),
            live,
            turns: Turns::default(),
            calls: Calls::default(),
            litter: Litter::default(),
            data: data.to_owned(),
            ballast: Ballast::of(data),
            doors: OnceLock::new(),
            lan: if is_demo { Lan::only(DEMO_LAN) } else { Lan::of_machine() },
            drives: Drives::default(),
            hooks: HOOKS.into(),
            papers: Papers::default(),
            progress: Progress::default(),
            restoring: Arc::default(),
            is_demo,
        })
    }

    /// What the machine's configuration says of certificates and of the way out.
    pub fn set_up_by(mut self, config: &Config) -> House {
        self.authority = config.authority.clone();
        self.proxy = config.proxy.clone();
        self.tls.also_look_in(config.certificates.clone());
        self
    }

    /// Whether the machine's clock may be believed, by all that the house knows.
    pub fn verdict(&self, rx: &Rx) -> Result<Verdict> {
        verdict(rx, &self.clock)
    }

    /// The school's mail server, or nothing while there is none.
    pub fn mail_server(&self, rx: &Rx) -> Result<Option<Server>> {
        let facts = settings::store::facts(rx)?;
        let host = facts.names.first().map_or("", String::as_str);
        let server = settings::store::mail(rx)?.server(&self.keys, &facts.name, host);
        let mailbox = settings::store::mailbox(rx)?;
        let replies = if mailbox.is_set() { mailbox.address } else { String::new() };
        Ok(server.map(|server| Server { replies, roots: Roots::beside(&self.data), ..server }))
    }

    /// Where replies and reports come back, or nothing.
    pub fn mailbox(&self, rx: &Rx) -> Result<Option<Mailbox>> {
        Ok(settings::store::mailbox(rx)?.mailbox(&self.keys, Roots::beside(&self.data)))
    }

    /// What there is on the disk where the data stand.
    pub fn room(&self) -> Result<disk::Room> {
        Ok(disk::room(&self.data)?)
    }

    /// Somebody was refused for want of room. When it is the disk's very end, and not only the end of what files may take, what
    /// was set aside is given back, so that the next try may go through.
    pub fn make_room(&self) {
        match self.ballast.trim() {
            Ok(room) => tracing::warn!(free = room.free, "the disk is short of room"),
            Err(error) => tracing::error!(%error, "the disk is full, and what was set aside could not be given back"),
        }
    }

    /// Looks at the clock and at the machine's addresses, and renews the certificate when it is due.
    pub fn tend(&self) -> Result<Tended> {
        let verdict = self.verdict(&self.db.read()?)?;
        Ok(self.tls.tend(&verdict, &addresses())?)
    }
}

/// In doubt time goes on from the newest thing that was written, until the machine has caught up, the network has set it, or a
/// person has confirmed its date.
fn verdict(rx: &Rx, clock: &Clock) -> Result<Verdict> {
    let confirmed = settings::store::clock_confirmation(rx)?;
    let newest = settings::store::newest_instant(rx)?.max(clock.held());
    let reading = Reading {
        now: clock.machine().0,
        built: clock::built_at().0,
        newest: newest.map(|newest| newest.0),
        confirmed: confirmed.map(|said| Confirmation { at: said.at.0, despite: said.despite.0 }),
    };
    let verdict = reading.verdict();
    match newest.filter(|_| verdict.doubt().is_some() && machine::is_synchronised() != Some(true)) {
        Some(newest) => clock.hold(newest),
        None => clock.let_go(),
    }
    Ok(verdict)
}

/// A machine that cannot tell its addresses is still reached by its names.
fn addresses() -> Vec<std::net::IpAddr> {
    tls::addresses().unwrap_or_default()
}

/// Its folder of files.
pub const FILES: &str = "fichiers";

/// Its folder of what people asked to take away, for some days; in no backup.
pub const EXPORTS: &str = "emporter";

/// Its folder of keys, which no backup holds.
pub const KEYS: &str = "cles";

/// Where its backups go when no other place is said.
pub const BACKUPS: &str = "sauvegardes";

/// Where the database is copied before a migration.
pub const COPIES: &str = "copies";

/// What their folder is called on a disk that may hold other things.
pub const ON_A_DISK: &str = "sauvegardes-preau";

/// What root put there runs after each backup.
pub const HOOKS: &str = "/etc/preau/hooks/sauvegarde";

/// A folder with this file holds fictive people: `serve` refuses it.
pub const DEMO_MARK: &str = "DEMONSTRATION";

/// From where a demonstration is looked at: this machine, and with `--lan` those around it.
const DEMO_LAN: &[&str] = &["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fe80::/10"];
