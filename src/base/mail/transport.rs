//! The school's mail server, why a letter did not leave, and the test letter. It keeps no row and decides nothing about
//! trying again.

use super::{line::Line, roots::Roots, store::Waiting};
use lettre::transport::smtp;
use std::{error::Error as _, time::Duration};

/// For the whole test letter: a server that answers one word every nineteen seconds is no server.
const IN_ALL: Duration = Duration::from_secs(90);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS from the first byte (465, 993).
    Tls,
    /// STARTTLS, required (587, 143).
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
    /// Where replies and reports come back, with a secret in its local part; empty where no mailbox is read.
    pub replies: String,
    pub roots: Roots,
}

/// Why a letter did not leave.
#[derive(Debug)]
pub struct Refusal {
    pub blame: Blame,
    pub cause: Cause,
    /// In the server's or the machine's own words, whatever their language.
    pub said: String,
}

/// What it speaks against, and so what becomes of the letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blame {
    /// The server, the way to it, or the sender: no letter would leave.
    Server,
    /// « Not now ».
    Moment,
    /// « No », although somebody is there: a full mailbox, a filter.
    Reluctance,
    /// Nobody has this address.
    Address,
    /// It cannot be written as a letter at all.
    Letter,
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
    pub fn ours(blame: Blame, cause: Cause, said: impl ToString) -> Refusal {
        Refusal { blame, cause, said: said.to_string() }
    }

    pub(super) fn of(blame: Blame, error: &smtp::Error) -> Refusal {
        Refusal { blame, cause: cause(error), said: words(error) }
    }

    pub(super) fn slow() -> Refusal {
        Refusal::ours(Blame::Server, Cause::Slow, "le serveur de courrier met trop longtemps à répondre")
    }
}

impl Security {
    /// As stored.
    pub fn parse(text: &str) -> Security {
        match text {
            "tls" => Security::Tls,
            "local" => Security::Local,
            _ => Security::StartTls,
        }
    }

    /// Bare words cross no wire: nobody but this machine hears them.
    pub(super) fn suits(self, host: &str) -> bool {
        self != Security::Local
            || host == "localhost"
            || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

/// For who may wait: a test letter. Needs no runtime of the caller's, and minds none.
pub fn send_now(server: &Server, letter: &Waiting) -> Result<(), Refusal> {
    let broken = |said: String| Refusal::ours(Blame::Server, Cause::Other, said);
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| broken(error.to_string()))?;
            runtime.block_on(async {
                let sending = async {
                    let mut line = Line::open(server).await?;
                    let sent = line.send(server, letter).await;
                    line.close().await;
                    sent
                };
                tokio::time::timeout(IN_ALL, sending).await.unwrap_or_else(|_| Err(Refusal::slow()))
            })
        });
        sending.join().unwrap_or_else(|_| Err(broken("l’envoi s’est interrompu".into())))
    })
}

/// The server's own line, with its number; else what the machine says.
fn words(error: &smtp::Error) -> String {
    match (error.status(), error.source()) {
        (Some(code), Some(line)) => format!("{code} {line}"),
        _ => error.to_string(),
    }
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
