//! A school in process, with its people known by name. Real SQLite, real files, real HTTP handlers; no socket.

mod blog;
mod browser;
mod consent;
mod documents;
mod people;

pub use browser::{Browser, FoundForm, HOST, Reply, Stream, selector, words};
pub use people::{PASSPHRASE, PERSONAS, People};

use actix_web::{App, dev::ServiceResponse, rt::SystemRunner};
use preau::{
    app,
    base::{
        clock::{Clock, Instant},
        darkroom::Darkroom,
        db::Id,
    },
    door::{House, Room, Routes, routes::Route, session, socket},
    migrations,
};
use std::{
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

    pub fn restarted_with(self, rooms: &'static [Room]) -> School {
        let School { _data, people, .. } = self;
        School::open(_data, people, rooms)
    }

    fn open(data: TempDir, people: People, rooms: &'static [Room]) -> School {
        // The test's own binary develops nothing.
        School::open_with(data, people, rooms, env!("CARGO_BIN_EXE_preau"))
    }

    /// The same house with another program for a darkroom.
    pub fn read_by(self, program: &str) -> School {
        School::open_with(self._data, self.people, app::ROOMS, program)
    }

    fn open_with(data: TempDir, people: People, rooms: &'static [Room], program: &str) -> School {
        let clock = Clock::default();
        clock.set(instant(MORNING));
        let house = House::open(data.path(), clock, rooms, migrations::STEPS).unwrap();
        let house = Arc::new(House { darkroom: Darkroom::at(program), ..house });
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
        School { house, people, routes, service, runner, _data: data }
    }

    /// Moves the clock: `"2026-11-17 08:30"`, Paris time.
    pub fn at(&self, when: &str) {
        self.house.clock.set(instant(when));
    }

    pub fn data(&self) -> &Path {
        &self.house.data
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

/// An import of one pupil that waits for the director's yes.
fn waiting_import(school: &School) -> i64 {
    use preau::rooms::people::import::{plan::Source, read};
    let parsed = read(b"Nom;Pr\xe9nom;N\xe9 le;Classe\r\nNOUVEAU;Lou;01/02/2019;CP\r\n").unwrap();
    let sources = serde_json::to_string(&[Source { name: "eleves.csv".into(), parsed }]).unwrap();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (school.id("directrice"), school.house.clock.now().0, sources);
    file.execute("INSERT INTO people_import (made_by, made_at, sources) VALUES (?1, ?2, ?3)", row).unwrap();
    file.last_insert_rowid()
}

/// The code of a talon of Léa's for that word.
pub const TALON: &str = "abcd3fgh";

fn printed_talon(school: &School) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql = "INSERT INTO liaison_coupon (note, pupil, version, code, made_at) VALUES (?1, ?2, 1, ?3, 0) ON CONFLICT DO NOTHING";
    file.execute(sql, (WORD, school.id("lea"), TALON)).unwrap();
}

/// A merge of which only the line is left.
fn past_merge(school: &School) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (school.id("parent_lea"), school.house.clock.now().0);
    file.execute("INSERT INTO people_undo (kind, person, made_at) VALUES ('merge', ?1, ?2)", row).unwrap();
    file.last_insert_rowid()
}

/// Every table of the school, row by row to the byte; the house's own work and what undoes apart.
pub fn dump(school: &School) -> std::collections::BTreeMap<String, Vec<String>> {
    const APART: [&str; 9] = [
        "journal",
        "session",
        "job",
        "outbox",
        "throttle",
        "known_device",
        "people_import",
        "people_undo",
        "people_undo_step",
    ];
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
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

/// What somebody said of an unknown file's columns.
fn remembered_mapping(school: &School) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (school.id("directrice"), school.house.clock.now().0);
    let sql = "INSERT INTO people_mapping (titles, mapping, made_by, made_at) VALUES ('blase', '{\"kind\":\"pupils\",\"columns\":{\"blase\":\"last\"}}', ?1, ?2) ON CONFLICT DO NOTHING";
    file.execute(sql, row).unwrap();
    self::row(school, "SELECT max(id) FROM people_mapping")
}

/// The link of Léa's mother to the word, for Léa; in the database only once [`bind`] has been asked.
pub const LINK: &str = "AAECAwQFBgcICQoLDA0ODw";

