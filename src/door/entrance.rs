//! From an open socket to a request, as actix-web's own `HttpServer` does it, with one thing more: a relay that greets says who
//! comes before TLS begins, and the request carries that address instead of the relay's. It answers nothing itself.

use super::{handover::Waiting, request::Threshold, under_way::UnderWay};
use crate::base::{
    lan::Peer,
    proxies::{
        Proxies,
        greeting::{self, Whose},
    },
    tls,
};
use actix_http::{HttpService, Protocol, error::DispatchError};
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::{
    App,
    dev::{AppConfig, Server},
    middleware::from_fn,
    web::ServiceConfig,
};
use rustls::ServerConfig;
use std::{
    io::{Error, ErrorKind, Result},
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// A relay greets with its first packet. Here and in the handshake all of it counts, not each byte.
const GREETING: Duration = Duration::from_secs(5);
const HANDSHAKE: Duration = Duration::from_secs(3);
/// Of one worker, at a time: the others wait their turn.
const HANDSHAKES: usize = 256;
const CLIENT_REQUEST: Duration = Duration::from_secs(5);
const CLIENT_FAREWELL: Duration = Duration::from_secs(1);
/// The network has this long to take the last bytes of a stop. A browser that only keeps a line open holds it no longer.
const LAST_BYTES: u64 = 3;

#[derive(Clone)]
pub struct Entrance {
    pub proxies: Arc<Proxies>,
    pub under_way: UnderWay,
    pub workers: usize,
    /// Until the house is open; and the one page that is shown before.
    pub waiting: Waiting,
    pub public: &'static str,
}

impl Entrance {
    pub fn https(
        &self,
        listener: TcpListener,
        tls: &Arc<ServerConfig>,
        mount: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> Result<Server> {
        let acceptor = TlsAcceptor::from(tls.clone());
        self.listen("https", listener, mount, move |proxies| {
            let (acceptor, turns) = (acceptor.clone(), Arc::new(Semaphore::new(HANDSHAKES)));
            move |io| secured(io, proxies.clone(), acceptor.clone(), turns.clone(), HANDSHAKE)
        })
    }

    pub fn http(
        &self,
        listener: TcpListener,
        mount: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> Result<Server> {
        self.listen("http", listener, mount, |proxies| move |io| plain(io, proxies.clone()))
    }

    /// `enters` makes, for each worker, what turns a connection into a line to be spoken on and whose it is.
    fn listen<Line, Enter, Entering>(
        &self,
        name: &'static str,
        listener: TcpListener,
        mount: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
        enters: impl Fn(Arc<Proxies>) -> Enter + Clone + Send + 'static,
    ) -> Result<Server>
    where
        Line: AsyncRead + AsyncWrite + Unpin + HasPeer + 'static,
        Enter: Fn(TcpStream) -> Entering + Clone + 'static,
        Entering: Future<Output = Result<(Line, Protocol, Option<SocketAddr>)>> + 'static,
    {
        let builder = Server::build().workers(self.workers).disable_signals().shutdown_timeout(LAST_BYTES);
        let closing = builder.graceful_shutdown_signal();
        let (under_way, proxies) = (self.under_way.clone(), self.proxies.clone());
        let (waiting, public) = (self.waiting.clone(), self.public);
        let listening = builder.listen(name, listener, move || {
            let (followed, mount, closing) = (under_way.clone(), mount.clone(), closing.clone());
            let waiting = waiting.clone();
            let threshold = Threshold { proxies: proxies.clone(), is_tls: name == "https" };
            let app = App::new()
                .app_data(threshold)
                .wrap(from_fn(move |request, next| waiting.clone().hold(request, next, public)))
                .wrap(from_fn(move |request, next| followed.clone().follow(request, next)))
                .configure(mount)
                .into_factory()
                .map_err(|error: actix_web::Error| error.error_response());
            let spoken = HttpService::build()
                .client_request_timeout(CLIENT_REQUEST)
                .client_disconnect_timeout(CLIENT_FAREWELL)
                .on_connect_ext(|line: &Line, data| {
                    // Who is really at the other end, whomever it announces.
                    if let Some(peer) = line.peer() {
                        data.insert(peer);
                    }
                })
                .graceful_shutdown_signal(move || {
                    let closing = closing.clone();
                    async move { closing.notified().await }
                })
                .finish(map_config(app, |()| AppConfig::default()));
            let enter = enters(proxies.clone());
            fn_service(move |io: TcpStream| {
                let entering = enter(io);
                async move { entering.await.map_err(DispatchError::Io) }
            })
            .and_then(spoken)
        })?;
        Ok(listening.run())
    }
}

trait HasPeer {
    fn peer(&self) -> Option<Peer>;
}

impl HasPeer for TcpStream {
    fn peer(&self) -> Option<Peer> {
        self.peer_addr().ok().map(|peer| Peer(peer.ip().to_canonical()))
    }
}

impl HasPeer for TlsStream<TcpStream> {
    fn peer(&self) -> Option<Peer> {
        self.get_ref().0.peer()
    }
}

async fn plain(mut io: TcpStream, proxies: Arc<Proxies>) -> Result<(TcpStream, Protocol, Option<SocketAddr>)> {
    let who = visitor(&mut io, &proxies).await?;
    Ok((io, Protocol::Http1, who))
}

async fn secured(
    mut io: TcpStream,
    proxies: Arc<Proxies>,
    acceptor: TlsAcceptor,
    turns: Arc<Semaphore>,
    patience: Duration,
) -> Result<(TlsStream<TcpStream>, Protocol, Option<SocketAddr>)> {
    let who = visitor(&mut io, &proxies).await?;
    let turn = turns.acquire().await.map_err(Error::other)?;
    let mut line = timeout(patience, acceptor.accept(io)).await.map_err(|_| Error::from(ErrorKind::TimedOut))??;
    drop(turn);
    if line.get_ref().1.alpn_protocol() == Some(tls::ALPN) {
        // An authority has its answer: the certificate. Nothing is spoken on such a line.
        timeout(patience, line.shutdown()).await.map_err(|_| Error::from(ErrorKind::TimedOut))??;
        return Err(Error::from(ErrorKind::ConnectionAborted));
    }
    let protocol = match line.get_ref().1.alpn_protocol() {
        Some(b"h2") => Protocol::Http2,
        _ => Protocol::Http1,
    };
    Ok((line, protocol, who))
}

/// The peer, or whom the relay announces; nobody when it does not know.
async fn visitor(io: &mut TcpStream, proxies: &Proxies) -> Result<Option<SocketAddr>> {
    let peer = io.peer_addr()?;
    if !proxies.must_greet(peer.ip()) {
        return Ok(Some(peer));
    }
    let said = timeout(GREETING, greeting::read(io)).await.map_err(|_| Error::from(ErrorKind::TimedOut)).flatten();
    match said {
        Ok(Whose::Its) => Ok(Some(peer)),
        Ok(Whose::Visitor(who)) => Ok(Some(who)),
        Ok(Whose::Unknown) => Ok(None),
        Err(error) => {
            tracing::info!(%peer, %error, "a relay was turned away: it does not speak the PROXY protocol");
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tls::{Keeper, Reading};
    use std::time::Instant;

    /// Each byte comes in time; the whole does not, and the turn is somebody else's.
    #[actix_web::test]
    async fn who_drips_a_handshake_is_shown_out_and_gives_its_turn_back() {
        let folder = tempfile::tempdir().unwrap();
        let now = 1_790_000_000;
        let clock = Reading { now, built: now, newest: None, confirmed: None }.verdict();
        let keeper = Keeper::open(folder.path(), &clock, &[], None).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let dripping = tokio::spawn(async move {
            let mut socket = TcpStream::connect(at).await.unwrap();
            socket.write_all(&[0x16, 3, 1, 0x3f, 0xff]).await.unwrap();
            while socket.write_all(&[0]).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let (io, _) = listener.accept().await.unwrap();
        let (acceptor, turns) = (TlsAcceptor::from(keeper.server_config()), Arc::new(Semaphore::new(1)));
        let (began, patience) = (Instant::now(), Duration::from_millis(200));
        let found = secured(io, Arc::default(), acceptor, turns.clone(), patience).await;
        assert!(found.is_err_and(|error| error.kind() == ErrorKind::TimedOut));
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
        assert_eq!(turns.available_permits(), 1);
        dripping.await.unwrap();
    }
}
