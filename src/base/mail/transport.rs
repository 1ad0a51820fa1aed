//! Sends one letter to the school's mail server, over TLS unless the server is this very machine.
//! It keeps no row and decides nothing about trying again.

use super::store::Waiting;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::{
        self,
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use std::time::Duration;

/// For one exchange with the server.
const PATIENCE: Duration = Duration::from_secs(20);
/// For the whole letter: a server that answers one word every nineteen seconds is no server.
const IN_ALL: Duration = Duration::from_secs(90);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS from the first byte (465).
    Tls,
    /// STARTTLS, required (587).
    StartTls,
    /// No encryption: refused to any server but this machine's own.
    Local,
}

#[derive(Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: Option<(String, String)>,
    /// The school's address, and the name shown beside it.
    pub from: String,
    pub from_name: String,
    /// The host part of `Message-ID`.
    pub domain: String,
}

/// Why a letter did not leave; `for_good` when another try would be refused the same way.
#[derive(Debug)]
pub struct Refusal {
    pub for_good: bool,
    pub cause: Cause,
    /// In the server's or the machine's own words, whatever their language.
    pub said: String,
}

/// As far as it tells what to do about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// No machine has that name, or the internet is down.
    NoSuchName,
    /// Nobody listens at that port.
    Closed,
    Slow,
    /// No encryption, another one, or a certificate that is not the server's.
    Protection,
    Login,
    /// The server will not have this sender, this recipient or this letter.
    Letter,
    Other,
}

impl Refusal {
    fn ours(for_good: bool, cause: Cause, said: impl ToString) -> Refusal {
        Refusal { for_good, cause, said: said.to_string() }
    }
}

pub async fn send(server: &Server, letter: &Waiting) -> Result<(), Refusal> {
    let message = message(server, letter)?;
    match tokio::time::timeout(IN_ALL, transport(server)?.send(message)).await {
        Ok(sent) => sent.map(drop).map_err(|error| Refusal::ours(error.is_permanent(), cause(&error), &error)),
        Err(_) => Err(Refusal::ours(false, Cause::Slow, "le serveur de courrier met trop longtemps à répondre")),
    }
}

/// The same for who may wait: a test letter, the sender's own thread. Needs no runtime of the caller's, and minds none.
pub fn send_now(server: &Server, letter: &Waiting) -> Result<(), Refusal> {
    let refuse = |said: String| Refusal::ours(false, Cause::Other, said);
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| refuse(error.to_string()))?;
            runtime.block_on(send(server, letter))
        });
        sending.join().unwrap_or_else(|_| Err(refuse("l’envoi s’est interrompu".into())))
    })
}

fn cause(error: &smtp::Error) -> Cause {
    if let Some(code) = error.status() {
        // RFC 4954: 454 and 530 to 538 are about who signs in.
        return match code.to_string().parse() {
            Ok(454 | 530..=538) => Cause::Login,
            _ => Cause::Letter,
        };
    }
    let words = error.to_string().to_lowercase();
    if error.is_timeout() || words.contains("timed out") {
        return Cause::Slow;
    }
    if error.is_tls() || words.contains("starttls") || words.contains("certificate") {
        return Cause::Protection;
    }
    if words.contains("authentication mechanism") {
        return Cause::Login;
    }
    if words.contains("lookup") || words.contains("resolve") {
        return Cause::NoSuchName;
    }
    if words.contains("refused") { Cause::Closed } else { Cause::Other }
}

fn message(server: &Server, letter: &Waiting) -> Result<Message, Refusal> {
    let refuse = |said: String| Refusal::ours(true, Cause::Letter, said);
    let from = Mailbox::new(
        Some(server.from_name.clone()),
        server.from.parse().map_err(|e| refuse(format!("expéditeur : {e}")))?,
    );
    let to = Mailbox::new(None, letter.to.parse().map_err(|e| refuse(format!("destinataire : {e}")))?);
    let builder = Message::builder()
        .from(from)
        .to(to)
        .subject(letter.subject.replace(['\r', '\n'], " "))
        // lettre adds neither by default. The same at each try, so that a letter sent twice is shown once; and never that of
        // another letter, which would not be shown at all.
        .message_id(Some(format!("<{}.{}@{}>", letter.id, letter.posted_at.0, server.domain)))
        .date_now();
    let text = letter.text.clone();
    match &letter.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
        None => builder.singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text)),
    }
    .map_err(|e| refuse(e.to_string()))
}

fn transport(server: &Server) -> Result<AsyncSmtpTransport<Tokio1Executor>, Refusal> {
    let tls = || {
        TlsParameters::builder(server.host.clone())
            .build_rustls()
            .map_err(|e| Refusal::ours(false, Cause::Protection, e))
    };
    let security = match server.security {
        Security::Tls => Tls::Wrapper(tls()?),
        Security::StartTls => Tls::Required(tls()?),
        Security::Local if is_this_machine(&server.host) => Tls::None,
        Security::Local => {
            return Err(Refusal::ours(false, Cause::Protection, "ce serveur demande une connexion chiffrée"));
        }
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .tls(security)
        .timeout(Some(PATIENCE));
    if let Some((login, password)) = &server.login {
        builder = builder.credentials(Credentials::new(login.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Instant;

    fn message_id(id: i64, posted_at: i64, attempts: usize) -> String {
        let server = Server {
            host: "localhost".into(),
            port: 25,
            security: Security::Local,
            login: None,
            from: "ecole@ville.example".into(),
            from_name: "École".into(),
            domain: "ecole.local".into(),
        };
        let letter = Waiting {
            id,
            to: "sophie@exemple.fr".into(),
            subject: "Un mot".into(),
            text: "Bonjour".into(),
            html: None,
            posted_at: Instant(posted_at),
            attempts,
        };
        let written = String::from_utf8(message(&server, &letter).unwrap().formatted()).unwrap();
        written.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()
    }

    #[test]
    fn a_letter_keeps_its_identity_from_try_to_try_and_shares_it_with_none() {
        assert_eq!(message_id(7, 1_800_000_000, 0), message_id(7, 1_800_000_000, 3));
        // Two test letters, or the letters of a school that was set up anew.
        assert_ne!(message_id(0, 1_800_000_000, 0), message_id(0, 1_800_000_060, 0));
        assert_ne!(message_id(7, 1_800_000_000, 0), message_id(8, 1_800_000_000, 0));
    }
}