/// A letter of the word to Léa's mother, with its link, and a reply to it that signed nothing.
fn waiting_reply(school: &School) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let (now, sophie) = (school.house.clock.now().0, school.id("parent_lea"));
    let letter = "INSERT INTO liaison_letter (id, note, guardian, email, version, made_at, expires_at) VALUES (1, ?1, ?2, 'parent_lea@exemple.invalid', 1, ?3, ?3 + 86400) ON CONFLICT DO NOTHING";
    file.execute(letter, (WORD, sophie, now)).unwrap();
    let link = preau::base::secret::Token::presented(LINK).digest();
    let pupil = "INSERT INTO liaison_letter_pupil (letter, pupil, link) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING";
    file.execute(pupil, (school.id("lea"), link)).unwrap();
    let reply = "INSERT INTO liaison_incoming (id, letter, received_at, message, why, text) VALUES (1, 1, ?1, 'x', 'words', 'Bonjour') ON CONFLICT DO NOTHING";
    file.execute(reply, [now]).unwrap();
    1
}

/// The director's request for Léa's images this year.
fn asked_for_lea(school: &School) -> i64 {
    school.asked("lea", &school.year(preau::school::consent::Purpose::Class)).number()
}

/// A ready-made word that M. Roussel made.
fn own_template(school: &School) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (school.id("maitre_cm1"), school.house.clock.now().0);
    let sql = "INSERT INTO liaison_template (id, name, title, body, category, asks, made_by, changed_at) VALUES (900, 'Kermesse', 'Kermesse', '<p>Samedi.</p>', 'divers', 'read', ?1, ?2) ON CONFLICT DO NOTHING";
    file.execute(sql, row).unwrap();
    900
}

/// A post that M. Roussel published for CM1; in the database only once [`bind`] has been asked.
pub const POST: i64 = 700;

/// A photo of that post on which nobody can be recognised.
fn published_photo(school: &School) -> i64 {
    published_post(school);
    let standing = row(school, "SELECT coalesce(max(media), 0) FROM blog_media");
    if standing > 0 {
        return standing;
    }
    let media = school.media(POST, "photo");
    school.on_it(media, &[]);
    media
}

fn published_post(school: &School) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (POST, school.id("maitre_cm1"), school.house.clock.now().0, school.class("CM1"));
    let once = |sql: &str, row: &[&dyn rusqlite::ToSql]| file.execute(sql, row).unwrap();
    once(
        "INSERT INTO audience (id, sent_at, closes_on) VALUES (?1, ?2, '2027-08-31') ON CONFLICT DO NOTHING",
        &[&row.0, &row.2],
    );
    once(
        "INSERT INTO audience_part (audience, kind, part) VALUES (?1, 'class', ?2) ON CONFLICT DO NOTHING",
        &[&row.0, &row.3],
    );
    once(
        "INSERT INTO audience_pupil (audience, pupil, class, sent_at) SELECT ?1, pupil, class, ?2 FROM enrolment WHERE class = ?3 AND until_on IS NULL ON CONFLICT DO NOTHING",
        &[&row.0, &row.2, &row.3],
    );
    once("INSERT INTO blog_post (id, author, state, title, body, audience, made_at, changed_at, published_at, published_on, published_by, comments)
          VALUES (?1, ?2, 'published', 'Le potager', '<p>Nous avons semé.</p>', ?1, ?3, ?3, ?3, '2026-11-17', ?2, 1) ON CONFLICT DO NOTHING", &[&row.0, &row.1, &row.2]);
    once("INSERT INTO blog_target (post, class) VALUES (?1, ?2) ON CONFLICT DO NOTHING", &[&row.0, &row.3]);
    once(
        "INSERT INTO blog_comment (id, post, author, text, said_at) VALUES (1, ?1, ?2, 'Bravo !', ?3) ON CONFLICT DO NOTHING",
        &[&row.0, &school.id("parent_lea"), &row.2],
    );
    POST
}

/// A thread of M. Roussel's with Léa's mother, of one message with a photo; in the database only once [`bind`] has been asked.
pub const THREAD: i64 = 800;

