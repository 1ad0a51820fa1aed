//! The service on its sockets: HTTPS for everything, HTTP for the page of trust and the way to HTTPS. It says where it
//! listens, and stops when it is asked to, once the requests under way are answered.

use super::{
    health::{self, Health},
    metrics,
    neighbours::Neighbours,
    rounds::Rounds,
    sockets::Sockets,
};
use crate::{
    base::{
        backup::RestoreState,
        config::Config,
        error::{Error, Result},
        update::{Start, Unconfirmed},
    },
    door::{
        House, Routes, entrance::Entrance, figures::Figures, handover::Handover, plain, routes::Route, socket,
        under_way::UnderWay,
    },
};
use actix_web::{dev::ServerHandle, rt, web::ServiceConfig};
use futures_util::future::join_all;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// What HTTP without TLS may show: a device must see the fingerprint before it can trust the rest.
const OVER_HTTP: &str = "/confiance";
/// Who had just come in when a stop is asked has this long to say what for.
const FIRST_WORDS: Duration = Duration::from_secs(1);
/// Requests under way have this long to end.
const LAST_ANSWERS: Duration = Duration::from_secs(20);
const CONNECTIONS: u64 = 16_384;
const LOOK: Duration = Duration::from_millis(500);
const LAST_LOOK: Duration = Duration::from_secs(8);

/// What a new version is given to show that it works.
const LOOKS: u32 = 3;
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// Serves until a signal asks to stop. `ready` is called once the doors answer, and an update is confirmed.
pub fn serve(house: Arc<House>, sockets: Sockets, config: &Config, start: Start, ready: impl FnOnce()) -> Result<()> {
    let table: Arc<Vec<Route>> = Arc::new(Routes::of(house.rooms));
    let runner = actix_web::rt::System::new();
    let health = Arc::new(Health::of(&house, sockets.https.local_addr()?, config.proxies()));
    // Set once: a house serves once.
    let _ = house.doors.set(sockets.ports());
    make_room_for_connections();
    let beginning = Arc::new(Beginning {
        health,
        start: Mutex::new(start),
        door: sockets.https.local_addr()?,
        is_plain: sockets.http.is_some(),
        announce: config.announce,
        rounds: Mutex::default(),
    });
    let served = runner.block_on(listen(&house, &table, sockets, config, (&beginning, ready)));
    let rounds = held(&beginning.rounds).take();
    if let Some(rounds) = rounds {
        rounds.stop();
    }
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

/// From doors that are held to a house that is open.
struct Beginning {
    health: Arc<Health>,
    start: Mutex<Start>,
    door: SocketAddr,
    /// Whether we answer over HTTP too.
    is_plain: bool,
    announce: Option<bool>,
    rounds: Mutex<Option<Rounds>>,
}

impl Beginning {
    /// A new version answers its own public page before anything is acknowledged, swept or sent. All of it would be
    /// lost on the way back that there is until then.
    fn confirm(&self, house: &House, update: Unconfirmed) -> Result<()> {
        let mut looked = self.health.look();
        for _ in 1..LOOKS {
            if looked.is_ok() {
                break;
            }
            std::thread::sleep(BETWEEN_LOOKS);
            looked = self.health.look();
        }
        looked?;
        Ok(update.confirm(house.clock.now())?)
    }
}

async fn listen(
    house: &Arc<House>,
    table: &Arc<Vec<Route>>,
    sockets: Sockets,
    config: &Config,
    (beginning, ready): (&Arc<Beginning>, impl FnOnce()),
) -> Result<()> {
    let https_port = sockets.https_port();
    let under_way = UnderWay::default();
    let handover = Handover::new(false);
    let entrance = Entrance {
        proxies: Arc::new(config.proxies()),
        under_way: under_way.clone(),
        workers: config.workers,
        waiting: handover.waiting(),
        public: health::PUBLIC,
    };
    let (inside, routes) = (house.clone(), table.clone());
    let figures = Figures::of(entrance.proxies.clone(), config.metrics_token.clone(), metrics::of(house));
    let mount = move |cfg: &mut ServiceConfig| {
        figures.clone().mount(cfg);
        socket::mount(cfg, inside.clone(), routes.clone());
    };
    let https = entrance.https(sockets.https, &house.tls.server_config(), mount)?;
    let (inside, routes) = (house.clone(), table.clone());
    let mount = move |cfg: &mut ServiceConfig| {
        plain::mount(cfg, inside.clone(), routes.clone(), OVER_HTTP, https_port);
    };
    let plain = Entrance { workers: 1, ..entrance };
    let http = sockets.http.map(|http| plain.http(http, mount)).transpose()?;
    let handles: Vec<ServerHandle> =
        [Some(https.handle()), http.as_ref().map(|http| http.handle())].into_iter().flatten().collect();
    let closing = beginning.health.clone();
    let stopping = async {
        tokio::select! {
            asked = asked_to_stop() => asked?,
            () = restored(house) => tracing::info!("starting anew on the school that came back"),
        }
        closing.close();
        stop(house, &handles, &under_way).await;
        Ok::<(), Error>(())
    };
    let http = async { if let Some(http) = http { http.await } else { Ok(()) } };
    let opening = open(house, beginning, &handover, ready);
    tokio::try_join!(async { Ok(https.await?) }, async { Ok(http.await?) }, opening, stopping)?;
    Ok(())
}

/// Slow things come after the doors answer: the servers are polled first.
async fn open(house: &Arc<House>, beginning: &Arc<Beginning>, handover: &Handover, ready: impl FnOnce()) -> Result<()> {
    rt::task::yield_now().await;
    let update = std::mem::replace(&mut *held(&beginning.start), Start::Ordinary);
    if let Start::Unconfirmed(update) = update {
        let (house, beginning) = (house.clone(), beginning.clone());
        rt::task::spawn_blocking(move || beginning.confirm(&house, update)).await??;
    }
    // Only now: what goes round sends letters and sweeps files.
    let watch = health::feeding_time().map(|every| (every, beginning.health.clone()));
    let neighbours = Neighbours::of(beginning.door, beginning.announce);
    *held(&beginning.rounds) = Some(Rounds::start(house, beginning.is_plain, neighbours, watch)?);
    handover.open();
    ready();
    let health = beginning.health.clone();
    rt::task::spawn_blocking(move || health.tell_ready()).await?
}

fn held<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Nobody more comes in (behind systemd's sockets they wait for our successor); who is in is answered.
async fn stop(house: &House, handles: &[ServerHandle], under_way: &UnderWay) {
    tracing::info!("stopping");
    // Else each would be waited for.
    house.live.close();
    join_all(handles.iter().map(ServerHandle::pause)).await;
    tokio::time::sleep(FIRST_WORDS).await;
    let left = under_way.ended_within(LAST_ANSWERS).await;
    if left > 0 {
        tracing::warn!(left, "answers were cut");
    }
    join_all(handles.iter().map(|handle| handle.stop(true))).await;
}

/// Ends when a school stands ready to take its place.
async fn restored(house: &House) {
    while !matches!(house.restoring.state(), RestoreState::Ready { .. }) {
        tokio::time::sleep(LOOK).await;
    }
    // The page that looks on shows the end of it.
    tokio::time::sleep(LAST_LOOK).await;
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
