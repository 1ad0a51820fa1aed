//! What a program asks, read from the request's own headers. Nothing is judged here.

use super::{
    conditions::If,
    place::{Place, ROOT},
};
use crate::{base::files::Hash, door::request::host_of};
use actix_web::HttpRequest;

/// The longest that a lock is given for without being asked for again.
const LONGEST_LOCK: i64 = 3_600;
const USUAL_LOCK: i64 = 600;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    Options,
    PropFind,
    PropPatch,
    Get,
    Head,
    Put,
    MkCol,
    Delete,
    Copy,
    Move,
    Lock,
    Unlock,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    Zero,
    One,
    Infinity,
}

pub struct Order {
    pub verb: Verb,
    pub place: Place,
    pub depth: Option<Depth>,
    pub destination: Option<Destination>,
    pub overwrites: bool,
    pub conditions: Option<If>,
    pub lock_token: Option<String>,
    /// Seconds, within what is given.
    pub lock_for: i64,
    pub if_match: String,
    pub if_none_match: String,
    /// Of the body, when it is said before; what Finder says of a body whose length it does not.
    pub length: Option<u64>,
    pub body: Body,
}

pub enum Destination {
    Here(Place),
    /// Of another server, or nowhere.
    Elsewhere,
}

/// Bytes in their place on the disk; their row comes with the transaction.
pub struct Kept {
    pub hash: Hash,
    pub bytes: u64,
    /// The first of them, enough to tell what they are.
    pub head: Vec<u8>,
}

/// What came with it.
pub enum Body {
    Nothing,
    Xml(Vec<u8>),
    File(Kept),
    /// What a system leaves in every folder: never the school's.
    Litter(Vec<u8>),
}

impl Verb {
    pub const ALLOWED: &'static str =
        "OPTIONS, PROPFIND, PROPPATCH, GET, HEAD, PUT, MKCOL, DELETE, COPY, MOVE, LOCK, UNLOCK";

    fn of(method: &str) -> Option<Verb> {
        Some(match method {
            "OPTIONS" => Verb::Options,
            "PROPFIND" => Verb::PropFind,
            "PROPPATCH" => Verb::PropPatch,
            "GET" => Verb::Get,
            "HEAD" => Verb::Head,
            "PUT" => Verb::Put,
            "MKCOL" => Verb::MkCol,
            "DELETE" => Verb::Delete,
            "COPY" => Verb::Copy,
            "MOVE" => Verb::Move,
            "LOCK" => Verb::Lock,
            "UNLOCK" => Verb::Unlock,
            _ => return None,
        })
    }

    /// Its body is a document of the protocol.
    pub fn speaks_xml(self) -> bool {
        matches!(self, Verb::PropFind | Verb::PropPatch | Verb::Lock | Verb::MkCol)
    }

    pub fn only_looks(self) -> bool {
        matches!(self, Verb::Options | Verb::PropFind | Verb::Get | Verb::Head)
    }
}

impl Order {
    /// The status of the refusal, when it cannot be read.
    pub fn of(request: &HttpRequest) -> Result<Order, u16> {
        let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let verb = Verb::of(request.method().as_str()).ok_or(405u16)?;
        // A part would take the place of the whole (RFC 9110, 14.5).
        if verb == Verb::Put && request.headers().contains_key("content-range") {
            return Err(400);
        }
        let place = Place::read(request.uri().path()).ok_or(404u16)?;
        let depth = match text("depth").map(str::to_ascii_lowercase).as_deref() {
            None => None,
            Some("0") => Some(Depth::Zero),
            Some("1") => Some(Depth::One),
            Some("infinity") => Some(Depth::Infinity),
            Some(_) => return Err(400),
        };
        let host = host_of(request);
        // A header that is no text could be a condition that was meant to stop us.
        let conditions = match request.headers().get("if") {
            None => None,
            Some(said) => {
                let said = said.to_str().map_err(|_| 400u16)?;
                Some(If::read(said, |address| here(address, &host)).ok_or(400u16)?)
            }
        };
        let destination = text("destination").map(|address| match here(address, &host) {
            Some(place) => Destination::Here(place),
            None => Destination::Elsewhere,
        });
        let length = text("content-length").or(text("x-expected-entity-length")).and_then(|said| said.parse().ok());
        Ok(Order {
            verb,
            place,
            depth,
            destination,
            overwrites: !text("overwrite").is_some_and(|said| said.eq_ignore_ascii_case("f")),
            conditions,
            lock_token: text("lock-token").map(|said| said.trim_matches(['<', '>']).to_owned()),
            lock_for: lock_for(text("timeout").unwrap_or_default()),
            if_match: text("if-match").unwrap_or_default().to_owned(),
            if_none_match: text("if-none-match").unwrap_or_default().to_owned(),
            length,
            body: Body::Nothing,
        })
    }
}

/// An address of ours, whole or as a path. The scheme tells nothing: a box may stand behind another one that ends TLS.
fn here(address: &str, host: &str) -> Option<Place> {
    let path = match address.split_once("://") {
        None => address,
        Some((_, rest)) => {
            let (authority, path) = rest.split_at(rest.find('/')?);
            let authority = authority.rsplit_once('@').map_or(authority, |(_, authority)| authority);
            let bare =
                |host: &str| host.to_ascii_lowercase().trim_end_matches(":443").trim_end_matches(":80").to_owned();
            (bare(authority) == bare(host)).then_some(path)?
        }
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.starts_with(ROOT).then(|| Place::read(path)).flatten()
}

/// « Second-600, Infinite »: the first that we understand.
fn lock_for(said: &str) -> i64 {
    let asked = said.split(',').find_map(|one| match one.trim() {
        "Infinite" => Some(LONGEST_LOCK),
        one => one.strip_prefix("Second-")?.parse().ok(),
    });
    asked.unwrap_or(USUAL_LOCK).clamp(1, LONGEST_LOCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ours_is_told_from_another_s() {
        let is_ours = |address: &str| here(address, "ecole.local:8443").is_some();
        assert!(
            is_ours("https://ecole.local:8443/dav/a") && is_ours("/dav/a") && is_ours("http://x@ECOLE.local:8443/dav")
        );
        for other in [
            "https://autre.local/dav/a",
            "https://ecole.local/dav/a",
            "/compte",
            "/dav/../a",
            "https://ecole.local:8443",
        ] {
            assert!(!is_ours(other), "{other}");
        }
        assert!(here("https://ecole.local:443/dav/a", "ecole.local").is_some());
    }

    #[test]
    fn a_lock_ends_even_when_it_is_asked_for_without_end() {
        for (said, seconds) in [
            ("", 600),
            ("Infinite", 3_600),
            ("Infinite, Second-60", 3_600),
            ("Second-60", 60),
            ("Second-99999999", 3_600),
            ("Second-0", 1),
            ("x", 600),
        ] {
            assert_eq!(lock_for(said), seconds, "{said}");
        }
    }
}
