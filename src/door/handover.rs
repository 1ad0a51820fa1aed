//! While a new version takes over: who comes waits for it a while, then reads why. Nothing of the school is read, told or written
//! here, and once the house is open nobody is held any more.

use super::{headers, refusal, socket};
use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{HeaderName, HeaderValue, RETRY_AFTER},
    },
    middleware::Next,
    web::{self, ServiceConfig},
};
use std::time::Duration;
use tokio::{
    sync::watch::{self, Receiver, Sender},
    time::timeout,
};

/// So long a request waits before it is told to come again.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// In seconds: when to come again.
const AGAIN: &str = "10";

/// Whether the house takes requests; to be kept and opened once.
pub struct Handover(Sender<bool>);

/// What each worker looks at.
#[derive(Clone)]
pub struct Waiting(Receiver<bool>);

impl Handover {
    pub fn new(is_open: bool) -> Handover {
        Handover(watch::Sender::new(is_open))
    }

    pub fn waiting(&self) -> Waiting {
        Waiting(self.0.subscribe())
    }

    pub fn open(&self) {
        self.0.send_replace(true);
    }
}

impl Waiting {
    /// `public`: the one page that is shown before, so that the house can be looked at from outside.
    pub async fn hold(
        mut self,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
        public: &'static str,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let is_open = *self.0.borrow();
        if is_open || is_shown_before(&request, public) {
            return Ok(next.call(request).await?.map_into_boxed_body());
        }
        let opened = timeout(PATIENCE, self.0.wait_for(|is_open| *is_open)).await.is_ok_and(|told| told.is_ok());
        if opened {
            return Ok(next.call(request).await?.map_into_boxed_body());
        }
        let (request, _) = request.into_parts();
        let response = come_again(&request);
        Ok(ServiceResponse::new(request, response))
    }
}

/// The status page to every request, while there is no house yet.
pub fn mount(cfg: &mut ServiceConfig) {
    socket::mount_assets(cfg);
    cfg.default_service(web::to(|request: HttpRequest| async move { come_again(&request) }));
}

fn is_shown_before(request: &ServiceRequest, public: &str) -> bool {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    asks && (request.path() == public || request.path().starts_with("/actifs/"))
}

fn come_again(request: &HttpRequest) -> HttpResponse {
    let mut response = headers::bare(request, refusal::updating());
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from_static(AGAIN));
    // What was sent is not sent again by itself.
    if request.method() == Method::GET {
        headers.insert(HeaderName::from_static("refresh"), HeaderValue::from_static(AGAIN));
    }
    response
}
