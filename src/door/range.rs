//! What a browser asks of a kept file beside its address: only a part (to seek in a video, to go on after a cut), or only if
//! it is not what it has already. RFC 9110, single ranges; several at once are answered whole, as it allows. It opens no file.

use crate::base::files::Hash;
use actix_web::{HttpRequest, http::header};
use std::ops::Range;

/// The conditions of a request, as they came.
#[derive(Default)]
pub struct Asked {
    none_match: String,
    if_range: String,
    range: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    Whole,
    /// At least one byte, and not beyond the end.
    Only(Range<u64>),
    /// Nothing of the file is there.
    Beyond,
}

impl Asked {
    pub fn of(request: &HttpRequest) -> Asked {
        let text = |name: header::HeaderName| {
            request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
        };
        Asked { none_match: text(header::IF_NONE_MATCH), if_range: text(header::IF_RANGE), range: text(header::RANGE) }
    }

    /// The browser has these bytes already: it need only be told that it may go on showing them.
    pub fn has(&self, tag: &str) -> bool {
        let strong = |said: &str| said.trim().trim_start_matches("W/") == tag;
        self.none_match.trim() == "*" || self.none_match.split(',').any(strong)
    }

    /// What of a file of `size` bytes is to be sent. A part of another file than the one that it has begun is of no use: the
    /// whole then. A date says too little to tell two files apart, and counts as another.
    pub fn part(&self, tag: &str, size: u64) -> Part {
        if self.range.is_empty() || !(self.if_range.is_empty() || self.if_range.trim() == tag) {
            return Part::Whole;
        }
        parse(&self.range, size)
    }
}

/// The bytes make the name, hence the tag: it changes exactly when they do. Half of the name is enough to tell them apart, and some
/// programs have little room for it.
pub fn tag(hash: &Hash) -> String {
    format!("\"{}\"", &hash.as_str()[..32])
}

/// What cannot be read asks for nothing in particular.
fn parse(range: &str, size: u64) -> Part {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|rest| rest.trim().split_once('-')) else {
        return Part::Whole;
    };
    let digits = |text: &str| text.is_empty() || text.bytes().all(|b| b.is_ascii_digit());
    if !digits(first) || !digits(last) {
        return Part::Whole;
    }
    // A number too large for us is beyond any file.
    let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    match (first.is_empty(), last.is_empty()) {
        (true, true) => Part::Whole,
        (true, false) => match number(last).min(size) {
            0 => Part::Beyond,
            length => Part::Only(size - length..size),
        },
        (false, _) => {
            let first = number(first);
            let last = if last.is_empty() { u64::MAX } else { number(last) };
            match (last < first, first < size) {
                (true, _) => Part::Whole,
                (false, false) => Part::Beyond,
                (false, true) => Part::Only(first..last.saturating_add(1).min(size)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_norm_says() {
        for (range, wanted) in [
            ("bytes=0-0", Part::Only(0..1)),
            ("bytes=0-", Part::Only(0..1000)),
            ("bytes=500-599", Part::Only(500..600)),
            ("bytes=990-5000", Part::Only(990..1000)),
            ("bytes=999-99999999999999999999999", Part::Only(999..1000)),
            ("bytes=-10", Part::Only(990..1000)),
            ("bytes=-5000", Part::Only(0..1000)),
            ("bytes=1000-", Part::Beyond),
            ("bytes=99999999999999999999999-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=5-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("", Part::Whole),
        ] {
            let asked = Asked { range: range.to_owned(), ..Asked::default() };
            assert_eq!(asked.part("\"a\"", 1000), wanted, "{range}");
        }
        assert_eq!(parse("bytes=0-", 0), Part::Beyond, "an empty file has no first byte");
    }

    #[test]
    fn a_part_of_another_file_is_never_sent() {
        let ask =
            |if_range: &str| Asked { range: "bytes=10-".to_owned(), if_range: if_range.to_owned(), ..Asked::default() };
        assert_eq!(ask("\"a\"").part("\"a\"", 100), Part::Only(10..100));
        for other in ["\"b\"", "W/\"a\"", "Tue, 17 Nov 2026 08:30:00 GMT"] {
            assert_eq!(ask(other).part("\"a\"", 100), Part::Whole, "{other}");
        }
    }

    #[test]
    fn what_the_browser_has_is_told_by_its_tag() {
        let has = |said: &str| Asked { none_match: said.to_owned(), ..Asked::default() }.has("\"a\"");
        assert!(has("\"a\"") && has("W/\"a\"") && has("\"b\", \"a\"") && has("*"));
        assert!(!has("") && !has("\"b\"") && !has("a"));
    }
}
