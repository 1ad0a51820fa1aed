//! How a device of the school learns to trust its address: the fingerprint to compare, the certificate to install, the steps
//! for each kind of device. Open to anybody, over HTTP too; families are told to install nothing. It holds no secret.

mod pages;

use crate::{
    base::{
        error::{Error, Result},
        neighbours,
        tls::Root,
    },
    door::{Always, Cx, Page, Room, Routes},
};

pub const ROOM: Room = Room::new("trust", routes);

fn routes(r: &mut Routes) {
    r.get("/confiance", index);
    r.get("/confiance/preau.pem", pem);
    r.get("/confiance/preau.der", der);
    r.get("/confiance/preau.mobileconfig", profile);
}

fn index(cx: &Cx, _: Always) -> Result<Page> {
    let name = cx.school.names.first().map(|name| neighbours::store::told(&cx.db, name)).transpose()?;
    Ok(Page::narrow("Faire confiance à cette adresse", pages::index(&cx.house.tls.facts(), name.as_deref())))
}

fn pem(cx: &Cx, _: Always) -> Result<Page> {
    let root = newest(cx)?;
    Ok(Page::download("preau.pem", "application/x-pem-file", root.pem().into_bytes()))
}

fn der(cx: &Cx, _: Always) -> Result<Page> {
    // Android and Windows know a certificate by the end of its name.
    Ok(Page::download("preau.cer", "application/x-x509-ca-cert", newest(cx)?.der().to_vec()))
}

fn profile(cx: &Cx, _: Always) -> Result<Page> {
    Ok(Page::download("preau.mobileconfig", "application/x-apple-aspen-config", newest(cx)?.mobileconfig()))
}

fn newest(cx: &Cx) -> Result<Root> {
    cx.house.tls.facts().roots.into_iter().next().ok_or(Error::NotFound)
}
