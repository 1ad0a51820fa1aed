//! Whether a machine wrote it: RFC 3834, and what programs that never read it put in its place. An out-of-office answer that
//! quotes the whole letter must not sign it.

use crate::base::french;
use mail_parser::{Address, Message};

/// As `fold` writes them.
const SUBJECTS: [&str; 14] = [
    "reponse automatique",
    "reponse auto",
    "message automatique",
    "absence du bureau",
    "absent du bureau",
    "absence :",
    "message d absence",
    "je suis absent",
    "out of office",
    "out of the office",
    "automatic reply",
    "autoreply",
    "auto reply",
    "auto :",
];

pub fn is_automatic(message: &Message) -> bool {
    let has = |name: &str| header(message, name).is_some();
    let says = |name: &str, values: &[&str]| {
        header(message, name).is_some_and(|said| values.iter().any(|value| said.starts_with(value)))
    };
    has("Auto-Submitted") && !says("Auto-Submitted", &["no"])
        || says("Precedence", &["bulk", "list", "junk", "auto_reply", "auto-reply"])
        || ["List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"]
            .into_iter()
            .any(has)
        || says("Return-Path", &["<>"])
        || is_from_machine(message)
        || has_subject_of_absence(message.subject().unwrap_or(""))
}

/// A mail server writes, and no person.
pub fn is_from_machine(message: &Message) -> bool {
    let mut senders = message.from().into_iter().flat_map(Address::iter);
    senders.any(|one| {
        let address = one.address.as_deref().unwrap_or("").to_lowercase();
        let name = address.split('@').next().unwrap_or("");
        ["mailer-daemon", "postmaster", "no-reply", "noreply", "ne-pas-repondre"].contains(&name)
            || name.starts_with("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e")
    })
}

/// The first header of that name, unfolded, in small letters.
pub fn header(message: &Message, name: &str) -> Option<String> {
    let named = |header: &&str| header.eq_ignore_ascii_case(name);
    let mut raw = message.headers_raw().filter(|(header, _)| named(header));
    let is_there = message.headers().iter().any(|one| one.name.as_str().eq_ignore_ascii_case(name));
    match raw.next() {
        Some((_, value)) => Some(value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()),
        None => is_there.then(String::new),
    }
}

fn has_subject_of_absence(subject: &str) -> bool {
    let folded = french::fold(subject);
    SUBJECTS.iter().any(|words| folded.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}
