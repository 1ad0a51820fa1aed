//! `/metrics` on real sockets: who may read it, and that for everybody else there is nothing there.

use crate::{
    knock::tls_on,
    relay::{Front, RELAY, STRANGER, socket, version_2},
};
use std::{
    io::{Read, Write},
    net::Ipv4Addr,
};

const OUTSIDE: [u8; 4] = [203, 0, 113, 9];
const TOKEN: &str = "9f2c1b7e4d8a6053c1e7b9d2";

fn read(school: &Front, from: Ipv4Addr, greeting: &[u8], path: &str, headers: &str) -> String {
    let mut socket = socket(from, school.https);
    socket.write_all(greeting).unwrap();
    let mut line = tls_on(socket);
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n");
    line.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = line.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn is_figures(answer: &str) -> bool {
    let is = answer.starts_with("HTTP/1.1 200") && answer.contains("text/plain; version=0.0.4");
    assert!(is || answer.starts_with("HTTP/1.1 404") && !answer.contains("preau_"), "{answer}");
    is
}

#[test]
fn without_a_token_the_machine_alone_reads_them() {
    let school = Front::behind("trusted_proxies = [\"127.0.0.2\"]\n");
    let from = |who, headers| is_figures(&read(&school, who, b"", "/metrics", headers));
    assert!(from(STRANGER, ""));
    assert!(!from(RELAY, "X-Forwarded-For: 203.0.113.9\r\n"));
    assert!(from(STRANGER, "X-Forwarded-For: 203.0.113.9\r\n"), "nobody believes it");
    for lies in [
        "Forwarded: for=unknown\r\nX-Forwarded-For: 203.0.113.9\r\n",
        "Forwarded: for=127.0.0.2\r\nX-Forwarded-For: 203.0.113.9\r\n",
        "X-Forwarded-For: \u{e9}, 203.0.113.9\r\n",
    ] {
        assert!(!from(RELAY, lies), "who lies passes for no proxy: {lies}");
    }
    let page = |path: &str| {
        let answer = read(&school, RELAY, b"", path, "X-Forwarded-For: 203.0.113.9\r\n");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    };
    assert_eq!(page("/metrics"), page("/metrixs"), "as if it were not there");
}

#[test]
fn with_a_token_whoever_says_it() {
    let school = Front::behind(&format!(
        "trusted_proxies = [\"127.0.0.2\"]\nproxy_protocol = true\nmetrics_token = \"{TOKEN}\"\n"
    ));
    let (said, wrong) = (format!("Authorization: Bearer {TOKEN}\r\n"), format!("Authorization: Bearer {TOKEN}x\r\n"));
    for (from, greeting) in [(STRANGER, Vec::new()), (RELAY, version_2(OUTSIDE))] {
        let may = |headers: &str| is_figures(&read(&school, from, &greeting, "/metrics", headers));
        assert!(may(&said));
        for headers in ["", &wrong, "Authorization: Bearer\r\n", &said.replace("Bearer", "Basic")] {
            assert!(!may(headers), "{headers}");
        }
    }
}

#[test]
fn each_line_is_a_name_and_a_number() {
    let school = Front::behind("");
    let answer = read(&school, STRANGER, b"", "/metrics", "");
    let (_, page) = answer.split_once("\r\n\r\n").unwrap();
    let lines: Vec<&str> = page.lines().filter(|line| !line.starts_with('#')).collect();
    for line in &lines {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("preau_") && value.parse::<f64>().is_ok(), "{line}");
        assert_eq!(name.matches('{').count(), name.matches('}').count(), "{line}");
    }
    for name in
        ["disk_free_bytes", "certificate_expires_timestamp_seconds", "findings{state=\"wrong\"}", "media_waiting"]
    {
        assert!(lines.iter().any(|line| line.starts_with(&format!("preau_{name} "))), "{name}");
    }
    assert!(page.contains("# TYPE preau_uptime_seconds gauge\n"));
}
