//! The words of tus 1.0.0 (<https://tus.io/protocols/resumable-upload>), in and out. What a program is told of a refusal is
//! one plain French sentence, which it shows as it stands.

use super::{Takes, sentences, store::Row};
use crate::{
    base::{clock::Instant, error::Error},
    door::{answer::Answer, answer::Content, refusal, upload::shown_name},
};
use actix_web::{HttpRequest, http::header};
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::digest;

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,expiration,termination,checksum";
const ALGORITHMS: &str = "sha1,sha256";
/// Of the protocol: the bytes do not make the checksum that came with them.
pub const BROKEN: u16 = 460;

/// What a request says in the protocol's own headers.
#[derive(Default, Debug)]
pub struct Said {
    pub is_our_version: bool,
    pub length: Option<u64>,
    pub offset: Option<u64>,
    /// Of the body that follows, when it is said before.
    pub body: Option<u64>,
    pub is_a_piece: bool,
    /// Fit to be shown.
    pub name: String,
    pub checksum: Option<Checksum>,
}

#[derive(Debug)]
pub enum Checksum {
    Of(&'static digest::Algorithm, Vec<u8>),
    Unknown,
}

impl Said {
    /// A program speaks; a browser's plain form does not know of it.
    pub fn is_spoken(request: &HttpRequest) -> bool {
        request.headers().contains_key("tus-resumable")
    }

    pub fn of(request: &HttpRequest) -> Said {
        let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let number = |name: &str| text(name).and_then(|value| value.parse().ok());
        Said {
            is_our_version: text("tus-resumable") == Some(VERSION),
            length: number("upload-length").filter(|length| *length <= i64::MAX as u64),
            offset: number("upload-offset"),
            body: number(header::CONTENT_LENGTH.as_str()),
            is_a_piece: text(header::CONTENT_TYPE.as_str()) == Some("application/offset+octet-stream"),
            name: shown_name(&metadata(text("upload-metadata").unwrap_or_default(), "filename")),
            checksum: text("upload-checksum").map(Checksum::read),
        }
    }
}

impl Checksum {
    fn read(said: &str) -> Checksum {
        let Some((name, sum)) = said.split_once(' ') else { return Checksum::Unknown };
        let algorithm = match name {
            "sha1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => &digest::SHA256,
            _ => return Checksum::Unknown,
        };
        STANDARD.decode(sum.trim()).map_or(Checksum::Unknown, |sum| Checksum::Of(algorithm, sum))
    }
}

/// « filename cGhvdG8uanBn,filetype aW1hZ2UvanBlZw== »
fn metadata(said: &str, key: &str) -> String {
    let pairs = said.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let value = pairs.filter(|(name, _)| *name == key).find_map(|(_, value)| STANDARD.decode(value.trim()).ok());
    value.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

pub fn created(at: String, expires_at: Instant) -> Answer {
    let mut answer = bare(201);
    answer.headers.push(("location", at));
    expiring(answer, expires_at)
}

/// How far it has come. A piece is answered 204, a question 200.
pub fn at(status: u16, offset: u64, row: &Row) -> Answer {
    let mut answer = bare(status);
    answer.headers.push(("upload-offset", offset.to_string()));
    if status == 200 {
        answer.headers.push(("upload-length", row.size.to_string()));
    }
    expiring(answer, row.expires_at)
}

pub fn gone() -> Answer {
    bare(204)
}

/// What the server speaks and takes.
pub fn spoken(takes: Takes) -> Answer {
    let mut answer = bare(204);
    answer.headers.extend([
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", EXTENSIONS.to_owned()),
        ("tus-checksum-algorithm", ALGORITHMS.to_owned()),
        ("tus-max-size", takes.bytes.to_string()),
    ]);
    answer
}

pub fn refused(status: u16, sentence: impl Into<String>) -> Answer {
    let mut answer = bare(status);
    answer.headers.push(("content-type", "text/plain; charset=utf-8".to_owned()));
    if status == 412 {
        answer.headers.push(("tus-version", VERSION.to_owned()));
    }
    answer.body = Content::Text(sentence.into());
    answer
}

/// The same errors as everywhere, for a program: no page, and no way to the sign-in that it would follow blindly.
pub fn refuse(error: &Error) -> Answer {
    match error {
        Error::SignIn => refused(401, sentences::SIGN_IN),
        Error::Confirm(_) => refused(401, sentences::CONFIRM),
        Error::NotFound | Error::DeadLink => refused(404, sentences::GONE),
        Error::Forbidden => refused(403, sentences::FORBIDDEN),
        Error::Conflict => refused(409, sentences::ELSEWHERE),
        Error::Busy => refused(503, sentences::BUSY),
        Error::Full => refused(507, sentences::FULL),
        Error::Internal(cause) => refused(500, format!("{}{}.", sentences::BROKEN, refusal::logged(cause))),
    }
}

fn bare(status: u16) -> Answer {
    let headers = vec![("tus-resumable", VERSION.to_owned()), ("cache-control", "no-store".to_owned())];
    Answer { status, headers, body: Content::Empty }
}

fn expiring(mut answer: Answer, expires_at: Instant) -> Answer {
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&expires_at.timestamp());
    answer.headers.extend(date.ok().map(|date| ("upload-expires", date)));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read_by_its_name_and_anything_else_is_nothing() {
        let said = "filetype aW1hZ2UvanBlZw==,filename w6l0w6kuanBn, is_confidential";
        assert_eq!(metadata(said, "filename"), "été.jpg");
        assert_eq!(metadata(said, "filetype"), "image/jpeg");
        for nothing in ["", "filename", "filename !!!", "name w6k=", ",,, ,"] {
            assert_eq!(metadata(nothing, "filename"), "", "{nothing}");
        }
    }

    #[test]
    fn a_checksum_is_known_or_said_to_be_unknown() {
        assert!(matches!(Checksum::read("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="), Checksum::Of(_, sum) if sum.len() == 20));
        for unknown in ["md5 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "sha1", "sha256 !!!", ""] {
            assert!(matches!(Checksum::read(unknown), Checksum::Unknown), "{unknown}");
        }
    }

    #[test]
    fn an_expiry_is_said_as_http_says_dates() {
        let answer = created("/x".to_owned(), Instant(1_795_000_000));
        let said = answer.headers.iter().find(|(name, _)| *name == "upload-expires").map(|(_, value)| value.as_str());
        assert_eq!(said, Some("Wed, 18 Nov 2026 11:06:40 GMT"));
    }
}
