//! The floor that scripts/bench measures beside the product: the same socket, TLS and headers, one fixed body, no
//! house behind it. Whatever a page costs above this is ours. `floor PORT FILE`: answers the bytes of FILE on PORT.

use actix_web::{App, HttpResponse, HttpServer, web};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::{env, fs};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let mut words = env::args().skip(1);
    let (Some(port), Some(file), None) = (words.next().and_then(|word| word.parse().ok()), words.next(), words.next())
    else {
        return Err(std::io::Error::other("floor PORT FILE"));
    };
    let body = web::Bytes::from(fs::read(file)?);
    HttpServer::new(move || {
        let body = body.clone();
        App::new().default_service(web::to(move || {
            let body = body.clone();
            async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body) }
        }))
    })
    .workers(2)
    .bind_rustls_0_23(("127.0.0.1", port), tls().map_err(std::io::Error::other)?)?
    .run()
    .await
}

/// As the product does it: ring, TLS 1.2 and 1.3, a P-256 leaf.
fn tls() -> Result<rustls::ServerConfig, Box<dyn std::error::Error + Send + Sync>> {
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "a provider stands already")?;
    let leaf = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(leaf.signing_key.serialize_der()));
    Ok(rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(vec![leaf.cert.der().clone()], key)?)
}
