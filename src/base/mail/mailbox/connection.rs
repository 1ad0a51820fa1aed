//! The way to a mailbox: over TLS unless the server is this very machine, each word within a time.

use super::{Cause, Fault, Mailbox, PATIENCE};
use crate::base::mail::transport::Security;
use async_imap::{Client, Session, error::Error};
use rustls::{ClientConfig, crypto::ring, pki_types::ServerName};
use std::{fmt::Debug, io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

pub trait Wire: AsyncRead + AsyncWrite + Unpin + Debug + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Debug + Send> Wire for T {}
pub type Open = Session<Box<dyn Wire>>;

pub async fn open(mailbox: &Mailbox) -> Result<Open, Fault> {
    if !mailbox.security.suits(&mailbox.host) {
        return Err(Fault::new(Cause::Protection, "ce serveur demande une connexion chiffrée"));
    }
    let reached = tokio::time::timeout(PATIENCE, TcpStream::connect((mailbox.host.as_str(), mailbox.port)));
    let socket = reached.await.map_err(|_| slow())?.map_err(|error| unreached(&error))?;
    let wire: Box<dyn Wire> = match mailbox.security {
        Security::Local => Box::new(socket),
        Security::Tls => wrapped(mailbox, socket).await?,
        Security::StartTls => {
            let mut bare = greeted(socket).await?;
            let answer = within(bare.run_command_and_check_ok("STARTTLS", None)).await;
            answer.map_err(|fault| Fault { cause: Cause::Protection, ..fault })?;
            wrapped(mailbox, bare.into_inner()).await?
        }
    };
    // After STARTTLS the server greets no second time.
    let client = if mailbox.security == Security::StartTls { Client::new(wire) } else { greeted(wire).await? };
    let signing_in = tokio::time::timeout(PATIENCE, client.login(&mailbox.login, &mailbox.password));
    signing_in.await.map_err(|_| slow())?.map_err(|(error, _)| match error {
        Error::No(said) | Error::Bad(said) => Fault::new(Cause::Login, said),
        other => fault(&other),
    })
}

pub async fn close(mut session: Open) {
    let _ = tokio::time::timeout(Duration::from_secs(2), session.logout()).await;
}

pub async fn within<T>(work: impl Future<Output = async_imap::error::Result<T>>) -> Result<T, Fault> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| slow())?.map_err(|error| fault(&error))
}

pub fn slow() -> Fault {
    Fault::new(Cause::Slow, "le serveur met trop longtemps à répondre")
}

pub fn fault(error: &Error) -> Fault {
    let cause = match error {
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Cause::Slow,
        _ => Cause::Other,
    };
    Fault::new(cause, error)
}

async fn greeted<T: Wire>(stream: T) -> Result<Client<T>, Fault> {
    let mut client = Client::new(stream);
    match tokio::time::timeout(PATIENCE, client.read_response()).await {
        Err(_) => Err(slow()),
        Ok(Ok(Some(_))) => Ok(client),
        // A server that speaks TLS at once says nothing here, or nonsense.
        Ok(Ok(None)) => Err(Fault::new(Cause::Protection, "la connexion s’est fermée aussitôt")),
        Ok(Err(error)) => Err(Fault::new(Cause::Protection, error)),
    }
}

async fn wrapped(mailbox: &Mailbox, socket: TcpStream) -> Result<Box<dyn Wire>, Fault> {
    let broken = |error: &dyn std::fmt::Display| Fault::new(Cause::Protection, error);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| broken(&error))?
        .with_root_certificates(mailbox.roots.with_the_webs())
        .with_no_client_auth();
    let name = ServerName::try_from(mailbox.host.clone()).map_err(|error| broken(&error))?;
    let wrapping = TlsConnector::from(Arc::new(config)).connect(name, socket);
    match tokio::time::timeout(PATIENCE, wrapping).await {
        Err(_) => Err(slow()),
        Ok(Err(error)) => Err(broken(&error)),
        Ok(Ok(stream)) => Ok(Box::new(stream)),
    }
}

fn unreached(error: &io::Error) -> Fault {
    let cause = match error.kind() {
        io::ErrorKind::ConnectionRefused => Cause::Closed,
        io::ErrorKind::TimedOut => Cause::Slow,
        // The look-up has no kind of its own.
        _ if error.to_string().contains("lookup") => Cause::NoSuchName,
        _ => Cause::Other,
    };
    Fault::new(cause, error)
}
