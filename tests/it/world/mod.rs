//! A school in process, with its people known by name. Real SQLite, real files, real HTTP handlers; no socket.

mod blog;
mod bound;
mod browser;
mod coming;
mod consent;
mod documents;
mod people;

pub use bound::{POST, TALON, bind};
pub use browser::{Browser, FoundForm, HOST, Reply, selector, words};
pub use coming::Stream;
pub use people::{PASSPHRASE, PERSONAS, People};

use actix_web::{App, dev::ServiceResponse, rt::SystemRunner};
use preau::{
    app,
    base::{
        clock::{Clock, Instant},
        darkroom::Darkroom,
        db::Id,
        drives::Drives,
        lan::Lan,
    },
    door::{House, Room, Routes, routes::Route, session, socket},
    migrations,
};
use std::{
    cell::OnceCell,
    future::Future,
    path::Path,
    pin::Pin,
    rc::Rc,
    sync::{Arc, OnceLock},
};
use tempfile::TempDir;

/// The word that M. Roussel wrote to CM1, and its picture.
pub const WORD: i64 = 1;
pub const PICTURE: i64 = 1;

/// What stands beside the box; a browser of the tests does, unless it says otherwise.
pub const LAN: &str = "192.168.1.0/24";

type Answers = Pin<Box<dyn Future<Output = ServiceResponse>>>;
type Service = Rc<dyn Fn(actix_http::Request) -> Answers>;

/// Saturday's quiet is for others: the school opens its eyes on a Tuesday morning.
pub const MORNING: &str = "2026-11-17 08:30";

pub struct School {
    pub house: Arc<House>,
    pub people: People,
    pub routes: Arc<Vec<Route>>,
    service: Service,
    runner: Rc<SystemRunner>,
    file: OnceCell<rusqlite::Connection>,
    _data: TempDir,
}

impl School {
    /// A school that is set up, with classes, families and staff; Tuesday 17 November 2026, 8:30.
    pub fn new() -> School {
        static TEMPLATE: OnceLock<(TempDir, People)> = OnceLock::new();
        let (template, people) = TEMPLATE.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let people = people::found(folder.path());
            (folder, people)
        });
        let data = tempfile::tempdir().unwrap();
        copy(template.path(), data.path());
        School::open(data, people.clone(), app::ROOMS)
    }

    /// The same people, in other rooms.
    pub fn with_rooms(rooms: &'static [Room]) -> School {
        School::new().restarted_with(rooms)
    }

    /// A bare machine: an empty data folder.
    pub fn bare() -> School {
        School::open(tempfile::tempdir().unwrap(), People::default(), app::ROOMS)
    }

    /// Whatever stands in that folder already.
    pub fn standing(data: TempDir) -> School {
        School::open(data, People::default(), app::ROOMS)
    }

    /// The same folder, after a stop and a start.
    pub fn restarted(self) -> School {
        self.restarted_with(app::ROOMS)
    }

    /// The same, with something done to the folder while nobody has it open.
    pub fn restarted_after(self, work: impl FnOnce(&Path)) -> School {
        let School { house, _data, people, routes, service, runner, file } = self;
        drop((house, routes, service, runner, file));
        work(_data.path());
        School::open(_data, people, app::ROOMS)
    }

    pub fn restarted_with(self, rooms: &'static [Room]) -> School {
        let School { _data, people, .. } = self;
        School::open(_data, people, rooms)
    }

    fn open(data: TempDir, people: People, rooms: &'static [Room]) -> School {
        // The test's own binary develops nothing.
        School::open_with(data, people, rooms, env!("CARGO_BIN_EXE_preau"), Drives::default())
    }

    /// The same house beside a folder that stands for the machine's disks: `mounts` says which are there, in `media`.
    pub fn beside(self, machine: &Path) -> School {
        let drives = Drives { mounts: machine.join("mounts"), under: vec![machine.join("media")] };
        School::open_with(self._data, self.people, app::ROOMS, env!("CARGO_BIN_EXE_preau"), drives)
    }

    /// The same house with another program for a darkroom.
    pub fn read_by(self, program: &str) -> School {
        School::open_with(self._data, self.people, app::ROOMS, program, Drives::default())
    }

    fn open_with(data: TempDir, people: People, rooms: &'static [Room], program: &str, drives: Drives) -> School {
        let clock = Clock::default();
        clock.set(instant(MORNING));
        let house = House::open(data.path(), clock, rooms, migrations::STEPS).unwrap();
        // Beside the disks of that machine, and never those of the one that runs the tests.
        let hooks = drives.mounts.with_file_name("hooks");
        let house = Arc::new(House { darkroom: Darkroom::at(program), drives, hooks, lan: Lan::only(&[LAN]), ..house });
        let routes = Arc::new(Routes::of(rooms));
        let runner = Rc::new(actix_web::rt::System::new());
        let (mounted, table) = (house.clone(), routes.clone());
        let service = runner.block_on(actix_web::test::init_service(
            App::new().configure(move |cfg| socket::mount(cfg, mounted, table)),
        ));
        let service = Rc::new(service);
        let service: Service = Rc::new(move |request| {
            let service = service.clone();
            Box::pin(async move { actix_web::test::call_service(&*service, request).await.map_into_boxed_body() })
        });
        School { house, people, routes, service, runner, file: OnceCell::new(), _data: data }
    }

    /// Moves the clock: `"2026-11-17 08:30"`, Paris time.
    pub fn at(&self, when: &str) {
        self.house.clock.set(instant(when));
    }

    pub fn data(&self) -> &Path {
        &self.house.data
    }

    /// The database itself, beside the house. Opened once: each opening reads the whole schema.
    pub fn file(&self) -> &rusqlite::Connection {
        self.file.get_or_init(|| {
            let file = rusqlite::Connection::open(self.house.db.path()).unwrap();
            file.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF").unwrap();
            file
        })
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// A browser in which this person is signed in already.
    pub fn browser(&self, who: &str) -> Browser<'_> {
        let mut browser = Browser::new(self);
        if who != "visiteur" {
            let account = self.people.account(who);
            let tx = self.house.db.write().unwrap();
            let token = session::open(&tx, Id::new(account), false, "", self.house.clock.now()).unwrap();
            tx.commit().unwrap();
            browser.set_cookie(session::COOKIE, token.reveal());
        }
        browser
    }

    /// Makes safe all that waits, through the real process apart.
    pub fn develop(&self) {
        app::darkroom::Darkroom::default().go(&self.house, &|| false).unwrap();
    }

    /// The person's row id.
    pub fn id(&self, who: &str) -> i64 {
        self.people.person(who)
    }

    pub fn class(&self, name: &str) -> i64 {
        self.people.class(name)
    }

    pub fn group(&self, name: &str) -> i64 {
        self.people.group(name)
    }

    /// An answer whose body is still to come.
    fn begin(&self, request: actix_http::Request) -> ServiceResponse {
        self.runner.block_on((self.service)(request))
    }

    fn call(&self, request: actix_http::Request) -> Reply {
        self.runner.block_on(async {
            let response = (self.service)(request).await;
            Reply::read(response).await
        })
    }
}

