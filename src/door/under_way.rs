//! How many answers are on their way, from the first byte of the question to the last of the answer: a stop waits for them, and
//! not for browsers that only keep a line open. It refuses nobody.

use super::line::Talk;
use actix_web::{
    Error,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Bytes,
};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant as Moment},
};

#[derive(Clone, Default)]
pub struct UnderWay(Arc<AtomicUsize>);

/// One answer's; it is over when this is dropped.
struct Place {
    count: Arc<AtomicUsize>,
    talk: Option<Talk>,
}

struct Followed {
    body: BoxBody,
    _place: Place,
}

const OFTEN: Duration = Duration::from_millis(20);

impl UnderWay {
    pub async fn follow(
        self,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let place = Place::taken(&self.0, request.conn_data::<Talk>().cloned());
        let response = next.call(request).await?;
        Ok(response.map_body(|_, body| BoxBody::new(Followed { body: body.boxed(), _place: place })))
    }

    /// Until nothing is under way, or patience is at its end; how many are left.
    pub async fn ended_within(&self, patience: Duration) -> usize {
        let begun = Moment::now();
        loop {
            let left = self.0.load(Ordering::SeqCst);
            if left == 0 || begun.elapsed() >= patience {
                return left;
            }
            tokio::time::sleep(OFTEN).await;
        }
    }
}

impl Place {
    fn taken(count: &Arc<AtomicUsize>, talk: Option<Talk>) -> Place {
        count.fetch_add(1, Ordering::SeqCst);
        if let Some(talk) = &talk {
            talk.begins();
        }
        Place { count: count.clone(), talk }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
        if let Some(talk) = &self.talk {
            talk.ends();
        }
    }
}

impl MessageBody for Followed {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }
}
