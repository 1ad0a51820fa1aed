//! What happens behind closed doors before the service: an update that begins, a migration. Who comes meanwhile waits on the
//! socket; when it lasts, they are shown why. It serves no page of the school.

use super::{health, sockets::Sockets};
use crate::{
    base::{
        clock::{self, Clock},
        config::Config,
        error::Result,
        tls::{Keeper, Reading},
    },
    door::{
        entrance::Entrance,
        handover::{self, Handover},
        under_way::UnderWay,
    },
};
use futures_util::future::join_all;
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::Duration,
};

/// Less than what a request waits for: the first to come reads it in time.
const PATIENCE: Duration = Duration::from_secs(8);
/// An answer is a page that is ready.
const LAST_ANSWERS: Duration = Duration::from_secs(2);
const OFTEN: Duration = Duration::from_millis(100);

/// Does the work, which may be long.
pub fn meanwhile<T>(sockets: &Sockets, config: &Config, work: impl FnOnce() -> T) -> Result<T> {
    let doors = sockets.again()?;
    let (over, is_over) = channel::<()>();
    let inside = config.clone();
    let porter = std::thread::Builder::new().name("porter".to_owned()).spawn(move || tell(doors, &inside, &is_over))?;
    let done = work();
    drop(over);
    match porter.join() {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "who came meanwhile could not be told why"),
        Err(_) => tracing::error!("the porter had panicked"),
    }
    Ok(done)
}

fn tell(doors: Sockets, config: &Config, is_over: &Receiver<()>) -> Result<()> {
    if is_over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return Ok(());
    }
    let reading = Reading { now: Clock::default().now().0, built: clock::built_at().0, newest: None, confirmed: None };
    let tls = Keeper::open(&config.data.join("tls"), &reading.verdict(), &[], None)?;
    tracing::info!("this lasts: who comes is shown why");
    let entrance = Entrance {
        proxies: Arc::new(config.proxies()),
        under_way: UnderWay::default(),
        workers: 1,
        waiting: Handover::new(true).waiting(),
        public: health::PUBLIC,
    };
    actix_web::rt::System::new().block_on(async {
        let under_way = entrance.under_way.clone();
        let https = entrance.https(doors.https, &tls.server_config(), handover::mount)?;
        let http = doors.http.map(|http| entrance.http(http, handover::mount)).transpose()?;
        let servers: Vec<_> = [Some(https), http].into_iter().flatten().collect();
        let handles: Vec<_> = servers.iter().map(|server| server.handle()).collect();
        let serving: Vec<_> = servers.into_iter().map(actix_web::rt::spawn).collect();
        while is_over.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            tokio::time::sleep(OFTEN).await;
        }
        join_all(handles.iter().map(|handle| handle.pause())).await;
        under_way.ended_within(LAST_ANSWERS).await;
        join_all(handles.iter().map(|handle| handle.stop(true))).await;
        for served in join_all(serving).await {
            served??;
        }
        Ok(())
    })
}
