//! The network drive: who comes in, what each method does and refuses, locks, conditions, hostile names. Over HTTP in process; the
//! real clients are in `scripts/webdav`.

mod coming_in;
mod locks;
mod names;
mod pages;
mod spaces;
mod writing;

use crate::world::{Browser, Reply, School, row};
use actix_web::{http::Method, test::TestRequest};
use base64::{Engine, engine::general_purpose::STANDARD};
use preau::{
    base::db::Id,
    school::{
        account::application::{Fresh, store},
        viewer,
    },
};

/// A program that signs in as somebody.
struct Program<'a> {
    browser: Browser<'a>,
    authorization: Option<String>,
}

impl Program<'_> {
    fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = TestRequest::default().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        if let Some(authorization) = &self.authorization {
            request = request.insert_header(("authorization", authorization.as_str()));
        }
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        self.browser.send(request.set_payload(body.to_vec()), path)
    }

    fn plain(&mut self, method: &str, path: &str) -> u16 {
        self.ask(method, path, &[], b"").status
    }

    fn put(&mut self, path: &str, body: &[u8]) -> u16 {
        self.ask("PUT", path, &[], body).status
    }

    fn get(&mut self, path: &str) -> Option<Vec<u8>> {
        let reply = self.ask("GET", path, &[], b"");
        (reply.status == 200).then_some(reply.bytes)
    }

    fn send(&mut self, method: &str, from: &str, to: &str, headers: &[(&str, &str)]) -> u16 {
        let headers = [&[("destination", to)], headers].concat();
        self.ask(method, from, &headers, b"").status
    }

    /// The addresses below a folder, without its own.
    fn list(&mut self, path: &str) -> Vec<String> {
        let reply = self.ask("PROPFIND", path, &[("depth", "1")], b"");
        assert_eq!(reply.status, 207, "{path}");
        let body = reply.body();
        let all = body.split("<D:response><D:href>").skip(1).filter_map(|rest| rest.split_once('<'));
        all.map(|(href, _)| href.to_owned()).skip(1).collect()
    }
}

fn draw(school: &School, who: &str) -> String {
    let tx = school.house.db.write().unwrap();
    let now = school.house.clock.now();
    let today = now.date(&jiff::tz::TimeZone::get("Europe/Paris").unwrap());
    let viewer = viewer::store::viewer(&tx, Id::new(school.people.account(who)), today).unwrap().unwrap();
    let fresh = Fresh::draw().unwrap();
    store::make(&tx, &viewer, "Essai", &fresh, now).unwrap().unwrap();
    tx.commit().unwrap();
    fresh.shown()
}

fn login(school: &School, who: &str) -> String {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql = "SELECT login FROM account WHERE id = ?1";
    file.query_row(sql, [school.people.account(who)], |row| row.get(0)).unwrap()
}

fn with<'a>(school: &'a School, login: &str, password: &str) -> Program<'a> {
    let authorization = Some(format!("Basic {}", STANDARD.encode(format!("{login}:{password}"))));
    Program { browser: school.visitor(), authorization }
}

fn program<'a>(school: &'a School, who: &str) -> Program<'a> {
    with(school, &login(school, who), &draw(school, who))
}

fn count(school: &School, table: &str) -> i64 {
    row(school, &format!("SELECT count(*) FROM {table}"))
}

const MINE: &str = "/dav/Mes%20documents";
