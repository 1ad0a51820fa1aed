//! From an open socket to a request, as actix-web's own `HttpServer` does it, with one thing more: a relay that greets says who
//! comes before TLS begins, and the request carries that address instead of the relay's. It answers nothing itself.

use super::{handover::Waiting, line::Line, request::Threshold, under_way::UnderWay};
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
/// The head of the first question on a line.
const CLIENT_REQUEST: Duration = Duration::from_secs(5);
/// From an answer to the end of the next question's head.
const NEXT: Duration = Duration::from_secs(10);
/// In HTTP/2, so long after a ping its answer is waited for, even while somebody sends: it comes behind what they send, and a slow line
/// takes a quarter of a minute for what a browser sends ahead.
const PONG: Duration = Duration::from_secs(60);
/// In HTTP/2 a browser keeps its line for what it may ask later, and is asked now and then whether it is there. A page that is looked
/// at listens all the while: this is for those of which none is left.
const NEXT_OF_MANY: Duration = Duration::from_secs(180);
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
        self.listen("http", listener, mount, |proxies| move |io| plain(io, proxies.clone(), NEXT))
    }

    /// `enters` makes, for each worker, what turns a connection into a line to be spoken on and whose it is.
    fn listen<Io, Enter, Entering>(
        &self,
        name: &'static str,
        listener: TcpListener,
        mount: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
        enters: impl Fn(Arc<Proxies>) -> Enter + Clone + Send + 'static,
    ) -> Result<Server>
    where
        Io: AsyncRead + AsyncWrite + Unpin + HasPeer + 'static,
        Enter: Fn(TcpStream) -> Entering + Clone + 'static,
        Entering: Future<Output = Result<Entered<Io>>> + 'static,
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
                .keep_alive(PONG)
                .client_request_timeout(CLIENT_REQUEST)
                .client_disconnect_timeout(CLIENT_FAREWELL)
                .on_connect_ext(|line: &Line<Io>, data| {
                    // Who is really at the other end, whomever it announces.
                    if let Some(peer) = line.io().peer() {
                        data.insert(peer);
                    }
                    data.insert(line.talk());
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

/// A line to be spoken on, how, and whose it is.
type Entered<Io> = (Line<Io>, Protocol, Option<SocketAddr>);

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

async fn plain(mut io: TcpStream, proxies: Arc<Proxies>, next: Duration) -> Result<Entered<TcpStream>> {
    let who = visitor(&mut io, &proxies).await?;
    Ok((Line::new(io, next, false), Protocol::Http1, who))
}

async fn secured(
    mut io: TcpStream,
    proxies: Arc<Proxies>,
    acceptor: TlsAcceptor,
    turns: Arc<Semaphore>,
    patience: Duration,
) -> Result<Entered<TlsStream<TcpStream>>> {
    let who = visitor(&mut io, &proxies).await?;
    let turn = turns.acquire().await.map_err(Error::other)?;
    let mut line = timeout(patience, acceptor.accept(io)).await.map_err(|_| Error::from(ErrorKind::TimedOut))??;
    drop(turn);
    if line.get_ref().1.alpn_protocol() == Some(tls::ALPN) {
        // An authority has its answer: the certificate. Nothing is spoken on such a line.
        timeout(patience, line.shutdown()).await.map_err(|_| Error::from(ErrorKind::TimedOut))??;
        return Err(Error::from(ErrorKind::ConnectionAborted));
    }
    Ok(match line.get_ref().1.alpn_protocol() {
        // There a head stands alone on its line: who drips one does not answer pings.
        Some(b"h2") => (Line::new(line, NEXT_OF_MANY, true), Protocol::Http2, who),
        _ => (Line::new(line, NEXT, false), Protocol::Http1, who),
    })
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
    use crate::{
        base::tls::{Keeper, Reading},
        door::handover::Handover,
    };
    use actix_web::{HttpResponse, web};
    use std::time::Instant;
    use tokio::{io::AsyncReadExt, net::TcpSocket, time::sleep};

    const LONG: usize = 8 << 20;

    /// A door that waits so long for the next question, and answers at once, little by little, or at length.
    fn door(next: Duration) -> SocketAddr {
        let entrance = Entrance {
            proxies: Arc::default(),
            under_way: UnderWay::default(),
            workers: 1,
            waiting: Handover::new(true).waiting(),
            public: "/",
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let mount = |cfg: &mut ServiceConfig| {
            cfg.route("/", web::get().to(|| async { "bonjour" }));
            cfg.route("/long", web::get().to(|| async { vec![b'.'; LONG] }));
            cfg.route("/lent", web::get().to(little_by_little));
        };
        let enters = move |proxies: Arc<Proxies>| move |io| plain(io, proxies.clone(), next);
        drop(actix_web::rt::spawn(entrance.listen("http", listener, mount, enters).unwrap()));
        at
    }

    async fn little_by_little() -> HttpResponse {
        let words = futures_util::stream::unfold(0, |said| async move {
            sleep(Duration::from_millis(150)).await;
            (said < 5).then(|| (Ok::<_, Error>(web::Bytes::from_static(b"encore ")), said + 1))
        });
        HttpResponse::Ok().streaming(words)
    }

    /// Asks, and reads until the answer ends so; how much came.
    async fn answered(line: &mut TcpStream, path: &str, end: &[u8], pause: Duration) -> usize {
        line.write_all(format!("GET {path} HTTP/1.1\r\nHost: ecole\r\n\r\n").as_bytes()).await.unwrap();
        let (mut heard, mut some) = (Vec::new(), vec![0; 64 << 10]);
        while !heard.ends_with(end) {
            let read = timeout(Duration::from_secs(20), line.read(&mut some)).await.expect("an answer").unwrap();
            assert!(read > 0, "cut after {} bytes", heard.len());
            heard.extend_from_slice(&some[..read]);
            if !pause.is_zero() {
                sleep(pause).await;
            }
            if heard.len() > LONG {
                break;
            }
        }
        heard.len()
    }

    /// actix bounds the head of the first question alone.
    #[actix_web::test]
    async fn who_drips_a_question_on_a_line_that_is_kept_is_shown_out() {
        let mut line = TcpStream::connect(door(Duration::from_millis(400))).await.unwrap();
        for _ in 0..2 {
            answered(&mut line, "/", b"bonjour", Duration::ZERO).await;
        }
        let began = Instant::now();
        for byte in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'a')) {
            assert!(began.elapsed() < Duration::from_secs(20), "it is listened to for ever");
            if line.write_all(&[*byte]).await.is_err() {
                break;
            }
            match timeout(Duration::from_millis(20), line.read(&mut [0])).await {
                Ok(Ok(0) | Err(_)) => break,
                Ok(Ok(_)) => panic!("half a question has no answer"),
                Err(_) => {}
            }
        }
        assert!(began.elapsed() >= Duration::from_millis(300), "cut at once: {:?}", began.elapsed());
    }

    /// Whatever time an answer takes, to be found or to be read, is no silence of the visitor's.
    #[actix_web::test]
    async fn who_is_answered_slowly_or_reads_slowly_is_not() {
        let socket = TcpSocket::new_v4().unwrap();
        // Else the network takes nearly all of it at once.
        socket.set_recv_buffer_size(16 << 10).unwrap();
        let mut line = socket.connect(door(Duration::from_millis(200))).await.unwrap();
        answered(&mut line, "/lent", b"0\r\n\r\n", Duration::ZERO).await;
        let began = Instant::now();
        assert!(answered(&mut line, "/long", b"never", Duration::from_millis(5)).await > LONG);
        assert!(began.elapsed() > Duration::from_millis(400), "it took its time: {:?}", began.elapsed());
    }

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
