//! The only place that speaks HTTP with actix: from a request to an `Ask` (beside, in `request`), from an `Answer` to
//! bytes. Limits, panics and headers are here, for every route alike.

use super::{
    answer::{Answer, Content},
    confirm,
    cx::Ask,
    dav,
    form::{Fields, ONE_CLICK},
    headers::{begun, seclude},
    house::House,
    live, plain, refusal,
    request::{ask_of, host_of, is_in_the_clear, is_no_page, is_over_tls, is_same_origin},
    resumable::{self, Said},
    routes::{self, Bench, Limits, Method, Route},
    shell,
    stream::{self, Leave},
    upload::Arriving,
};
use crate::base::{
    assets,
    error::{Error, Result},
};
use actix_web::{HttpRequest, HttpResponse, Scope, error::PayloadError, guard, http::header, web};
use futures_util::{TryStream, TryStreamExt};
use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::time::timeout;

/// A form without files is sent in one go: who takes longer drips it.
const FORM: Duration = Duration::from_secs(120);
/// What a part of a form costs of its limit, besides its name and value.
const PART: usize = 128;

/// Mounts every route, the assets, and the page for what is not there.
pub fn mount(cfg: &mut web::ServiceConfig, house: Arc<House>, table: Arc<Vec<Route>>) {
    mount_assets(cfg);
    let mut streets: BTreeMap<&str, Scope> = BTreeMap::new();
    for at in 0..table.len() {
        let (house, table) = (house.clone(), table.clone());
        let method = match table[at].method {
            Method::Get => looks(),
            Method::Post => web::post(),
            Method::Head => web::head(),
            Method::Patch => web::patch(),
            Method::Delete => web::delete(),
            Method::Options => web::method(actix_web::http::Method::OPTIONS),
            Method::Dav => web::route(),
        };
        let (street, rest) = street(table[at].path);
        let route = method.to(move |request, payload| serve(house.clone(), table.clone(), at, request, payload));
        match street {
            Some(street) => {
                let scope = streets.remove(street).unwrap_or_else(|| web::scope(street));
                streets.insert(street, scope.route(rest, route));
            }
            None => drop(cfg.route(rest, route)),
        }
    }
    for (_, scope) in streets {
        cfg.service(scope);
    }
    cfg.default_service(web::to(move |request: HttpRequest| {
        let house = house.clone();
        async move {
            let ask = Arc::new(ask_of(&request));
            respond(&house, &request, refuse(&house, &ask, &Error::NotFound), None).await
        }
    }));
}

pub(super) fn mount_assets(cfg: &mut web::ServiceConfig) {
    cfg.route("/actifs/{file}", looks().to(asset));
}

/// `/blog` and the rest of `/blog/articles/{post}`. Some hundreds of paths are looked through one after the other, each with
/// an expression of its own: of one street there are a few dozen.
fn street(path: &'static str) -> (Option<&'static str>, &'static str) {
    let end = path[1..].find('/').map_or(path.len(), |at| at + 1);
    match path.split_at(end) {
        (street, rest) if street.len() > 1 && !street.contains('{') => (Some(street), rest),
        _ => (None, path),
    }
}

/// GET, and HEAD, which is the same without the body: whoever checks the links of a letter finds them alive.
pub(super) fn looks() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

pub(super) async fn serve(
    house: Arc<House>,
    table: Arc<Vec<Route>>,
    at: usize,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let route = &table[at];
    // Behind a proxy the usual port is the proxy's.
    if is_over_tls(&request) && is_in_the_clear(&request) {
        return plain::to_https(&request, plain::HTTPS);
    }
    let mut ask = ask_of(&request);
    if route.method == Method::Dav {
        let (answer, leave) = dav::serve(&house, route.room, ask, &request, payload).await;
        return respond(&house, &request, answer, leave).await;
    }
    if route.in_pieces && (route.method != Method::Post || Said::is_spoken(&request)) {
        let answer = if route.method.only_asks() || is_same_origin(&request) {
            resumable::serve(&house, &table, at, ask, Said::of(&request), payload).await
        } else {
            resumable::refuse(&Error::Forbidden)
        };
        return respond(&house, &request, answer, None).await;
    }
    if route.method == Method::Post {
        let is_ours = is_same_origin(&request);
        if !is_ours {
            if !(route.one_click && is_no_page(&request)) {
                return respond(&house, &request, refuse(&house, &Arc::new(ask), &Error::Forbidden), None).await;
            }
            ask = ask.of_nobody();
        }
        if let Err(stop) = take_in(&house, route, &mut ask, &request, payload).await {
            return respond(&house, &request, stop, None).await;
        }
        if !is_ours && ask.fields.pairs() != [(ONE_CLICK.0.to_owned(), ONE_CLICK.1.to_owned())] {
            return respond(&house, &request, refuse(&house, &Arc::new(ask), &Error::Forbidden), None).await;
        }
    }
    let ask = Arc::new(ask);
    let answer = match route.bench {
        Bench::Inline => run(&house, route, &ask),
        Bench::Blocking => {
            let (house, ask) = (house.clone(), ask.clone());
            let table = table.clone();
            web::block(move || run(&house, &table[at], &ask))
                .await
                .unwrap_or_else(|_| Err(Error::internal("the blocking pool is gone")))
        }
    };
    let answer = answer.unwrap_or_else(|error| refuse(&house, &ask, &error));
    let leave: Leave = {
        let (house, ask, table) = (house.clone(), ask.clone(), table.clone());
        Arc::new(move || (table[at].admit)(&house, &ask).is_ok())
    };
    respond(&house, &request, answer, Some(leave)).await
}

