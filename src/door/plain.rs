//! What is answered without TLS: the page by which a device learns to trust us, what an authority asks of our names, and for all
//! the rest the way to TLS. It reads no cookie and shows nothing of the school.

use super::{
    house::House,
    request::host_of,
    routes::{Method, Route},
    socket::{looks, mount_assets, serve},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use std::sync::Arc;

/// What a browser takes for granted.
pub(super) const HTTPS: u16 = 443;

/// What HTTP without TLS answers: the routes that begin with `open`, the assets, what an authority asks of our names, and the
/// way to HTTPS for all the rest.
pub fn mount(cfg: &mut web::ServiceConfig, house: Arc<House>, table: Arc<Vec<Route>>, open: &'static str, https: u16) {
    mount_assets(cfg);
    for at in (0..table.len()).filter(|at| table[*at].method == Method::Get && table[*at].path.starts_with(open)) {
        let (house, table) = (house.clone(), table.clone());
        let path = table[at].path;
        cfg.route(path, looks().to(move |request, payload| serve(house.clone(), table.clone(), at, request, payload)));
    }
    let challenges = house.tls.challenges().clone();
    cfg.route(
        "/.well-known/acme-challenge/{token}",
        looks().to(move |token: web::Path<String>| {
            let shown = challenges.text(&token);
            async move { shown.map_or_else(|| HttpResponse::NotFound().finish(), plain_text) }
        }),
    );
    cfg.default_service(web::to(move |request: HttpRequest| async move { to_https(&request, https) }));
}

fn plain_text(text: String) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(text)
}

/// The same address over TLS. For now only: the machine may change addresses, and a browser must not remember.
pub(super) fn to_https(request: &HttpRequest, port: u16) -> HttpResponse {
    let host = host_of(request);
    let name = match host.rsplit_once(':') {
        // The colons of a bare IPv6 address are inside its brackets.
        Some((name, digits)) if !digits.contains(']') => name,
        _ => host.as_str(),
    };
    if name.is_empty() {
        return HttpResponse::BadRequest().finish();
    }
    let port = if port == HTTPS { String::new() } else { format!(":{port}") };
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    HttpResponse::TemporaryRedirect()
        .insert_header((header::LOCATION, format!("https://{name}{port}{path}")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}