fn standing_thread(school: &School) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let (now, etienne, sophie, lea) =
        (school.house.clock.now().0, school.id("maitre_cm1"), school.id("parent_lea"), school.id("lea"));
    let sql = format!(
        "INSERT INTO thread (id, opener, subject, answers, to_said, opened_at) VALUES ({THREAD}, {etienne}, 'Piscine', 'all', '[]', {now}) ON CONFLICT DO NOTHING;
         INSERT INTO thread_member (thread, person, last_at) VALUES ({THREAD}, {etienne}, {now}), ({THREAD}, {sophie}, {now}) ON CONFLICT DO NOTHING;
         INSERT INTO thread_through (thread, person, pupil) VALUES ({THREAD}, {sophie}, {lea}) ON CONFLICT DO NOTHING;
         INSERT INTO message (id, author, thread, state, body, changed_at, sent_at, delivered_at)
           VALUES ({THREAD}, {etienne}, {THREAD}, 'delivered', '<p>Jeudi.</p>', {now}, {now}, {now}) ON CONFLICT DO NOTHING;
         INSERT INTO message_media (message, media, place) VALUES ({THREAD}, {}, 1) ON CONFLICT DO NOTHING;",
        published_photo(school)
    );
    file.execute_batch(&sql).unwrap();
    THREAD
}

/// Léa's mother's report of that message.
fn shown_to_the_direction(school: &School) -> i64 {
    standing_thread(school);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (THREAD, school.id("parent_lea"), school.house.clock.now().0);
    let sql = "INSERT INTO message_report (id, message, reporter, why, reported_at) VALUES (?1, ?1, ?2, 'Pas lui.', ?3) ON CONFLICT DO NOTHING";
    file.execute(sql, row).unwrap();
    THREAD
}

/// A route's path with the ids of Léa's world in it.
pub fn bind(school: &School, path: &str) -> String {
    let lea = school.id("lea");
    let ids = [
        ("{class}", school.class("CM1")),
        ("{group}", school.people.group("Chorale")),
        ("{pupil}", lea),
        ("{person}", school.id("parent_lea")),
        ("{note}", WORD),
        ("{piece}", PICTURE),
        ("{session}", 999_999),
        ("{holiday}", row(school, "SELECT min(id) FROM holiday")),
        ("{tie}", row(school, &format!("SELECT min(id) FROM guardianship WHERE pupil = {lea}"))),
        ("{duty}", row(school, "SELECT min(id) FROM duty WHERE kind = 'teacher'")),
        ("{import}", waiting_import(school)),
        ("{file}", 0),
        ("{undo}", past_merge(school)),
        ("{other}", school.id("other_parent_lea")),
        ("{mapping}", remembered_mapping(school)),
        ("{reply}", waiting_reply(school)),
        ("{template}", own_template(school)),
        ("{media}", published_photo(school)),
        ("{answer}", 999_999),
        ("{question}", 999_999),
        ("{request}", asked_for_lea(school)),
        ("{post}", published_post(school)),
        ("{comment}", 1),
        ("{thread}", standing_thread(school)),
        ("{message}", THREAD),
        ("{enclosure}", published_photo(school)),
        ("{report}", shown_to_the_direction(school)),
        ("{entry}", documents::class_document(school)),
        ("{number}", 1),
        ("{application}", 999_999),
    ];
    let bound = ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, &id.to_string()));
    let bound = bound
        .replace("{token}", "jamais-imprime")
        .replace("{code}", TALON)
        .replace("{link}", LINK)
        .replace("{upload}", "jamais-annonce")
        .replace("{size}", "petite")
        .replace("{space}", &format!("classe-{}", school.class("CM1")))
        .replace("{path:.*}", "Mes%20documents")
        .replace("{day}", "2026-10-29");
    printed_talon(school);
    assert!(!bound.contains('{'), "say in world::bind what stands for {bound}");
    bound
}

/// One number out of the database.
pub fn row(school: &School, sql: &str) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

pub fn instant(when: &str) -> Instant {
    let at: jiff::civil::DateTime = when.replace(' ', "T").parse().unwrap();
    at.to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).unwrap().timestamp().into()
}

fn copy(from: &Path, to: &Path) {
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
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
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