/// One panicking page must not take the school down.
fn run(house: &Arc<House>, route: &Route, ask: &Arc<Ask>) -> Result<Answer> {
    std::panic::catch_unwind(AssertUnwindSafe(|| (route.run)(house, ask)))
        .unwrap_or_else(|_| Err(Error::internal("a handler panicked")))
}

/// The body of a POST, into the ask; files go to the disk only once the gate has been passed.
async fn take_in(
    house: &Arc<House>,
    route: &Route,
    ask: &mut Ask,
    request: &HttpRequest,
    payload: web::Payload,
) -> std::result::Result<(), Answer> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let taken = if content_type.starts_with("multipart/form-data") {
        let early = Arc::new(std::mem::take(ask));
        let admitted = {
            let (house, early, admit) = (house.clone(), early.clone(), route.admit.clone());
            web::block(move || admit(&house, &early))
                .await
                .unwrap_or_else(|_| Err(Error::internal("the blocking pool is gone")))
        };
        if let Err(error) = admitted {
            return Err(refuse(house, &early, &error));
        }
        *ask = Arc::into_inner(early).ok_or_else(|| refusal::bare(&Error::internal("an ask was kept")))?;
        multipart(house, route.limits, ask, request, payload).await
    } else {
        urlencoded(route.limits, payload, FORM).await.map(|fields| ask.fields = fields)
    };
    taken.map_err(|stop| match stop {
        Stop::TooLarge => refusal::too_large(route.limits.files, route.limits.file),
        Stop::Error(error) => refuse(house, &Arc::new(std::mem::take(ask)), &error),
    })
}

/// What became of a body.
type Taken<T> = std::result::Result<T, Stop>;

