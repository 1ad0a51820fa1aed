//! A letter as it goes over the wire: its headers, its two texts, its envelope.

use super::{
    secret_address,
    store::Waiting,
    transport::{Blame, Cause, Refusal, Server},
};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

pub struct Envelope {
    /// With a secret, so that a report that comes back names its letter; the plain sender where no mailbox is read.
    pub from: Address,
    pub plain: Address,
    pub to: Address,
    pub text: Vec<u8>,
}

pub fn write(server: &Server, letter: &Waiting) -> Result<Envelope, Refusal> {
    let refuse = |blame, said: String| Refusal::ours(blame, Cause::Letter, said);
    let address = |blame, what: &str, text: &str| {
        text.parse::<Address>().map_err(|error| refuse(blame, format!("{what} : {error}")))
    };
    let from = address(Blame::Server, "expéditeur", &server.from)?;
    let to = address(Blame::Letter, "destinataire", &letter.to)?;
    let returns = secret_address::join(&server.replies, &letter.returns);
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(one_line(&server.from_name)), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(&letter.subject))
        // lettre adds neither by default. The same at each try, so that a letter sent twice is shown once; and never that of
        // another letter, which would not be shown at all.
        .message_id(Some(format!("<{}.{}@{}>", letter.id, letter.posted_at.0, server.domain)))
        .date_now();
    if let Some(reply) = secret_address::join(&server.replies, &letter.reply) {
        builder = builder
            .reply_to(Mailbox::new(Some(one_line(&server.from_name)), address(Blame::Letter, "réponse", &reply)?));
    }
    builder = raw(builder, "Auto-Submitted", "auto-generated");
    builder = raw(builder, "Content-Language", "fr");
    if is_link(&letter.unsubscribe) {
        // RFC 8058: one click in the mail program, and nothing is shown.
        builder = raw(builder, "List-Unsubscribe", &format!("<{}>", letter.unsubscribe));
        builder = raw(builder, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    let text = letter.text.clone();
    let message = match &letter.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
        None => builder.singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text)),
    };
    let message = message.map_err(|error| refuse(Blame::Letter, error.to_string()))?;
    let sender = match returns {
        Some(returns) => address(Blame::Letter, "retour", &returns)?,
        None => from.clone(),
    };
    Ok(Envelope { from: sender, plain: from, to, text: message.formatted() })
}

/// Nothing that was typed can begin another header.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn is_link(text: &str) -> bool {
    text.starts_with("https://") && text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'))
}

fn raw(builder: MessageBuilder, name: &'static str, value: &str) -> MessageBuilder {
    builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{
        clock::Instant,
        mail::{roots::Roots, transport::Security},
        secret::Token,
    };

    fn server(replies: &str) -> Server {
        Server {
            host: "localhost".into(),
            port: 25,
            security: Security::Local,
            login: None,
            from: "ecole@ville.example".into(),
            from_name: "École".into(),
            domain: "ecole.local".into(),
            replies: replies.into(),
            roots: Roots::default(),
        }
    }

    fn letter(id: i64, posted_at: i64, attempts: usize) -> Waiting {
        Waiting {
            kind: String::new(),
            person: None,
            id,
            to: "sophie@exemple.fr".into(),
            subject: "Un mot".into(),
            text: "Bonjour".into(),
            html: None,
            reply: String::new(),
            about: String::new(),
            unsubscribe: String::new(),
            returns: String::new(),
            posted_at: Instant(posted_at),
            due_at: Instant(posted_at),
            attempts,
        }
    }

    fn written(server: &Server, letter: &Waiting) -> String {
        String::from_utf8(write(server, letter).unwrap().text).unwrap()
    }

    fn message_id(id: i64, posted_at: i64, attempts: usize) -> String {
        let written = written(&server(""), &letter(id, posted_at, attempts));
        written.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()
    }

    #[test]
    fn a_letter_keeps_its_identity_from_try_to_try_and_shares_it_with_none() {
        assert_eq!(message_id(7, 1_800_000_000, 0), message_id(7, 1_800_000_000, 3));
        // Two test letters, or the letters of a school that was set up anew.
        assert_ne!(message_id(0, 1_800_000_000, 0), message_id(0, 1_800_000_060, 0));
        assert_ne!(message_id(7, 1_800_000_000, 0), message_id(8, 1_800_000_000, 0));
    }

    #[test]
    fn what_was_typed_adds_no_header() {
        let mut server = server("");
        server.from_name = "École\r\nBcc: tous@exemple.fr".into();
        let mut letter = letter(1, 1, 0);
        letter.subject = "Sortie\r\nBcc: tous@exemple.fr\r\n\r\nAutre corps\u{0}".into();
        letter.unsubscribe = "https://ecole.example/x>\r\nBcc: tous@exemple.fr".into();
        let written = written(&server, &letter);
        let (head, body) = written.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().all(|line| !line.to_lowercase().starts_with("bcc")), "{head}");
        assert!(!head.contains("List-Unsubscribe"));
        assert_eq!(body.trim_end(), "Bonjour");
    }

    #[test]
    fn replies_and_reports_come_back_to_addresses_of_their_own() {
        let (reply, returns) = (Token::draw().unwrap(), Token::draw().unwrap());
        let mut letter = letter(1, 1, 0);
        letter.reply = reply.reveal().into();
        letter.returns = returns.reveal().into();
        letter.unsubscribe = "https://ecole.example/avis/desinscription/abc".into();
        let deaf = write(&server(""), &letter).unwrap();
        assert_eq!(deaf.from.to_string(), "ecole@ville.example");
        let envelope = write(&server("reponses@ville.example"), &letter).unwrap();
        let text = String::from_utf8(envelope.text).unwrap();
        assert!(!String::from_utf8(deaf.text).unwrap().contains("Reply-To"));
        let token = |address: &str| secret_address::token("reponses@ville.example", address).unwrap();
        assert_eq!(token(envelope.from.as_ref()), returns.reveal());
        let to = text.lines().find(|line| line.starts_with("Reply-To:")).unwrap();
        assert_eq!(token(to), reply.reveal());
        for header in [
            "Auto-Submitted: auto-generated",
            "Content-Language: fr",
            "List-Unsubscribe: <https://ecole.example/avis/desinscription/abc>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ] {
            assert!(text.lines().any(|line| line == header), "{header} in {text}");
        }
    }
}
