//! How a program is answered: a status, now and then a document that says why or lists what there is. No page, no sentence:
//! nobody reads them.

use super::{order::Verb, place::Place, xml};
use crate::{
    base::error::Error,
    door::{
        answer::{Answer, Content},
        refusal,
    },
};

/// Why something is not done.
pub enum Stop {
    Is(u16),
    /// With the condition of RFC 4918 that does not hold, and where.
    Since(u16, &'static str, Option<Place>),
    Wait(i64),
    /// Answered at length, and nothing of it is done.
    Undone(Answer),
    House(Error),
}

pub type Done = std::result::Result<Answer, Stop>;

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::House(error)
    }
}

pub fn bare(status: u16) -> Answer {
    let headers = vec![("cache-control", "no-store".to_owned())];
    Answer { status, headers, body: Content::Empty }
}

pub fn with(mut answer: Answer, name: &'static str, value: impl Into<String>) -> Answer {
    answer.headers.push((name, value.into()));
    answer
}

pub fn xml(status: u16, body: String) -> Answer {
    let answer = with(bare(status), "content-type", "application/xml; charset=utf-8");
    let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}");
    Answer { body: Content::Text(text), ..answer }
}

/// What may be asked, and that it is WebDAV of class 2.
pub fn spoken() -> Answer {
    let answer = with(bare(200), "dav", "1, 2");
    let answer = with(answer, "ms-author-via", "DAV");
    with(answer, "allow", Verb::ALLOWED)
}

pub fn refused(stop: Stop) -> Answer {
    match stop {
        Stop::Is(405) => with(bare(405), "allow", Verb::ALLOWED),
        Stop::Is(status) => bare(status),
        Stop::Undone(answer) => answer,
        Stop::Wait(seconds) => with(bare(429), "retry-after", seconds.to_string()),
        Stop::Since(status, condition, at) => {
            let at = at.map(|place| format!("<D:href>{}</D:href>", xml::escape(&place.href(false))));
            let inside = format!("<D:{condition}>{}</D:{condition}>", at.unwrap_or_default());
            xml(status, format!("<D:error xmlns:D=\"DAV:\">{inside}</D:error>"))
        }
        Stop::House(error) => match error {
            Error::SignIn | Error::Confirm(_) => {
                with(bare(401), "www-authenticate", "Basic realm=\"Preau\", charset=\"UTF-8\"")
            }
            Error::NotFound | Error::DeadLink => bare(404),
            Error::Forbidden => bare(403),
            Error::Conflict => bare(409),
            Error::Busy => with(bare(503), "retry-after", "2"),
            Error::Full => xml(507, "<D:error xmlns:D=\"DAV:\"><D:sufficient-disk-space/></D:error>".to_owned()),
            Error::Internal(cause) => {
                refusal::logged(&cause);
                bare(500)
            }
        },
    }
}