enum Stop {
    TooLarge,
    Error(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Stop {
        Stop::Error(error.into())
    }
}

async fn urlencoded(
    limits: Limits,
    mut payload: impl TryStream<Ok = web::Bytes, Error = PayloadError> + Unpin,
    patience: Duration,
) -> Taken<Fields> {
    let mut body = Vec::new();
    let whole = timeout(patience, async {
        while let Some(chunk) = payload.try_next().await.map_err(Error::from)? {
            if body.len() + chunk.len() > limits.fields {
                return Err(Stop::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    });
    // To be sent again.
    whole.await.unwrap_or(Err(Stop::Error(Error::Busy)))?;
    Ok(Fields::parse(&body))
}

async fn multipart(
    house: &Arc<House>,
    limits: Limits,
    ask: &mut Ask,
    request: &HttpRequest,
    payload: web::Payload,
) -> Taken<()> {
    let mut parts = actix_multipart::Multipart::new(request.headers(), payload);
    let mut left = limits.fields;
    while let Some(mut part) = parts.try_next().await.map_err(wire)? {
        let name = part.name().unwrap_or_default().to_owned();
        // Names and parts are charged too: a body of nothing but names must end somewhere.
        left = left.checked_sub(name.len() + PART).ok_or(Stop::TooLarge)?;
        let file_name = part.content_disposition().and_then(|d| d.get_filename()).map(str::to_owned);
        let Some(file_name) = file_name else {
            let mut value = Vec::new();
            while let Some(chunk) = part.try_next().await.map_err(wire)? {
                left = left.checked_sub(chunk.len()).ok_or(Stop::TooLarge)?;
                value.extend_from_slice(&chunk);
            }
            ask.fields.push(name, String::from_utf8_lossy(&value).into_owned());
            continue;
        };
        if limits.files == 0 {
            return Err(Stop::TooLarge);
        }
        let mut arriving = Arriving::new(&house.files, limits.in_memory)?;
        while let Some(chunk) = part.try_next().await.map_err(wire)? {
            if arriving.size() + chunk.len() as u64 > limits.file {
                return Err(Stop::TooLarge);
            }
            arriving.write(&chunk)?;
        }
        // A file field left empty comes as a nameless file of no bytes.
        if arriving.size() == 0 && file_name.is_empty() {
            continue;
        }
        if ask.uploads.len() >= limits.files {
            return Err(Stop::TooLarge);
        }
        ask.uploads.push(arriving.finish(name, &file_name).await?.of(house));
    }
    Ok(())
}

/// What a browser sent wrongly is not our fault: it is answered as a form that cannot be read.
fn wire(error: actix_multipart::MultipartError) -> Stop {
    tracing::info!(%error, "an upload was cut or malformed");
    Stop::TooLarge
}

/// The page of an error; sign-in for who is not signed in, the second factor for who owes it, and the set-up while there is
/// no school yet.
fn refuse(house: &Arc<House>, ask: &Arc<Ask>, error: &Error) -> Answer {
    if let Error::Full = error {
        house.make_room();
    }
    let drawn = house.db.read().and_then(|rx| routes::look_around(house, ask, rx)).and_then(|cx| {
        if let Error::SignIn = error {
            if cx.school.set_up_at.is_none() {
                return Ok(Answer::go("/mise-en-route"));
            }
            if cx.held.is_some() {
                return Ok(Answer::go("/compte/deux-etapes"));
            }
            let back = percent_encoding::utf8_percent_encode(&ask.back, percent_encoding::NON_ALPHANUMERIC);
            return Ok(Answer::go(&if ask.back == "/" {
                "/connexion".to_owned()
            } else {
                format!("/connexion?retour={back}")
            }));
        }
        if let Error::Confirm(asked) = error {
            return shell::answer(&cx, confirm::page(ask, *asked));
        }
        let to_pupil = cx.viewer.as_ref().is_some_and(|viewer| viewer.pupil.is_some());
        shell::answer(&cx, refusal::page(error, to_pupil))
    });
    drawn.unwrap_or_else(|_| refusal::bare(error))
}

async fn asset(request: HttpRequest) -> HttpResponse {
    let accept = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let Some(found) = assets::find(request.path(), accept) else { return HttpResponse::NotFound().finish() };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, found.media_type))
        .insert_header((header::CACHE_CONTROL, assets::CACHE_CONTROL));
    response.insert_header(("vary", "accept-encoding")).insert_header(("x-content-type-options", "nosniff"));
    // A worker lives by the policy that came with its script: ours asks for nothing, runs no text and reaches nobody.
    if found.media_type.starts_with("text/javascript") {
        response.insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'"));
    }
    if let Some(encoding) = found.encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    match found.bytes {
        std::borrow::Cow::Borrowed(bytes) => response.body(bytes),
        std::borrow::Cow::Owned(bytes) => response.body(bytes),
    }
}

/// `leave` is the gate through which the answer came; a file flows for as long as it stays open.
async fn respond(house: &Arc<House>, request: &HttpRequest, answer: Answer, leave: Option<Leave>) -> HttpResponse {
    let host = host_of(request);
    let mut response = begun(&answer, &host);
    if request.match_info().get("link").is_some() {
        seclude(&mut response);
    }
    // By the school's own name only: an address may be another machine's tomorrow.
    if is_over_tls(request) && house.tls.is_called(host.split(':').next().unwrap_or_default()) {
        response.insert_header(("strict-transport-security", "max-age=15552000"));
    }
    match answer.body {
        Content::Empty => response.finish(),
        Content::Text(text) => response.body(text),
        Content::Bytes(bytes) => response.body(bytes),
        Content::Events(listening) => live::flow(response, request, listening),
        kept => match leave {
            Some(leave) => stream::kept(house, request, response, kept, leave).await,
            None => HttpResponse::NotFound().finish(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    #[actix_web::test]
    async fn a_form_that_drips_is_not_waited_for() {
        let limits = Limits { fields: 1_000_000, file: 0, files: 0, in_memory: false };
        let drop = || Ok(web::Bytes::from_static(b"a"));
        let whole = urlencoded(limits, stream::iter([drop(), Ok(web::Bytes::from_static(b"=b"))]), FORM).await;
        assert!(whole.is_ok_and(|fields| fields.get("a") == "b"));
        let dripping = Box::pin(stream::unfold((), |()| async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Some((drop(), ()))
        }));
        let began = std::time::Instant::now();
        let given_up = urlencoded(limits, dripping, Duration::from_millis(200)).await;
        assert!(matches!(given_up, Err(Stop::Error(Error::Busy))));
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    }
}
