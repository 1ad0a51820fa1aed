//! The head of every answer: its status, its own headers, and those that protect each page alike.

use super::{
    answer::{Answer, Content, NO_PERMISSION, PERMISSIONS},
    request::host_of,
};
use crate::base::assets;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::StatusCode};

/// Before there is a house: text and nothing else.
pub fn bare(request: &HttpRequest, answer: Answer) -> HttpResponse {
    let mut response = begun(&answer, &host_of(request));
    match answer.body {
        Content::Text(text) => response.body(text),
        _ => response.finish(),
    }
}

pub fn begun(answer: &Answer, host: &str) -> HttpResponseBuilder {
    let mut response =
        HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    let has_permissions = answer.headers.iter().any(|(name, _)| *name == PERMISSIONS);
    let has_policy = answer.headers.iter().any(|(name, _)| *name == "content-security-policy");
    for (name, value) in &answer.headers {
        response.append_header((*name, value.as_str()));
    }
    protect(&mut response, host, has_policy);
    if !has_permissions {
        response.insert_header((PERMISSIONS, NO_PERMISSION));
    }
    response
}

/// The address itself is a secret: told to no page that is gone to from here, and to no search engine.
pub fn seclude(response: &mut HttpResponseBuilder) {
    response.insert_header(("referrer-policy", "no-referrer")).insert_header(("x-robots-tag", "noindex"));
}

/// The headers that every answer carries.
fn protect(response: &mut HttpResponseBuilder, host: &str, has_policy: bool) {
    response
        .insert_header(("x-content-type-options", "nosniff"))
        .insert_header(("referrer-policy", "same-origin"))
        .insert_header(("x-frame-options", "DENY"))
        .insert_header(("cross-origin-opener-policy", "same-origin"))
        .insert_header(("cross-origin-resource-policy", "same-origin"));
    if !has_policy {
        // Scripts and styles only from our own folder: a file that a family sent is on this origin too.
        let ours =
            if host.is_empty() || host.contains('[') { "'self'".to_owned() } else { format!("{host}{}", assets::ROOT) };
        response.insert_header((
            "content-security-policy",
            format!("default-src 'none'; script-src {ours}; style-src {ours}; font-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
        ));
    }
}
