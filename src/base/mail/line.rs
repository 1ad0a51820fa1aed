//! A line to the mail server, kept for one letter after another. It tells at which word a letter was refused, because that
//! decides whom the refusal is about.

use super::{
    message::{self, Envelope},
    store::Waiting,
    transport::{Blame, Cause, Refusal, Security, Server},
    verdict,
};
use lettre::{
    Address,
    transport::smtp::{
        self,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
        response::Response,
    },
};
use std::{io, time::Duration};
use tokio::net::TcpStream;

/// For one exchange with the server.
const PATIENCE: Duration = Duration::from_secs(20);
/// After the whole text: servers look it over before they answer.
const READING: Duration = Duration::from_secs(60);

pub struct Line {
    connection: AsyncSmtpConnection,
    /// The server has no senders but the account itself: reports then come to the school's own mailbox.
    is_strict: bool,
}

impl Line {
    pub async fn open(server: &Server) -> Result<Line, Refusal> {
        if !server.security.suits(&server.host) {
            let said = "ce serveur demande une connexion chiffrée";
            return Err(Refusal::ours(Blame::Server, Cause::Protection, said));
        }
        let name = ClientId::default();
        let refused = |error: smtp::Error| Refusal::of(Blame::Server, &error);
        let mut connection = match server.security {
            Security::Tls => {
                let to = (server.host.as_str(), server.port);
                let opening = AsyncSmtpConnection::connect_tokio1(to, Some(PATIENCE), &name, Some(tls(server)?), None);
                within(PATIENCE, opening).await?.map_err(refused)?
            }
            Security::StartTls | Security::Local => {
                let socket = reach(server).await?;
                let opening = AsyncSmtpConnection::connect_with_transport(Box::new(socket), &name);
                within(PATIENCE, opening).await?.map_err(refused)?
            }
        };
        if server.security == Security::StartTls {
            within(PATIENCE, connection.starttls(tls(server)?, &name)).await?.map_err(refused)?;
        }
        if let Some((login, password)) = &server.login {
            let credentials = Credentials::new(login.clone(), password.clone());
            within(PATIENCE, connection.auth(DEFAULT_MECHANISMS, &credentials)).await?.map_err(refused)?;
        }
        Ok(Line { connection, is_strict: false })
    }

    /// One letter; after a refusal the line is good for the next one, unless `is_broken`.
    pub async fn send(&mut self, server: &Server, letter: &Waiting) -> Result<(), Refusal> {
        let Envelope { from, plain, to, text } = message::write(server, letter)?;
        match self.mail(from).await {
            Ok(()) => {}
            Err(refusal) if refusal.cause == Cause::Letter && !self.is_strict => {
                self.is_strict = true;
                self.rest().await;
                self.mail(plain).await?;
            }
            Err(refusal) => return Err(refusal),
        }
        self.ask(Rcpt::new(to, vec![]), PATIENCE).await.map_err(|error| blamed(&error))?;
        self.ask(Data, PATIENCE).await.map_err(|error| blamed(&error))?;
        let taken = within(READING, self.connection.message(&text)).await;
        let taken = taken.map_err(|slow| Refusal { blame: Blame::Moment, ..slow })?;
        taken.map(drop).map_err(|error| blamed(&Fault::Said(error)))
    }

    /// After a refusal: true when the server still listens.
    pub async fn rest(&mut self) -> bool {
        self.ask(Rset, PATIENCE).await.is_ok()
    }

    pub async fn close(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(2), self.connection.quit()).await;
    }

    async fn mail(&mut self, from: Address) -> Result<(), Refusal> {
        match self.ask(Mail::new(Some(from), vec![]), PATIENCE).await {
            Ok(_) => Ok(()),
            Err(Fault::Said(error)) => Err(Refusal::of(Blame::Server, &error)),
            Err(Fault::Slow) => Err(Refusal::slow()),
        }
    }

    async fn ask(&mut self, command: impl std::fmt::Display, patience: Duration) -> Result<Response, Fault> {
        match tokio::time::timeout(patience, self.connection.command(command)).await {
            Ok(answer) => answer.map_err(Fault::Said),
            Err(_) => Err(Fault::Slow),
        }
    }
}

enum Fault {
    Said(smtp::Error),
    Slow,
}

/// From the recipient on, a refusal is about this letter or whom it is for. A line that breaks there may break each time
/// at the same letter: it must not hold up the others.
fn blamed(fault: &Fault) -> Refusal {
    match fault {
        Fault::Slow => Refusal { blame: Blame::Moment, ..Refusal::slow() },
        Fault::Said(error) => {
            let refusal = Refusal::of(Blame::Moment, error);
            let blame = match () {
                () if !error.is_permanent() || verdict::is_full(&refusal.said) => Blame::Moment,
                () if verdict::is_hard(&refusal.said) => Blame::Address,
                () => Blame::Reluctance,
            };
            Refusal { blame, ..refusal }
        }
    }
}

/// Without Nagle's wait: a letter's last line, alone in its packet, would stand 40 ms at each letter.
async fn reach(server: &Server) -> Result<TcpStream, Refusal> {
    let unreached = |error: io::Error| {
        let cause = match error.kind() {
            io::ErrorKind::ConnectionRefused => Cause::Closed,
            io::ErrorKind::TimedOut => Cause::Slow,
            _ if error.to_string().contains("lookup") => Cause::NoSuchName,
            _ => Cause::Other,
        };
        Refusal::ours(Blame::Server, cause, error)
    };
    let reaching = TcpStream::connect((server.host.as_str(), server.port));
    let socket = within(PATIENCE, reaching).await?.map_err(unreached)?;
    socket.set_nodelay(true).map_err(unreached)?;
    Ok(socket)
}

async fn within<T>(patience: Duration, work: impl Future<Output = T>) -> Result<T, Refusal> {
    tokio::time::timeout(patience, work).await.map_err(|_| Refusal::slow())
}

fn tls(server: &Server) -> Result<TlsParameters, Refusal> {
    let broken = |error: smtp::Error| Refusal::ours(Blame::Server, Cause::Protection, error);
    let mut builder = TlsParameters::builder(server.host.clone());
    for root in server.roots.own() {
        builder = builder.add_root_certificate(Certificate::from_der(root.to_vec()).map_err(broken)?);
    }
    builder.build_rustls().map_err(broken)
}
