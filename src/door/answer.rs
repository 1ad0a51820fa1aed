//! An answer as it goes to the socket: status, headers, cookies, bytes. What is the same for every answer is said here once.

use super::{
    live::Listening,
    page::{Placement, SessionChange},
    session,
};
use crate::{
    base::{
        archive::Entry,
        files::{Hash, Stretch},
    },
    school::account::{pupil::tablet, second_factor::HALF_OPEN},
};
use jiff::tz::TimeZone;
use std::path::PathBuf;

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Content,
}

pub enum Content {
    Empty,
    Text(String),
    Bytes(Vec<u8>),
    /// Streamed from the shelf, after the transaction.
    Stored(Hash),
    /// Made before, at that place.
    Packed(PathBuf, Hash),
    /// Made while it is streamed; its files' times are those of that zone.
    Archive(Vec<Entry>, TimeZone),
    Stretches(Vec<Stretch>),
    /// Whatever this browser is told, as it comes.
    Events(Listening),
}

impl Answer {
    pub fn html(status: u16, html: String) -> Answer {
        Answer {
            status,
            headers: vec![("content-type", "text/html; charset=utf-8".into()), ("cache-control", "no-store".into())],
            body: Content::Text(html),
        }
    }

    pub fn go(to: &str) -> Answer {
        Answer {
            status: 303,
            headers: vec![("location", to.to_owned()), ("cache-control", "no-store".into())],
            body: Content::Empty,
        }
    }

    /// A file: never sniffed, never with the page's rights, and a download unless we made it ourselves.
    pub fn file(media_type: &str, name: Option<&str>, place: Placement, body: Content) -> Answer {
        let kind = if place == Placement::Inline { "inline" } else { "attachment" };
        let disposition = match name {
            Some(name) => format!("{kind}; filename*=UTF-8''{}", percent_encoding::utf8_percent_encode(name, NAME)),
            None => kind.to_owned(),
        };
        let headers = vec![
            ("content-type", media_type.to_owned()),
            ("content-disposition", disposition),
            ("cache-control", "private, no-store".into()),
            ("content-security-policy", "default-src 'none'; sandbox".into()),
        ];
        Answer { status: 200, headers, body }
    }

    /// Shown again only after the school has been asked again.
    pub fn kept_with_leave(mut self) -> Answer {
        for (_, value) in self.headers.iter_mut().filter(|(name, _)| *name == "cache-control") {
            *value = "private, no-cache".to_owned();
        }
        self
    }

    pub fn with_cookie(mut self, cookie: String) -> Answer {
        self.headers.push(("set-cookie", cookie));
        self
    }

    pub fn coming_back_after(mut self, seconds: u32) -> Answer {
        self.headers.push(("refresh", seconds.to_string()));
        self
    }

    /// The one page that scans may ask for the camera.
    pub fn with_camera(mut self) -> Answer {
        self.headers.push((PERMISSIONS, "camera=(self), microphone=(), geolocation=(), interest-cohort=()".into()));
        self
    }

    pub fn with_session(self, change: Option<SessionChange>) -> Answer {
        match change {
            None => self,
            Some(SessionChange::Open { token, device, is_shared }) => {
                // Without Max-Age the cookie ends with the browser: « ordinateur partagé ».
                let age = (!is_shared).then_some(session::OWN_AT_MOST);
                let answer = self.with_cookie(cookie(session::COOKIE, token.reveal(), age));
                let answer = answer.with_cookie(cookie(session::HALF_WAY_COOKIE, "", Some(0)));
                if is_shared {
                    answer
                } else {
                    answer.with_cookie(cookie(session::DEVICE_COOKIE, device.reveal(), Some(session::DEVICE_KEPT)))
                }
            }
            Some(SessionChange::Close) => {
                let mut answer = self.with_cookie(cookie(session::COOKIE, "", Some(0)));
                // Nothing of the school stays in a shared computer's cache.
                answer.headers.push(("clear-site-data", "\"cache\", \"storage\"".into()));
                answer
            }
            Some(SessionChange::HalfWay(token)) => {
                self.with_cookie(cookie(session::HALF_WAY_COOKIE, token.reveal(), Some(HALF_OPEN)))
            }
            Some(SessionChange::Paired(secret)) => {
                // The adult who brought the tablet goes out: it is the pupils' from here on.
                let answer = self.with_session(Some(SessionChange::Close));
                answer.with_cookie(cookie(session::TABLET_COOKIE, secret.reveal(), Some(tablet::KEPT)))
            }
            Some(SessionChange::SetUp(token)) => self.with_cookie(cookie(session::SET_UP_COOKIE, token.reveal(), None)),
        }
    }
}

/// What a page may ask of the device: nothing, unless it says so itself.
pub const PERMISSIONS: &str = "permissions-policy";
pub const NO_PERMISSION: &str = "camera=(), microphone=(), geolocation=(), interest-cohort=()";

pub fn cookie(name: &str, value: &str, max_age: Option<i64>) -> String {
    let age = max_age.map_or(String::new(), |seconds| format!("; Max-Age={seconds}"));
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}")
}

/// RFC 8187 attr-char: everything else is percent-encoded.
const NAME: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
