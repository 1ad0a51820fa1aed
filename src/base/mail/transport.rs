//! Sends one letter to the school's mail server, over TLS unless the server is this very machine.
//! It keeps no row and decides nothing about trying again.

use super::store::Waiting;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

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
    pub said: String,
}

pub async fn send(server: &Server, letter: &Waiting) -> Result<(), Refusal> {
    let message = message(server, letter)?;
    transport(server)?
        .send(message)
        .await
        .map(drop)
        .map_err(|error| Refusal { for_good: error.is_permanent(), said: error.to_string() })
}

/// The same for who may wait: a test letter, the sender's own thread. Needs no runtime of the caller's, and minds none.
pub fn send_now(server: &Server, letter: &Waiting) -> Result<(), Refusal> {
    let refuse = |said: String| Refusal { for_good: false, said };
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

fn message(server: &Server, letter: &Waiting) -> Result<Message, Refusal> {
    let refuse = |said: String| Refusal { for_good: true, said };
    let from = Mailbox::new(
        Some(server.from_name.clone()),
        server.from.parse().map_err(|e| refuse(format!("expéditeur : {e}")))?,
    );
    let to = Mailbox::new(None, letter.to.parse().map_err(|e| refuse(format!("destinataire : {e}")))?);
    let builder = Message::builder()
        .from(from)
        .to(to)
        .subject(letter.subject.replace(['\r', '\n'], " "))
        // lettre adds neither by default.
        .message_id(Some(format!("<{}.{}@{}>", letter.id, letter.attempts, server.domain)))
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
            .map_err(|e| Refusal { for_good: false, said: e.to_string() })
    };
    let security = match server.security {
        Security::Tls => Tls::Wrapper(tls()?),
        Security::StartTls => Tls::Required(tls()?),
        Security::Local if is_this_machine(&server.host) => Tls::None,
        Security::Local => {
            return Err(Refusal { for_good: false, said: "ce serveur demande une connexion chiffrée".into() });
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
