//! The doors of the service: those that systemd holds and hands over, named `https` and `http`, else those of the configuration.
//! Handed over, they stay open while the service is stopped or replaced: who comes meanwhile waits a moment. It serves nothing.

use crate::base::{
    config::Config,
    error::{Error, Result},
};
use listenfd::ListenFd;
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
};

/// Open doors, not yet answering: a browser that comes too early waits a moment instead of being turned away.
pub struct Sockets {
    pub(super) https: TcpListener,
    /// Behind a front that keeps port 80 itself there is none.
    pub(super) http: Option<TcpListener>,
    /// The ports of the configuration, unless the doors were handed over.
    wished: Option<(u16, u16)>,
    /// Said in one line when the usual ports were not to be had.
    pub notice: Option<String>,
}

impl Sockets {
    /// What was handed over and nothing else, or what the configuration says. To be called before any thread starts: the
    /// variables that tell of it are taken out of the environment.
    pub fn open(config: &Config) -> Result<Sockets> {
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        let mut handed = ListenFd::from_env();
        if handed.len() == 0 { Sockets::bind(config) } else { Sockets::handed(&mut handed, &names) }
    }

    fn handed(handed: &mut ListenFd, names: &str) -> Result<Sockets> {
        let (mut https, mut http) = (None, None);
        for (at, name) in (0..handed.len()).zip(names.split(':').chain(std::iter::repeat(""))) {
            let door = match name {
                "https" => &mut https,
                "http" => &mut http,
                _ => {
                    return Err(Error::internal(format!(
                        "une socket confiée s’appelle « {name} » : « FileDescriptorName=https » ou « http » est attendu."
                    )));
                }
            };
            let listener = handed.take_tcp_listener(at)?;
            if door.replace(listener).is_some() {
                return Err(Error::internal(format!(
                    "deux sockets confiées s’appellent « {name} » : une seule est attendue."
                )));
            }
        }
        let https = https.flatten().ok_or_else(|| {
            Error::internal("aucune des sockets confiées ne s’appelle « https » (FileDescriptorName=https).")
        })?;
        Ok(Sockets { https, http: http.flatten(), wished: None, notice: None })
    }

    /// The same doors once more, for the service that comes after this one in the same process: they are never shut between.
    pub fn again(&self) -> Result<Sockets> {
        let http = self.http.as_ref().map(TcpListener::try_clone).transpose()?;
        Ok(Sockets { https: self.https.try_clone()?, http, wished: self.wished, notice: None })
    }

    pub fn bind(config: &Config) -> Result<Sockets> {
        let (https, other_https) = bind(config.https, config.https_otherwise)?;
        let (http, other_http) = bind(config.http, config.http_otherwise)?;
        let notice = (other_https || other_http).then(|| {
            format!(
                "Les ports habituels ne sont pas permis à ce compte ou sont déjà pris : HTTPS écoute sur {}, HTTP sur {}.",
                port(&https),
                port(&http)
            )
        });
        let wished = Some((config.https.port(), config.http.port()));
        Ok(Sockets { https, http: Some(http), wished, notice })
    }

    /// For each door, the port wished for and ours; what systemd hands over is what was wished for.
    pub fn ports(&self) -> crate::door::house::Ports {
        let (https, http) = (self.https_port(), self.http_port());
        let (wished, page) = self.wished.unwrap_or((https, http.unwrap_or(0)));
        // Port 0 is « any ».
        let and = |wished: u16, ours: u16| if wished == 0 { (ours, ours) } else { (wished, ours) };
        (and(wished, https), http.map(|http| and(page, http)))
    }

    pub fn https_port(&self) -> u16 {
        port(&self.https)
    }

    pub fn http_port(&self) -> Option<u16> {
        self.http.as_ref().map(port)
    }
}

/// The first choice, else the other; true when it is the other.
fn bind(first: SocketAddr, otherwise: SocketAddr) -> Result<(TcpListener, bool)> {
    match open(first) {
        Ok(listener) => Ok((listener, false)),
        Err(error)
            if first != otherwise && matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::AddrInUse) =>
        {
            Ok((open(otherwise).map_err(|error| refused(otherwise, &error))?, true))
        }
        Err(error) => Err(refused(first, &error)),
    }
}

/// `[::]` takes IPv4 too; a machine without IPv6 takes IPv4 alone.
fn open(address: SocketAddr) -> std::io::Result<TcpListener> {
    match TcpListener::bind(address) {
        Err(error)
            if address.is_ipv6() && address.ip().is_unspecified() && error.kind() != ErrorKind::PermissionDenied =>
        {
            TcpListener::bind((Ipv4Addr::UNSPECIFIED, address.port()))
        }
        other => other,
    }
}

fn refused(address: SocketAddr, error: &std::io::Error) -> Error {
    let why = match error.kind() {
        ErrorKind::AddrInUse => {
            "un autre programme écoute déjà là : arrêtez-le, ou choisissez un autre port.".to_owned()
        }
        ErrorKind::AddrNotAvailable => "cette machine n’a pas cette adresse.".to_owned(),
        ErrorKind::PermissionDenied => {
            "ce compte n’a pas le droit d’ouvrir ce port : sous 1024, c’est à systemd (preau.socket) ou à root."
                .to_owned()
        }
        _ => error.to_string(),
    };
    Error::internal(format!("{address} : {why}"))
}

fn port(listener: &TcpListener) -> u16 {
    listener.local_addr().map_or(0, |address| address.port())
}