/// Every table of the school, row by row to the byte; the house's own work and what undoes apart.
pub fn dump(school: &School) -> std::collections::BTreeMap<String, Vec<String>> {
    const APART: [&str; 10] = [
        "journal",
        "session",
        "sign_in_count",
        "job",
        "outbox",
        "throttle",
        "known_device",
        "people_import",
        "people_undo",
        "people_undo_step",
    ];
    let file = school.file();
    let names =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut names = file.prepare(names).unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let names = names.into_iter().filter(|name| !APART.contains(&name.as_str()));
    let rows = |name: String| {
        let mut all = file.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let width = all.column_count();
        let row = |row: &rusqlite::Row| {
            let values =
                (0..width).map(|at| row.get::<_, rusqlite::types::Value>(at).map(|value| format!("{value:?}")));
            Ok(values.collect::<Result<Vec<_>, _>>()?.join(" | "))
        };
        let mut all: Vec<String> = all.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap();
        all.sort();
        (name, all)
    };
    names.map(rows).collect()
}

/// One number out of the database.
pub fn row(school: &School, sql: &str) -> i64 {
    let file = school.file();
    file.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

pub fn instant(when: &str) -> Instant {
    let at: jiff::civil::DateTime = when.replace(' ', "T").parse().unwrap();
    at.to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).unwrap().timestamp().into()
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Every letter of the outbox: address and subject.
pub fn letters(school: &School) -> Vec<(String, String)> {
    let file = school.file();
    let mut rows = file.prepare("SELECT recipient, subject FROM outbox ORDER BY id").unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

/// True when these bytes stand anywhere in the data folder: database, WAL, files.
pub fn data_holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            return data_holds(&entry.path(), bytes);
        }
        std::fs::read(entry.path()).unwrap().windows(bytes.len()).any(|window| window == bytes)
    })
}
