//! The service on its sockets: HTTPS for everything, HTTP for the page of trust and the way to HTTPS. It says where it
//! listens, and stops when it is asked to, once the requests under way are answered.

use super::rounds::Rounds;
use crate::{
    base::{
        config::Config,
        error::{Error, Result},
    },
    door::{House, Routes, routes::Route, socket},
};
use actix_web::{App, HttpServer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
};

/// What HTTP without TLS may show: a device must see the fingerprint before it can trust the rest.
const OVER_HTTP: &str = "/confiance";
/// Requests under way when a stop is asked have this long to end.
const LAST_ANSWERS: u64 = 20;
const CONNECTIONS: u64 = 16_384;

/// Two open doors, not yet answering: a browser that comes too early waits a moment instead of being turned away.
pub struct Sockets {
    https: TcpListener,
    http: TcpListener,
    /// Said in one line when the usual ports were not to be had.
    pub notice: Option<String>,
}

impl Sockets {
    pub fn bind(config: &Config) -> Result<Sockets> {
        let (https, other_https) = bind(config.https, config.https_otherwise)?;
        let (http, other_http) = bind(config.http, config.http_otherwise)?;
        let notice = (other_https || other_http).then(|| {
            format!(
                "Les ports habituels ne sont pas permis à ce compte ou sont déjà pris : HTTPS écoute sur {}, HTTP sur {}.",
                port(&https),
                port(&http)
            )
        });
        Ok(Sockets { https, http, notice })
    }

    pub fn https_port(&self) -> u16 {
        port(&self.https)
    }

    pub fn http_port(&self) -> u16 {
        port(&self.http)
    }
}

/// Serves until a signal asks to stop. `ready` is called once the doors answer.
pub fn serve(house: Arc<House>, sockets: Sockets, workers: usize, ready: impl FnOnce()) -> Result<()> {
    let table: Arc<Vec<Route>> = Arc::new(Routes::of(house.rooms));
    let runner = actix_web::rt::System::new();
    crate::door::found::put_in_order(&house)?;
    let rounds = Rounds::start(&house)?;
    make_room_for_connections();
    let served = runner.block_on(listen(&house, &table, sockets, workers, ready));
    rounds.stop();
    // Each is done whatever became of the others; the first fault is the one that is told.
    let flushed = crate::door::session::flush(&house);
    let checkpointed = house.db.checkpoint();
    tracing::info!("stopped");
    served.and(flushed).and(checkpointed)
}

/// Each page that listens holds a connection, and a process is given a thousand unless it asks for what it may have. A
/// machine that says no serves all the same.
fn make_room_for_connections() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(CONNECTIONS, |most| most.min(CONNECTIONS));
    if limit.current.is_some_and(|now| now < wanted)
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum })
    {
        tracing::warn!(%error, "no more room for connections");
    }
}

async fn listen(
    house: &Arc<House>,
    table: &Arc<Vec<Route>>,
    sockets: Sockets,
    workers: usize,
    ready: impl FnOnce(),
) -> Result<()> {
    let https_port = sockets.https_port();
    let (inside, routes) = (house.clone(), table.clone());
    let https = HttpServer::new(move || {
        let (inside, routes) = (inside.clone(), routes.clone());
        App::new().configure(move |cfg| socket::mount(cfg, inside, routes))
    })
    .workers(workers)
    .disable_signals()
    .shutdown_timeout(LAST_ANSWERS)
    .listen_rustls_0_23(sockets.https, (*house.tls.server_config()).clone())?
    .run();
    let (inside, routes) = (house.clone(), table.clone());
    let http = HttpServer::new(move || {
        let (inside, routes) = (inside.clone(), routes.clone());
        App::new().configure(move |cfg| socket::mount_plain(cfg, inside, routes, OVER_HTTP, https_port))
    })
    .workers(1)
    .disable_signals()
    .shutdown_timeout(LAST_ANSWERS)
    .listen(sockets.http)?
    .run();
    let handles = [https.handle(), http.handle()];
    let stopping = async {
        asked_to_stop().await?;
        tracing::info!("stopping");
        // Else each would be waited for.
        house.live.close();
        // Both at once: their last answers share the same patience.
        let [https, http] = &handles;
        tokio::join!(https.stop(true), http.stop(true));
        Ok::<(), std::io::Error>(())
    };
    // Slow things come after the doors answer: the servers are polled first.
    let announcing = async {
        actix_web::rt::task::yield_now().await;
        ready();
        Ok::<(), std::io::Error>(())
    };
    tokio::try_join!(https, http, announcing, stopping)?;
    Ok(())
}

async fn asked_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
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
    Error::internal(format!("{address} : {error} (un autre programme écoute-t-il déjà là ?)"))
}

fn port(listener: &TcpListener) -> u16 {
    listener.local_addr().map_or(0, |address| address.port())
}
