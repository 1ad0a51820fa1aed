//! What a letter that came to one of our secrets is: a report, a machine's answer, or a person's. Pure: it keeps and decides
//! nothing, and whatever stands in the letter it never panics.

mod authentic;
mod automatic;
mod quotes;
mod report;
#[cfg(test)]
mod tests;

pub use report::Report;

use super::{Doubt, Incoming};
use crate::base::secret;
use mail_parser::{Address, Message, MessageParser, MimeHeaders};

/// Of an answer; what is longer is no answer to sign with.
const LONGEST: usize = 4_000;

#[derive(Clone, Debug)]
pub enum Parsed {
    /// A letter of ours did not arrive.
    Report(Report),
    /// A machine wrote it: nobody's answer.
    Automatic,
    Answer(Incoming),
}

/// `token`: the secret that it was addressed to.
pub fn read(raw: &[u8], token: &str) -> Parsed {
    let Some(message) = MessageParser::default().parse(raw) else { return Parsed::Automatic };
    if let Some(report) = report::read(&message, token) {
        return Parsed::Report(report);
    }
    if automatic::is_automatic(&message) {
        return Parsed::Automatic;
    }
    let subject = message.subject().unwrap_or("");
    let written = written(&message);
    let text: String = written.text.chars().take(LONGEST).collect();
    let from = sender(&message);
    let doubt = if !authentic::may_be(&message, from.as_deref().unwrap_or("")) {
        Some(Doubt::NotAuthentic)
    } else if text.is_empty() && (quotes::is_forward(subject) || written.forwards || has_letter_inside(&message)) {
        Some(Doubt::Forward)
    } else if text.is_empty() || from.is_none() || written.text.chars().count() > LONGEST {
        Some(Doubt::Unreadable)
    } else {
        None
    };
    Parsed::Answer(Incoming {
        token: token.to_owned(),
        from: from.unwrap_or_default(),
        message: identity(&message, raw),
        text,
        files: files(&message),
        doubt,
    })
}

/// The one sender's address, folded; with several, nobody in particular says it.
fn sender(message: &Message) -> Option<String> {
    let list: Vec<_> = message.from().map(Address::iter)?.collect();
    match list.as_slice() {
        [one] => one.address.as_ref().map(|address| address.trim().to_lowercase()).filter(|a| a.contains('@')),
        _ => None,
    }
}

/// What somebody put there: the picture of a signature stands within the text.
fn files(message: &Message) -> usize {
    message.attachments().filter(|part| part.content_id().is_none() && !part.is_message()).count()
}

fn identity(message: &Message, raw: &[u8]) -> String {
    match message.message_id() {
        Some(id) if !id.trim().is_empty() => id.trim().to_lowercase().chars().take(250).collect(),
        _ => secret::hex(&secret::sha256(raw)),
    }
}

fn written(message: &Message) -> quotes::Written {
    // `body_text` would make text of HTML that still quotes: HTML alone is cut before it is read.
    let plain = message.text_body.first().and_then(|part| message.parts.get(*part as usize));
    let plain = plain.filter(|part| part.is_text() && !part.is_text_html()).and_then(|part| part.text_contents());
    match (plain.filter(|text| !text.trim().is_empty()), message.body_html(0)) {
        (Some(text), _) => quotes::unquoted(text),
        (None, Some(html)) => quotes::unquoted_html(&html),
        (None, None) => quotes::Written::default(),
    }
}

fn has_letter_inside(message: &Message) -> bool {
    message.parts.iter().any(|part| part.is_message())
}
