//! `/metrics`: figures for the machine itself, or for who knows the token. For anybody else the path does not exist: the guard
//! stands on the way, and the house answers as for any other. What the figures are is the caller's to say.

use super::request;
use crate::base::{
    error::{Error, Result},
    proxies::Proxies,
    secret::{self, Token},
};
use actix_web::{
    HttpResponse,
    guard::{GuardContext, fn_guard},
    http::header,
    web::{self, ServiceConfig},
};
use std::sync::Arc;

const PATH: &str = "/metrics";
/// Prometheus' text format.
const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

#[derive(Clone)]
pub struct Figures {
    proxies: Arc<Proxies>,
    /// Asked of everybody once there is one, of the machine itself too.
    token: Option<String>,
    tell: Arc<dyn Fn() -> Result<String> + Send + Sync>,
}

impl Figures {
    pub fn of(
        proxies: Arc<Proxies>,
        token: Option<String>,
        tell: impl Fn() -> Result<String> + Send + Sync + 'static,
    ) -> Figures {
        Figures { proxies, token, tell: Arc::new(tell) }
    }

    pub fn mount(self, cfg: &mut ServiceConfig) {
        let tell = self.tell.clone();
        let figures = web::get().to(move || {
            let tell = tell.clone();
            async move {
                let told = web::block(move || tell()).await.map_err(|_| Error::internal("the blocking pool is gone"));
                told.flatten().map_or_else(failed, answer)
            }
        });
        cfg.service(web::resource(PATH).guard(fn_guard(move |asks| self.admits(asks))).route(figures));
    }

    fn admits(&self, asks: &GuardContext) -> bool {
        match &self.token {
            Some(token) => bearer(asks).is_some_and(|said| is_same(said, token)),
            None => request::visitor_of(asks.head(), &self.proxies).is_some_and(|ip| ip.to_canonical().is_loopback()),
        }
    }
}

fn bearer<'a>(asks: &'a GuardContext) -> Option<&'a str> {
    let said = asks.head().headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    said.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim())
}

/// By their digests, so that the time taken tells nothing.
fn is_same(said: &str, token: &str) -> bool {
    secret::is_same(&Token::presented(said).digest(), &Token::presented(token).digest())
}

fn answer(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, MEDIA_TYPE))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}

fn failed(error: Error) -> HttpResponse {
    tracing::error!(%error, "the figures could not be gathered");
    HttpResponse::InternalServerError().finish()
}
