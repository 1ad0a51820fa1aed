//! What the service says when it starts on a box that is not set up: where to go, what to expect, and the one-time code.
//! The code goes to the console, which is the journal of a service that systemd starts, and to a file that only the service's
//! account may read; never to a line of `tracing`, a page or an address (what stands in an address ends up in histories: the
//! QR carries the address alone).

use super::store;
use crate::{
    base::{db::Rx, disk, error::Result, jobs::System, tls},
    door::House,
    school::{login, settings},
};
use qrcode::{QrCode, render::unicode::Dense1x2};
use std::{net::IpAddr, path::PathBuf};

const FILE: &str = "INSTALLATION.txt";

/// Draws a code, which ends the worth of the one before, writes the file and returns the text for the console.
/// Nothing once the school is set up.
pub fn invitation(house: &House, by: &System, https: u16, http: Option<u16>) -> Result<Option<String>> {
    if is_set_up(&house.db.read()?)? {
        forget(house)?;
        return Ok(None);
    }
    let code = login::set_up_code()?;
    let tx = house.db.write()?;
    store::set_code(&tx, &house.keys.code("setup", &code), by)?;
    tx.commit()?;
    let text = text(house, &login::shown_set_up_code(&code), https, http);
    disk::write(&path(house), text.as_bytes(), 0o400)?;
    Ok(Some(text))
}

/// Removes the file: its code opens nothing any more.
pub fn forget(house: &House) -> Result<()> {
    Ok(disk::remove_if_there(&path(house))?)
}

/// Another machine of the network has the name that the file tells: it tells the one that leads here. Nothing without a file.
pub fn rename(house: &House, from: &str, to: &str) -> Result<()> {
    let path = path(house);
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(()) };
    Ok(disk::write(&path, renamed(&text, from, to).as_bytes(), 0o400)?)
}

/// Where the box answers, best first: by address, which needs nothing of the network, then by name.
pub fn addresses(port: u16) -> Vec<String> {
    let port = if port == 443 { String::new() } else { format!(":{port}") };
    let found = tls::addresses().unwrap_or_default();
    let (v4, v6): (Vec<_>, Vec<_>) = found.into_iter().partition(IpAddr::is_ipv4);
    let mut list: Vec<String> = v4.iter().map(|ip| format!("https://{ip}{port}")).collect();
    if let Some(host) = tls::host_name() {
        let label = host.split('.').next().unwrap_or(&host);
        list.push(format!("https://{label}.local{port}"));
    }
    // Link-local addresses need a zone that no browser takes.
    list.extend(v6.iter().filter(|ip| !is_link_local(ip)).map(|ip| format!("https://[{ip}]{port}")));
    list.push(format!("https://localhost{port}"));
    list
}

fn text(house: &House, code: &str, https: u16, http: Option<u16>) -> String {
    let print = house.tls.facts().served.fingerprint;
    let words = print.words().join(" · ");
    let addresses = addresses(https);
    // Drawn for a dark console: what is ink on paper is background here.
    let qr = addresses.first().and_then(|address| QrCode::new(address).ok());
    let qr = qr
        .map(|qr| qr.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
        .unwrap_or_default();
    let plain =
        http.map_or_else(String::new, |port| format!("(HTTP sur le port {port} : seulement la page /confiance.)\n"));
    let list: String = addresses.iter().map(|address| format!("    {address}\n")).collect();
    format!(
        "\nPréau est prêt à être mis en route.\n\n\
         1. Depuis un appareil de l’école, ouvrez l’une de ces adresses :\n\n{list}\n\
         2. Le navigateur dira qu’il ne connaît pas cette adresse : c’est attendu, une seule fois.\n   \
            Comparez l’empreinte du certificat, puis continuez.\n\n    \
            {words}\n    {hex}\n\n\
         3. Tapez le code de mise en route :\n\n    {code}\n\n\
         Le code change à chaque démarrage et ne vaut plus rien une fois l’école en route.\n\
         {plain}\n{qr}\n",
        hex = print.hex(),
    )
}

/// In addresses alone: a code or a word of a fingerprint is never touched.
fn renamed(text: &str, from: &str, to: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| match line.trim_start().strip_prefix("https://") {
        Some(rest)
            if rest.strip_prefix(from).is_some_and(|after| after.trim_end().is_empty() || after.starts_with(':')) =>
        {
            line.replacen(from, to, 1)
        }
        _ => line.to_owned(),
    });
    lines.collect()
}

fn is_link_local(ip: &IpAddr) -> bool {
    matches!(ip, IpAddr::V6(v6) if v6.segments()[0] & 0xffc0 == 0xfe80)
}

fn is_set_up(rx: &Rx) -> Result<bool> {
    Ok(settings::store::facts(rx)?.set_up_at.is_some())
}

fn path(house: &House) -> PathBuf {
    house.data.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_follows_the_name_and_nothing_else_of_it_moves() {
        let text = "boite.local\n    https://192.0.2.4\n    https://boite.local\n    https://boite.local:8443\n    https://boite.localhost\n\n    ABCD\n";
        let now = renamed(text, "boite.local", "boite-2.local");
        assert_eq!(
            now,
            "boite.local\n    https://192.0.2.4\n    https://boite-2.local\n    https://boite-2.local:8443\n    https://boite.localhost\n\n    ABCD\n"
        );
        assert_eq!(renamed(&now, "boite-2.local", "boite.local"), text);
    }
}
