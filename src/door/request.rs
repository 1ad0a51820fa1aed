//! What a request says of itself: path, cookies, host, where it comes from. Nothing of it is believed further than it is read.

use super::{cx::Ask, form::Fields, session, shell};
use crate::base::{
    lan::{Came, Peer},
    proxies::{Proxies, chain},
};
use actix_web::{
    HttpRequest,
    dev::RequestHead,
    http::{Method, header},
};
use std::{net::IpAddr, sync::Arc};

/// What the door that a request came through knows of it, left there for every request.
#[derive(Clone)]
pub struct Threshold {
    pub proxies: Arc<Proxies>,
    pub is_tls: bool,
}

/// Sent by a page that asks for itself again (assets/js/direct.js).
const BY_ITSELF: &str = "preau-direct";
/// What proxies add to what they pass on, and no browser.
const PASSED_ON: [&str; 5] = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-real-ip", "via"];

pub fn ask_of(request: &HttpRequest) -> Ask {
    let cookie = |name: &str| {
        request
            .cookie(name)
            .map(|cookie| cookie.value().to_owned())
            .filter(|value| !value.is_empty() && value.len() < 4096)
    };
    let text = |name: header::HeaderName| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
    };
    let flash = cookie(shell::flash_cookie())
        .map(|value| percent_encoding::percent_decode_str(&value).decode_utf8_lossy().into_owned());
    let by_itself = request.headers().contains_key(BY_ITSELF);
    Ask {
        path: request.path().to_owned(),
        back: back_to(request),
        params: request.match_info().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        query: Fields::parse(request.query_string().as_bytes()),
        session: cookie(session::COOKIE),
        device: cookie(session::DEVICE_COOKIE),
        set_up: cookie(session::SET_UP_COOKIE),
        half_way: cookie(session::HALF_WAY_COOKIE),
        tablet: cookie(session::TABLET_COOKIE),
        flash: flash.filter(|_| !by_itself),
        by_itself,
        address: visitor(request),
        came: came(request),
        agent: text(header::USER_AGENT).chars().take(300).collect(),
        host: host_of(request),
        ..Ask::default()
    }
}

/// Who asks: the peer, or whom a proxy that we were told to believe names. Nothing when that is not known.
pub fn visitor(request: &HttpRequest) -> Option<IpAddr> {
    match request.app_data::<Threshold>() {
        Some(threshold) => visitor_of(request.head(), &threshold.proxies),
        None => request.peer_addr().map(|peer| peer.ip()),
    }
}

/// The same, before there is a request.
pub fn visitor_of(head: &RequestHead, proxies: &Proxies) -> Option<IpAddr> {
    let told = |name: &str| all_of(head, name);
    chain::visitor(proxies, head.peer_addr?.ip(), &told("forwarded"), &told("x-forwarded-for"))
}

/// Through a proxy of ours, by either way of telling; or through somebody else's, which says so in the request alone.
fn came(request: &HttpRequest) -> Came {
    let none = Proxies::default();
    let proxies = request.app_data::<Threshold>().map_or(&none, |threshold| &*threshold.proxies);
    let peer = request.conn_data::<Peer>().copied().or(request.peer_addr().map(|peer| Peer(peer.ip())));
    let is_passed_on = PASSED_ON.iter().any(|name| request.headers().contains_key(*name));
    peer.map_or(Came::Relayed, |peer| peer.came(proxies, is_passed_on))
}

/// Every line of that name, as one. A line that is no text counts too: a proxy adds its word to what the visitor wrote, and
/// must not lose it with that.
fn all_of(head: &RequestHead, name: &str) -> String {
    let lines = head.headers().get_all(name).map(|line| String::from_utf8_lossy(line.as_bytes()));
    lines.collect::<Vec<_>>().join(",")
}

/// Whether it came to a proxy that we believe without TLS, and over TLS only from there.
pub fn is_in_the_clear(request: &HttpRequest) -> bool {
    let (Some(threshold), Some(peer)) = (request.app_data::<Threshold>(), request.head().peer_addr) else {
        return false;
    };
    let told = |name: &str| all_of(request.head(), name);
    chain::is_in_the_clear(&threshold.proxies, peer.ip(), &told("forwarded"), &told("x-forwarded-proto"))
}

/// Whether it came over TLS.
pub fn is_over_tls(request: &HttpRequest) -> bool {
    request.app_data::<Threshold>().is_some_and(|threshold| threshold.is_tls)
}

/// A button's path has no page of its own: whoever taps it signed out comes back to the page where it stood.
fn back_to(request: &HttpRequest) -> String {
    if [Method::GET, Method::HEAD].contains(request.method()) {
        return request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    }
    let referer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or("");
    let from = referer.split_once("://").and_then(|(_, rest)| rest.split_at_checked(rest.find('/')?));
    match from {
        Some((host, path)) if host.eq_ignore_ascii_case(&host_of(request)) => path.to_owned(),
        _ => "/".to_owned(),
    }
}

/// `Host`, when it is plain; a trick in it never reaches a page or a header.
pub fn host_of(request: &HttpRequest) -> String {
    let host = request
        .uri()
        .authority()
        .map(|a| a.as_str().to_owned())
        .or_else(|| request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).map(str::to_owned));
    host.filter(|host| host.len() <= 260 && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b)))
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// No page sent it: browsers say where a POST comes from.
pub fn is_no_page(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().contains_key(name);
    !says("origin") && !says("sec-fetch-site")
}

/// `Sec-Fetch-Site`, else `Origin` = host over TLS: a page that came in the clear is anybody's. A POST with neither is no
/// browser's.
///
/// A page that is told to keep its address to itself sends `Origin: null`, and older browsers nothing else. Behind the link
/// of a letter that is enough: what another page would have to know to forge it is the secret itself, and no cookie counts.
pub fn is_same_origin(request: &HttpRequest) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    if request.match_info().get("link").is_some() && text("origin") == Some("null") {
        return true;
    }
    let host = host_of(request);
    match text("origin").and_then(|origin| origin.split_once("://")) {
        Some(("https", origin)) => !host.is_empty() && origin.eq_ignore_ascii_case(&host),
        _ => false,
    }
}
